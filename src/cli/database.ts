/** Opening the database for a command. */
import type { Config } from "../config.ts";
import { ConfigError } from "../config.ts";
import type { Database, Reader } from "../db/database.ts";
import type { EmbeddedOptions } from "../db/embedded.ts";
import { loadMigrations, migrate, MigrationError, requireCurrent } from "../db/migrate.ts";
import { type DatabaseLock, embeddedPath, examineDatabase, isDamage, lockDatabase, openDatabase } from "../db/open.ts";
import { Failed } from "./failed.ts";

const MIGRATIONS = new URL("../../migrations/", import.meta.url);

/** Where a database should be there is none, or a file that can't be read as one: in one line, without the address. */
export class NoDatabase extends Failed {
  override name = "NoDatabase";
}

/** How long a second server waits for the first one's end: a restart needs no more. */
const OTHER_SERVER_WITHIN = 10_000;

/** A database that this process alone serves, or brings up to date, until it is closed. */
export interface HeldDatabase {
  db: Database;
  /** Names of the migrations that were applied now. */
  applied: string[];
  close(): Promise<void>;
}

/**
 * Takes the database for this process alone, creates it where there is none, and brings it up to date. The caller closes it.
 * @throws MigrationError, ConfigError when there is no such file or server, Failed when another process serves it
 */
export async function openUpToDate(config: Config, options?: EmbeddedOptions): Promise<HeldDatabase> {
  const lock = await holdDatabase(config);
  let db: ReturnType<typeof openDatabase> | null = null;
  const close = async () => {
    try {
      await db?.close();
    } finally {
      await lock[Symbol.asyncDispose]();
    }
  };
  try {
    db = openDatabase(config.database, { ...options, lock });
    return { db, applied: await migrate(db, await loadMigrations(MIGRATIONS), Date.now), close };
  } catch (error) {
    await close().catch(() => {});
    throw error instanceof MigrationError ? error : cannotOpen(config, error);
  }
}

/**
 * Brings the database up to date. One that is so already is left alone, also while it is served.
 * @returns the names of the migrations that were applied now
 * @throws as openUpToDate
 */
export async function bringUpToDate(config: Config): Promise<string[]> {
  try {
    await (await openExisting(config)).close();
    return [];
  } catch (error) {
    if (!(error instanceof MigrationError || error instanceof NoDatabase)) throw error;
  }
  const { applied, close } = await openUpToDate(config);
  await close();
  return applied;
}

/**
 * Opens a database that is up to date; creates none and changes no schema. The caller closes it.
 * @throws NoDatabase, ConfigError, MigrationError when it is of an older or a newer version
 */
export async function openExisting(config: Config, options?: EmbeddedOptions): Promise<Database> {
  let db: Database | null = null;
  try {
    await requireDatabaseFile(config);
    db = openDatabase(config.database, options);
    await requireThisVersion(db);
    return db;
  } catch (error) {
    await db?.close().catch(() => {});
    if (error instanceof MigrationError || error instanceof NoDatabase) throw error;
    throw isDamage(error) ? damaged() : cannotOpen(config, error);
  }
}

/**
 * Runs `work` on one state of a database of this version, and changes nothing. It may run twice.
 * @throws NoDatabase; ConfigError when it could not look
 */
export async function examineExisting<T>(config: Config, work: (books: Reader) => Promise<T>): Promise<T> {
  try {
    await requireDatabaseFile(config);
    return await examineDatabase(config.database, async (books) => {
      await requireThisVersion(books);
      return await work(books);
    });
  } catch (error) {
    if (error instanceof NoDatabase) throw error;
    if (error instanceof MigrationError) throw new ConfigError(error.message);
    throw isDamage(error) ? damaged() : cannotOpen(config, error);
  }
}

function damaged(): NoDatabase {
  return new NoDatabase(
    "database: it can't be opened: ALERA_DATABASE_URL names a damaged file, or one of another kind",
  );
}

/** @throws MigrationError when it is of an older or a newer version */
export async function requireThisVersion(from: Reader): Promise<void> {
  await requireCurrent(from, await loadMigrations(MIGRATIONS));
}

/** Makes a database where there is none; one that is there stays as it is. @throws MigrationError, ConfigError */
export async function createIfNone(config: Config): Promise<void> {
  try {
    await requireDatabaseFile(config);
  } catch (error) {
    if (!(error instanceof NoDatabase)) throw cannotOpen(config, error);
    await (await openUpToDate(config)).close();
  }
}

/**
 * Nobody else serves this database while this process holds the lock.
 * @throws Failed when another process goes on holding it, ConfigError
 */
export async function holdDatabase(config: Config, waitMs = OTHER_SERVER_WITHIN): Promise<DatabaseLock> {
  let lock: DatabaseLock | null;
  try {
    lock = await lockDatabase(config.database, waitMs);
  } catch (error) {
    throw cannotOpen(config, error);
  }
  if (lock) return lock;
  throw new Failed("another process serves the database that ALERA_DATABASE_URL names; two never work one database");
}

/** An empty file is none either: to open it would make it one. @throws NoDatabase */
async function requireDatabaseFile(config: Config): Promise<void> {
  const path = embeddedPath(config.database);
  if (path === null) return;
  const size = await Deno.stat(path).then((file) => file.size, (error) => {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  });
  if (size === 0) throw new NoDatabase("database: there is none where ALERA_DATABASE_URL says");
}

/** What a server's client says may hold the address with its token. */
function cannotOpen(config: Config, error: unknown): ConfigError {
  const reason = config.database.url.startsWith("file:") && error instanceof Error
    ? error.message.replace(/\s+/g, " ")
    : "no answer that makes sense; are address and token right?";
  return new ConfigError(`ALERA_DATABASE_URL can't be opened: ${reason}`);
}
