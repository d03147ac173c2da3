/** Versions of a file: commits of other processes raise them, too. */
import { Versions } from "../versions.ts";

/** Answers a number that changes when another connection has committed. */
interface Neighbours {
  dataVersion(): number;
}

export class FileVersions extends Versions {
  #neighbours: Neighbours;
  #dataVersion: number;
  #dataVersionReadAt = 0;

  constructor(neighbours: Neighbours) {
    super();
    this.#neighbours = neighbours;
    this.#dataVersion = neighbours.dataVersion();
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
    this.raise([null]);
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
