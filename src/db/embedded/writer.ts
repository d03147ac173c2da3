/** Writing to the file, for the group of commits. */
import { setTimeout as delay } from "node:timers/promises";
import type { Row, SqlValue } from "../database.ts";
import type { WriteConnection } from "../write_connection.ts";
import { Connection } from "./connection.ts";
import { isBusy } from "./errors.ts";
import type { FileGuard } from "./file_guard.ts";
import { settled } from "./waiting.ts";

/** The writer gives up at once, see `Writer.begin`. */
const WRITE_BUSY_MS = 5;

/**
 * NORMAL: COMMIT writes the log and does not wait for the disk, `LogSync` does. 64 MB of pages. The checkpointer moves the log;
 * only if that one fails for long (1 GB) a commit does it itself. What a long snapshot made of the log is cut to 64 MB again.
 */
const WRITER_PRAGMAS = [
  "journal_mode = WAL",
  "synchronous = NORMAL",
  "foreign_keys = ON",
  "cache_size = -65536",
  "temp_store = MEMORY",
  "wal_autocheckpoint = 250000",
  "journal_size_limit = 67108864",
].map((pragma) => `PRAGMA ${pragma}`).join("; ");

/** The one connection that writes. */
export class Writer implements WriteConnection {
  #path: string;
  #lockWaitMs: number;
  #connection: Connection;
  /** How many connections there have been. */
  #generation = 0;
  /** In an unknown state: it is replaced before the next use. */
  #broken = false;
  /** Something may have ended the transaction. Asking costs a booking 2 µs, and only a statement that fails, or a script, can have. */
  #doubtful = false;
  /** No transaction begins before it is settled. */
  #held: Promise<unknown> | null = null;
  #guard: FileGuard;
  /** This transaction has changed rows. */
  #wrote = false;

  /** @param guard every transaction asks it first, and it is told what became of them */
  constructor(path: string, lockWaitMs: number, guard: FileGuard) {
    this.#path = path;
    this.#guard = guard;
    this.#lockWaitMs = lockWaitMs;
    this.#connection = this.#connect();
  }

  /** Lets no transaction begin until the promise is settled. */
  hold(until: Promise<unknown>): void {
    this.#held = until.catch(() => {});
  }

  get transaction(): "open" | "ended" {
    return !this.#doubtful || this.#connection.inTransaction ? "open" : "ended";
  }

  /**
   * The engine's own waiting for another process would stop the event loop, so the waiting is done here. A failed BEGIN
   * holds nothing, so the connection can be kept; a failed statement inside a transaction would not be as harmless.
   */
  async begin(): Promise<void> {
    await this.#held;
    const deadline = performance.now() + this.#lockWaitMs;
    for (let pause = 2;; pause = Math.min(pause * 2, 100)) {
      try {
        this.#guard.check();
        if (this.#broken) this.#reconnect();
        this.#connection.exec("BEGIN IMMEDIATE");
        this.#doubtful = this.#wrote = false;
        return;
      } catch (error) {
        this.#guard.failed(error);
        if (!isBusy(error) || performance.now() > deadline) throw error;
      }
      await delay(pause);
    }
  }

  read(sql: string, args: SqlValue[]): Promise<Row[]> {
    return settled(() => this.#doubting(() => this.#connection.read(sql, args)));
  }

  run(sql: string, args: SqlValue[]): number {
    const changes = this.#doubting(() => this.#connection.run(sql, args));
    if (changes > 0) this.#wrote = true;
    return changes;
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
      this.#guard.failed(error);
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

  commit(): void {
    this.#doubting(() => this.#connection.exec("COMMIT"));
    if (this.#wrote) this.#guard.worked();
  }

  rollback(): void {
    try {
      if (this.#connection.inTransaction) this.#connection.exec("ROLLBACK");
    } catch {
      this.#broken = true;
    }
  }

  /** Changes when another connection or process has committed, not by this connection's own commits. */
  dataVersion(): number {
    const [{ data_version }] = this.#doubting(() => this.#connection.read("PRAGMA data_version", []));
    return this.#generation * 2 ** 32 + data_version; // a new connection counts from the start
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
    this.#generation++;
    old.close();
  }
}
