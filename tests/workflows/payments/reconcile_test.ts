/** What nobody told us: lost webhooks, Stripe failing while a booking is made, and crashes. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { type Held, person, type Studio, studio, waitFor } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** Stripe's events get lost from now on. */
function loseEvents(t: World) {
  t.stripe.webhooks.drop = () => true;
}

/** The keys under which sessions were asked for, repeats included. */
function sessionKeys(t: { stripe: World["stripe"] }): string[] {
  return t.stripe.requests.filter((one) => one.path === "/v1/checkout/sessions").map((one) =>
    one.headers["idempotency-key"]
  );
}

// ---------------------------------------------------------------- lost webhooks

Deno.test("a payment of which nobody told us is found at the end of the hold", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.pay(held.session);
  await t.pass(29 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  await t.pass(4 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});

Deno.test("an expiry of which nobody told us frees the seat at the end of the hold", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.pass(31 * MINUTE);
  assert.equal(await t.studio.seats(classId), "0/1/0", "while it can be paid the seat is kept");
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Expired");
  assert.equal(await t.studio.seats(classId), "0/0/1");
});

Deno.test("a hold past its end is not released while Stripe does not say how it stands", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.pay(held.session);
  const faults = [
    t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", status: 503, times: 99, saved: false }),
    t.stripe.fail({ route: "GET /v1/checkout/sessions/:id", status: 503, times: 99 }),
  ];
  await t.pass(35 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  assert.equal(await t.studio.seats(classId), "0/1/0");
  for (const fault of faults) fault.remove();
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

Deno.test("a bank payment whose end nobody told is asked about: yes", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.payLater(held.session);
  await t.pass(33 * MINUTE);
  await t.pass(12 * HOUR);
  assert.equal(await t.studio.seats(classId), "0/1/5");
  await t.stripe.bankSucceeds(held.session);
  await t.pass(7 * HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

Deno.test("a bank payment whose end nobody told is asked about: no", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.payLater(held.session);
  await t.pass(33 * MINUTE);
  assert.equal(await t.studio.seats(classId), "0/1/0");
  await t.stripe.bankFails(held.session);
  await t.pass(7 * HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Expired", "else the seat would be held for ever");
  assert.equal(await t.studio.seats(classId), "0/0/1");
});

Deno.test("a bank payment that comes after its cancel is refunded though nobody told us of it", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 200);
  loseEvents(t);
  await t.stripe.bankSucceeds(held.session);
  await t.pass(7 * HOUR);
  assert.deepEqual([...t.stripe.refunds.values()].map(({ refund }) => refund.amount), [2000]);
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

Deno.test("packs, gift cards and tips of which nobody told us are found when their page ends", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  const sessions = [
    await t.studio.startPack(person()),
    await t.studio.startGiftCard(),
    await t.studio.startTip(tipToken),
  ];
  loseEvents(t);
  for (const session of sessions) await t.stripe.pay(session);
  await t.pass(DAY);
  assert.deepEqual((await t.studio.books("checkouts")).map((one) => one.fulfillment_kind).sort(), [
    "card",
    "pack",
    "tip",
  ]);
  await t.pass(DAY);
  assert.equal((await t.studio.books("client_packages")).length, 1);
  assert.equal((await t.studio.books("gift_cards")).length, 1);
});

Deno.test("a lost payment is found, too, when its customer books again, and is not charged twice", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.pay(held.session);
  t.clock.advance(33 * MINUTE); // the worker sleeps
  assert.equal((await t.studio.book(classId, person())).status, 409);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(t.stripe.sessions.size, 1);
});

// ---------------------------------------------------------------- Stripe fails in /book

const failures: Record<string, (t: World) => void> = {
  "refuses": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400 }),
  "answers 500": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 500 }),
  "answers 429": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 429, times: 3 }),
  "hangs": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "hang", times: 3 }),
  "cuts the line": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "drop", times: 3 }),
  "does it but its answers are lost": (t) =>
    t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "lost", times: 3 }),
};
for (const [how, fail] of Object.entries(failures)) {
  Deno.test(`when Stripe ${how}, /book answers 502, the hold is gone, and a retry works`, async () => {
    await using t = await studio({ stripeTimeoutMs: 200 });
    const classId = await t.studio.addClass({ capacity: 1 });
    fail(t);
    const refused = await t.studio.book(classId, person());
    assert.equal(refused.status, 502, refused.text);
    assert.equal(typeof refused.body.error, "string");
    assert.equal(await t.studio.seats(classId), "0/0/1");
    t.stripe.clearFaults();
    const held = await t.studio.hold(classId);
    assert.equal(await t.studio.seats(classId), "0/1/0");
    await t.stripe.pay(held.session);
    await t.settle();
    await t.pass(40 * MINUTE); // a session that nobody was told of ends quietly
    assert.equal(await t.studio.statusOf(held.id), "Confirmed");
    assert.equal(await t.studio.seats(classId), "1/0/0");
    assert.equal(t.stripe.refunds.size, 0);
    assert.equal(new Set(sessionKeys(t)).size, 2, "the retry is another attempt, with another key");
  });
}

Deno.test("an answer of Stripe that is lost once costs nothing: the same session is answered again", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "lost" });
  const held = await t.studio.hold(classId);
  assert.equal(t.stripe.sessions.size, 1);
  assert.ok(t.stripe.sessions.has(held.session));
  assert.equal(new Set(sessionKeys(t)).size, 1);
});

Deno.test("no seat is lost when packs, gift cards and tips fail at Stripe: 502, and a retry works", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  const { handle } = t.studio;
  const type = await t.studio.manage("POST", "package-types", { name: "Pack", sessionsTotal: 3, priceCents: 5000 });
  const card = { handle, amountCents: 2000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const starts = [
    () => t.studio.call("POST", "/api/packages/start", { packageTypeId: type.body.id, handle, ...person() }),
    () => t.studio.call("POST", "/api/gift-cards/start", card),
    () => t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 }),
  ];
  for (const start of starts) {
    t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400 });
    assert.equal((await start()).status, 502);
    assert.equal((await start()).status, 200);
  }
});

// ---------------------------------------------------------------- a crash

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
    assert.equal(new Set(sessionKeys(t)).size, 1);
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
  assert.equal(new Set(sessionKeys(t)).size, 1);
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
  assert.equal(new Set(sessionKeys(t)).size, 1);
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

Deno.test("who was erased after a class is not reminded for ever when the class is moved ahead", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 48 });
  const held = await s.seat(classId, person(1));
  await s.seat(classId, person(2));
  t.clock.advance(50 * HOUR);
  const { id } = (await s.manage("GET", `clients?q=${person(1).email}`)).body.items[0];
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  assert.equal(
    (await s.manage("PATCH", `classes/${classId}`, { scheduledAt: iso(t.clock.now() + 50 * HOUR) })).status,
    200,
  );
  await t.pass(27 * HOUR); // fails when the worker never comes to rest
  assert.deepEqual(t.mailer.of("class_reminder").map((one) => one.to), [person(2).email]);
  assert.equal(await s.statusOf(held.id), "Confirmed");
});
