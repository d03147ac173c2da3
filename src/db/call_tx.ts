/** The transaction of a write as one of its calls sees it. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { SqlValue, Tx } from "./database.ts";
import type { WriteConnection } from "./write_connection.ts";

/** A transaction that can also run migrations. */
export interface ScriptTx extends Tx {
  script(sql: string): Promise<void>;
}

/** What became of a call; `changed`: whether there may be something to undo. */
export type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown; changed: boolean };

const READS_ONLY = /^\s*(SELECT|PRAGMA|EXPLAIN)\b/i;
/** Statements that have changed nothing if they say that they changed no row; a CREATE or DROP says so, too. */
const COUNTS_CHANGES = /^\s*(INSERT|UPDATE|DELETE|REPLACE)\b/i;

/** The transaction as one call sees it. Dead once the call has ended, so that a forgotten promise can't write into another call's. */
class CallTx implements ScriptTx {
  open = true;
  #changed = false;
  /** Statements under way, of which nobody knows yet: a call can throw without having awaited them. */
  #unanswered = 0;
  #connection: WriteConnection;

  constructor(connection: WriteConnection) {
    this.#connection = connection;
  }

  /** Whether there may be something to undo. */
  get changed(): boolean {
    return this.#changed || this.#unanswered > 0;
  }

  // deno-lint-ignore no-explicit-any
  read(sql: string, args: SqlValue[] = []): Promise<any[]> {
    if (!this.#changed && !READS_ONLY.test(sql)) this.#changed = true;
    return this.#refusal() ?? this.#connection.read(sql, args);
  }

  run(sql: string, args: SqlValue[] = []): Promise<number> {
    const refused = this.#refusal();
    if (refused) return refused;
    try {
      const answer = this.#connection.run(sql, args);
      return typeof answer === "number" ? Promise.resolve(this.#counted(sql, answer)) : this.#awaited(sql, answer);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #awaited(sql: string, answer: Promise<number>): Promise<number> {
    this.#unanswered++;
    try {
      return this.#counted(sql, await answer);
    } finally {
      this.#unanswered--;
    }
  }

  #counted(sql: string, changes: number): number {
    if (changes > 0 || !COUNTS_CHANGES.test(sql)) this.#changed = true;
    return changes;
  }

  later(sql: string, args: SqlValue[], expected: number | null): Promise<void> | null {
    const connection = this.#connection;
    if (!connection.later) return null;
    const refused = this.#refusal();
    if (refused) return refused;
    try {
      connection.later(sql, args, expected);
      this.#changed = true;
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  script(sql: string): Promise<void> {
    this.#changed = true;
    return this.#refusal() ?? this.#connection.script(sql);
  }

  /** Without the second check a call that swallowed a "disk full" would go on writing outside any transaction. */
  #refusal(): Promise<never> | undefined {
    if (!this.open) return Promise.reject(new Error("This transaction is over: await every statement inside write()."));
    if (this.#connection.transaction !== "open") return Promise.reject(new Error("The transaction was rolled back."));
  }
}

/** Which call's code is running, followed through its awaits: the only way to see a write() inside a write(). */
const running = new AsyncLocalStorage<CallTx>();

/**
 * Refuses what must not be asked of the database inside a write(): a second write() would wait for its own end, and a
 * read past the transaction would miss what it has written.
 */
export function refuseInsideWrite(): Promise<never> | undefined {
  if (running.getStore()?.open) {
    return Promise.reject(new Error("The database was asked from inside write(): use the tx it was given."));
  }
}

/**
 * Runs one call's work in the transaction that is open on `connection`. Never throws.
 * @param whole all that it does is done, and known to have gone well, when this resolves
 */
export async function perform(
  connection: WriteConnection,
  work: (tx: ScriptTx) => Promise<unknown>,
  whole: boolean,
): Promise<Outcome> {
  const tx = new CallTx(connection);
  try {
    const value = await running.run(tx, work, tx);
    if (whole) await connection.flush?.();
    return { ok: true, value };
  } catch (error) {
    return { ok: false, error, changed: tx.changed };
  } finally {
    tx.open = false;
  }
}
