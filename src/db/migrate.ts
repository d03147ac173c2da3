/** Brings a database to the newest schema: numbered SQL files, each applied once, in order, in a transaction of its own. */
import { createHash } from "node:crypto";
import { bareSql, type Reader } from "./database.ts";
import type { ScriptTx } from "./call_tx.ts";

export interface Migration {
  name: string;
  sql: string;
}

/** What migrate needs of a driver; the domain sees only Database. */
export interface MigrationTarget {
  /** Runs `work` in a transaction shared with nobody that holds the write lock from its start. */
  migration<T>(work: (tx: ScriptTx) => Promise<T>): Promise<T>;
}

/** The migrations here and the database's history contradict each other, or one failed. Nothing of it was applied. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/**
 * Reads `0001_name.sql`, `0002_…` from a directory. Give it `new URL("../../migrations/", import.meta.url)`: inside a
 * compiled binary a path with `/../` does not resolve, a URL does.
 */
export async function loadMigrations(directory: URL): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(directory)) if (entry.name.endsWith(".sql")) names.push(entry.name);
  names.sort();
  names.forEach((name, i) => {
    const expected = String(i + 1).padStart(4, "0");
    if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name) || !name.startsWith(expected)) {
      throw new MigrationError(
        `Migration files must be numbered without gap: expected ${expected}_….sql, found ${name}.`,
      );
    }
  });
  return await Promise.all(names.map(async (name) => ({
    name: name.slice(0, -".sql".length),
    sql: await Deno.readTextFile(new URL(name, directory)),
  })));
}

/** Applies what is missing and answers the names applied. Safe to run in several processes at once. */
export async function migrate(target: MigrationTarget, migrations: Migration[], now: () => number): Promise<string[]> {
  for (const { name, sql } of migrations) refuseTransactionControl(name, sql);
  const applied: string[] = [];
  for (let name = await applyNext(target, migrations, now); name; name = await applyNext(target, migrations, now)) {
    applied.push(name);
  }
  return applied;
}

/** The database has the newest schema, and no newer one. Changes nothing. @throws MigrationError */
export async function requireCurrent(from: Reader, migrations: Migration[]): Promise<void> {
  const tables = await from.read("SELECT name FROM sqlite_schema WHERE name = 'schema_migrations'");
  const history = tables.length
    ? await from.read<{ name: string; checksum: string }>(
      "SELECT name, checksum FROM schema_migrations ORDER BY name",
    )
    : [];
  compare(history, migrations);
  if (history.length < migrations.length) {
    throw new MigrationError(
      `The database is older than this version: ${migrations[history.length].name} is not applied. Run alera migrate.`,
    );
  }
}

/** The history is read under the same lock the migration runs in, so a process that waited sees what the other one did. */
function applyNext(target: MigrationTarget, migrations: Migration[], now: () => number): Promise<string | null> {
  return target.migration(async (tx) => {
    await tx.run(
      "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT",
    );
    const history = await tx.read("SELECT name, checksum FROM schema_migrations ORDER BY name");
    compare(history as { name: string; checksum: string }[], migrations);
    const next = migrations[history.length];
    if (!next) return null;
    try {
      await tx.script(next.sql);
    } catch (error) {
      throw new MigrationError(`Migration ${next.name} failed: ${(error as Error).message.replace(/\s+/g, " ")}`, {
        cause: error,
      });
    }
    await tx.run("INSERT INTO schema_migrations (name, checksum, applied_at) VALUES (?, ?, ?)", [
      next.name,
      checksum(next.sql),
      new Date(now()).toISOString(),
    ]);
    return next.name;
  });
}

/** The history must be the beginning of the list, text for text. */
function compare(history: { name: string; checksum: string }[], migrations: Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum: recorded } of history) {
    const migration = known.get(name);
    if (!migration) {
      throw new MigrationError(
        `Migration ${name} was applied to this database but is not here: this version is older than the database.`,
      );
    }
    if (checksum(migration.sql) !== recorded) {
      throw new MigrationError(`Migration ${name} was changed after it had been applied.`);
    }
  }
  const skipped = migrations.slice(0, history.length).find(({ name }, i) => history[i].name !== name);
  if (skipped) throw new MigrationError(`Migration ${skipped.name} was never applied, but a later one was.`);
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A COMMIT inside the text would end the transaction that makes a migration all or nothing. */
function refuseTransactionControl(name: string, sql: string): void {
  const statement =
    /(^|;)\s*(BEGIN(\s+(DEFERRED|IMMEDIATE|EXCLUSIVE))?(\s+TRANSACTION)?|(COMMIT|ROLLBACK|END)\s+TRANSACTION|COMMIT|ROLLBACK)\s*(;|$)/i;
  if (statement.test(bareSql(sql))) {
    throw new MigrationError(`Migration ${name} must not begin or end transactions itself.`);
  }
}
