/** Statements that take long, on a thread and a connection of their own. */
import { Worker } from "node:worker_threads";
import type { Row, SqlValue } from "../database.ts";

/** A statement to run, or a file to copy the database to; null closes. */
export type ThreadRequest = { sql: string; args: SqlValue[] } | { copyTo: string } | null;

export type ThreadAnswer = { rows: Row[] } | { error: unknown; code?: string };

interface Waiting {
  resolve(rows: Row[]): void;
  reject(error: unknown): void;
}

export class Thread {
  #worker: Worker;
  #waiting: Waiting[] = [];
  #ended: unknown = null;

  /** @param signal ends it in the midst of a statement: what was asked for rejects with its reason */
  constructor(path: string, readonly signal?: AbortSignal) {
    // A worker of node's kind: only such a one lets the process end while it idles.
    this.#worker = new Worker(new URL("./thread_main.ts", import.meta.url), { workerData: path });
    this.#worker.unref();
    this.#worker.on("message", (answer: ThreadAnswer) => this.#answered(answer));
    this.#worker.on("error", (error: unknown) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("The thread has ended.")));
    signal?.addEventListener("abort", this.#abort);
    if (signal?.aborted) this.#abort();
  }

  /** Runs one statement after the others that were asked for. */
  read(sql: string, args: SqlValue[] = []): Promise<Row[]> {
    return this.#ask({ sql, args });
  }

  /** Copies the database as it is now, over what is in `file`. Nothing else may be asked for meanwhile. */
  async copyTo(file: string): Promise<void> {
    await this.#ask({ copyTo: file });
  }

  /** Finishes what was asked for and closes the connection. */
  async close(): Promise<void> {
    this.signal?.removeEventListener("abort", this.#abort);
    await this.#ask(null).catch(() => {});
    await this.#worker.terminate();
  }

  readonly #abort = (): void => {
    this.#end(this.signal!.reason);
    this.#worker.terminate();
  };

  #ask(request: ThreadRequest): Promise<Row[]> {
    if (this.#ended) return Promise.reject(this.#ended);
    const { promise, resolve, reject } = Promise.withResolvers<Row[]>();
    this.#waiting.push({ resolve, reject });
    this.#worker.ref();
    this.#worker.postMessage(request);
    return promise;
  }

  #answered(answer: ThreadAnswer): void {
    const asked = this.#waiting.shift();
    if (!asked) return; // given up meanwhile
    const { resolve, reject } = asked;
    if (this.#waiting.length === 0) this.#worker.unref();
    if ("rows" in answer) resolve(answer.rows);
    else reject(Object.assign(new Error(String(answer.error)), { code: answer.code }));
  }

  #end(error: unknown): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
