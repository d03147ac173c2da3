/** Writing to the file, for the group of commits. */
import { setTimeout as delay } from "node:timers/promises";
import type { Row, SqlValue } from "../database.ts";
import type { WriteConnection } from "../group_commit.ts";
import { Connection } from "./connection.ts";
import { isBusy, settled } from "./waiting.ts";

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
/** The one connection that writes. */
export class Writer implements WriteConnection {
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
