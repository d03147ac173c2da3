/**
 * Negative controls: a database whose guards are taken away on purpose. A storm that stays right without them has proven
 * nothing; and a guard that is not there to be taken away fails the control, so that none can rot.
 */
import { setImmediate } from "node:timers/promises";
import type { Database, Reader, Row, SqlValue } from "../../src/db/database.ts";
import { InFlight } from "../../src/workflows/in_flight.ts";

/** What is taken away. */
export interface Guards {
  /** A piece of SQL, as it is written → what runs in its place, with as many `?`. */
  rewrite?: Record<string, string>;
  /** No CHECK holds any more. */
  checks?: boolean;
  /** `INDEX refunds_one_live`, `TRIGGER …` */
  drop?: string[];
  /** Writes no longer run one after another: each statement is a transaction of its own, with others' between any two. */
  lock?: boolean;
}

export class Sabotage {
  #guards: Guards;
  #open: Database | null = null;
  #active = false;
  #met = new Set<string>();

  constructor(guards: Guards) {
    this.#guards = guards;
    for (const [from, to] of Object.entries(guards.rewrite ?? {})) {
      if (marks(from) !== marks(to)) throw new Error(`Another number of parameters: "${from}" → "${to}"`);
    }
  }

  /** For `AppOptions.wrapDatabase`. Changes nothing before `during`. */
  readonly wrap = (db: Database): Database => {
    this.#open = db;
    const run = (sql: string, args?: SqlValue[]) => db.write(null, (tx) => tx.run(sql, args));
    const change = (sql: string, args?: SqlValue[]) => db.write(null, (tx) => tx.read(sql, args));
    return {
      version: (scope) => db.version(scope),
      snapshot: (work) => db.snapshot(work),
      backup: (file) => db.backup(file),
      close: () => db.close(),
      read: (sql, args) => db.read(this.#rewritten(sql), args),
      write: (scope, work) => {
        if (this.#active && this.#guards.lock) {
          return work(this.#between({ read: (...them) => db.read(...them), run, change }));
        }
        return db.write(scope, (tx) =>
          work({
            read: (sql, args) => tx.read(this.#rewritten(sql), args),
            run: (sql, args) => tx.run(this.#rewritten(sql), args),
          }));
      },
    };
  };

  /** Takes the guards away, does `work`, and fails if one was not there. Tables stay as they are left: the world is `broken`. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const db = this.#open;
    if (!db) throw new Error("The app was started without wrapDatabase: sabotage.wrap");
    const { checks, drop = [], rewrite = {} } = this.#guards;
    await db.write(null, async (tx) => {
      for (const what of drop) await tx.run(`DROP ${what}`);
    });
    if (checks) await this.#setChecks(db, false);
    this.#active = true;
    try {
      return await work();
    } finally {
      this.#active = false;
      if (checks) await this.#setChecks(db, true);
      const missed = Object.keys(rewrite).filter((fragment) => !this.#met.has(fragment));
      // deno-lint-ignore no-unsafe-finally -- a control that removed nothing says nothing, whatever its work threw
      if (missed.length) throw new Error(`No statement had this, so nothing was taken away:\n${missed.join("\n")}`);
    }
  }

  async #setChecks(db: Database, hold: boolean): Promise<void> {
    await db.write(null, async (tx) => {
      await tx.run(`PRAGMA ignore_check_constraints = ${hold ? "OFF" : "ON"}`);
      const [{ ignore_check_constraints: ignored }] = await tx.read("PRAGMA ignore_check_constraints");
      if (ignored !== +!hold) throw new Error("The CHECK constraints could not be switched.");
    });
  }

  #rewritten(sql: string): string {
    if (!this.#active) return sql;
    for (const [from, to] of Object.entries(this.#guards.rewrite ?? {})) {
      if (!sql.includes(from)) continue;
      this.#met.add(from);
      sql = sql.replaceAll(from, to);
    }
    return sql;
  }

  /** Lets everybody else do their next statement before this one. */
  #between(
    on: Reader & {
      run(sql: string, args?: SqlValue[]): Promise<number>;
      change(sql: string, args?: SqlValue[]): Promise<Row[]>;
    },
  ) {
    return {
      // deno-lint-ignore no-explicit-any
      read: async (sql: string, args?: SqlValue[]): Promise<any[]> => {
        await setImmediate();
        const rewritten = this.#rewritten(sql);
        // One that changes something (RETURNING) is a transaction of its own, too.
        return /^\s*SELECT\b/i.test(sql) ? await on.read(rewritten, args) : await on.change(rewritten, args);
      },
      run: async (sql: string, args?: SqlValue[]) => {
        await setImmediate();
        return await on.run(this.#rewritten(sql), args);
      },
    };
  }
}

const marks = (sql: string) => sql.split("?").length;

/** Requests for the same thing don't wait for each other. */
export class NoJoining extends InFlight {
  override has(): boolean {
    return false;
  }
  override run<T>(_key: string, work: () => Promise<T>): Promise<T> {
    return work();
  }
  override settled(): Promise<void> {
    return Promise.resolve();
  }
}
