import { type Config, ConfigError } from "../config.ts";
import { backupTo, readFile, removeWithLogs } from "../db/embedded/backup.ts";
import { openEmbedded } from "../db/embedded.ts";
import type { FileLock } from "../db/embedded/file_lock.ts";
import { replaceDatabase } from "../db/embedded/replace.ts";
import { MigrationError } from "../db/migrate.ts";
import { embeddedPath, isDamage } from "../db/open.ts";
import type { Reader } from "../db/database.ts";
import { findNewestRecord } from "../domain/restores.ts";
import { recordRestore } from "../workflows/maintenance/record_restore.ts";
import { type Command, UsageError } from "./command.ts";
import { holdDatabase, NoDatabase, requireThisVersion } from "./database.ts";
import { Failed, orFailed } from "./failed.ts";
import { proveCopy } from "./prove_copy.ts";
import type { Shell } from "./shell.ts";

/** Only as long as a lock that is free may take on a busy machine. */
const LOCK_WITHIN = 2_000;

export const restore: Command = {
  name: "restore",
  summary: "Puts a backup where the database is, and keeps the replaced one beside it. Never while a server runs.",
  usage: "alera restore FILE [--force] [--json]",
  options: {
    force: {
      type: "boolean",
      help: "Also over a database that is newer, or from a file in which the doctor finds a breach.",
    },
    json: { type: "boolean", help: "Prints JSON." },
  },
  words: 1,
  async run({ positionals: [file], values }, shell) {
    if (!file) throw new UsageError("say the FILE to restore");
    const config = await shell.config("data");
    if (embeddedPath(config.database) === null) {
      throw new ConfigError("ALERA_DATABASE_URL names a server: restore on the server");
    }
    await using lock = await holdDatabase(config, LOCK_WITHIN) as FileLock;
    const replaced = await restoreOver(lock, file, values.force === true, config, shell);
    shell.out(
      values.json
        ? `${JSON.stringify({ restored: file, replaced })}\n`
        : `Restored ${file}.${replaced ? ` The replaced database is ${replaced}.` : ""}\n` +
          "What was paid since the backup is not known yet: start the server and run alera reconcile.\n",
    );
    return 0;
  },
};

/** @returns where the replaced database is, null when there was none */
async function restoreOver(
  { path }: FileLock,
  file: string,
  force: boolean,
  config: Config,
  shell: Shell,
): Promise<string | null> {
  const copy = `${path}.restoring`;
  try {
    await removeAll(copy); // of a restore that was cut off
    await orFailed(`restore ${file}`, async () => {
      if (!(await Deno.stat(file)).size) throw new Failed("the file is empty");
      if (await Deno.realPath(file) === path) throw new Failed("it is the database itself");
      await backupTo(file, copy, (made) => prove(made, force));
    });
    const newer = await describeNewer(await readFile(copy, findNewestRecord), config, shell);
    if (newer && !force) throw new Failed(`the database that is there ${newer}; see --force`);
    const db = openEmbedded(copy);
    await recordRestore({ db, clock: Date }).finally(() => db.close());
    const kept = `${path}.replaced-${new Date(Date.now()).toISOString().replace(/[-:]|\.\d+/g, "")}`;
    const wasThere = await orFailed(`restore ${file}`, () => replaceDatabase(path, copy, kept));
    return wasThere ? kept : null;
  } finally {
    await removeAll(copy);
  }
}

async function prove(copy: Reader, force: boolean): Promise<void> {
  await requireThisVersion(copy).catch((error) => {
    throw error instanceof MigrationError ? new Failed(error.message) : error;
  });
  if (!force) await proveCopy(copy);
}

/** Why the database that is there knows what the backup doesn't, or null. One that can't be read tells nothing, and is kept anyway. */
async function describeNewer(newest: string | null, config: Config, shell: Shell): Promise<string | null> {
  try {
    const db = await shell.openExisting(config); // closing it moves its log into it
    const there = await findNewestRecord(db).finally(() => db.close());
    if (there === null || newest !== null && there <= newest) return null;
    return `is newer: its newest record is of ${there}, the backup's of ${newest ?? "no time"}`;
  } catch (error) {
    if (error instanceof NoDatabase || isDamage(error)) return null;
    if (error instanceof MigrationError) return "is of another version";
    throw error;
  }
}

async function removeAll(copy: string): Promise<void> {
  for (const file of [copy, `${copy}.unfinished`, `${copy}.unproven`]) await removeWithLogs(file);
}
