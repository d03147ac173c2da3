/** A crash between our commit and the answer of Stripe. */
import assert from "node:assert/strict";
import { idempotencyKeysOf } from "../../support/stripe_requests.ts";
import { MINUTE } from "../../../src/domain/time.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { type Held, person, type Studio, studio, waitFor } from "../../support/studio.ts";

/** A process that dies when Stripe has made the session (or, `before`, before Stripe is asked); and the next, on the same database. */
async function crashed(act: (s: Studio, classId: string) => Promise<unknown>, before = false) {
  const faults = new DatabaseFaults();
  const directory = await Deno.makeTempDir({ prefix: "alera-crash-" });
  const first = await studio({ databasePath: `${directory}/alera.db`, wrapDatabase: faults.wrap, broken: true });
  const classId = await first.studio.addClass({ capacity: 1 });
  if (before) first.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "drop", times: 3 });
  const asked = before
    ? waitFor(() => first.stripe.requests.some((one) => one.path === "/v1/checkout/sessions"))
    : first.stripe.once("POST /v1/checkout/sessions");
  const acting = act(first.studio, classId);
  await asked;
  faults.dead = true;
  await acting;
  const second: TestApp = await startApp({ databasePath: `${directory}/alera.db`, after: first });
  return {
    classId,
    second,
    studio: first.studio.seenBy(second),
    /** What a start does first. */
    async start() {
      second.jobs.start();
      await second.jobs.stop();
    },
    async [Symbol.asyncDispose]() {
      faults.dead = false;
      try {
        await second[Symbol.asyncDispose]();
      } finally {
        await first[Symbol.asyncDispose]();
        await Deno.remove(directory, { recursive: true });
      }
    },
  };
}

for (const before of [false, true]) {
  Deno.test(`a booking cut off by a crash ${before ? "before Stripe made its session" : "after Stripe made its session"} is completed under the same key`, async () => {
    await using world = await crashed((s, classId) => s.book(classId, person()), before);
    const { second: t, studio: s, classId } = world;
    assert.equal(await s.seats(classId), "0/1/0", "the seat is still held");
    await world.start();
    assert.equal(t.stripe.sessions.size, 1);
    assert.equal(idempotencyKeysOf(t, /^\/v1\/checkout\/sessions$/).length, 1);
    assert.equal(await s.seats(classId), "0/1/0");
    const held: Held = await s.hold(classId, person());
    assert.equal(held.session, [...t.stripe.sessions.keys()][0]);
    assert.equal(held.url, t.stripe.sessions.get(held.session)!.session.url);
    assert.equal(t.stripe.sessions.size, 1);
    await t.stripe.pay(held.session);
    await t.settle();
    assert.equal(await s.statusOf(held.id), "Confirmed");
    assert.equal(await s.seats(classId), "1/0/0");
  });
}

Deno.test("a booking cut off by a crash is taken up by its customer, who need not wait for the worker", async () => {
  await using world = await crashed((s, classId) => s.book(classId, person()));
  const { second: t, studio: s, classId } = world;
  const held = await s.hold(classId, person());
  assert.equal(t.stripe.sessions.size, 1);
  assert.equal(idempotencyKeysOf(t, /^\/v1\/checkout\/sessions$/).length, 1);
  assert.equal((await s.cancel(held.id, held.cancelToken)).status, 200);
  assert.equal(await s.seats(classId), "0/0/1");
});

Deno.test("a booking cut off by a crash and never taken up frees its seat at the end of the hold", async () => {
  await using world = await crashed((s, classId) => s.book(classId, person()));
  const { second: t, studio: s, classId } = world;
  await t.pass(3 * MINUTE);
  assert.equal(await s.seats(classId), "0/1/0");
  await t.pass(33 * MINUTE);
  assert.equal(await s.seats(classId), "0/0/1");
});

Deno.test("a promotion cut off by a crash is completed, and its link mailed", async () => {
  await using world = await crashed(async (s, classId) => {
    const free = await s.addClass({ priceCents: 0, capacity: 1 });
    assert.equal((await s.book(free, person(8))).status, 200);
    void classId;
    // A full paid class whose only seat opens again.
    await s.manage("PATCH", `classes/${free}`, { priceCents: 2000 });
    const waits = await s.wait(free, person(2));
    const [{ id }] = (await s.roster(free)).enrollments;
    await s.manage("POST", `enrollments/${id}/cancel`, {});
    await s.manage("POST", `waitlist/${waits.body.waitlistEntryId}/promote`);
  });
  const { second: t } = world;
  await world.start();
  await t.settle();
  assert.equal(t.stripe.sessions.size, 1);
  assert.equal(idempotencyKeysOf(t, /^\/v1\/checkout\/sessions$/).length, 1);
  const [mail] = t.mailer.of("waitlist_promoted", person(2).email);
  assert.ok(mail.text.includes([...t.stripe.sessions.values()][0].session.url!));
});

Deno.test("a refund cut off by a crash is made once, and its booking cancelled, by the next process", async () => {
  const faults = new DatabaseFaults();
  const directory = await Deno.makeTempDir({ prefix: "alera-crash-" });
  try {
    await using first = await studio({
      databasePath: `${directory}/alera.db`,
      wrapDatabase: faults.wrap,
      broken: true,
    });
    const held = await first.studio.seat(await first.studio.addClass());
    const made = first.stripe.once("POST /v1/refunds");
    const cancelling = first.studio.cancel(held.id, held.cancelToken);
    await made;
    faults.dead = true;
    assert.equal((await cancelling).status, 500);
    await using second = await startApp({ databasePath: `${directory}/alera.db`, after: first });
    faults.dead = false; // the first may be put away
    await second.pass(2 * MINUTE);
    const s = first.studio.seenBy(second);
    assert.equal(await s.statusOf(held.id), "Cancelled");
    assert.equal(second.stripe.refunds.size, 1);
    const { status, body } = await s.cancel(held.id, held.cancelToken);
    assert.deepEqual([status, body.refundedCents], [200, 2000]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
