/** POST /api/enrollments/:id/reschedule, and the owner's own. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, refused } from "../../support/http.ts";
import { Sabotage } from "../../support/sabotage.ts";
import { arrived, gate } from "../../support/stripe_gate.ts";
import { addStudio, type Held, person, type Studio, studio } from "../../support/studio.ts";

const move = (s: Studio, held: Held, classId: string, more: Record<string, unknown> = {}) =>
  s.t.send("POST", `/api/enrollments/${held.id}/reschedule`, { cancelToken: held.cancelToken, classId, ...more });
const ownerMoves = (s: Studio, id: string, classId: string, more: Record<string, unknown> = {}) =>
  s.manage("POST", `enrollments/${id}/reschedule`, { classId, ...more });

const calendarOf = (text: string) => text.replaceAll("\r\n ", "");

async function freeSeat(s: Studio, classId: string, who = person()): Promise<Held> {
  const { body } = await s.book(classId, who);
  return { id: body.enrollmentId, session: "", url: "", cancelToken: body.cancelToken };
}

Deno.test("a paid booking moves with its payment: same id, one seat, one mail, one event, and the token of the new class", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [a, b] = [await s.addClass(), await s.addClass({ inHours: 120 })];
  const held = await s.seat(a);
  t.clock.advance(HOUR);
  const preview = await move(s, held, b, { mode: "preview" });
  const { id, nameSnapshot, scheduledAt, durationMin } = await s.class(b);
  const moved = {
    ok: true,
    enrollmentId: held.id,
    classSession: { id, nameSnapshot, scheduledAt, durationMin },
    cancelWindowHours: 24,
    refundableUntil: iso(Date.parse(scheduledAt) - DAY),
  };
  assert.deepEqual(preview.body, { ...moved, preview: true });
  assert.deepEqual([await s.seats(a), await s.seats(b)], ["1/0/5", "0/0/6"]);

  const got = await move(s, held, b);
  assert.equal(got.status, 200, got.text);
  assert.deepEqual(got.body, { ...moved, cancelToken: got.body.cancelToken });
  assert.deepEqual([await s.seats(a), await s.seats(b)], ["0/0/6", "1/0/5"]);
  assert.deepEqual((await s.roster(b)).enrollments.map((one: { id: string }) => one.id), [held.id]);
  refused(await move(s, held, b), 409, { alreadyBooked: true });

  await t.settle();
  const mails = t.mailer.of("booking_rescheduled", "jane1@example.com");
  assert.equal(mails.length, 1);
  assert.ok(mails[0].text.includes(got.body.cancelToken));
  assert.match(calendarOf(mails[0].attachments[0].content), new RegExp(`UID:${held.id}@alera`));
  const events = await s.manage("GET", "events?type=booking.rescheduled");
  assert.deepEqual(
    events.body.items.map((one: { data: { id: string; classId: string } }) => [one.data.id, one.data.classId]),
    [
      [held.id, b],
    ],
  );

  // Both tokens cancel it by the terms of the new class, and the payment comes back.
  await t.pass(60 * HOUR);
  const asked = await t.send("POST", `/api/enrollments/${held.id}/cancel`, {
    cancelToken: held.cancelToken,
    mode: "preview",
  });
  assert.equal(asked.body.refundCents, 2000);
  const cancelled = await s.cancel(held.id, got.body.cancelToken);
  assert.deepEqual([cancelled.status, cancelled.body.refundedCents], [200, 2000]);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a calendar keeps the entry and its sequence grows, though the other class was changed less often", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [a, b] = [await s.addClass({ priceCents: 0 }), await s.addClass({ priceCents: 0, inHours: 96 })];
  const held = await freeSeat(s, a);
  for (let n = 0; n < 5; n++) await s.manage("PATCH", `classes/${a}`, { publicNote: `Note ${n}` });
  const token = await s.signIn(person().email);
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
  const feed = async () => {
    const { text } = await t.send("GET", new URL(me.body.calendarFeedUrl).pathname);
    assert.equal(calendarOf(text).split(`UID:${held.id}@alera`).length, 2, "one entry");
    return Number(/SEQUENCE:(\d+)/.exec(text)![1]);
  };
  let last = await feed();
  for (const to of [b, a, b]) {
    t.clock.advance(HOUR);
    assert.equal((await move(s, held, to)).status, 200);
    const next = await feed();
    assert.ok(next > last, `${next} after ${last}`);
    last = next;
  }
  await t.settle();
  const sequences = t.mailer.of("booking_rescheduled", person().email).map((one) =>
    Number(/SEQUENCE:(\d+)/.exec(one.attachments[0].content)![1])
  );
  assert.deepEqual(sequences, sequences.toSorted((x, y) => x - y));
  assert.deepEqual([sequences.length, sequences.at(-1)], [3, last]);
});

Deno.test("what paid goes along: a credit and a gift card's debit stay taken, and a cancel in time returns them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token: customerToken, packId: useClientPackageId } = await s.buyPack(person(1));
  const giftCardCode = await s.buyGiftCard();
  const [a, b] = [await s.addClass(), await s.addClass({ inHours: 96 })];
  const [credit, card] = [
    await s.book(a, person(1), { useClientPackageId, customerToken }),
    await s.book(a, person(2), { giftCardCode }),
  ];
  const before = [await s.books("credit_entries"), await s.books("gift_card_entries")];
  const back: unknown[] = [];
  for (const { body } of [credit, card]) {
    const moved = await ownerMoves(s, body.enrollmentId, b);
    assert.equal(moved.status, 200, moved.text);
    assert.equal(moved.body.enrollmentId, body.enrollmentId);
  }
  assert.deepEqual([await s.books("credit_entries"), await s.books("gift_card_entries")], before);
  for (const { body } of [credit, card]) {
    const { creditReturned, refundedCents } = (await s.cancel(body.enrollmentId, body.cancelToken)).body;
    back.push([creditReturned, refundedCents]);
  }
  assert.deepEqual(back, [[true, 0], [false, 2000]]);
});

Deno.test("what is checked, in its order", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const free = { priceCents: 0, capacity: 1 };
  const [a, full, dear, gone] = [
    await s.addClass({ priceCents: 0 }),
    await s.addClass(free),
    await s.addClass({ priceCents: 3000, capacity: 1 }),
    await s.addClass(free),
  ];
  const held = await freeSeat(s, a);
  await s.book(full, person(2));
  await s.manage("POST", `classes/${gone}/cancel`);
  invalid(await t.send("POST", `/api/enrollments/${held.id}/reschedule`, { cancelToken: held.cancelToken }), "classId");
  refused(await move(s, { ...held, cancelToken: "nonsense" }, "class-none"), 401);
  refused(await move(s, held, "class-none"), 404);
  refused(await move(s, held, full), 409, { waitlistAvailable: true });
  refused(await move(s, held, a), 409, { alreadyBooked: true });
  const differs = await move(s, held, dear);
  refused(differs, 409, { priceCents: 0, newPriceCents: 3000 });
  assert.equal(differs.body.code, "price_differs");
  const codeOf = async (classId: string) => {
    const [asked, got] = [await move(s, held, classId, { mode: "preview" }), await move(s, held, classId)];
    assert.deepEqual([asked.status, asked.body.code], [got.status, got.body.code]);
    return `${got.status} ${got.body.code}`;
  };
  assert.equal(await codeOf(gone), "410 class_cancelled");
  t.clock.advance(49 * HOUR); // less than 24 hours before it
  assert.deepEqual([await codeOf(a), await codeOf(dear), await codeOf(full), await codeOf(gone)], [
    "409 too_late",
    "409 too_late",
    "409 too_late",
    "410 class_cancelled",
  ]);
  const later = await s.addClass({ priceCents: 0 });
  assert.equal((await ownerMoves(s, held.id, later)).status, 200, "the owner may");
  assert.deepEqual(await s.seats(a), "0/0/6");
  t.clock.advance(80 * HOUR);
  assert.equal(await codeOf(full), "410 class_started");
  await s.cancel(held.id, held.cancelToken);
  assert.equal(await codeOf(await s.addClass({ priceCents: 0 })), "410 booking_over");
  const waiting = await s.hold(await s.addClass(), person(3));
  const unpaid = await move(s, waiting, await s.addClass());
  assert.deepEqual([unpaid.status, unpaid.body.code], [410, "not_confirmed"]);
});

Deno.test("the same name and phone has a seat there already; a waiting client leaves the waitlist; those waiting for the old seat are told", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const options = { priceCents: 0, capacity: 1 };
  const [a, b, c] = [await s.addClass(options), await s.addClass(options), await s.addClass({ priceCents: 0 })];
  const held = await freeSeat(s, a);
  await s.book(c, { ...person(1), email: "other@example.com" });
  refused(await move(s, held, c), 409, { alreadyBooked: true });

  await s.wait(a, person(5));
  const leaver = await freeSeat(s, b, person(6));
  await s.wait(b, person(1));
  await s.cancel(leaver.id, leaver.cancelToken);
  assert.equal((await move(s, held, b)).status, 200);
  assert.deepEqual((await s.roster(b)).waitlist, []);
  // To and fro: each seat that opens is told of.
  assert.equal((await move(s, held, a)).status, 200);
  assert.equal((await move(s, held, b)).status, 200);
  await t.settle();
  assert.equal(t.mailer.sent.filter((one) => one.kind === "seat_opened").length, 3);
});

Deno.test("whoever moved after the instant of the reminder gets none, whoever moved before gets that of the new class", async () => {
  await using t = await studio();
  const { studio: s } = t;
  // A reminder leaves 48 hours before: a day before free cancellation ends.
  const [a, b] = [await s.addClass({ priceCents: 0, inHours: 100 }), await s.addClass({ priceCents: 0, inHours: 76 })];
  const [early, late] = [await freeSeat(s, a, person(1)), await freeSeat(s, a, person(2))];
  await freeSeat(s, b, person(3));
  assert.equal((await move(s, early, b)).status, 200);
  await t.pass(30 * HOUR);
  assert.equal((await move(s, late, b)).status, 200);
  await t.pass(HOUR);
  await t.pass(44 * HOUR);
  const reminded = t.mailer.sent.filter((one) => one.kind === "class_reminder").map((one) => one.to);
  assert.deepEqual(reminded.toSorted(), ["jane1@example.com", "jane3@example.com"]);
});

Deno.test("another studio's class or booking is 404; an idempotency key answers the first move again", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [a, b] = [await s.addClass({ priceCents: 0 }), await s.addClass({ priceCents: 0 })];
  const held = await freeSeat(s, a);
  const other = await addStudio(t);
  const theirs = await other.addClass({ priceCents: 0 });
  refused(await move(s, held, theirs), 404);
  refused(await ownerMoves(s, held.id, theirs), 404);
  refused(await ownerMoves(other, held.id, theirs), 404);
  const ask = () =>
    t.send("POST", `/api/enrollments/${held.id}/reschedule`, { cancelToken: held.cancelToken, classId: b }, {
      "idempotency-key": "once",
    });
  const first = await ask();
  const again = await ask();
  assert.deepEqual([again.status, again.body, again.headers.get("idempotent-replayed")], [200, first.body, "true"]);
  const preflight = await t.send("OPTIONS", `/api/enrollments/${held.id}/reschedule`, undefined, {
    origin: "https://any.example",
    "access-control-request-method": "POST",
  });
  assert.deepEqual([preflight.status, preflight.headers.get("access-control-allow-origin")], [204, "*"]);
});

/** Two for the last seat: `work` asks for both, and one may win. */
async function lastSeat(s: Studio): Promise<{ last: string; seats: Held[] }> {
  const last = await s.addClass({ priceCents: 0, capacity: 1 });
  const from = await s.addClass({ priceCents: 0, capacity: 20 });
  const seats: Held[] = [];
  for (let n = 1; n <= 8; n++) seats.push(await freeSeat(s, from, person(n)));
  return { last, seats };
}

