/** Looking at a file without changing it or anything beside it, also where nothing may be written. */
import { pathToFileURL } from "node:url";
import type { Reader } from "../database.ts";
import { Connection, READ_BUSY_MS } from "./connection.ts";
import { readSnapshot } from "./snapshot.ts";

const PRAGMAS = "PRAGMA query_only = ON";

/**
 * Runs `work` on one state of the file. A log that is empty means that nobody is writing: then the file is all there is to look at.
 * Should somebody have begun meanwhile, `work` runs again, beside them.
 */
export async function examineFile<T>(path: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const before = stateOf(path);
  if (before.unmoved === 0) {
    const [outcome] = await Promise.allSettled([examineWithoutLog(path, work)]);
    if (stateOf(path).all === before.all) {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    }
  }
  return await readSnapshot(new Connection(path, READ_BUSY_MS, PRAGMAS, true), work);
}

/** SQLite makes a log and an index beside a file that it reads, unless told that nobody writes; where that can't be said, it gets a copy. */
async function examineWithoutLog<T>(path: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const immutable = openImmutable(path);
  if (immutable) return await readSnapshot(immutable, work);
  const directory = await Deno.makeTempDir({ prefix: "alera-doctor-" });
  try {
    const copy = `${directory}/copy.db`;
    await Deno.copyFile(path, copy);
    return await readSnapshot(new Connection(copy, READ_BUSY_MS, PRAGMAS, true), work);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Null where Deno takes the URI for a file's name: before 2.5, and unless every permission was given. */
function openImmutable(path: string): Connection | null {
  try {
    return new Connection(`${pathToFileURL(path)}?immutable=1`, READ_BUSY_MS, PRAGMAS);
  } catch (error) {
    if ((error as { code?: string }).code === "SQLITE_CANTOPEN") return null;
    throw error;
  }
}

/** `unmoved`: bytes that stand beside the file and may not be in it yet. */
function stateOf(path: string): { unmoved: number; all: string } {
  const real = Deno.realPathSync(path);
  const { size, mtime } = Deno.statSync(real);
  const [log, journal] = ["-wal", "-journal"].map((end) => sizeOf(real + end));
  return { unmoved: log + journal, all: [size, Number(mtime), log, journal].join() };
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
