/**
 * The database as a local file, through `libsql`'s prepared statements. The engine is synchronous: a statement holds the
 * event loop for as long as it takes. COMMIT and VACUUM INTO, which wait for the disk, run on a thread instead.
 */
import Libsql from "libsql";
import LibsqlPromise from "libsql/promise";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  type Database,
  parameterCount,
  type Reader,
  type Row,
  type SqlValue,
  toEngineValue,
  type Tx,
} from "./database.ts";
import { GroupCommit, refuseInsideWrite, type ScriptTx, type WriteConnection } from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";

export interface EmbeddedOptions {
  /** How long a write waits for another process that holds the write lock, in milliseconds. */
  lockWaitMs?: number;
}

/** Opens (or creates, with its directory) the database file. */
export function openEmbedded(path: string, options: EmbeddedOptions = {}): Database & MigrationTarget {
  if (path === "" || path.startsWith(":")) throw new Error(`Not a database file: "${path}"`);
  Deno.mkdirSync(dirname(path), { recursive: true });
  return new EmbeddedDatabase(path, options.lockWaitMs ?? 10_000);
}

/** Enough for every statement of the application; a bound, should somebody build SQL from values. */
const MOST_STATEMENTS = 500;

/** How long opening and reading may wait for a recovery or a checkpoint at another process's exit: rare, so worth blocking for. */
const READ_BUSY_MS = 1000;

/** The writer gives up at once, see `Writer.begin`. */
const WRITE_BUSY_MS = 5;

/**
 * 64 MB of pages. The log is moved into the file by the checkpointer, so a commit does it itself only in a storm that outruns
 * that one (240 MB). The log's file then keeps its size until the close: to write over it takes two thirds of growing it.
 */
const WRITER_PRAGMAS = [
  "journal_mode = WAL",
  "synchronous = FULL",
  "foreign_keys = ON",
  "cache_size = -65536",
  "temp_store = MEMORY",
  "wal_autocheckpoint = 60000",
  "journal_size_limit = 268435456",
].map((pragma) => `PRAGMA ${pragma}`).join("; ");
/** Commits between two checkpoints: more, and a page that many of them wrote is moved less often; fewer, and no one move holds up a commit for long. */
const COMMITS_PER_CHECKPOINT = 64;
const READER_PRAGMAS = "PRAGMA query_only = ON";

interface Prepared {
  statement: Libsql.Statement<unknown[]>;
  parameters: number;
  /** Answers rows: a SELECT, or anything with RETURNING. */
  reader: boolean;
  row: (values: unknown[]) => Row;
  /** Answers at most one row: `.get` then does what `.all` does in half the time. */
  single: boolean;
}

/** One connection and its prepared statements. */
class Connection {
  #engine: Libsql.Database;
  #prepared = new Map<string, Prepared>();

  constructor(path: string, busyTimeoutMs: number, pragmas: string) {
    this.#engine = new Libsql(path, { timeout: busyTimeoutMs });
    try {
      this.#engine.exec(pragmas);
    } catch (error) {
      this.#engine.close();
      throw error;
    }
  }

  get inTransaction(): boolean {
    return this.#engine.inTransaction;
  }

  exec(sql: string): void {
    this.#engine.exec(sql);
  }