Deno.test("into the last seat moves one, however many ask, and whoever books meanwhile", async () => {
  await using t = await studio({ rateLimits: false });
  const { studio: s } = t;
  const { last, seats } = await lastSeat(s);
  const got = await Promise.all([...seats.map((held) => move(s, held, last)), s.book(last, person(30))]);
  assert.deepEqual(got.map((one) => one.status).toSorted(), [200, ...Array(8).fill(409)]);
  assert.equal(await s.seats(last), "1/0/0");
});

Deno.test("control: without the look at the seats and the CHECK the last seat is given twice", async () => {
  const sabotage = new Sabotage({ rewrite: { "c.held_count AS heldCount": "-1000 AS heldCount" }, checks: true });
  await using t = await studio({ rateLimits: false, broken: true, wrapDatabase: sabotage.wrap });
  const { studio: s } = t;
  const { last, seats } = await lastSeat(s);
  await sabotage.during(() => Promise.all(seats.map((held) => move(s, held, last))));
  assert.ok((await t.doctor()).length > 0);
});

Deno.test("moved twice at once it is in one class, and cancelled at once it is in none", async () => {
  await using t = await studio({ rateLimits: false });
  const { studio: s } = t;
  const classes = [
    await s.addClass({ priceCents: 0 }),
    await s.addClass({ priceCents: 0 }),
    await s.addClass({ priceCents: 0 }),
  ];
  const held = await freeSeat(s, classes[0]);
  await Promise.all([move(s, held, classes[1]), move(s, held, classes[2]), move(s, held, classes[1])]);
  const taken = await Promise.all(classes.map(async (id) => (await s.class(id)).enrolledCount));
  assert.equal(taken.reduce((sum, one) => sum + one), 1);
  const [cancelled] = await Promise.all([s.cancel(held.id, held.cancelToken), move(s, held, classes[0])]);
  assert.equal(cancelled.status, 200);
  assert.deepEqual(await Promise.all(classes.map((id) => s.seats(id))), ["0/0/6", "0/0/6", "0/0/6"]);
  assert.deepEqual(await t.doctor(), []);
});

