/** A number per scope that every commit of it raises, so that caches know what is stale. */
export class Versions {
  /** A scope's version is the sum of what everybody shares and what is its own, so that one number can outdate all. */
  #everybody = 0;
  #scopes = new Map<string, number>();

  /** The scope's version. */
  of(scope: string): number {
    return this.#everybody + (this.#scopes.get(scope) ?? 0);
  }

  /** Of the scopes of a commit; null raises every scope's. */
  raise(scopes: Iterable<string | null>): void {
    for (const scope of scopes) {
      if (scope === null) this.#everybody++;
      else this.#scopes.set(scope, (this.#scopes.get(scope) ?? 0) + 1);
    }
  }
}