  /** Runs `sql` on a thread. Until it is done nothing else may touch this connection: that would block the event loop. */
  execOnThread(sql: string): Promise<void> {
    // Both faces of libsql wrap the same native handle; only this one's `exec` leaves the event loop free.
    return LibsqlPromise.prototype.exec.call(this.#engine as unknown as LibsqlPromise, sql) as unknown as Promise<void>;
  }

  read(sql: string, args: SqlValue[]): Row[] {
    const prepared = this.#prepare(sql);
    if (!prepared.single) return (prepared.statement.all(bound(prepared, args)) as unknown[][]).map(prepared.row);
    const values = prepared.statement.get(bound(prepared, args)) as unknown[] | undefined;
    return values ? [prepared.row(values)] : [];
  }

  run(sql: string, args: SqlValue[]): number {
    const prepared = this.#prepare(sql);
    // `.run` on a statement that answers rows leaves it half done: its locks stay, and the next use silently does nothing.
    if (prepared.reader) return prepared.statement.all(bound(prepared, args)).length;
    return prepared.statement.run(bound(prepared, args)).changes;
  }

  close(): void {
    this.#prepared.clear();
    this.#engine.close();
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#prepared.get(sql);
    if (prepared) return prepared;
    const parameters = parameterCount(sql);
    const statement = this.#engine.prepare(sql);
    const reader = statement.reader;
    if (reader) statement.raw(true); // a row as an array is had in 60 % of the time of one as an object
    const row = rowMaker(reader ? statement.columns().map((column) => column.name) : []);
    prepared = { statement, parameters, reader, row, single: /\bLIMIT\s+1\s*$|^PRAGMA data_version$/i.test(sql) };
    if (this.#prepared.size >= MOST_STATEMENTS) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/** Makes rows of values; blobs, which come as Buffers, become ArrayBuffers. */
function rowMaker(columns: string[]): (values: unknown[]) => Row {
  return (values) => {
    const row: Row = {};
    for (let i = 0; i < columns.length; i++) {
      const value = values[i];
      row[columns[i]] = value instanceof Uint8Array ? new Uint8Array(value).buffer : value;
    }
    return row;
  };
}

/** A cached statement keeps the binding of an argument that is missing, so a wrong count would read a stranger's value. */
function bound(prepared: Prepared, args: SqlValue[]): unknown[] {
  if (args.length !== prepared.parameters) {
    throw new TypeError(`The statement has ${prepared.parameters} parameters, ${args.length} were given.`);
  }
  return args.map(toEngineValue);
}

/** The one connection that writes. */
class Writer implements WriteConnection {
  #path: string;
  #lockWaitMs: number;
  #connection: Connection;
  #replaced: () => void;
  /** In an unknown state: it is replaced before the next use. */
  #broken = false;
  /** Something may have ended the transaction. Asking costs a booking 2 µs, and only a statement that fails, or a script, can have. */
  #doubtful = false;
  #committing = false;

  /** @param replaced is told when the connection is a new one, whose `data_version` says nothing about the old. */
  constructor(path: string, lockWaitMs: number, replaced: () => void) {
    this.#path = path;
    this.#lockWaitMs = lockWaitMs;
    this.#replaced = replaced;
    this.#connection = this.#connect();
  }

  get transaction(): "open" | "ended" {
    return !this.#doubtful || this.#connection.inTransaction ? "open" : "ended";
  }

  /**
   * The engine's own waiting for another process would stop the event loop, so the waiting is done here. A failed BEGIN
   * holds nothing, so the connection can be kept; a failed statement inside a transaction would not be as harmless.
   */
  async begin(): Promise<void> {
    const deadline = performance.now() + this.#lockWaitMs;
    for (let pause = 2;; pause = Math.min(pause * 2, 100)) {
      try {
        if (this.#broken) this.#reconnect();
        this.#connection.exec("BEGIN IMMEDIATE");
        this.#doubtful = false;
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
      }
      await delay(pause);
    }
  }

  read(sql: string, args: SqlValue[]): Promise<Row[]> {
    return settled(() => this.#doubting(() => this.#connection.read(sql, args)));
  }

  run(sql: string, args: SqlValue[]): number {
    return this.#doubting(() => this.#connection.run(sql, args));
  }

  script(sql: string): Promise<void> {
    this.#doubtful = true;
    return settled(() => this.#connection.exec(sql));
  }

  #doubting<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#doubtful = true;
      throw error;
    }
  }

  savepoint(): void {
    this.#connection.exec("SAVEPOINT call");
  }

  release(): void {
    this.#connection.exec("RELEASE call");
  }

  undo(): void {
    this.#connection.exec("ROLLBACK TO call; RELEASE call");
  }

  /** On a thread: waiting for the disk, and now and then for a checkpoint, is most of a write, and requests come in meanwhile. */
  async commit(): Promise<void> {
    this.#committing = true;
    try {
      await this.#connection.execOnThread("COMMIT");
    } finally {
      this.#committing = false;
    }
  }

  rollback(): void {
    try {
      if (this.#connection.inTransaction) this.#connection.exec("ROLLBACK");
    } catch {
      this.#broken = true;
    }
  }

  /**
   * Changes when another connection or process has committed, not by this connection's own commits.
   * Null while a COMMIT is under way: to ask would wait for it, and nobody else can have committed since it began.
   */
  dataVersion(): number | null {
    return this.#committing
      ? null
      : this.#doubting(() => this.#connection.read("PRAGMA data_version", []))[0].data_version;
  }

  checkpoint(): void {
    this.#connection.read("PRAGMA wal_checkpoint(TRUNCATE)", []);
  }

  close(): void {
    this.#connection.close();
  }

  #connect(): Connection {
    return new Connection(this.#path, WRITE_BUSY_MS, WRITER_PRAGMAS);
  }

  #reconnect(): void {
    const old = this.#connection;
    this.#connection = this.#connect();
    this.#broken = false;
    old.close();
    this.#replaced();
  }
}

class EmbeddedDatabase implements Database, MigrationTarget {
  #path: string;
  #reader: Connection;
  #writer: Writer;
  #group: GroupCommit;
  /** Snapshots and backups under way, each on a connection of its own. */
  #aside = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  /** Moves the log into the file on a thread of its own, so that no commit has to wait for it. */
  #checkpointer: Connection | null = null;
  #checkpointing = false;
  #commits = 0;

  /** A scope's version is the sum of what everybody shares and what is its own, so that one number can outdate all. */
  #everybody = 0;
  #scopes = new Map<string, number>();
  #dataVersion: number | null;
  #dataVersionReadAt = 0;

  constructor(path: string, lockWaitMs: number) {
    this.#path = path;
    this.#writer = patiently(lockWaitMs, () => new Writer(path, lockWaitMs, () => this.#dataVersion = null));
    this.#dataVersion = patiently(lockWaitMs, () => this.#writer.dataVersion());
    this.#reader = this.#connectReader();
    this.#group = new GroupCommit(this.#writer, (scopes) => {
      this.#raise(scopes);
      if (++this.#commits % COMMITS_PER_CHECKPOINT === 0) this.#checkpointAside();
    });
  }

  // deno-lint-ignore no-explicit-any
  read(sql: string, args: SqlValue[] = []): Promise<any[]> {
    return this.#refusal() ?? settled(() => this.#reader.read(sql, args));
  }

  write<T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#group.write(scope, work);
  }

  migration<T>(work: (tx: ScriptTx) => Promise<T>): Promise<T> {
    return this.#group.alone(work);
  }

  version(scope: string): number {
    this.#noticeOthers();
    return this.#everybody + (this.#scopes.get(scope) ?? 0);
  }

  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#refusal() ?? this.#track(this.#snapshot(work));
  }

  backup(file: string): Promise<void> {
    return this.#refusal() ?? this.#track(this.#backup(file));
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    await this.#group.close();
    await Promise.allSettled(this.#aside);
    this.#checkpointer?.close();
    this.#reader.close();
    try {
      this.#writer.checkpoint();
    } finally {
      this.#writer.close();
    }
  }

  #refusal(): Promise<never> | undefined {
    if (this.#closing) return Promise.reject(new Error("The database is closed."));
    return refuseInsideWrite();
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#aside.add(work);
    const done = () => this.#aside.delete(work);
    work.then(done, done);
    return work;
  }

  #connectReader(): Connection {
    return new Connection(this.#path, READ_BUSY_MS, READER_PRAGMAS);
  }

  /** PASSIVE waits for nobody and stops nobody; what it can't move yet, the next one does. */
  #checkpointAside(): void {
    if (this.#checkpointing || this.#closing) return;
    this.#checkpointing = true;
    this.#checkpointer ??= new Connection(this.#path, READ_BUSY_MS, "PRAGMA synchronous = FULL");
    const done = () => void (this.#checkpointing = false);
    this.#track(this.#checkpointer.execOnThread("PRAGMA wal_checkpoint(PASSIVE)")).then(done, done);
  }

  #raise(scopes: Iterable<string | null>): void {
    for (const scope of scopes) {
      if (scope === null) this.#everybody++;
      else this.#scopes.set(scope, (this.#scopes.get(scope) ?? 0) + 1);
    }
  }

  /**
   * The pragma takes 7 µs, as long as the rest of a cached answer, so it is asked once a millisecond: nobody can learn of
   * another process's commit and ask here within the millisecond of its fsync.
   */
  #noticeOthers(): void {
    const now = Date.now();
    if (now === this.#dataVersionReadAt) return;
    this.#dataVersionReadAt = now;
    const current = this.#dataVersionNow();
    if (current === this.#dataVersion) return;
    this.#dataVersion = current;
    this.#everybody++;
  }

  /** A version that can't be read counts as a new one. */
  #dataVersionNow(): number | null {
    try {
      return this.#writer.dataVersion() ?? this.#dataVersion;
    } catch {
      return NaN;
    }
  }

  async #snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const connection = this.#connectReader();
    let over = false;
    try {
      connection.exec("BEGIN");
      connection.read("SELECT count(*) FROM sqlite_schema", []); // BEGIN alone takes no snapshot, the first read does
      return await work({
        // deno-lint-ignore no-explicit-any
        read: (sql: string, args: SqlValue[] = []): Promise<any[]> =>
          over
            ? Promise.reject(new Error("This snapshot is over: await every read inside snapshot()."))
            : settled(() => connection.read(sql, args)),
      });
    } finally {
      over = true;
      if (connection.inTransaction) connection.exec("ROLLBACK");
      connection.close();
    }
  }

  /** Under another name until it is complete and on disk: a file of the name asked for is a whole backup. */
  async #backup(file: string): Promise<void> {
    if (await exists(file)) throw new Error(`Backup refused: ${file} exists already.`);
    const unfinished = `${file}.unfinished`;
    const connection = new Connection(this.#path, READ_BUSY_MS, "");
    try {
      // Made here, so that nobody else on the machine may read the clients in it; VACUUM INTO accepts an empty file.
      (await Deno.open(unfinished, { write: true, create: true, truncate: true, mode: 0o600 })).close();
      await connection.execOnThread(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
      const written = await Deno.open(unfinished, { read: true, write: true });
      await written.sync();
      written.close();
      await Deno.rename(unfinished, file);
    } catch (error) {
      for (const leftover of [unfinished, `${unfinished}-journal`]) await Deno.remove(leftover).catch(() => {});
      throw error;
    } finally {
      connection.close();
    }
  }
}

/** The result of synchronous work as a promise that is settled already: cheaper than an async function. */
function settled<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * Retries what another process, starting on the same new file, gets in the way of: changing to WAL fails at once whatever
 * the timeout. Blocks, as nothing is served before the database is open.
 */
function patiently<T>(waitMs: number, work: () => T): T {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: string }).code).startsWith("SQLITE_BUSY");
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
