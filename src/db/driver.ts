/** What the drivers share: the write queue, work under way, and an end that waits for both. */
import type { Database, Reader, Row, SqlValue, Tx } from "./database.ts";
import { refuseInsideWrite, type ScriptTx } from "./call_tx.ts";
import type { GroupCommit } from "./group_commit.ts";
import type { MigrationTarget } from "./migrate.ts";

export abstract class Driver implements Database, MigrationTarget {
  protected abstract readonly group: GroupCommit;
  /** Work under way that the end waits for. */
  #aside = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  abstract version(scope: string): number | null;
  protected abstract query(sql: string, args: SqlValue[]): Promise<Row[]>;
  protected abstract takeSnapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  protected abstract copyTo(file: string, prove?: (copy: Reader) => Promise<void>, signal?: AbortSignal): Promise<void>;
  /** Closes every connection, when nothing is under way any more. */
  protected abstract release(): Promise<void> | void;

  // deno-lint-ignore no-explicit-any
  read(sql: string, args: SqlValue[] = []): Promise<any[]> {
    return this.#refusal() ?? this.query(sql, args);
  }

  write<T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.group.write(scope, work);
  }

  migration<T>(work: (tx: ScriptTx) => Promise<T>): Promise<T> {
    return this.group.alone(work);
  }

  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#refusal() ?? this.track(this.takeSnapshot(work));
  }

  backup(file: string, prove?: (copy: Reader) => Promise<void>, signal?: AbortSignal): Promise<void> {
    return this.#refusal() ?? this.track(this.copyTo(file, prove, signal));
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    await this.group.close();
    await Promise.allSettled(this.#aside);
    await this.release();
  }

  #refusal(): Promise<never> | undefined {
    if (this.#closing) return Promise.reject(new Error("The database is closed."));
    return refuseInsideWrite();
  }

  protected track<T>(work: Promise<T>): Promise<T> {
    this.#aside.add(work);
    const done = () => this.#aside.delete(work);
    work.then(done, done);
    return work;
  }
}

/** Gives `work` a reader that is refused once `work` is over. */
export async function whileOpen<T>(read: Reader["read"], work: (reader: Reader) => Promise<T>): Promise<T> {
  let over = false;
  try {
    return await work({
      // deno-lint-ignore no-explicit-any
      read: (sql: string, args: SqlValue[] = []): Promise<any[]> =>
        over
          ? Promise.reject(new Error("This snapshot is over: await every read inside snapshot()."))
          : read(sql, args),
    });
  } finally {
    over = true;
  }
}
