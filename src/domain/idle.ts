import { setImmediate } from "node:timers";

/**
 * Asked for inside a write(): does `work` while the disk takes the COMMIT and nothing else is to be done, not between two
 * statements, where every other caller waits for it. For what the answer needs and the database does not.
 */
export function whileCommitting<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => setImmediate(resolve)).then(work);
}
