/** Waiting for a synchronous engine. */
import { isBusy } from "./errors.ts";

/** The result of synchronous work as a promise that is settled already: cheaper than an async function. */
export function settled<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * Retries what another process, starting on the same new file, gets in the way of: changing to WAL fails at once whatever
 * the timeout. Blocks, as nothing is served before the database is open.
 */
export function patiently<T>(waitMs: number, work: () => T): T {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
}
