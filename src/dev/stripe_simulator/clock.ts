/** The simulator's clock, which tests replace. */
export class Clock {
  /** @param now milliseconds since 1970 */
  constructor(readonly now: () => number = Date.now) {}

  get seconds(): number {
    return Math.floor(this.now() / 1000);
  }
}
