/** Taking turns on a connection. */

/** A file has one connection, and the client refuses (instead of queueing) what comes during a transaction: so queue here. */
export class Gate {
  #last: Promise<void> = Promise.resolve();

  /** Waits for its turn and answers what ends it. */
  async enter(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

/** The gate of a server, which takes any number at a time. */
export function open(): Promise<() => void> {
  return Promise.resolve(() => {});
}
