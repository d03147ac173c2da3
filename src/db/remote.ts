/**
 * The database behind @libsql/client: on a server (Hrana over HTTP), or an embedded replica, a file that follows a server
 * and hands it the writes. The same queue as embedded.ts, over interactive transactions.
 */
import { type Client, createClient, LibsqlError, type ResultSet, type Transaction } from "@libsql/client";
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
import {
  GroupCommit,
  refuseInsideWrite,
  type ScriptTx,
  UnknownCommitError,
  type WriteConnection,
} from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";

export interface RemoteOptions {
  /** `libsql:`, `https:`, `http:` (or `wss:`, `ws:`, spoken to by HTTP); with `syncUrl` the replica's `file:`. */
  url: string;
  authToken?: string;
  /** The server an embedded replica follows. Its calls block the event loop: the engine is synchronous there. */
  syncUrl?: string;
  /** How often a replica fetches what others wrote, in seconds. */
  syncIntervalSeconds?: number;
  /** How long one request to the server may take, in milliseconds. */
  timeoutMs?: number;
  /** How long a write waits for the server's write lock, or for the server to come back, in milliseconds. */
  lockWaitMs?: number;
}

/** Opens a remote database or an embedded replica. A replica is brought up to date first. */
export async function openRemote(options: RemoteOptions): Promise<Database & MigrationTarget> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const file = options.url.startsWith("file:");
  if (file) Deno.mkdirSync(dirname(options.url.slice("file:".length)), { recursive: true });
  const client = createClient({
    url: options.url.replace(/^ws(s?):/, "http$1:"),
    authToken: options.authToken,
    syncUrl: options.syncUrl,
    syncInterval: options.syncUrl ? options.syncIntervalSeconds ?? 60 : undefined,
    intMode: "number",
    concurrency: file ? 1 : undefined,
    timeout: file ? 5 : undefined,
    // The client itself would wait for ever.
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs) }),
  });
  if (options.syncUrl) await client.sync();
  return new RemoteDatabase(client, file ? new Gate() : null, options.lockWaitMs ?? 10_000);
}

/** A file has one connection, and the client refuses (instead of queueing) what comes during a transaction: so queue here. */
class Gate {
  #last: Promise<void> = Promise.resolve();

  /** Waits for its turn and answers what ends it. */
  async enter(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}

function open(): Promise<() => void> {
  return Promise.resolve(() => {});
}

const READ_ATTEMPTS = 3;

/** The one writer: a transaction on the server at a time. */
class RemoteWriter implements WriteConnection {
  transaction: "open" | "ended" | "lost" = "ended";
  #client: Client;
  #enter: () => Promise<() => void>;
  #lockWaitMs: number;
  #tx: Transaction | null = null;
  #leave: () => void = () => {};
  /** Savepoint statements not yet sent: they travel with the next statement, a round trip less for each. */
  #unsent: string[] = [];

  constructor(client: Client, enter: () => Promise<() => void>, lockWaitMs: number) {
    this.#client = client;
    this.#enter = enter;
    this.#lockWaitMs = lockWaitMs;
  }

  /** BEGIN travels with a transaction's first statement, so one is sent here: to know now whether the lock is ours. */
  async begin(): Promise<void> {
    this.#leave = await this.#enter();
    const deadline = performance.now() + this.#lockWaitMs;
    for (let pause = 20;; pause = Math.min(pause * 2, 500)) {
      try {
        this.#tx = await this.#client.transaction("write");
        await this.#tx.batch([{ sql: "SELECT 1", args: [] }]);
        this.transaction = "open";
        this.#unsent = [];
        return;
      } catch (error) {
        this.#close();
        if (!(isBusy(error) || isLost(error)) || performance.now() > deadline) {
          this.#leave();
          throw error;
        }
      }
      await delay(pause);
    }
  }

