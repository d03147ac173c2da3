/** The worker: lanes that run by timer and by wake-up, go on after a fault, and end. Its timers are held, and fire when told. */
import { deepStrictEqual as same, ok as truth, strictEqual as equal } from "node:assert";
import type { Database } from "../../src/db/database.ts";
import { DAY, HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import type { TestApp } from "../support/app.ts";
import { keepLog } from "../support/http.ts";
import { person, studio, waitFor } from "../support/studio.ts";

/** Timers of the worker's lengths wait until they are fired; all others run as ever. */
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

  /** Whatever still waits is let go, so that a worker that won't end by itself ends here. */
  [Symbol.dispose](): void {
    globalThis.setTimeout = this.#set;
    globalThis.clearTimeout = this.#clear;
    for (const one of [...this.#held.values()]) one.fire();
  }
}

const LENGTHS = [15, 50, 1_000, 2_000, MINUTE, HOUR];
/** How the lanes sleep when nothing is due: outbox; refunds and checkouts; reminders and used keys; tidying. */
const ASLEEP = [1_000, 2_000, 2_000, MINUTE, MINUTE, HOUR];

const LANES: Record<string, string> = {
  outbox: "FROM messages WHERE next_attempt_at <= ?",
  refunds: "FROM refunds WHERE next_try_at <= ?",
  checkouts: "FROM checkouts WHERE next_check_at <= ?",
  reminders: "FROM providers p CROSS JOIN class_sessions",
};

/** Counts the passes of each lane, and makes one fail. */
class Watch {
  passes: Record<string, number> = { outbox: 0, refunds: 0, checkouts: 0, reminders: 0 };
  failing: string | null = null;
  readonly wrap = (db: Database): Database => ({
    version: (scope) => db.version(scope),
    snapshot: (work) => db.snapshot(work),
    backup: (file) => db.backup(file),
    close: () => db.close(),
    write: (scope, work) => db.write(scope, work),
    read: (sql, args) => {
      const lane = Object.keys(LANES).find((name) => sql.includes(LANES[name]));
      if (lane) this.passes[lane]++;
      if (lane && lane === this.failing) {
        this.failing = null;
        return Promise.reject(new Error("no such luck, Jane Secret"));
      }
      return db.read(sql, args);
    },
  });
}

/** A studio whose worker runs and has gone to sleep, with nothing due. */
async function asleep(options: Parameters<typeof studio>[0] = {}) {
  const watch = new Watch();
  const t = await studio({ wrapDatabase: watch.wrap, ...options });
  const freeClass = await t.studio.addClass({ priceCents: 0, capacity: 20 });
  await t.settle();
  const timers = new HeldTimers(LENGTHS);
  t.worker.start();
  await waitFor(() => timers.waiting.length === ASLEEP.length);
  watch.passes = { outbox: 0, refunds: 0, checkouts: 0, reminders: 0 };
  return {
    t,
    timers,
    watch,
    book: async (n: number) => equal((await t.studio.book(freeClass, person(n))).status, 200),
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
  const stopping = t.worker.stop().then(() => stopped = true);
  await waitFor(() => stopped);
  await stopping;
}

/** Everything that is on its way has come to rest. */
const rested = async (timers: HeldTimers) => await waitFor(() => timers.waiting.length === ASLEEP.length);

Deno.test("each lane runs at the start, sleeps when nothing is due, and runs again by its own timer", async () => {
  await using w = await asleep();
  same(w.timers.waiting, ASLEEP);
  w.timers.fire(1_000);
  await rested(w.timers);
  same(w.watch.passes, { outbox: 1, refunds: 0, checkouts: 0, reminders: 0 });
  w.timers.fire(2_000);
  await rested(w.timers);
  same(w.watch.passes, { outbox: 1, refunds: 1, checkouts: 1, reminders: 0 });
  w.timers.fire(MINUTE);
  await rested(w.timers);
  same(w.watch.passes, { outbox: 1, refunds: 1, checkouts: 1, reminders: 1 });
  same(w.timers.waiting, ASLEEP);
});

Deno.test("a booking wakes the outbox: its mail does not wait for the timer", async () => {
  await using w = await asleep();
  await w.book(1);
  await waitFor(() => w.t.mailer.sent.length === 1);
  equal(w.watch.passes.refunds + w.watch.passes.checkouts, 0, "the others sleep on");
  await waitFor(() => w.timers.waiting.includes(15));
  w.timers.fire(15); // the pause after a full pass; then it finds nothing and sleeps
  await rested(w.timers);
  same(w.timers.waiting, ASLEEP);
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
  equal(w.t.mailer.sent.length, 1, "the pause is kept");
  w.timers.fire(15);
  await waitFor(() => w.t.mailer.sent.length === 2);
});

Deno.test("a pass that throws is logged without a word of it, and does not end its lane", async () => {
  const log = keepLog();
  await using w = await asleep({ log });
  w.watch.failing = "outbox";
  await w.book(1);
  await rested(w.timers);
  const faults = log.lines.filter((line) => line.event === "worker_fault");
  equal(faults.length, 1);
  same([faults[0].level, faults[0].fields.lane, faults[0].fields.name], ["error", "outbox", "Error"]);
  truth(!log.text().includes("Secret"), "an error's message may hold anything");
  equal(w.t.mailer.sent.length, 0);
  w.timers.fire(1_000);
  await waitFor(() => w.t.mailer.sent.length === 1);
  for (const [lane, ms] of [["refunds", 2_000], ["checkouts", 2_000], ["reminders", MINUTE]] as const) {
    await waitFor(
      () => (w.timers.fire(15), w.timers.waiting.length === ASLEEP.length && !w.timers.waiting.includes(15)),
    );
    w.watch.failing = lane;
    w.timers.fire(ms);
    await rested(w.timers);
    equal(log.lines.filter((line) => line.event === "worker_fault").at(-1)!.fields.lane, lane);
    const passes = w.watch.passes[lane];
    w.timers.fire(ms);
    await rested(w.timers);
    equal(w.watch.passes[lane], passes + 1, `${lane} ended`);
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
  const stopping = w.t.worker.stop().then(() => stopped = true);
  await waitFor(() => w.timers.waiting.length === 0);
  await new Promise((resolve) => setTimeout(resolve, 1));
  equal(stopped, false, "a mail is on its way");
  open();
  await stopping;
  same((await w.t.db.read("SELECT state FROM messages")).map((row) => row.state), ["sent"]);
  same(w.timers.waiting, []);

  const before = { ...w.watch.passes };
  await w.book(2);
  w.t.worker.wake("outbox");
  await new Promise((resolve) => setTimeout(resolve, 1));
  same([w.t.mailer.sent.length, w.watch.passes, w.timers.waiting], [1, before, []]);
});

Deno.test("the use of keys is written down once a minute, and at the end", async () => {
  await using w = await asleep();
  const s = w.t.studio;
  const lastUsed = async () => (await s.manage("GET", "api-keys")).body.items[0].lastUsedAt;
  const list = `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-12`;
  const first = await lastUsed();
  w.t.clock.advance(HOUR);
  equal((await s.call("GET", list)).status, 200);
  equal((await s.call("GET", list)).status, 200);
  equal(await lastUsed(), first, "not at every request");
  w.timers.fire(MINUTE);
  await waitFor(async () => await lastUsed() === iso(w.t.clock.now()));
  w.t.clock.advance(HOUR);
  equal((await s.call("GET", list)).status, 200, "from memory, and yet a use");
  await stop(w.t);
  equal(await lastUsed(), iso(w.t.clock.now()));
});

Deno.test("remembered answers go after a day, event ids after thirty", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 24 * 60 });
  await t.studio.bookPaid(classId, person(1));
  const path = `/api/classes/${classId}/book`;
  equal((await t.studio.call("POST", path, person(2), { "idempotency-key": "one" })).status, 200);
  const begun = iso(t.clock.now());
  /** What is left from the beginning after the worker has tidied: answers, events. */
  const left = async () => {
    using _ = new HeldTimers(LENGTHS);
    t.worker.start();
    await stop(t);
    const [{ answers, events }] = await t.db.read(
      `SELECT (SELECT count(*) FROM idempotency_keys WHERE created_at = ?) AS answers,
         (SELECT count(*) FROM payment_events WHERE received_at = ?) AS events`,
      [begun, begun],
    );
    return [answers > 0, events > 0];
  };
  t.clock.advance(DAY);
  same(await left(), [true, true]);
  t.clock.advance(1);
  same(await left(), [false, true]);
  t.clock.advance(29 * DAY - 1);
  same(await left(), [false, true]);
  t.clock.advance(1);
  same(await left(), [false, false]);
});

Deno.test("whoever booked more than a day ahead is reminded a day before, once", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ inHours: 72 });
  const later = await s.addClass({ inHours: 200 });
  const seat = await s.seat(classId, person(1));
  const cancelled = await s.seat(classId, person(2));
  equal((await s.cancel(cancelled.id, cancelled.cancelToken)).status, 200);
  await s.seat(later, person(3));
  t.clock.advance(48 * HOUR - 1);
  await s.hold(classId, person(4));
  await t.settle();
  equal(t.mailer.of("class_reminder").length, 0, "not yet");
  t.clock.advance(1);
  await s.seat(classId, person(5)); // exactly a day before: told by the confirmation
  await t.settle();
  same(t.mailer.of("class_reminder").map((mail) => mail.to), [person(1).email]);
  truth(t.mailer.of("class_reminder")[0].text.includes(`/cancel/${seat.id}#${seat.cancelToken}`));
  await t.pass(HOUR);
  await s.seat(classId, person(6));
  await t.pass(22 * HOUR);
  equal(t.mailer.of("class_reminder").length, 1, "once, and not those who booked later");
  await t.pass(2 * HOUR);
  equal(t.mailer.of("class_reminder").length, 1);
});

Deno.test("nobody is reminded of a class that was cancelled, or has begun while the server was down", async () => {
  await using t = await studio();
  const cancelled = await t.studio.addClass({ inHours: 72 });
  await t.studio.seat(cancelled, person(1));
  equal((await t.studio.manage("POST", `classes/${cancelled}/cancel`)).status, 200);
  const missed = await t.studio.addClass({ inHours: 72 });
  await t.studio.seat(missed, person(2));
  t.clock.advance(72 * HOUR);
  await t.settle();
  equal(t.mailer.of("class_reminder").length, 0);
});
