/** The database on a libSQL server, through @libsql/client (Hrana over HTTP): the same queue over interactive transactions. */
import { type Client, createClient, type Transaction } from "@libsql/client/http";
import { setTimeout as delay } from "node:timers/promises";
import type { Database, Reader, Row, SqlValue } from "./database.ts";
import { Driver, whileOpen } from "./driver.ts";
import { type CommitMetrics, GroupCommit } from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";
import { isLost, isTimeout } from "./remote/errors.ts";
import { plainRows, toStatement } from "./remote/statements.ts";
import { RemoteWriter } from "./remote/writer.ts";

export interface RemoteOptions {
  /** `libsql:`, `https:`, `http:` (or `wss:`, `ws:`, spoken to by HTTP). */
  url: string;
  authToken?: string;
  /** How long one request to the server may take, in milliseconds. */
  timeoutMs?: number;
  /** How long a write waits for the server's write lock, or for the server to come back, in milliseconds. */
  lockWaitMs?: number;
  metrics?: CommitMetrics;
}

/** Opens a database on a server. Nothing is asked of it yet. */
export function openRemote(options: RemoteOptions): Database & MigrationTarget {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const client = createClient({
    url: options.url.replace(/^ws(s?):/, "http$1:"),
    authToken: options.authToken,
    intMode: "number",
    // The client itself would wait for ever.
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs) }),
  });
  return new RemoteDatabase(client, options.lockWaitMs ?? 10_000, options.metrics);
}

const READ_ATTEMPTS = 3;

class RemoteDatabase extends Driver {
  protected readonly group: GroupCommit;
  #client: Client;

  constructor(client: Client, lockWaitMs: number, metrics?: CommitMetrics) {
    super();
    this.#client = client;
    // A server answers a COMMIT when it is durable.
    this.group = new GroupCommit(new RemoteWriter(client, lockWaitMs), {
      committed() {},
      durable: () => null,
      failed() {},
    }, metrics);
  }

  version(_scope: string): null {
    return null;
  }

  protected query(sql: string, args: SqlValue[]): Promise<Row[]> {
    return this.track(this.#query(sql, args));
  }

  async #query(sql: string, args: SqlValue[]): Promise<Row[]> {
    const statement = toStatement(sql, args);
    for (let attempt = 1;; attempt++) {
      try {
        return plainRows(await this.#client.execute(statement));
      } catch (error) {
        if (!isLost(error) || isTimeout(error) || attempt === READ_ATTEMPTS) throw error;
      }
      await delay(50 * attempt);
    }
  }

  protected async takeSnapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    let transaction: Transaction | null = null;
    try {
      const current = transaction = await this.#client.transaction("read");
      await current.batch([{ sql: "SELECT count(*) FROM sqlite_schema", args: [] }]); // the first read takes the snapshot
      // deno-lint-ignore no-explicit-any
      return await whileOpen(async (sql: string, args: SqlValue[] = []): Promise<any[]> => {
        const [result] = await current.batch([toStatement(sql, args)]);
        return plainRows(result);
      }, work);
    } finally {
      await transaction?.rollback().catch(() => {});
      transaction?.close();
    }
  }

  protected copyTo(_file: string): Promise<void> {
    return Promise.reject(new Error("Only an embedded database can be backed up here: back up the server it is on."));
  }

  protected release(): void {
    this.#client.close();
  }
}
