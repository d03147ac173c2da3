/** Until when the simulator works, and what it does in the background. */
export class Lifetime {
  readonly #closing = new AbortController();
  readonly #background = new Set<Promise<unknown>>();

  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  get isOver(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Ends every wait. */
  end(): void {
    this.#closing.abort();
  }

  inBackground(work: Promise<unknown>): void {
    const task = work.catch((error) => console.error("Stripe simulator:", error)).finally(() =>
      this.#background.delete(task)
    );
    this.#background.add(task);
  }

  /** Waits until nothing is done in the background any more. */
  async settled(): Promise<void> {
    while (this.#background.size) await Promise.allSettled(this.#background);
  }

  /** Waits in real time; ends early, without an error, when the simulator closes or `signal` aborts. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0) return;
    const stop = signal ? AbortSignal.any([this.signal, signal]) : this.signal;
    if (stop.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    // setTimeout takes at most 2^31 - 1 ms and turns more into 1.
    const timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1));
    const end = () => resolve();
    stop.addEventListener("abort", end);
    await promise;
    clearTimeout(timer);
    stop.removeEventListener("abort", end);
  }

  /** Waits for `work`, whatever becomes of it; ends early when the simulator closes. */
  async until(work: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    this.signal.addEventListener("abort", end);
    await Promise.race([work.then(end, end), promise]);
    this.signal.removeEventListener("abort", end);
  }
}
