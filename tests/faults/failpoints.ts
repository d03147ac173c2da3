/** Places at which the process can be made to end: before and after every commit, every call to Stripe, every mail and text. */
import type { Database } from "../../src/db/database.ts";
import type { Context } from "../../src/workflows/context.ts";

export type Failpoint = `${"before" | "after"} ${"commit" | "Stripe" | "mail" | "text"}`;
export const FAILPOINTS = ["commit", "Stripe", "mail", "text"].flatMap((what) =>
  [`before ${what}`, `after ${what}`] as Failpoint[]
);

/** What everything throws once the process has ended. */
export class ProcessEnded extends Error {
  override name = "ProcessEnded";
}

/** Wraps the ports of one process. Once a point was reached, nothing it holds does anything any more. */
export class Failpoints {
  ended = false;
  /** How often each point was passed, so that a run in which one was never met is noticed. */
  readonly passed: Partial<Record<Failpoint, number>> = {};
  #armed: { point: Failpoint; countdown: number } | null = null;

  /** The process ends when `point` is passed for the `countdown`th time from now. */
  arm(point: Failpoint, countdown: number): void {
    this.#armed = { point, countdown };
  }

  disarm(): void {
    this.#armed = null;
  }

  #pass(point: Failpoint): void {
    this.#refuseIfEnded();
    this.passed[point] = (this.passed[point] ?? 0) + 1;
    if (this.#armed?.point !== point || --this.#armed.countdown > 0) return;
    this.ended = true;
    throw new ProcessEnded(point);
  }

  #refuseIfEnded(): void {
    if (this.ended) throw new ProcessEnded("the process has ended");
  }

  /** For `AppOptions.wrapDatabase`. */
  readonly wrapDatabase = (db: Database): Database => ({
    read: (sql, args) => {
      this.#refuseIfEnded();
      return db.read(sql, args);
    },
    version: (scope) => db.version(scope),
    snapshot: (work) => db.snapshot(work),
    backup: (file, prove) => db.backup(file, prove),
    close: () => db.close(),
    write: async (scope, work) => {
      this.#refuseIfEnded();
      const result = await db.write(scope, async (tx) => {
        const done = await work(tx);
        this.#pass("before commit");
        return done;
      });
      this.#pass("after commit");
      return result;
    },
  });

  /** Puts the points around the ports that `ctx` has. */
  wrapPorts(ctx: Context): void {
    ctx.payments = this.#around(ctx.payments, "Stripe", (name) => name !== "verifyEvent");
    ctx.mailer = this.#around(ctx.mailer, "mail", (name) => name === "send");
    ctx.texter = this.#around(ctx.texter, "text", (name) => name === "send");
  }

  #around<T extends object>(port: T, what: "Stripe" | "mail" | "text", counts: (method: string) => boolean): T {
    return new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== "function" || !counts(String(name))) {
          return typeof value === "function" ? value.bind(target) : value;
        }
        return async (...args: unknown[]) => {
          this.#pass(`before ${what}`);
          const result = await value.apply(target, args);
          this.#pass(`after ${what}`);
          return result;
        };
      },
    });
  }
}
