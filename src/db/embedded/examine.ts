/** Looking at a file without changing it or anything beside it, also where nothing may be written. */
import { pathToFileURL } from "node:url";
import type { Reader } from "../database.ts";
import { Connection, READ_BUSY_MS } from "./connection.ts";
import { readSnapshot } from "./snapshot.ts";

/**
 * Runs `work` on one state of the file. A log that is empty means that nobody is writing: then SQLite is told to take the file
 * for immutable, so it needs no log and no index beside it. Should somebody have begun meanwhile, `work` runs again, beside them.
 */
export async function examineFile<T>(path: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const look = async (how: string) => await readSnapshot(open(path, how), work);
  const before = stateOf(path);
  if (before.unmoved === 0) {
    const [outcome] = await Promise.allSettled([look("immutable=1")]);
    if (stateOf(path).all === before.all) {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    }
  }
  return await look("mode=ro");
}

const PRAGMAS = "PRAGMA query_only = ON";

/** Deno takes a URI only where every permission was given, and not before 2.5: elsewhere the file is opened read-only by its name. */
function open(path: string, how: string): Connection {
  try {
    return new Connection(`${pathToFileURL(path)}?${how}`, READ_BUSY_MS, PRAGMAS);
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_CANTOPEN") throw error;
    return new Connection(path, READ_BUSY_MS, PRAGMAS, true);
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
