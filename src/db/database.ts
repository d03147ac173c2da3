/**
 * The two verbs of data access: `read` on a reader connection, `write` on the one writer.
 * Drivers: embedded.ts (a local file), remote.ts (a libSQL server).
 */

/** What a statement can be given. Numbers must be safe integers: they are bound as SQLite INTEGER, never REAL. */
export type SqlValue = string | number | bigint | null | Uint8Array;
// deno-lint-ignore no-explicit-any
export type Row = Record<string, any>;

export interface Reader {
  /**
   * Rows of one SELECT (or of one statement with RETURNING). Bind every parameter, name every column (a `*` keeps the
   * columns of its first use). Integers come as numbers, blobs as ArrayBuffer. A statement that ends in `LIMIT 1` is
   * answered in half the time. Inside write() ask the tx, not the database.
   */
  read<T extends Row = Row>(sql: string, args?: SqlValue[]): Promise<T[]>;
}

export interface Tx extends Reader {
  /** Runs one statement; answers the number of rows it changed. */
  run(sql: string, args?: SqlValue[]): Promise<number>;
  /**
   * For runOne and runAny: a statement whose answer nobody needs, which on a server travels with the next one. What it fails of, the
   * next one or the end of the write throws. Null: use `run`.
   * @param expected how many rows it must change; null: however many
   */
  later?(sql: string, args: SqlValue[], expected: number | null): Promise<void> | null;
}

export interface Database extends Reader {
  /**
   * Queues `work` for the one writer. A drain takes what has gathered (at most 128 calls), opens one BEGIN IMMEDIATE, commits once,
   * and answers the callers only after the commit. A call that throws undoes what it did itself and nothing else; if the commit itself
   * fails, each call is run again alone. So `work` may run more than once and must change nothing but the database. Never a
   * network call inside.
   *
   * @param scope the provider whose cached answers this makes stale, or null: everybody's.
   */
  write<T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T>;

  /**
   * A number that every committed write of this scope raises. A write by another process raises it, too: of a file as soon as it is
   * committed, on a server within five seconds. Null on a server that others may serve, too: then nothing may be cached.
   */
  version(scope: string): number | null;

  /** Runs several reads on one consistent snapshot, on a connection of its own, also while others write. */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>;

  /**
   * Writes a consistent copy of the whole database to a new file, also while serving. Embedded files only.
   * @param prove looks at the copy, on a thread, before it gets its name; what it throws leaves the copy as `FILE.unproven`
   * @param signal gives it up, however far it is: no file is left
   */
  backup(file: string, prove?: (copy: Reader) => Promise<void>, signal?: AbortSignal): Promise<void>;

  /** Finishes queued writes, then closes every connection. */
  close(): Promise<void>;
}

/** The first row, or null. */
export async function readOne<T extends Row = Row>(
  from: Reader,
  sql: string,
  args: SqlValue[] = [],
): Promise<T | null> {
  return (await from.read<T>(sql, args))[0] ?? null;
}

/**
 * Runs a statement that changes exactly one row.
 * @throws Error when it changes another number: the row is not as it was read in this transaction, or the code is wrong
 */
export async function runOne(tx: Tx, sql: string, args: SqlValue[] = []): Promise<void> {
  const later = tx.later?.(sql, args, 1);
  if (later) return await later;
  const rows = await tx.run(sql, args);
  if (rows !== 1) throw wrongCount(rows, 1, sql);
}

/** A statement did not change as many rows as it must. */
export function wrongCount(rows: number, expected: number, sql: string): Error {
  return new Error(`${rows} rows were changed, expected ${expected}: ${sql}`);
}

/** Runs a statement about however many rows there are: none is right, too. */
export async function runAny(tx: Tx, sql: string, args: SqlValue[] = []): Promise<void> {
  await (tx.later?.(sql, args, null) ?? tx.run(sql, args));
}

/** The statement without its strings, quoted names and comments, for looking at what remains. */
export function bareSql(sql: string): string {
  return sql.replace(/'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
}

/** How many arguments a statement takes. Plain `?` only: with `?1` or `:name` the number of arguments could not be checked. */
export function parameterCount(sql: string): number {
  const bare = bareSql(sql);
  if (/^[\s;]*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b/i.test(bare)) {
    throw new TypeError("Transactions are begun and ended by write() alone.");
  }
  if (/\?\d|[:@$][a-z_]/i.test(bare)) throw new TypeError("Parameters are written as plain `?`.");
  return bare.split("?").length - 1;
}

/**
 * Checks and converts an argument. libsql binds numbers as REAL, cuts text at a NUL when reading it back, and ends the
 * whole process at a boolean, so integers go as BigInt and the rest is refused.
 */
export function toEngineValue(value: SqlValue): string | bigint | null | Uint8Array {
  if (typeof value === "string") {
    if (value.includes("\0")) throw new TypeError("Text for the database must not contain NUL.");
    return value;
  }
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (value === null || typeof value === "bigint" || value instanceof Uint8Array) return value;
  throw new TypeError(`Not a value a statement can be given: ${typeof value} ${String(value)}`);
}
