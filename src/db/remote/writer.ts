/** Writing to a server, for the group of commits. */
import { type Client, LibsqlBatchError, type ResultSet, type Transaction } from "@libsql/client/http";
import { setTimeout as delay } from "node:timers/promises";
import { type Row, type SqlValue, wrongCount } from "../database.ts";
import { UnknownCommitError } from "../group_commit.ts";
import type { WriteConnection } from "../write_connection.ts";
import { isBusy, isLost, isRefusedCommit } from "./errors.ts";
import { LeaseLostError, stillOurs } from "./lease.ts";
import { plainRows, toStatement } from "./statements.ts";

/** A statement on its way: those of one turn of the event loop, and what nobody waits for, share a round trip. */
interface Step {
  statement: { sql: string; args: ReturnType<typeof toStatement>["args"] };
  /** How many rows it must change, where nobody waits for it; null: however many. */
  expected: number | null;
  /** Who waits for it. */
  waiting?: { resolve(result: ResultSet): void; reject(error: unknown): void };
}

export interface WriterOptions {
  lockWaitMs: number;
  /** The fencing number of the lease that this process holds. Without one nothing is checked. */
  fence?: number;
  /** Told once when another process has taken the lease. */
  lost: (error: LeaseLostError) => void;
}

/** The one writer: a transaction on the server at a time. */
export class RemoteWriter implements WriteConnection {
  transaction: WriteConnection["transaction"] = "ended";
  #client: Client;
  #options: WriterOptions;
  #leaseLost: LeaseLostError | null = null;
  #tx: Transaction | null = null;
  #unsent: Step[] = [];
  /** What a statement of `later` has failed of. What followed it was not done, so nothing of this transaction may stand. */
  #failure: unknown = null;

  constructor(client: Client, options: WriterOptions) {
    this.#client = client;
    this.#options = options;
  }

  /**
   * BEGIN travels with a transaction's first statement, so one is sent here: to know now whether the lock is ours.
   * @throws LeaseLostError
   */
  async begin(): Promise<void> {
    const { fence } = this.#options;
    const owned = await this.#open(fence === undefined ? { sql: "SELECT 1", args: [] } : stillOurs(fence));
    if (owned) return;
    await this.rollback();
    if (!this.#leaseLost) {
      this.#leaseLost = new LeaseLostError("Another process serves the database now: it has taken the lease.");
      this.#options.lost(this.#leaseLost);
    }
    throw this.#leaseLost;
  }

