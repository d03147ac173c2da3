/** Versions on a server, where commits of other processes (`alera key revoke`) can't be seen: they rise by themselves, too. */
import { Versions } from "../versions.ts";

/** As long as a browser may keep a list: `max-age=5`. */
export const STALE_AFTER_MS = 5_000;

export class AgingVersions extends Versions {
  #now: () => number;
  #risenAt: number;

  /** @param now milliseconds that only grow */
  constructor(now: () => number) {
    super();
    this.#now = now;
    this.#risenAt = now();
  }

  /** A commit of this process raises it at once, whatever others do within five seconds. */
  override of(scope: string): number {
    const now = this.#now();
    if (now - this.#risenAt >= STALE_AFTER_MS) {
      this.#risenAt = now;
      this.raise([null]);
    }
    return super.of(scope);
  }
}
