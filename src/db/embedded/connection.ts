/** One connection of Deno's own SQLite to a file. */
import sqlite, { DatabaseSync, type StatementSync } from "node:sqlite";
import { parameterCount, type Row, type SqlValue, toEngineValue } from "../database.ts";
import { withCode } from "./errors.ts";

/** Enough for every statement of the application; a bound, should somebody build SQL from values. */
const MOST_STATEMENTS = 500;

/** How long opening and reading may wait for a recovery or a checkpoint at another process's exit: rare, so worth blocking for. */
export const READ_BUSY_MS = 1000;

interface Prepared {
  statement: StatementSync;
  parameters: number;
  /** Answers rows: a SELECT, or anything with RETURNING. */
  reader: boolean;
  /** Makes a row of what the engine answers. */
  row: (answered: unknown) => Row;
  /** Answers at most one row: `.get` then does what `.all` does in half the time. */
  single: boolean;
}

/** One connection and its prepared statements. Its errors have SQLite's name of the error as `code` (`SQLITE_BUSY` …). */
export class Connection {
  #engine: DatabaseSync;
  #prepared = new Map<string, Prepared>();

  constructor(path: string, busyTimeoutMs: number, pragmas: string, readOnly = false) {
    this.#engine = coded(() => new DatabaseSync(path, { timeout: busyTimeoutMs, readOnly }));
    try {
      this.exec(pragmas);
    } catch (error) {
      this.#engine.close();
      throw error;
    }
  }

  get inTransaction(): boolean {
    return isTransaction(this.#engine);
  }

  /** Runs a text of several statements. */
  exec(sql: string): void {
    coded(() => this.#engine.exec(sql));
  }

  read(sql: string, args: SqlValue[]): Row[] {
    const prepared = this.#prepare(sql);
    const values = bound(prepared, args);
    return coded(() => {
      if (!prepared.single) return prepared.statement.all(...values).map(prepared.row);
      const answered = prepared.statement.get(...values);
      return answered ? [prepared.row(answered)] : [];
    });
  }

  run(sql: string, args: SqlValue[]): number {
    const prepared = this.#prepare(sql);
    const values = bound(prepared, args);
    return coded(() =>
      prepared.reader ? prepared.statement.all(...values).length : Number(prepared.statement.run(...values).changes)
    );
  }

  /** Copies the whole database into `file`, in one step: what is written meanwhile would have it begin again. */
  async copyTo(file: string): Promise<void> {
    try {
      await sqlite.backup(this.#engine, file, { rate: 2 ** 31 - 1 });
    } catch (error) {
      throw withCode(error);
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#engine.close();
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#prepared.get(sql);
    if (prepared) return prepared;
    const parameters = parameterCount(sql);
    const statement = coded(() => this.#engine.prepare(sql));
    const columns = columnNames(statement);
    prepared = {
      statement,
      parameters,
      reader: columns ? columns.length > 0 : /^\s*(SELECT|PRAGMA|EXPLAIN|VALUES)\b|\bRETURNING\b/i.test(sql),
      row: columns ? rowMaker(columns) : plainRow,
      single: /\bLIMIT\s+1\s*$|^PRAGMA data_version$/i.test(sql),
    };
    if (this.#prepared.size >= MOST_STATEMENTS) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/** A connection that can't write. */
export function connectReader(path: string): Connection {
  return new Connection(path, READ_BUSY_MS, "PRAGMA query_only = ON");
}

function coded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw withCode(error);
  }
}

/** What a Deno before 2.5 lacks, and not every version of node's types knows. */
interface ArrayRows {
  setReturnArrays?(on: boolean): void;
  columns?(): { name: string | null }[];
}

/** Rows as arrays take 60 % of the time of rows as objects. Null in a Deno (before 2.5) that has only the latter. */
function columnNames(statement: StatementSync & ArrayRows): string[] | null {
  if (!statement.setReturnArrays || !statement.columns) return null;
  statement.setReturnArrays(true);
  return statement.columns().map(({ name }) => name!);
}

/** A Deno before 2.5 does not tell: there a BEGIN inside a transaction is refused, and one outside has locked nothing yet. */
function isTransaction(engine: DatabaseSync): boolean {
  if (typeof engine.isTransaction === "boolean") return engine.isTransaction;
  try {
    engine.exec("BEGIN");
  } catch {
    return true;
  }
  engine.exec("ROLLBACK");
  return false;
}

function rowMaker(columns: string[]): (answered: unknown) => Row {
  return (answered) => {
    const values = answered as unknown[];
    const row: Row = {};
    for (let i = 0; i < columns.length; i++) row[columns[i]] = plainValue(values[i]);
    return row;
  };
}

function plainRow(answered: unknown): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(answered as Row)) row[name] = plainValue(value);
  return row;
}

/** Blobs come as Uint8Arrays and leave as ArrayBuffers. */
function plainValue(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value).buffer : value;
}

/** The engine takes what is missing for NULL, so a wrong count would go unseen. */
function bound(prepared: Prepared, args: SqlValue[]): (string | bigint | null | Uint8Array)[] {
  if (args.length !== prepared.parameters) {
    throw new TypeError(`The statement has ${prepared.parameters} parameters, ${args.length} were given.`);
  }
  return args.map(toEngineValue);
}