  /** @returns whether the first statement of the new transaction has found a row */
  async #open(first: { sql: string; args: number[] }): Promise<boolean> {
    const deadline = performance.now() + this.#options.lockWaitMs;
    for (let pause = 20;; pause = Math.min(pause * 2, 500)) {
      try {
        this.#tx = await this.#client.transaction("write");
        const [{ rows }] = await this.#tx.batch([first]);
        this.transaction = "open";
        this.#unsent = [];
        this.#failure = null;
        return rows.length > 0;
      } catch (error) {
        this.#close();
        if (!(isBusy(error) || isLost(error)) || performance.now() > deadline) throw error;
      }
      await delay(pause);
    }
  }

  async read(sql: string, args: SqlValue[]): Promise<Row[]> {
    return plainRows(await this.#execute(sql, args));
  }

  async run(sql: string, args: SqlValue[]): Promise<number> {
    return countOf(await this.#execute(sql, args));
  }

  later(sql: string, args: SqlValue[], expected: number | null): void {
    this.#unsent.push({ statement: toStatement(sql, args), expected });
  }

  async script(sql: string): Promise<void> {
    await this.flush();
    await this.#watched(this.#current().executeMultiple(sql));
  }

  savepoint(): void {
    this.#unsent.push(plain("SAVEPOINT call"));
  }

  release(): void {
    this.#unsent.push(plain("RELEASE call"));
  }

  /** What was not sent is not done at all: were it to fail, what undoes the rest would not be done either. */
  undo(): void {
    const begun = this.#unsent.findLastIndex(({ statement }) => statement.sql === "SAVEPOINT call");
    this.#unsent.splice(Math.max(begun, 0));
    this.#failure = null;
    if (this.transaction === "failed") this.transaction = "open";
    if (begun < 0) this.#unsent.push(plain("ROLLBACK TO call"), plain("RELEASE call"));
  }

  async flush(): Promise<void> {
    if (this.#unsent.length > 0) await this.#send();
    if (this.#failure) throw this.#failure;
  }

  async commit(): Promise<void> {
    // COMMIT releases savepoints by itself; all else must be done, and looked at, before it.
    if (this.#unsent.some(({ statement: { sql } }) => sql !== "SAVEPOINT call" && sql !== "RELEASE call")) {
      await this.flush();
    }
    this.transaction = "ended";
    try {
      await this.#current().commit();
    } catch (error) {
      if (!isRefusedCommit(error)) {
        throw new UnknownCommitError("The connection was lost during COMMIT: the writes may have happened.", {
          cause: error,
        });
      }
      throw error;
    } finally {
      this.#close();
    }
  }

  async rollback(): Promise<void> {
    const wasOpen = this.transaction === "open" || this.transaction === "failed";
    if (wasOpen) this.transaction = "ended";
    this.#unsent = [];
    try {
      if (wasOpen) await this.#tx?.rollback();
    } catch {
      // The server undoes a transaction whose stream is gone.
    } finally {
      this.#close();
    }
  }

  #execute(sql: string, args: SqlValue[]): Promise<ResultSet> {
    const { promise, resolve, reject } = Promise.withResolvers<ResultSet>();
    const first = !this.#unsent.some(({ waiting }) => waiting);
    this.#unsent.push({ statement: toStatement(sql, args), expected: null, waiting: { resolve, reject } });
    if (first) queueMicrotask(() => this.#send());
    return promise;
  }

  /** Sends all that was not sent, in order, each only if the one before it went well. Never throws. */
  async #send(): Promise<void> {
    const steps = this.#unsent;
    this.#unsent = [];
    if (steps.length === 0) return; // given up meanwhile
    try {
      const results = await this.#watched(this.#current().batch(steps.map(({ statement }) => statement)));
      steps.forEach(({ statement, expected }, i) => {
        const changed = countOf(results[i]);
        if (expected !== null && changed !== expected) throw wrongCount(changed, expected, statement.sql);
      });
      steps.forEach(({ waiting }, i) => waiting?.resolve(results[i]));
    } catch (error) {
      // One that somebody waits for may fail by itself. But those before it were done, though nobody hears what they changed, and
      // those after it were not.
      const at = error instanceof LibsqlBatchError ? error.statementIndex : 0;
      const spoiled = ({ waiting, expected }: Step, i: number) => i < at ? waiting || expected !== null : !waiting;
      if (steps.some(spoiled)) this.#fail(error);
      for (const { waiting } of steps) waiting?.reject(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    if (this.transaction === "open") this.transaction = "failed";
  }

  /** After an error, finds out whether the transaction has survived it. */
  async #watched<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (this.#tx?.closed) this.transaction = "lost";
      else if (await this.#canBegin()) this.transaction = "ended";
      throw error;
    }
  }

  /** Nothing else tells that an error (disk full …) ended the transaction, and what follows would commit by itself. */
  async #canBegin(): Promise<boolean> {
    try {
      await this.#tx?.batch([{ sql: "BEGIN", args: [] }]);
      return true;
    } catch {
      if (this.#tx?.closed) this.transaction = "lost";
      return false;
    }
  }

  #current(): Transaction {
    if (!this.#tx) throw new Error("No transaction is open.");
    return this.#tx;
  }

  #close(): void {
    this.#tx?.close();
    this.#tx = null;
  }
}

/** A statement of our own, without values, that nobody waits for. */
function plain(sql: string): Step {
  return { statement: { sql, args: [] }, expected: null };
}

/** Not every server counts the rows of RETURNING. */
function countOf({ columns, rows, rowsAffected }: ResultSet): number {
  return columns.length > 0 ? rows.length : rowsAffected;
}