/** Whether anything happened to the booking after it was cancelled. */
async function movedAfterCancel(s: Studio): Promise<boolean> {
  const types: string[] = (await s.manage("GET", "events")).body.items.map((one: { type: string }) => one.type);
  return types.lastIndexOf("booking.rescheduled") > types.indexOf("booking.cancelled");
}

async function moveAgainstCancel(s: Studio, during: (work: () => Promise<unknown>) => Promise<unknown>): Promise<void> {
  const [a, b] = [await s.addClass({ priceCents: 0 }), await s.addClass({ priceCents: 0 })];
  const held = await freeSeat(s, a);
  await during(() => Promise.all([move(s, held, b), s.cancel(held.id, held.cancelToken)]));
}

Deno.test("what was cancelled meanwhile does not move", async () => {
  await using t = await studio();
  await moveAgainstCancel(t.studio, (work) => work());
  assert.equal(await movedAfterCancel(t.studio), false);
});

Deno.test("control: without the look at the row as it is now a cancelled booking moves", async () => {
  const sabotage = new Sabotage({
    lock: true,
    rewrite: {
      "WHERE id = ? AND class_id = ? AND status = 'Confirmed' AND cancel_requested_at IS NULL":
        "WHERE id = ? AND ? <> ''",
    },
  });
  await using t = await studio({ broken: true, wrapDatabase: sabotage.wrap });
  await moveAgainstCancel(t.studio, (work) => sabotage.during(work));
  assert.equal(await movedAfterCancel(t.studio), true);
});

