/**
 * The database as a local file, through `libsql`'s prepared statements. The engine is synchronous: a statement holds the
 * event loop for as long as it takes. COMMIT and VACUUM INTO, which wait for the disk, run on a thread instead.
 */
import { dirname } from "node:path";
import type { Database, Reader, SqlValue, Tx } from "./database.ts";
import { backupTo } from "./embedded/backup.ts";
import { Connection, connectReader, READ_BUSY_MS } from "./embedded/connection.ts";
import { readSnapshot } from "./embedded/snapshot.ts";
import { patiently, settled } from "./embedded/waiting.ts";
import { Writer } from "./embedded/writer.ts";
import { GroupCommit, refuseInsideWrite, type ScriptTx } from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";

export interface EmbeddedOptions {
  /** How long a write waits for another process that holds the write lock, in milliseconds. */
  lockWaitMs?: number;
}

/** Opens (or creates, with its directory) the database file. */
export function openEmbedded(path: string, options: EmbeddedOptions = {}): Database & MigrationTarget {
  if (path === "" || path.startsWith(":")) throw new Error(`Not a database file: "${path}"`);
  Deno.mkdirSync(dirname(path), { recursive: true });
  return new EmbeddedDatabase(path, options.lockWaitMs ?? 10_000);
}

/** Commits between two checkpoints: more, and a page that many of them wrote is moved less often; fewer, and no one move holds up a commit for long. */
const COMMITS_PER_CHECKPOINT = 64;

class EmbeddedDatabase implements Database, MigrationTarget {
  #path: string;
  #reader: Connection;
  #writer: Writer;
  #group: GroupCommit;
  /** Snapshots and backups under way, each on a connection of its own. */
  #aside = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  /** Moves the log into the file on a thread of its own, so that no commit has to wait for it. */
  #checkpointer: Connection | null = null;
  #checkpointing = false;
  #commits = 0;

  /** A scope's version is the sum of what everybody shares and what is its own, so that one number can outdate all. */
  #everybody = 0;
  #scopes = new Map<string, number>();
  #dataVersion: number | null;
  #dataVersionReadAt = 0;

  constructor(path: string, lockWaitMs: number) {
    this.#path = path;
    this.#writer = patiently(lockWaitMs, () => new Writer(path, lockWaitMs, () => this.#dataVersion = null));
    this.#dataVersion = patiently(lockWaitMs, () => this.#writer.dataVersion());
    this.#reader = connectReader(path);
    this.#group = new GroupCommit(this.#writer, (scopes) => {
      this.#raise(scopes);
      if (++this.#commits % COMMITS_PER_CHECKPOINT === 0) this.#checkpointAside();
    });
  }

  // deno-lint-ignore no-explicit-any
  read(sql: string, args: SqlValue[] = []): Promise<any[]> {
    return this.#refusal() ?? settled(() => this.#reader.read(sql, args));
  }

  write<T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#group.write(scope, work);
  }

  migration<T>(work: (tx: ScriptTx) => Promise<T>): Promise<T> {
    return this.#group.alone(work);
  }

  version(scope: string): number {
    this.#noticeOthers();
    return this.#everybody + (this.#scopes.get(scope) ?? 0);
  }

  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#refusal() ?? this.#track(readSnapshot(this.#path, work));
  }

  backup(file: string): Promise<void> {
    return this.#refusal() ?? this.#track(backupTo(this.#path, file));
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    await this.#group.close();
    await Promise.allSettled(this.#aside);
    this.#checkpointer?.close();
    this.#reader.close();
    try {
      this.#writer.checkpoint();
    } finally {
      this.#writer.close();
    }
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

  /** PASSIVE waits for nobody and stops nobody; what it can't move yet, the next one does. */
  #checkpointAside(): void {
    if (this.#checkpointing || this.#closing) return;
    this.#checkpointing = true;
    this.#checkpointer ??= new Connection(this.#path, READ_BUSY_MS, "PRAGMA synchronous = FULL");
    const done = () => void (this.#checkpointing = false);
    this.#track(this.#checkpointer.execOnThread("PRAGMA wal_checkpoint(PASSIVE)")).then(done, done);
  }

  #raise(scopes: Iterable<string | null>): void {
    for (const scope of scopes) {
      if (scope === null) this.#everybody++;
      else this.#scopes.set(scope, (this.#scopes.get(scope) ?? 0) + 1);
    }
  }

  /**
   * The pragma takes 7 µs, as long as the rest of a cached answer, so it is asked once a millisecond: nobody can learn of
   * another process's commit and ask here within the millisecond of its fsync.
   */
  #noticeOthers(): void {
    const now = Date.now();
    if (now === this.#dataVersionReadAt) return;
    this.#dataVersionReadAt = now;
    const current = this.#dataVersionNow();
    if (current === this.#dataVersion) return;
    this.#dataVersion = current;
    this.#everybody++;
  }

  /** A version that can't be read counts as a new one. */
  #dataVersionNow(): number | null {
    try {
      return this.#writer.dataVersion() ?? this.#dataVersion;
    } catch {
      return NaN;
    }
  }
}
