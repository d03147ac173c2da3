/** A directory of backups, each named after its time: `alera-20261128T020000Z.db`. Other files in it are left alone. */
import type { Backups } from "../ports/backups.ts";

const UNFINISHED = ".unfinished";
const NAME = /^alera-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db(\.[a-z-]+)?$/;

export interface BackupDirectory {
  directory: string;
  /** ms */
  every: number;
  keep: number;
}

interface Entry {
  name: string;
  at: number;
  /** Of a copy that does not count: `.unproven`, or what a crash left. */
  suffix: string;
}

/** @param copyTo writes a proven copy of the database to a new file, or rejects and leaves none, at the latest when `signal` comes */
export function createBackupDirectory(
  { directory, every, keep }: BackupDirectory,
  copyTo: (file: string, signal: AbortSignal) => Promise<void>,
): Backups {
  const ending = new AbortController();

  /** Newest first; those that are not of the future. */
  async function list(now: number): Promise<Entry[]> {
    const found: Entry[] = [];
    for await (const { name } of Deno.readDir(directory)) {
      const [, year, month, day, hour, minute, second, suffix = ""] = NAME.exec(name) ?? [];
      const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      if (at <= now) found.push({ name, at, suffix });
    }
    return found.sort((a, b) => b.at - a.at);
  }

  const removeAll = (entries: Entry[]) => Promise.all(entries.map(({ name }) => Deno.remove(`${directory}/${name}`)));

  return {
    every,
    async newestAt(now) {
      const entries = await list(now).catch((error) => {
        if (error instanceof Deno.errors.NotFound) return [];
        throw error;
      });
      return entries.find(({ suffix }) => suffix === "")?.at ?? null;
    },
    stop: () => ending.abort(new Error("The process ends.")),
    async make(now) {
      if (ending.signal.aborted) return false;
      await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
      await removeAll((await list(now)).filter(({ suffix }) => suffix.startsWith(UNFINISHED))); // what a crash cut off
      try {
        await copyTo(`${directory}/alera-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, "")}.db`, ending.signal);
      } catch (error) {
        if (ending.signal.aborted) return false;
        throw error;
      } finally {
        // A copy that does not count is kept as long as nothing newer is there.
        await removeAll((await list(now)).slice(1).filter(({ suffix }) => suffix !== ""));
      }
      await removeAll((await list(now)).slice(keep));
      return true;
    },
  };
}
