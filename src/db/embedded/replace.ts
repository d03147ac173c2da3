/** Putting a whole file where the database is. */
import { dirname } from "node:path";
import { syncDirectory } from "./log_sync.ts";

/**
 * The file `by`, which has no log, is the database at `path` from now on; at no moment is there none. Nobody may have it open.
 * @param kept where the old one stays, with its log
 * @returns whether there was one
 */
export async function replaceDatabase(path: string, by: string, kept: string): Promise<boolean> {
  // First, and also where the file itself is gone: SQLite would read an old log into the new file.
  for (const suffix of ["-wal", "-shm", "-journal"]) {
    await ifThere(() => Deno.rename(`${path}${suffix}`, `${kept}${suffix}`));
  }
  const wasThere = await ifThere(() => Deno.link(path, kept));
  await Deno.rename(by, path);
  syncDirectory(dirname(path));
  return wasThere;
}

async function ifThere(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
