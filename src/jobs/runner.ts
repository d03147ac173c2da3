/** Runs the jobs: by timer, and earlier when something wakes them. */
import { codeOf } from "../domain/errors.ts";
import { MINUTE } from "../domain/time.ts";
import type { Context } from "../workflows/context.ts";
import { stackOf } from "../workflows/each_row.ts";
import { resumeEventDeliveries } from "../workflows/events/deliver_events.ts";
import { resumeDeliveries } from "../workflows/notifications/deliver_messages.ts";
import { resumeCheckouts } from "../workflows/payments/reconcile_checkouts.ts";
import { backUpJob } from "./back_up.ts";
import { deliverEventsJob } from "./deliver_events.ts";
import { deliveryJobs } from "./deliver_messages.ts";
import { fillWaitlistsJob } from "./fill_waitlists.ts";
import { finishSeriesJob } from "./finish_series.ts";
import type { Job } from "./job.ts";
import { findOwnAccountJob } from "./find_own_account.ts";
import { noteUsedKeysJob } from "./note_used_keys.ts";
import { purgeExpiredJob } from "./purge_expired.ts";
import { reconcileCheckoutsJob } from "./reconcile_checkouts.ts";
import { sendRefundsJob } from "./send_refunds.ts";
import { sendRemindersJob } from "./send_reminders.ts";

export interface JobRunner {
  /** Something is due now: don't wait for the timer. */
  wake: Context["wake"];
  /** Takes up what a crash cut off, then runs until stopped. */
  start(): void;
  /** Finishes the passes under way. A backup is given up: it could take minutes, and is due again at the next start. */
  stop(): Promise<void>;
  /** Everything that is due by the clock, until nothing is: for tests, without timers. */
  runUntilIdle(): Promise<void>;
}

/** Jobs that find what is due. */
const DUE: Job[] = [
  ...deliveryJobs,
  finishSeriesJob,
  sendRefundsJob,
  reconcileCheckoutsJob,
  fillWaitlistsJob,
  sendRemindersJob,
  deliverEventsJob,
];

/** @param takeUsedKeys ids of the API keys used since the last call */
export function createJobRunner(ctx: Context, takeUsedKeys: () => string[] = () => []): JobRunner {
  const noteUsedKeys = noteUsedKeysJob(takeUsedKeys);
  const aside = [
    ...ctx.backups ? [backUpJob(ctx.backups)] : [],
    ...ctx.settings.stripeMode === "own" ? [findOwnAccountJob] : [],
  ];
  const sleepers = [...DUE, noteUsedKeys, purgeExpiredJob, ...aside].map((job) => new Sleeper(job));
  for (const { job } of sleepers) for (const outcome of ["ok", "failed"]) ctx.metrics.jobRuns.of(job.name, outcome);
  let running = false;
  let ended: Promise<unknown> = Promise.resolve();

  async function repeat(sleeper: Sleeper): Promise<void> {
    const { job } = sleeper;
    for (let failures = 0; running;) {
      const found = await runLogged(job);
      failures = found === null ? failures + 1 : 0;
      if (running) await sleeper.sleep(found ?? 0, failures);
    }
  }

  /** @returns null when the pass failed */
  async function runLogged(job: Job): Promise<number | null> {
    try {
      const found = await job.run(ctx);
      ctx.metrics.jobRuns.add(job.name, "ok");
      return found;
    } catch (error) {
      ctx.metrics.jobRuns.add(job.name, "failed");
      const name = error instanceof Error ? error.name : "unknown";
      ctx.log.error("job_failed", { job: job.name, name, code: codeOf(error), stack: stackOf(error) });
      return null;
    }
  }

  return {
    wake(what) {
      if (running) { for (const sleeper of sleepers) if (sleeper.job.wokenBy === what) sleeper.wake(); }
    },
    start() {
      running = true;
      const resumed = Promise.all([resumeCheckouts(ctx), resumeDeliveries(ctx), resumeEventDeliveries(ctx)]).catch((
        error,
      ) => ctx.log.error("resume_failed", { code: codeOf(error), stack: stackOf(error) }));
      ended = Promise.all([resumed, ...sleepers.map(repeat)]);
    },
    async stop() {
      running = false;
      ctx.backups?.stop();
      for (const sleeper of sleepers) sleeper.end();
      await ended;
      await Promise.all(DUE.map((job) => job.finish?.(ctx)));
      await noteUsedKeys.run(ctx);
    },
    async runUntilIdle() {
      for (let found = 1, rounds = 0; found > 0; rounds++) {
        if (rounds === 500) throw new Error("the jobs never come to rest: something stays due");
        found = 0;
        for (const job of DUE) found += await job.run(ctx);
      }
    },
  };
}

/** The sleep of a job between its passes. */
class Sleeper {
  #end: (() => void) | null = null;
  /** Between full passes the pause is kept: a wake-up would only say what is known. */
  #pausing = false;
  #wokenEarly = false;

  constructor(readonly job: Job) {}

  /** @param failures in a row: each doubles the sleep, up to a minute, and nothing wakes it early */
  sleep(found: number, failures = 0): Promise<void> {
    if (this.#wokenEarly && failures === 0) {
      this.#wokenEarly = false;
      return Promise.resolve();
    }
    this.#pausing = found > 0 || failures > 0;
    const { every, pause } = this.job;
    const ms = failures > 0 ? Math.min(Math.max(MINUTE, every), every * 2 ** failures) : found > 0 ? pause : every;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), ms);
      this.#end = () => {
        clearTimeout(timer);
        this.#end = null;
        resolve();
      };
    });
  }

  wake(): void {
    if (this.#end === null) this.#wokenEarly = true; // it is under way, and may have looked already
    else if (!this.#pausing) this.#end();
  }

  end(): void {
    this.#end?.();
  }
}
