/** One connection of `libsql` to a file. */
import Libsql from "libsql";
import LibsqlPromise from "libsql/promise";
import { parameterCount, type Row, type SqlValue, toEngineValue } from "../database.ts";

/** Enough for every statement of the application; a bound, should somebody build SQL from values. */
const MOST_STATEMENTS = 500;

/** How long opening and reading may wait for a recovery or a checkpoint at another process's exit: rare, so worth blocking for. */
export const READ_BUSY_MS = 1000;

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
export class Connection {
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

/** A cached statement keeps the binding of an argument that is missing, so a wrong count would read another call's value. */
function bound(prepared: Prepared, args: SqlValue[]): unknown[] {
  if (args.length !== prepared.parameters) {
    throw new TypeError(`The statement has ${prepared.parameters} parameters, ${args.length} were given.`);
  }
  return args.map(toEngineValue);
}

/** A connection that can't write. */
export function connectReader(path: string): Connection {
  return new Connection(path, READ_BUSY_MS, "PRAGMA query_only = ON");
}
