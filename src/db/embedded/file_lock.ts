/** One process serves a database file: whoever does holds an advisory lock on a file beside it. */
import { basename, dirname, join } from "node:path";

export interface FileLock extends AsyncDisposable {
  /** Where the database is, through every link. */
  path: string;
}

/**
 * Locks the file at `path`, be it there or not, for as long as this process lives: a crash frees it. It is a file of its own, `….lock`,
 * which stays: a handle of ours on the database would drop SQLite's locks when it is closed.
 * @returns null when another process still holds it after `waitMs`; this one should end then, for it stays in the queue
 */
export async function lockFile(path: string, waitMs: number): Promise<FileLock | null> {
  Deno.mkdirSync(dirname(path), { recursive: true });
  const real = realPath(path);
  const file = Deno.openSync(`${real}.lock`, { read: true, write: true, create: true, mode: 0o600 });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => timer = setTimeout(() => resolve("late"), waitMs));
  const locked = await Promise.race([file.lock(true), late]);
  clearTimeout(timer);
  if (locked === "late") return null;
  return {
    path: real,
    [Symbol.asyncDispose]: () => Promise.resolve(file.close()),
  };
}

/** Two names of one file are one file. */
function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return join(Deno.realPathSync(dirname(path)), basename(path));
  }
}
