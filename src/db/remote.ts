/** The database on a libSQL server, through @libsql/client (Hrana over HTTP): the same queue over interactive transactions. */
import type { Client, Transaction } from "@libsql/client/http";
import type { Database, Reader, Row, SqlValue } from "./database.ts";
import { Driver, whileOpen } from "./driver.ts";
import { endProcess, printFailure, type Report } from "./failures.ts";
import { type CommitMetrics, GroupCommit } from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";
import { AgingVersions } from "./remote/aging_versions.ts";
import { connect, type ServerLocation } from "./remote/client.ts";
import { type Lease, type LeaseLostError, renew, RENEW_EVERY_MS } from "./remote/lease.ts";
import { SharedReads } from "./remote/shared_reads.ts";
import { plainRows, toStatement } from "./remote/statements.ts";
import { RemoteWriter } from "./remote/writer.ts";

export interface RemoteOptions extends ServerLocation {
  /** Of the process that serves the database: renewed as long as this is open, and every write is checked against it. */
  lease?: Lease;
  /** Told when the lease is lost; the process ends then unless this is given. */
  lost?: (error: LeaseLostError) => void;
  /** On standard error unless given. */
  report?: Report;
  /** How long a write waits for the server's write lock, or for the server to come back, in milliseconds. */
  lockWaitMs?: number;
  metrics?: CommitMetrics;
}

/** Opens a database on a server. Nothing is asked of it yet. */
export function openRemote(options: RemoteOptions): Database & MigrationTarget {
  return new RemoteDatabase(connect(options), options);
}

/** Nobody's answers are cached under this name. */
const RENEWALS = "server_lease";

class RemoteDatabase extends Driver {
  protected readonly group: GroupCommit;
  #client: Client;
  #reads: SharedReads;
  /** Of who holds the lease: nobody else writes but a command, now and then. */
  #versions: AgingVersions | null;
  #renewal: ReturnType<typeof setInterval> | null = null;

  constructor(client: Client, { lockWaitMs = 10_000, lease, report = printFailure, lost, metrics }: RemoteOptions) {
    super();
    this.#client = client;
    this.#reads = new SharedReads(client);
    this.#versions = lease ? new AgingVersions(() => performance.now()) : null;
    lost ??= (error) => void endProcess(() => report("database_lease_lost", error));
    // A server answers a COMMIT when it is durable.
    this.group = new GroupCommit(new RemoteWriter(client, { lockWaitMs, fence: lease?.fence, lost }), {
      committed: (scopes) => this.#versions?.raise(scopes),
      durable: () => null,
      failed: () => this.#versions?.raise([null]),
    }, metrics);
    if (lease) this.#keep(lease);
  }

  /** A renewal that fails is tried again at the next turn: the lease is ours until another takes it, and then a write says so. */
  #keep({ fence }: Lease): void {
    let renewing = false;
    this.#renewal = setInterval(async () => {
      if (renewing) return;
      renewing = true;
      await this.write(RENEWALS, (tx) => renew(tx, fence)).catch(() => {});
      renewing = false;
    }, RENEW_EVERY_MS);
  }

  version(scope: string): number | null {
    return this.#versions?.of(scope) ?? null;
  }

  protected query(sql: string, args: SqlValue[]): Promise<Row[]> {
    return this.track(this.#reads.read(sql, args));
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

  override close(): Promise<void> {
    if (this.#renewal !== null) clearInterval(this.#renewal);
    return super.close();
  }

  protected release(): void {
    this.#client.close();
  }
}
