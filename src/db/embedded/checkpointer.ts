/** Moves the log into the file on a thread of its own, so that no commit has to wait for it, and keeps the log short. */
import { Thread } from "./thread.ts";

/** More, and a page that many of them wrote is moved less often; fewer, and each has less to move. */
const COMMITS_PER_CHECKPOINT = 64;
/** How long the writer then waits, in milliseconds: enough for its last commit to end, too little for a long snapshot. */
const RESTART_MS = 50;

export interface CheckpointerOptions {
  path: string;
  /** In pages. In a storm no checkpoint ever catches up, so at this length the writer waits a moment for one. */
  longLog: number;
  /** Lets no transaction begin until the promise is settled. */
  hold(until: Promise<unknown>): void;
  /** Told of what failed and will be tried again. */
  report(event: string, error: unknown): void | Promise<void>;
}

export class Checkpointer {
  #options: CheckpointerOptions;
  #thread: Thread | null = null;
  #running: Promise<void> | null = null;
  #commits = 0;
  #longLog: number;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
    this.#longLog = options.longLog;
  }

  /** To be called after each commit. */
  committed(): void {
    if (++this.#commits < COMMITS_PER_CHECKPOINT || this.#running) return;
    this.#commits = 0;
    this.#running = this.#checkpoint().finally(() => this.#running = null);
  }

  /** When nothing is being moved. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    await this.idle();
    await this.#thread?.close();
  }

  /** PASSIVE waits for nobody and stops nobody; what it can't move yet, the next one does. */
  async #checkpoint(): Promise<void> {
    try {
      this.#thread ??= new Thread(this.#options.path);
      const [{ log }] = await this.#thread.read("PRAGMA wal_checkpoint(PASSIVE)");
      if (log > this.#longLog) await this.#restartLog(this.#thread, log);
    } catch (error) {
      this.#options.report("database_checkpoint_failed", error);
      const broken = this.#thread;
      this.#thread = null;
      await broken?.close().catch(() => {});
    }
  }

  /** The rest is moved while nothing writes, and the next commit begins the log anew. A long snapshot prevents that: later, then. */
  async #restartLog(thread: Thread, length: number): Promise<void> {
    await thread.read(`PRAGMA busy_timeout = ${RESTART_MS}`);
    const restarted = thread.read("PRAGMA wal_checkpoint(RESTART)");
    this.#options.hold(restarted);
    const [{ busy }] = await restarted;
    const { longLog } = this.#options;
    this.#longLog = busy ? length + longLog : longLog;
  }
}
