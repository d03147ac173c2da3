/** When commits are on disk. COMMIT only writes them to the log; a sync of the log, on a thread, makes them last. */
import { dirname } from "node:path";

/** The write-ahead log as a file. */
export interface LogFile {
  syncData(): Promise<void>;
  close(): void;
}

/**
 * A handle of one's own on the log of the database at `path`. SQLite takes its locks on the other two files only: the close of
 * a handle on one of those would drop them.
 */
export function openLog(path: string): LogFile {
  const file = Deno.realPathSync(path);
  const log = Deno.openSync(`${file}-wal`, { read: true, write: true });
  syncDirectory(dirname(file));
  return log;
}

/** Without it a power cut could take a new file's name away, whatever is in it. Windows has no such thing. */
export function syncDirectory(path: string): void {
  if (Deno.build.os === "windows") return;
  using directory = Deno.openSync(path);
  directory.syncSync();
}

/** Syncs for whoever waits: one at a time, and everything that is committed while it runs shares the next. */
export class LogSync {
  #log: LogFile;
  #failed: (error: unknown) => void;
  #seconds: { observe(seconds: number): void } | undefined;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  /** @param failed is told when a sync fails: what was written may be lost, and no later sync would tell. Nobody is answered any more. */
  constructor(log: LogFile, failed: (error: unknown) => void, seconds?: { observe(seconds: number): void }) {
    this.#log = log;
    this.#failed = failed;
    this.#seconds = seconds;
  }

  /** Resolves when every commit so far would survive a power cut; null when it is so already. */
  get durable(): Promise<void> | null {
    return this.#next ?? this.#running;
  }

  /** Something was committed: it is synced as soon as the disk is free. */
  committed(): void {
    if (!this.#running) this.#running = this.#sync();
    else this.#next ??= this.#running.then(() => this.#syncNext());
  }

  /** Reads, and answers when all that the answer can tell of is on disk. */
  read<T>(work: () => T): Promise<T> {
    try {
      const answer = work();
      return this.durable?.then(() => answer) ?? Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async close(): Promise<void> {
    await this.durable;
    this.#log.close();
  }

  #syncNext(): Promise<void> {
    this.#running = this.#next;
    this.#next = null;
    return this.#sync();
  }

  async #sync(): Promise<void> {
    const began = performance.now();
    try {
      await this.#log.syncData();
    } catch (error) {
      this.#failed(error);
      await new Promise(() => {});
    }
    try {
      this.#seconds?.observe((performance.now() - began) / 1000);
    } catch { /* what is on disk is on disk */ }
    if (!this.#next) this.#running = null;
  }
}
