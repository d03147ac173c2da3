import { setImmediate } from "node:timers";

/**
 * Asked for inside a write(): does `work` while the disk takes the COMMIT and nothing else is to be done, not between two
 * statements, where every other caller waits for it (over a server: at the next wait for it). For what the answer needs and
 * the database does not. It may be done for nothing, when the write is run again or fails.
 */
export function duringCommit<T>(work: () => T): Promise<T> {
  const done = new Promise((resolve) => setImmediate(resolve)).then(work);
  // Whoever awaits it hears what it threw; of a write that failed nobody does, and that must not end the process.
  done.catch(() => {});
  return done;
}
