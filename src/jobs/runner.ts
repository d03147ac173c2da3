/** Timers: the outbox, refunds due, checkouts past their time, reminders, tidying. Each lane runs alone, one pass at a time. */
import { noteKeysUsed } from "../workflows/account/api_keys.ts";
import type { Context } from "../workflows/context.ts";
import { HOUR, MINUTE } from "../domain/time.ts";
import { deliverMessages } from "../workflows/notifications/deliver_messages.ts";
import {
  purgeExpired,
  reconcileCheckouts,
  reconcileRefunds,
  remind,
  resumeCheckouts,
} from "../workflows/payments/reconcile.ts";

export interface Worker {
  /** Something is due now: don't wait for the timer. */
  wake(lane: "outbox" | "refunds" | "checkouts"): void;
  /** Takes up what a crash cut off, then runs until stopped. */
  start(): void;
  /** Finishes the passes under way. */
  stop(): Promise<void>;
  /** Everything that is due by the clock, until nothing is: for tests, without timers. */
  runUntilIdle(): Promise<void>;
}

interface Lane {
  name: string;
  /** How long to sleep when nothing was due, ms. */
  every: number;
  /** A pause between full passes, ms: a backlog must not take the process from those who book. */
  pause: number;
  pass: () => Promise<number>;
}

/** @param takeUsedKeys ids of the API keys used since the last call */
export function createWorker(ctx: Context, takeUsedKeys: () => string[] = () => []): Worker {
  const due: Lane[] = [
    { name: "outbox", every: 1_000, pause: 15, pass: () => deliverMessages(ctx) },
    { name: "refunds", every: 2_000, pause: 15, pass: () => reconcileRefunds(ctx) },
    { name: "checkouts", every: 2_000, pause: 15, pass: () => reconcileCheckouts(ctx) },
    { name: "reminders", every: MINUTE, pause: 50, pass: () => remind(ctx) },
  ];
  const chores: Lane[] = [
    { name: "used_keys", every: MINUTE, pause: 0, pass: () => noteKeysUsed(ctx, takeUsedKeys()).then(() => 0) },
    { name: "tidying", every: HOUR, pause: 0, pass: () => purgeExpired(ctx).then(() => 0) },
  ];
  const alarms = new Map<string, () => void>();
  const early = new Set<string>();
  let running = false;
  let ended: Promise<unknown> = Promise.resolve();

  async function run(lane: Lane): Promise<void> {
    while (running) {
      let found = 0;
      try {
        found = await lane.pass();
      } catch (error) {
        ctx.log.error("worker_fault", {
          lane: lane.name,
          name: error instanceof Error ? error.name : "unknown",
          stack: stackOf(error),
        });
      }
      if (running && !early.delete(lane.name)) await sleep(lane, found > 0 ? lane.pause : lane.every, found > 0);
    }
  }

  function sleep(lane: Lane, ms: number, paced: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        alarms.delete(lane.name);
        alarms.delete(`${lane.name} paced`);
        resolve();
      }
      // Between full passes the pause is kept: a wake-up would only say what is known.
      if (!paced) alarms.set(lane.name, done);
      else alarms.set(`${lane.name} paced`, done);
    });
  }

  return {
    wake(name) {
      if (!running) return;
      const alarm = alarms.get(name);
      if (alarm) alarm();
      else if (!alarms.has(`${name} paced`)) early.add(name);
    },
    start() {
      running = true;
      const resumed = resumeCheckouts(ctx).catch((error) => ctx.log.error("resume_fault", { stack: stackOf(error) }));
      ended = Promise.all([resumed, ...[...due, ...chores].map(run)]);
    },
    async stop() {
      running = false;
      for (const alarm of [...alarms.values()]) alarm();
      await ended;
      await noteKeysUsed(ctx, takeUsedKeys());
    },
    async runUntilIdle() {
      for (let found = 1, rounds = 0; found > 0; rounds++) {
        if (rounds === 500) throw new Error("the worker never comes to rest: something stays due");
        found = 0;
        for (const lane of due) found += await lane.pass();
      }
    },
  };
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error
    ? error.stack?.split("\n").filter((line) => line.trimStart().startsWith("at ")).slice(0, 8).join("\n")
    : undefined;
}
