/** A copy of the file, made while it is in use. */
import { dirname } from "node:path";
import type { Reader } from "../database.ts";
import { syncDirectory } from "./log_sync.ts";
import { Thread } from "./thread.ts";

/**
 * Under another name until it is complete, on disk and proven: a file of the name asked for is a whole backup.
 * @param prove looks at the copy; what it throws leaves a whole copy as `FILE.unproven`
 * @param signal gives it up, however far it is: no file is left
 */
export async function backupTo(
  path: string,
  file: string,
  prove?: (copy: Reader) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  if (await exists(file)) throw new Error(`Backup refused: ${file} exists already.`);
  const unfinished = `${file}.unfinished`;
  try {
    await copy(path, unfinished, signal);
    if (prove) await proven(unfinished, prove, `${file}.unproven`, signal);
    signal?.throwIfAborted();
    await Deno.rename(unfinished, file);
    syncDirectory(dirname(file));
  } catch (error) {
    await removeWithLogs(unfinished);
    throw error;
  }
}

/** Removes a database file that nobody has open, and what SQLite may have left beside it. */
export async function removeWithLogs(file: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) await Deno.remove(`${file}${suffix}`).catch(() => {});
}

async function copy(path: string, unfinished: string, signal?: AbortSignal): Promise<void> {
  const thread = new Thread(path, signal);
  try {
    // Made here, so that nobody else on the machine may read the clients in it; a copy begins with an empty file.
    (await Deno.open(unfinished, { write: true, create: true, truncate: true, mode: 0o600 })).close();
    // Not VACUUM INTO: it attaches a database, which Deno refuses unless every permission was given.
    await thread.copyTo(unfinished);
  } finally {
    await thread.close();
  }
  // A file that keeps a log can't be read where nothing may be written beside it.
  await readFile(unfinished, (made) => made.read("PRAGMA journal_mode = DELETE"), signal);
  using written = await Deno.open(unfinished, { read: true, write: true });
  await written.sync();
}

/** A copy of broken books is better than none, but it takes no backup's name. */
async function proven(
  file: string,
  prove: (copy: Reader) => Promise<void>,
  otherwise: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await readFile(file, prove, signal);
  } catch (error) {
    if (!signal?.aborted) await Deno.rename(file, otherwise);
    throw error;
  }
}

/** Reads a file that nobody writes, on a thread. What is read when `signal` comes rejects. */
export async function readFile<T>(
  file: string,
  work: (reader: Reader) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const thread = new Thread(file, signal);
  try {
    // deno-lint-ignore no-explicit-any
    return await work({ read: (sql, args = []): Promise<any[]> => thread.read(sql, args) });
  } finally {
    await thread.close();
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await Deno.lstat(file);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
