/**
 * The write queue both drivers share: what has gathered goes into one transaction, one COMMIT. One fsync (or one round trip)
 * then serves up to 128 callers. A call that throws before it changed anything just leaves; one that throws after that is
 * undone with its whole group, which then runs again with a savepoint per call: they cost a fifth of a booking.
 */
import { setImmediate } from "node:timers";
import { type Outcome, perform, refuseInsideWrite, type ScriptTx } from "./call_tx.ts";
import type { Tx } from "./database.ts";
import type { WriteConnection } from "./write_connection.ts";

/** The most calls one transaction takes: enough to share an fsync, few enough that none waits long for the others. */
export const LARGEST_GROUP = 128;
/** After this long a transaction commits what it has and leaves the rest to the next: a remote server ends it after 5 s. */
const LONGEST_GROUP_MS = 1000;
const LOST_CONNECTION_RETRIES = 3;

/** What is to be known of the commits. */
export interface CommitWatcher {
  /** Told which scopes a COMMIT changed, before any caller is answered. */
  committed(scopes: Iterable<string | null>): void;
  /** Resolves when every commit so far would survive a power cut; null when it is so already. */
  durable(): Promise<void> | null;
  /** Told what `committed` or `durable` threw, or that a COMMIT may have happened: from now on everything may be stale. */
  failed(error: unknown): void;
}

/** Is told what a transaction took. */
export interface CommitMetrics {
  commitSeconds: { observe(seconds: number): void };
  commitCalls: { observe(calls: number): void };
  syncSeconds: { observe(seconds: number): void };
}

/** COMMIT was sent and no answer came: the writes may or may not have happened, so nobody may run them again unseen. */
export class UnknownCommitError extends Error {
  override name = "UnknownCommitError";
}

interface Call {
  scope: string | null;
  work: (tx: ScriptTx) => Promise<unknown>;
  /** Shares its transaction with nobody. */
  alone: boolean;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

export class GroupCommit {
  #connection: WriteConnection;
  #watcher: CommitWatcher;
  #metrics: CommitMetrics | undefined;
  #queue: Call[] = [];
  #drain: Promise<void> | null = null;
  /** The newest answers that wait for the disk. */
  #answers: Promise<void> | null = null;
  #closed = false;

  constructor(connection: WriteConnection, watcher: CommitWatcher, metrics?: CommitMetrics) {
    this.#connection = connection;
    this.#watcher = watcher;
    this.#metrics = metrics;
  }

  write<T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#enqueue(scope, work, false);
  }

  /** Runs `work` in a transaction shared with nobody. */
  alone<T>(work: (tx: ScriptTx) => Promise<T>): Promise<T> {
    return this.#enqueue(null, work, true);
  }

