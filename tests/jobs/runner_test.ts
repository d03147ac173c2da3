/** The jobs run by timer and by wake-up, go on after a fault, and end. Their timers are held, and fire when told. */
import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import type { TestApp } from "../support/app.ts";
import { keepLog } from "../support/http.ts";
import { person, studio, waitFor } from "../support/studio.ts";

/** Timers of the jobs' lengths wait until they are fired; all others run as ever. */
class HeldTimers implements Disposable {
  readonly #set = globalThis.setTimeout;
  readonly #clear = globalThis.clearTimeout;
  readonly #held = new Map<number, { ms: number; fire: () => void }>();
  #next = -1;

  constructor(lengths: number[]) {
    const [set, clear] = [this.#set, this.#clear];
    globalThis.setTimeout = ((done: () => void, ms = 0) => {
      if (!lengths.includes(ms)) return set(done, ms);
      const id = this.#next--;
      this.#held.set(id, { ms, fire: done });
      return id;
    }) as typeof setTimeout;
    globalThis.clearTimeout = ((id?: number) => {
      if (!this.#held.delete(id as number)) clear(id);
    }) as typeof clearTimeout;
  }

  /** Lengths of those that wait, shortest first. */
  get waiting(): number[] {
    return [...this.#held.values()].map((one) => one.ms).sort((a, b) => a - b);
  }

  fire(ms: number): void {
    for (const one of [...this.#held.values()]) if (one.ms === ms) one.fire();
  }

  /** Whatever still waits is let go, so that jobs that won't end by themselves end here. */
  [Symbol.dispose](): void {
    globalThis.setTimeout = this.#set;
    globalThis.clearTimeout = this.#clear;
    for (const one of [...this.#held.values()]) one.fire();
  }
}

const LENGTHS = [15, 50, 1_000, 2_000, 4_000, MINUTE, HOUR];
/** How the jobs sleep when nothing is due: the three lanes of messages and events; refunds and checkouts; reminders and used keys; what expires. */
const ASLEEP = [1_000, 1_000, 1_000, 1_000, 2_000, 2_000, MINUTE, MINUTE, MINUTE, HOUR];

/** What each job reads to find what is due. */
const JOBS: Record<string, string> = {
  deliver_mail: "SELECT 1 FROM messages WHERE lane = ?",
  send_refunds: "FROM refunds WHERE next_try_at <= ?",
  reconcile_checkouts: "FROM checkouts WHERE next_check_at <= ?",
  send_reminders: "FROM class_sessions c CROSS JOIN enrollments",
};

/** Counts the passes of each job, and makes one fail. */
class Watch {
  passes: Record<string, number> = { deliver_mail: 0, send_refunds: 0, reconcile_checkouts: 0, send_reminders: 0 };
  failing: string | null = null;
  readonly wrap = (db: Database): Database => ({
    version: (scope) => db.version(scope),
    snapshot: (work) => db.snapshot(work),
    backup: (file, prove) => db.backup(file, prove),
    close: () => db.close(),
    write: (scope, work) => db.write(scope, work),
    read: (sql, args) => {
      const found = Object.keys(JOBS).find((name) => sql.includes(JOBS[name]));
      const job = found === "deliver_mail" && args?.[0] !== "mail" ? undefined : found;
      if (job) this.passes[job]++;
      if (job && job === this.failing) {
        this.failing = null;
        return Promise.reject(Object.assign(new Error("no such luck, Jane Secret"), { code: "SQLITE_IOERR" }));
      }
      return db.read(sql, args);
    },
  });
}

/** A studio whose jobs run and have gone to sleep, with nothing due. */
async function asleep(options: Parameters<typeof studio>[0] = {}) {
  const watch = new Watch();
  const t = await studio({ wrapDatabase: watch.wrap, ...options });
  const freeClass = await t.studio.addClass({ priceCents: 0, capacity: 20 });
  await t.settle();
  const timers = new HeldTimers(LENGTHS);
  t.jobs.start();
  await waitFor(() => timers.waiting.length === ASLEEP.length);
  watch.passes = { deliver_mail: 0, send_refunds: 0, reconcile_checkouts: 0, send_reminders: 0 };
  return {
    t,
    timers,
    watch,
    book: async (n: number) => assert.equal((await t.studio.book(freeClass, person(n))).status, 200),
    async [Symbol.asyncDispose]() {
      try {
        await stop(t);
      } finally {
        timers[Symbol.dispose]();
        await t[Symbol.asyncDispose]();
      }
    },
  };
}

/** Stops it; fails, rather than hangs, when that has no end. */
async function stop(t: TestApp): Promise<void> {
  let stopped = false;
  const stopping = t.jobs.stop().then(() => stopped = true);
  await waitFor(() => stopped);
  await stopping;
}

/** Everything that is on its way has come to rest. */
const rested = async (timers: HeldTimers) => await waitFor(() => timers.waiting.length === ASLEEP.length);

Deno.test("each job runs at the start, sleeps when nothing is due, and runs again by its own timer", async () => {
  await using w = await asleep();
  assert.deepEqual(w.timers.waiting, ASLEEP);
  w.timers.fire(1_000);
  await rested(w.timers);
  assert.deepEqual(w.watch.passes, { deliver_mail: 1, send_refunds: 0, reconcile_checkouts: 0, send_reminders: 0 });
  w.timers.fire(2_000);
  await rested(w.timers);
  assert.deepEqual(w.watch.passes, { deliver_mail: 1, send_refunds: 1, reconcile_checkouts: 1, send_reminders: 0 });
  w.timers.fire(MINUTE);
  await rested(w.timers);
  assert.deepEqual(w.watch.passes, { deliver_mail: 1, send_refunds: 1, reconcile_checkouts: 1, send_reminders: 1 });
  assert.deepEqual(w.timers.waiting, ASLEEP);
});

Deno.test("a booking wakes the deliver_mail: its mail does not wait for the timer", async () => {
  await using w = await asleep();
  await w.book(1);
  await waitFor(() => w.t.mailer.sent.length === 1);
  assert.equal(w.watch.passes.send_refunds + w.watch.passes.reconcile_checkouts, 0, "the others sleep on");
  await waitFor(() => w.timers.waiting.includes(15));
  w.timers.fire(15); // the pause after a full pass; then it finds nothing and sleeps
  await rested(w.timers);
  assert.deepEqual(w.timers.waiting, ASLEEP);
});

Deno.test("a wake-up during a pass is not lost", async () => {
  await using w = await asleep();
  const send = w.t.mailer.send.bind(w.t.mailer);
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let held = 0;
  w.t.mailer.send = async (mail) => {
    if (held++ === 0) await gate;
    return await send(mail);
  };
  await w.book(1);
  await waitFor(() => held === 1);
  await w.book(2); // its wake-up comes while the first mail is still on its way
  open();
  await waitFor(() => w.t.mailer.sent.length === 2);
});

Deno.test("what comes during the pause between full passes is delivered after it", async () => {
  await using w = await asleep();
  await w.book(1);
  await waitFor(() => w.timers.waiting.includes(15));
  await w.book(2);
  assert.equal(w.t.mailer.sent.length, 1, "the pause is kept");
  w.timers.fire(15);
  await waitFor(() => w.t.mailer.sent.length === 2);
});

Deno.test("a pass that throws is logged without a word of it, and does not end its job", async () => {
  const log = keepLog();
  await using w = await asleep({ log });
  w.watch.failing = "deliver_mail";
  await w.book(1);
  await rested(w.timers);
  const faults = log.lines.filter((line) => line.event === "job_failed");
  assert.equal(faults.length, 1);
  assert.deepEqual([faults[0].level, faults[0].fields.job, faults[0].fields.name, faults[0].fields.code], [
    "error",
    "deliver_mail",
    "Error",
    "SQLITE_IOERR",
  ]);
  assert.ok(!log.text().includes("Secret"), "an error's message may hold anything");
  assert.equal(w.t.mailer.sent.length, 0);
  w.timers.fire(1_000);
  await rested(w.timers);
  assert.equal(w.t.mailer.sent.length, 0, "after a fault it sleeps twice as long");
  w.timers.fire(2_000);
  await waitFor(() => w.t.mailer.sent.length === 1);
  for (
    const [job, ms] of [["send_refunds", 2_000], ["reconcile_checkouts", 2_000], ["send_reminders", MINUTE]] as const
  ) {
    await waitFor(
      () => (w.timers.fire(15), w.timers.waiting.length === ASLEEP.length && !w.timers.waiting.includes(15)),
    );
    w.watch.failing = job;
    w.timers.fire(ms);
    await rested(w.timers);
    assert.equal(log.lines.filter((line) => line.event === "job_failed").at(-1)!.fields.job, job);
    const passes = w.watch.passes[job];
    w.timers.fire(Math.min(2 * ms, MINUTE));
    await rested(w.timers);
    assert.equal(w.watch.passes[job], passes + 1, `${job} ended`);
  }
});

Deno.test("stop() finishes the pass under way, leaves no timer, and nothing runs afterwards", async () => {
  await using w = await asleep();
  const send = w.t.mailer.send.bind(w.t.mailer);
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let begun = false;
  w.t.mailer.send = async (mail) => {
    begun = true;
    await gate;
    return await send(mail);
  };
  await w.book(1);
  await waitFor(() => begun);
  let stopped = false;
  const stopping = w.t.jobs.stop().then(() => stopped = true);
  await waitFor(() => w.timers.waiting.length === 0);
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(stopped, false, "a mail is on its way");
  open();
  await stopping;
  assert.deepEqual((await w.t.db.read("SELECT state FROM messages")).map((row) => row.state), ["sent"]);
  assert.deepEqual(w.timers.waiting, []);

  const before = { ...w.watch.passes };
  await w.book(2);
  w.t.jobs.wake("outbox");
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual([w.t.mailer.sent.length, w.watch.passes, w.timers.waiting], [1, before, []]);
});

Deno.test("the use of keys is written down once a minute, and at the end", async () => {
  await using w = await asleep();
  const s = w.t.studio;
  const lastUsed = async () => (await s.manage("GET", "api-keys")).body.items[0].lastUsedAt;
  const list = `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-12`;
  const first = await lastUsed();
  w.t.clock.advance(HOUR);
  assert.equal((await s.call("GET", list)).status, 200);
  assert.equal((await s.call("GET", list)).status, 200);
  assert.equal(await lastUsed(), first, "not at every request");
  w.timers.fire(MINUTE);
  await waitFor(async () => await lastUsed() === iso(w.t.clock.now()));
  w.t.clock.advance(HOUR);
  assert.equal((await s.call("GET", list)).status, 200, "from memory, and yet a use");
  await stop(w.t);
  assert.equal(await lastUsed(), iso(w.t.clock.now()));
});
