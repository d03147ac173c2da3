/**
 * The database as a local file, through the SQLite inside Deno. The engine is synchronous: a statement holds the event loop for
 * as long as it takes. What waits for the disk runs on threads: syncs of the log, checkpoints, backups.
 */
import { dirname } from "node:path";
import type { Database, Reader, Row, SqlValue } from "./database.ts";
import { Driver } from "./driver.ts";
import { backupTo } from "./embedded/backup.ts";
import { Checkpointer } from "./embedded/checkpointer.ts";
import { type Connection, connectReader } from "./embedded/connection.ts";
import { FileGuard } from "./embedded/file_guard.ts";
import { type LogFile, LogSync, openLog } from "./embedded/log_sync.ts";
import { readSnapshot } from "./embedded/snapshot.ts";
import { FileVersions } from "./embedded/file_versions.ts";
import { patiently } from "./embedded/waiting.ts";
import { Writer } from "./embedded/writer.ts";
import { endProcess, printFailure, type Report } from "./failures.ts";
import { type CommitMetrics, GroupCommit } from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";

export interface EmbeddedOptions {
  /** How long a write waits for another process that holds the write lock, in milliseconds. */
  lockWaitMs?: number;
  /** From so many pages on the log is begun anew as soon as it can be; 16,000 (64 MB) unless given. */
  longLog?: number;
  /** On standard error unless given. */
  report?: Report;
  /** Opens the log of the database at `path` for syncing. Tests put a disk of their own here. */
  openLog?: (path: string) => LogFile;
  metrics?: CommitMetrics;
}

/** Opens (or creates, with its directory) the database file. */
export function openEmbedded(path: string, options: EmbeddedOptions = {}): Database & MigrationTarget {
  if (path === "" || path.startsWith(":")) throw new Error(`Not a database file: "${path}"`);
  Deno.mkdirSync(dirname(path), { recursive: true });
  createPrivately(path);
  return new EmbeddedDatabase(path, { lockWaitMs: 10_000, longLog: 16_000, openLog, report: printFailure, ...options });
}

/** SQLite would let everybody on the machine read a new file. The log takes its mode from it. */
function createPrivately(path: string): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

type Opened = Required<Omit<EmbeddedOptions, "metrics">> & Pick<EmbeddedOptions, "metrics">;

class EmbeddedDatabase extends Driver {
  protected readonly group: GroupCommit;
  #path: string;
  #reader: Connection;
  #writer: Writer;
  #log: LogSync;
  #checkpointer: Checkpointer;
  #versions: FileVersions;
  #guard: FileGuard;

  constructor(path: string, { lockWaitMs, longLog, openLog, report, metrics }: Opened) {
    super();
    this.#path = path;
    this.#guard = new FileGuard(report);
    this.#guard.watch(path);
    this.#writer = patiently(lockWaitMs, () => new Writer(path, lockWaitMs, this.#guard));
    this.#versions = patiently(lockWaitMs, () => new FileVersions(this.#writer));
    this.#reader = connectReader(path);
    // SQLite opens the log at the first read: now, while it is the one that is watched.
    patiently(lockWaitMs, () => this.#reader.read("SELECT count(*) FROM sqlite_schema", []));
    this.#guard.watch(`${Deno.realPathSync(path)}-wal`);
    this.#log = new LogSync(
      openLog(path),
      (error) => endProcess(() => report("database_sync_failed", error)),
      metrics?.syncSeconds,
    );
    // What a process that was killed had committed may not be on disk yet.
    this.#log.committed();
    this.#checkpointer = new Checkpointer({ path, longLog, report, hold: (until) => this.#writer.hold(until) });
    this.group = new GroupCommit(this.#writer, {
      committed: (scopes) => {
        this.#log.committed();
        this.#versions.raise(scopes);
        this.#checkpointer.committed();
      },
      durable: () => this.#log.durable,
      failed: (error) => {
        this.#log.committed();
        this.#versions.raise([null]);
        report("database_after_commit_failed", error);
      },
    }, metrics);
  }

  version(scope: string): number {
    this.#noticeOthers();
    return this.#versions.of(scope);
  }

  protected query(sql: string, args: SqlValue[]): Promise<Row[]> {
    this.#noticeOthers();
    return this.#log.read(() => this.#reader.read(sql, args));
  }

  /** These open the file by its name, and SQLite would make one where there is none. */
  protected async takeSnapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    this.#guard.check();
    return await readSnapshot(connectReader(this.#path), work, () => this.#log.durable);
  }

  protected async copyTo(file: string, prove?: (copy: Reader) => Promise<void>, signal?: AbortSignal): Promise<void> {
    this.#guard.check();
    return await backupTo(this.#path, file, prove, signal);
  }

  protected async release(): Promise<void> {
    await this.#checkpointer.close();
    await this.#log.close();
    this.#reader.close();
    try {
      this.#writer.checkpoint();
    } finally {
      this.#writer.close();
    }
  }

  /** What another process has committed may not be on disk yet. */
  #noticeOthers(): void {
    if (this.#versions.noticeOthers()) this.#log.committed();
  }
}
