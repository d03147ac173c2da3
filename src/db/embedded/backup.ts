/** A copy of the file, made while it is in use. */
import { Thread } from "./thread.ts";

/** Under another name until it is complete and on disk: a file of the name asked for is a whole backup. */
export async function backupTo(path: string, file: string): Promise<void> {
  if (await exists(file)) throw new Error(`Backup refused: ${file} exists already.`);
  const unfinished = `${file}.unfinished`;
  const thread = new Thread(path);
  try {
    // Made here, so that nobody else on the machine may read the clients in it; VACUUM INTO accepts an empty file.
    (await Deno.open(unfinished, { write: true, create: true, truncate: true, mode: 0o600 })).close();
    await thread.read(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
    const written = await Deno.open(unfinished, { read: true, write: true });
    await written.sync();
    written.close();
    await Deno.rename(unfinished, file);
  } catch (error) {
    for (const leftover of [unfinished, `${unfinished}-journal`]) await Deno.remove(leftover).catch(() => {});
    throw error;
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