  async read(sql: string, args: SqlValue[]): Promise<Row[]> {
    return plainRows(await this.#execute(sql, args));
  }

  async run(sql: string, args: SqlValue[]): Promise<number> {
    const result = await this.#execute(sql, args);
    return result.columns.length > 0 ? result.rows.length : result.rowsAffected; // a file counts no rows for RETURNING
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
      this.#leave();
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
      this.#leave();
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
      else if (this.#client.protocol === "http" && await this.#canBegin()) this.transaction = "ended";
      throw error;
    }
  }

  /** Over HTTP nothing else tells that an error (disk full …) ended the transaction, and what follows would commit by itself. */
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

class RemoteDatabase implements Database, MigrationTarget {
  #client: Client;
  #enter: () => Promise<() => void>;
  #group: GroupCommit;
  /** Reads and snapshots under way. */
  #aside = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(client: Client, gate: Gate | null, lockWaitMs: number) {
    this.#client = client;
    this.#enter = gate ? () => gate.enter() : open;
    this.#group = new GroupCommit(new RemoteWriter(client, this.#enter, lockWaitMs), () => {});
  }

  // deno-lint-ignore no-explicit-any
  read(sql: string, args: SqlValue[] = []): Promise<any[]> {
    return this.#refusal() ?? this.#track(this.#read(sql, args));
  }

  write<T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#group.write(scope, work);
  }

  migration<T>(work: (tx: ScriptTx) => Promise<T>): Promise<T> {
    return this.#group.alone(work);
  }

  version(_scope: string): null {
    return null;
  }

  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#refusal() ?? this.#track(this.#snapshot(work));
  }

  backup(_file: string): Promise<void> {
    return Promise.reject(new Error("Only an embedded database can be backed up here: back up the server it is on."));
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    await this.#group.close();
    await Promise.allSettled(this.#aside);
    this.#client.close();
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

  async #read(sql: string, args: SqlValue[]): Promise<Row[]> {
    const statement = toStatement(sql, args);
    const leave = await this.#enter();
    try {
      for (let attempt = 1;; attempt++) {
        try {
          return plainRows(await this.#client.execute(statement));
        } catch (error) {
          if (!isLost(error) || isTimeout(error) || attempt === READ_ATTEMPTS) throw error;
        }
        await delay(50 * attempt);
      }
    } finally {
      leave();
    }
  }

  async #snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const leave = await this.#enter();
    let transaction: Transaction | null = null;
    let over = false;
    try {
      const current = transaction = await this.#client.transaction("read");
      await current.batch([{ sql: "SELECT count(*) FROM sqlite_schema", args: [] }]); // the first read takes the snapshot
      return await work({
        // deno-lint-ignore no-explicit-any
        read: async (sql: string, args: SqlValue[] = []): Promise<any[]> => {
          if (over) throw new Error("This snapshot is over: await every read inside snapshot().");
          const [result] = await current.batch([toStatement(sql, args)]);
          return plainRows(result);
        },
      });
    } finally {
      over = true;
      await transaction?.rollback().catch(() => {});
      transaction?.close();
      leave();
    }
  }
}

function toStatement(sql: string, args: SqlValue[]) {
  const parameters = parameterCount(sql);
  if (args.length !== parameters) {
    throw new TypeError(`The statement has ${parameters} parameters, ${args.length} were given.`);
  }
  return { sql, args: args.map(toEngineValue) };
}

/** The client's rows carry every value twice, by index and by name. */
function plainRows(result: ResultSet): Row[] {
  return result.rows.map((row) => Object.fromEntries(result.columns.map((column, i) => [column, row[i]])));
}

/** The server has answered, if only that it will not do it. */
function isAnswer(error: unknown): boolean {
  return error instanceof LibsqlError && /^(SQLITE|SQL|ARGS|TRANSACTION|STREAM)_/.test(error.code);
}

/**
 * COMMIT has certainly not happened. STREAM_EXPIRED says nothing of the kind: Deno's fetch sends a request again when a
 * kept-alive connection breaks (denoland/deno#35610), and the second one finds the stream of a COMMIT that was done gone.
 */
function isRefusedCommit(error: unknown): boolean {
  return error instanceof LibsqlError && /^(SQLITE_(CONSTRAINT|FULL|BUSY)|TRANSACTION_)/.test(error.code);
}

function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith("SQLITE_BUSY");
}

/** The connection failed, or the server did: another try may succeed. Not so if the server refuses (401, 404 …). */
function isLost(error: unknown): boolean {
  if (isAnswer(error) || error instanceof RangeError) return false;
  const status = (error as { cause?: { status?: number } } | null)?.cause?.status;
  return status === undefined || status >= 500;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