Deno.test("while its refund is at Stripe a booking does not move; refused, it may again", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [a, b] = [await s.addClass(), await s.addClass()];
  const held = await s.seat(a);
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: stripe.until });
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const cancelling = s.cancel(held.id, held.cancelToken);
  await arrived(t, /refunds$/);
  const during = await move(s, held, b);
  assert.deepEqual([during.status, during.body.code], [410, "not_confirmed"]);
  stripe.open();
  assert.equal((await cancelling).status, 502);
  assert.equal((await move(s, held, b)).status, 200);
  await t.settle();
  assert.deepEqual([await s.seats(a), await s.seats(b)], ["0/0/6", "1/0/5"]);
  assert.equal((await s.cancel(held.id, held.cancelToken)).body.refundedCents, 2000);
});

Deno.test("moved into a class that its owner cancels at once: refunded there, or refused before", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [a, b] = [await s.addClass(), await s.addClass()];
  const held = await s.seat(a);
  const [moved, cancelled] = await Promise.all([move(s, held, b), s.manage("POST", `classes/${b}/cancel`)]);
  assert.equal(cancelled.status, 200);
  const status = await s.statusOf(held.id);
  assert.equal(status, moved.status === 200 ? "Cancelled" : "Confirmed");
  await t.settle();
  assert.deepEqual(await t.doctor(), []);
});
