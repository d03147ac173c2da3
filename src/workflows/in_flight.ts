/** Runs `work` once per key at a time; whoever comes while it runs gets the same promise. */
export class InFlight {
  #running = new Map<string, Promise<unknown>>();
  has(key: string): boolean {
    return this.#running.has(key);
  }
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key) as Promise<T> | undefined;
    if (running) return running;
    const promise = work().finally(() => this.#running.delete(key));
    this.#running.set(key, promise);
    return promise;
  }
  /** Waits for whatever runs under the key, without caring how it ends. */
  async settled(key: string): Promise<void> {
    await this.#running.get(key)?.catch(() => {});
  }
}