  /** Finishes what is queued and takes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#drain;
    await this.#answers;
  }

  #enqueue<T>(scope: string | null, work: (tx: ScriptTx) => Promise<T>, alone: boolean): Promise<T> {
    if (this.#closed) return Promise.reject(new Error("The database is closed."));
    const refused = refuseInsideWrite();
    if (refused) return refused;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#queue.push({ scope, work, alone, resolve: resolve as Call["resolve"], reject });
    this.#drain ??= this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    do {
      await nextTurn();
      const group = this.#takeGroup();
      try {
        if (group.length > 1) await this.#commitTogether(group);
        else await this.#commitAlone(group[0]);
      } catch (error) {
        await this.#giveUp(group, error);
      }
    } while (this.#queue.length > 0);
    this.#drain = null;
  }

  /** What nobody foresaw must leave no caller waiting, and the next group a connection without a transaction. */
  async #giveUp(group: Call[], error: unknown): Promise<void> {
    for (const call of group) call.reject(error);
    try {
      await this.#connection.rollback();
    } catch { /* the next begin() tells */ }
  }

  #takeGroup(): Call[] {
    let size = 1;
    if (!this.#queue[0].alone) {
      while (size < this.#queue.length && size < LARGEST_GROUP && !this.#queue[size].alone) size++;
    }
    return this.#queue.splice(0, size);
  }

  /** @param guarded with a savepoint per call, because one of them has something to undo */
  async #commitTogether(group: Call[], guarded = false): Promise<void> {
    const connection = this.#connection;
    const outcomes: Outcome[] = [];
    try {
      await connection.begin();
    } catch (error) {
      for (const call of group) call.reject(error);
      return;
    }
    const end = performance.now() + LONGEST_GROUP_MS;
    try {
      for (const call of group) {
        if (outcomes.length > 0 && performance.now() > end) {
          this.#queue.unshift(...group.splice(outcomes.length));
          break;
        }
        if (guarded) await connection.savepoint();
        const outcome = await perform(connection, call.work, guarded);
        if (guarded && !outcome.ok && connection.transaction === "failed") {
          await connection.undo();
          outcomes.push(outcome);
          continue;
        }
        if (connection.transaction !== "open") throw new Error("The transaction was rolled back.");
        if (guarded) await (outcome.ok ? connection.release() : connection.undo());
        else if (!outcome.ok && outcome.changed) {
          await connection.rollback();
          return await this.#commitTogether(group, true);
        }
        outcomes.push(outcome);
      }
      await connection.flush?.();
      await this.#commit(group.length);
    } catch (error) {
      await connection.rollback();
      if (error instanceof UnknownCommitError) {
        this.#failed(error);
        for (const call of group) call.reject(error);
        return;
      }
      // Also those that threw: what they objected to may have been another's write, now undone.
      for (const call of group) await this.#commitAlone(call);
      return;
    }
    this.#committed(group, outcomes);
    this.#answer(group, outcomes);
  }

  async #commitAlone(call: Call): Promise<void> {
    const connection = this.#connection;
    for (let attempt = 0;; attempt++) {
      let outcome: Outcome;
      try {
        await connection.begin();
        outcome = await perform(connection, call.work, true);
        if (connection.transaction !== "open") {
          throw outcome.ok ? new Error("The transaction was rolled back.") : outcome.error;
        }
        if (outcome.ok) await this.#commit(1);
        else await connection.rollback();
      } catch (error) {
        const unknown = error instanceof UnknownCommitError;
        if (unknown) this.#failed(error);
        const lost = connection.transaction === "lost" && !unknown;
        await connection.rollback();
        if (lost && attempt < LOST_CONNECTION_RETRIES) continue;
        return call.reject(error);
      }
      if (outcome.ok) this.#committed([call], [outcome]);
      return this.#answer([call], [outcome]);
    }
  }

  async #commit(calls: number): Promise<void> {
    const began = performance.now();
    await this.#connection.commit();
    const seconds = (performance.now() - began) / 1000;
    try {
      this.#metrics?.commitSeconds.observe(seconds);
      this.#metrics?.commitCalls.observe(calls);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Whatever is thrown here, the commit stands, so its callers hear of it. */
  #committed(group: Call[], outcomes: Outcome[]): void {
    try {
      this.#watcher.committed(new Set(group.filter((_, i) => outcomes[i].ok).map((call) => call.scope)));
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    try {
      this.#watcher.failed(error);
    } catch { /* whoever can't be told either must not keep the callers waiting */ }
  }

  /** A refusal, too, may tell of a commit that is not on disk yet. The next group works meanwhile. */
  #answer(group: Call[], outcomes: Outcome[]): void {
    const give = () => group.forEach((call, i) => answer(call, outcomes[i]));
    const doubt = (error: unknown) => {
      this.#failed(error);
      const unknown = new UnknownCommitError("It can't be told whether this commit is on disk.", { cause: error });
      for (const call of group) call.reject(unknown);
    };
    try {
      const durable = this.#watcher.durable();
      if (durable) this.#answers = durable.then(give, doubt);
      else give();
    } catch (error) {
      doubt(error);
    }
  }
}

function answer(call: Call, outcome: Outcome): void {
  if (outcome.ok) call.resolve(outcome.value);
  else call.reject(outcome.error);
}

/** Lets requests that have already arrived join the group. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
