/**
 * The database behind @libsql/client: on a server (Hrana over HTTP), or an embedded replica, a file that follows a server
 * and hands it the writes. The same queue as embedded.ts, over interactive transactions.
 */
import { type Client, createClient, type Transaction } from "@libsql/client";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Database, Reader, Row, SqlValue, Tx } from "./database.ts";
import { GroupCommit, refuseInsideWrite, type ScriptTx } from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";
import { isLost, isTimeout } from "./remote/errors.ts";
import { Gate, open } from "./remote/gate.ts";
import { plainRows, toStatement } from "./remote/statements.ts";
import { RemoteWriter } from "./remote/writer.ts";

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

const READ_ATTEMPTS = 3;

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
