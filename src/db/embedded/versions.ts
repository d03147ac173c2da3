/** A number per scope that every commit of it raises, so that caches know what is stale. */

/** Answers a number that changes when another connection has committed. */
interface Neighbours {
  dataVersion(): number;
}

export class Versions {
  #neighbours: Neighbours;
  /** A scope's version is the sum of what everybody shares and what is its own, so that one number can outdate all. */
  #everybody = 0;
  #scopes = new Map<string, number>();
  #dataVersion: number;
  #dataVersionReadAt = 0;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
    this.#dataVersion = neighbours.dataVersion();
  }

  of(scope: string): number {
    return this.#everybody + (this.#scopes.get(scope) ?? 0);
  }

  raise(scopes: Iterable<string | null>): void {
    for (const scope of scopes) {
      if (scope === null) this.#everybody++;
      else this.#scopes.set(scope, (this.#scopes.get(scope) ?? 0) + 1);
    }
  }

  /**
   * Whether others have committed since it was asked last; then everybody's version has risen. The pragma takes 7 µs, as long as
   * the rest of a cached answer, so it is asked once a millisecond: nobody can learn of another process's commit and ask here
   * within the millisecond of its fsync.
   */
  noticeOthers(): boolean {
    const now = Date.now();
    if (now === this.#dataVersionReadAt) return false;
    this.#dataVersionReadAt = now;
    const current = this.#current();
    if (current === this.#dataVersion) return false;
    this.#dataVersion = current;
    this.#everybody++;
    return true;
  }

  /** A version that can't be read counts as a new one. */
  #current(): number {
    try {
      return this.#neighbours.dataVersion();
    } catch {
      return NaN;
    }
  }
}
