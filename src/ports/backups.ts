/** Backups on a timer, where the operator wants them. Times in milliseconds since 1970. */
export interface Backups {
  /** How old the newest may become, ms. */
  readonly every: number;
  /** When the newest that counts was made; null: there is none. One of a time that is still to come does not count. */
  newestAt(now: number): Promise<number | null>;
  /**
   * Makes one that counts, and deletes the oldest beyond those that are kept. Rejects, and deletes none, when it fails.
   * @returns false when it was given up
   */
  make(now: number): Promise<boolean>;
  /** Gives up what is being made, and makes no more: the process ends. */
  stop(): void;
}
