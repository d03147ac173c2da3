/** Writing to a server, for the group of commits. */
import type { Client, ResultSet, Transaction } from "@libsql/client/http";
import { setTimeout as delay } from "node:timers/promises";
import type { Row, SqlValue } from "../database.ts";
import { UnknownCommitError } from "../group_commit.ts";
import type { WriteConnection } from "../write_connection.ts";
import { isBusy, isLost, isRefusedCommit } from "./errors.ts";
import { LeaseLostError, stillOurs } from "./lease.ts";
import { plainRows, toStatement } from "./statements.ts";

export interface WriterOptions {
  lockWaitMs: number;
  /** The fencing number of the lease that this process holds. Without one nothing is checked. */
  fence?: number;
  /** Told once when another process has taken the lease. */
  lost: (error: LeaseLostError) => void;
}

/** The one writer: a transaction on the server at a time. */
export class RemoteWriter implements WriteConnection {
  transaction: "open" | "ended" | "lost" = "ended";
  #client: Client;
  #options: WriterOptions;
  #leaseLost: LeaseLostError | null = null;
  #tx: Transaction | null = null;
  /** Savepoint statements not yet sent: they travel with the next statement, a round trip less for each. */
  #unsent: string[] = [];

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
    const result = await this.#execute(sql, args);
    return result.columns.length > 0 ? result.rows.length : result.rowsAffected; // not every server counts the rows of RETURNING
  }

  async script(sql: string): Promise<void> {
    await this.#watched(this.#current().executeMultiple(sql));
  }

  savepoint(): void {
    this.#unsent.push("SAVEPOINT call");
  }

  release(): void {
    this.#unsent.push("RELEASE call");
  }

  undo(): void {
    this.#unsent.push("ROLLBACK TO call", "RELEASE call");
  }

  async commit(): Promise<void> {
    // COMMIT releases savepoints by itself, but what is undone must be.
    if (this.#unsent.includes("ROLLBACK TO call")) await this.#watched(this.#current().batch(this.#takeUnsent()));
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
    const wasOpen = this.transaction === "open";
    if (wasOpen) this.transaction = "ended";
    try {
      if (wasOpen) await this.#tx?.rollback();
    } catch {
      // The server undoes a transaction whose stream is gone.
    } finally {
      this.#close();
    }
  }

  async #execute(sql: string, args: SqlValue[]): Promise<ResultSet> {
    const statement = toStatement(sql, args);
    const results = await this.#watched(this.#current().batch([...this.#takeUnsent(), statement]));
    return results[results.length - 1];
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

  #takeUnsent(): { sql: string; args: [] }[] {
    const unsent = this.#unsent.map((sql): { sql: string; args: [] } => ({ sql, args: [] }));
    this.#unsent = [];
    return unsent;
  }

  #close(): void {
    this.#tx?.close();
    this.#tx = null;
  }
}
