/** Requests that are being answered, so that a stop can wait for them. */
export class RequestCount {
  #running = 0;
  #whenIdle: () => void = () => {};

  get running(): number {
    return this.#running;
  }

  /** Counts a request until it is answered. */
  readonly count = async (answer: Promise<Response>): Promise<Response> => {
    this.#running++;
    try {
      return await answer;
    } finally {
      if (--this.#running === 0) this.#whenIdle();
    }
  };

  /** Resolves once no request is being answered. */
  idle(): Promise<void> {
    return new Promise((resolve) => this.#running === 0 ? resolve() : this.#whenIdle = resolve);
  }
}
