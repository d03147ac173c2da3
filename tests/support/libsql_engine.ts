/**
 * libSQL's own engine (SQLite 3.45.1), as its servers have it, in the shape of `node:sqlite`: for the small server of the tests, with
 * ALERA_TEST_ENGINE=libsql. It comes with `@libsql/client`, which the product only uses over HTTP.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { SQLInputValue } from "node:sqlite";

/** What the small server needs of an engine; `DatabaseSync` has it too. */
export interface Engine {
  readonly isTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): EngineStatement;
  close(): void;
}

export interface EngineStatement {
  columns(): { name: string; type: string | null }[];
  /** Rows as arrays. */
  setReturnArrays(on: boolean): void;
  /** Integers as BigInt. */
  setReadBigInts(on: boolean): void;
  run(...args: SQLInputValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  all(...args: SQLInputValue[]): unknown[];
}

// deno-lint-ignore no-explicit-any
type Native = any;

/** @param path the file */
export function openLibsql(path: string): Engine {
  const client = createRequire(fileURLToPath(import.meta.resolve("@libsql/client")));
  const Database: Native = client("libsql");
  const database: Native = new Database(path);
  return {
    get isTransaction() {
      return database.inTransaction;
    },
    exec: (sql) => void database.exec(sql),
    prepare(sql) {
      const statement: Native = database.prepare(sql);
      return {
        columns: () => statement.columns(),
        setReturnArrays: (on) => void statement.raw(on),
        setReadBigInts: (on) => void statement.safeIntegers(on),
        // As one array: it takes a single null for an object of named arguments.
        run: (...args) => statement.run(args),
        all: (...args) => statement.all(args),
      };
    },
    close: () => void database.close(),
  };
}
