/** The owner books somebody in: every way to pay, who can't be booked, and what becomes of it. */
import assert from "node:assert/strict";
import { HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

const bookIn = (s: Studio, classId: string, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  s.manage("POST", `classes/${classId}/enrollments`, body, headers);

/** Refused, with this code. */
function refusedAs(got: Awaited<ReturnType<typeof bookIn>>, status: number, code: string): void {
  assert.deepEqual([got.status, got.body.code], [status, code], got.text);
}

const SAM = { name: "Sam Smith", email: "sam@example.com", phone: "5555550143" };

Deno.test("somebody at the door pays elsewhere: the seat, the amount, the mail, and a cancel that refunds nothing", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const booked = await bookIn(s, classId, { client: SAM, payment: "offline", paidIn: "cash" });
  assert.equal(booked.status, 201, booked.text);
  const { id, client, ...rest } = booked.body;
  isId(id, "enr");
  isId(client.id, "cli");
  assert.deepEqual(rest, {
    status: "Confirmed",
    bookedAt: iso(t.clock.now()),
    classId,
    priceCents: 2000,
    paidWith: "offline",
    paidCents: 2000,
    expiresAt: null,
    checkoutUrl: null,
  });
  assert.equal(await s.seats(classId), "1/0/5");
  await t.settle();
  const mail = t.mailer.of("booking_confirmed", SAM.email).at(-1)!;
  assert.match(mail.text, /\$20\.00, at the studio/);
  const less = await bookIn(s, classId, { client: person(2), payment: "offline", amountCents: 1500 });
  assert.equal(less.body.paidCents, 1500);
  const roster = await s.roster(classId);
  assert.deepEqual(roster.enrollments.map((one: { paidCents: number }) => one.paidCents).sort(), [1500, 2000]);
  const mine = (await s.manage("GET", `clients/${client.id}`)).body.enrollments[0];
  assert.deepEqual([mine.paidWith, mine.paidCents], ["offline", 2000]);
  const cancelled = await s.cancel(id, mine.cancelToken);
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.deepEqual([cancelled.body.refundedCents, cancelled.body.creditReturned], [0, false]);
  assert.equal((await s.books("offline_payments")).length, 2);
  assert.equal((await s.manage("GET", "events?type=booking.confirmed")).body.items.length, 2);
});

Deno.test("nothing to pay is free, whatever the class costs, and needs no email", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const booked = await bookIn(s, classId, { client: { name: "A guest" }, payment: "none" });
  assert.equal(booked.status, 201, booked.text);
  assert.deepEqual([booked.body.paidWith, booked.body.paidCents, booked.body.client.email], ["free", 0, null]);
  await t.settle();
  assert.equal(t.mailer.sent.length, 0);
  // An email that is added later brings no old mail, and the doctor misses none.
  const path = `clients/${booked.body.client.id}`;
  assert.equal((await s.manage("PATCH", path, { email: "guest@example.com" })).status, 200);
  await t.settle();
  assert.equal(t.mailer.sent.length, 0);
  assert.equal((await s.manage("GET", "clients?q=a guest")).body.items.length, 1);
});

Deno.test("a credit or a gift card pays, and comes back when cancelled in time", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const { packId } = await s.buyPack(person(1), 1);
  const clientId = (await s.manage("GET", `clients?q=${person(1).email}`)).body.items[0].id;
  const byCredit = { clientId, payment: "credit", clientPackageId: packId };
  const booked = await bookIn(s, classId, byCredit);
  assert.equal(booked.status, 201, booked.text);
  assert.equal(booked.body.paidWith, "credit");
  refusedAs(await bookIn(s, await s.addClass(), byCredit), 409, "no_credits");
  refused(await bookIn(s, classId, { client: SAM, payment: "credit", clientPackageId: packId }), 404);
  await s.manage("POST", `enrollments/${booked.body.id}/cancel`, {});
  assert.equal((await s.manage("GET", `clients/${clientId}`)).body.packages[0].sessionsRemaining, 1);

  const giftCardCode = await s.buyGiftCard(3000);
  const paid = await bookIn(s, classId, { client: SAM, payment: "gift_card", giftCardCode });
  assert.deepEqual([paid.body.paidWith, paid.body.paidCents], ["gift_card", 2000]);
  const short = await bookIn(s, classId, { client: person(3), payment: "gift_card", giftCardCode });
  refusedAs(short, 409, "gift_card_insufficient");
  refused(await bookIn(s, classId, { client: person(3), payment: "gift_card", giftCardCode: "0".repeat(16) }), 404);
});

Deno.test("a payment link holds the seat and is mailed; paid it is a booking, unpaid the seat opens again", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const held = await bookIn(s, classId, { client: SAM, payment: "link" });
  assert.equal(held.status, 201, held.text);
  assert.equal(held.body.status, "PendingPayment");
  assert.equal(held.body.paidWith, null);
  assert.ok(held.body.expiresAt > iso(t.clock.now() + 29 * MINUTE));
  assert.equal(await s.seats(classId), "0/1/5");
  await t.settle();
  const mail = t.mailer.of("payment_link", SAM.email);
  assert.equal(mail.length, 1);
  assert.ok(mail[0].text.includes(held.body.checkoutUrl));
  const again = await bookIn(s, classId, { client: SAM, payment: "link" });
  refusedAs(again, 409, "already_booked");
  assert.equal(again.body.enrollmentId, held.body.id);
  const session = [...t.stripe.sessions.keys()].at(-1)!;
  await t.stripe.pay(session);
  await t.settle();
  assert.equal(await s.statusOf(held.body.id), "Confirmed");

  const other = await bookIn(s, classId, { client: person(2), payment: "link" });
  t.clock.advance(HOUR);
  await t.settle();
  assert.equal(await s.statusOf(other.body.id), "Expired");
  invalid(await bookIn(s, classId, { client: { name: "No Mail" }, payment: "link" }), "payment");
  invalid(await bookIn(s, await s.addClass({ priceCents: 0 }), { client: SAM, payment: "link" }), "payment");
});

Deno.test("a client's own unpaid hold is paid at the desk: one seat, and its payment page closed", async () => {
  await using t = await studio();
  const { studio: s } = t;
  for (const payment of ["offline", "none"]) {
    const classId = await s.addClass();
    const held = await s.hold(classId, person(1));
    const clientId = (await s.roster(classId)).holds[0].client.id;
    const booked = await bookIn(s, classId, { clientId, payment });
    assert.equal(booked.status, 201, booked.text);
    assert.equal(booked.body.id, held.id);
    assert.equal(booked.body.paidCents, payment === "offline" ? 2000 : 0);
    assert.equal(await s.seats(classId), "1/0/5");
    assert.equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
  }
});

Deno.test("the door is open until the class ends", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 1 });
  t.clock.advance(HOUR + 10 * MINUTE);
  refusedAs(await bookIn(s, classId, { client: SAM, payment: "link" }), 410, "class_started");
  assert.equal((await bookIn(s, classId, { client: SAM, payment: "offline" })).status, 201);
  t.clock.advance(HOUR);
  refusedAs(await bookIn(s, classId, { client: person(2), payment: "offline" }), 410, "class_started");
  await s.manage("POST", `classes/${classId}/complete`);
  refusedAs(await bookIn(s, classId, { client: person(2), payment: "offline" }), 410, "class_completed");
  const gone = await s.addClass();
  await s.manage("POST", `classes/${gone}/cancel`);
  refusedAs(await bookIn(s, gone, { client: person(2), payment: "none" }), 410, "class_cancelled");
});

Deno.test("who has a seat is not booked twice; a family shares a phone, and an email's record follows the owner", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const mother = { name: "Ann Lee", email: "ann@example.com", phone: "5555550150" };
  const first = await bookIn(s, classId, { client: mother, payment: "none" });
  const twice = await bookIn(s, classId, { clientId: first.body.client.id, payment: "none" });
  refusedAs(twice, 409, "already_booked");
  assert.equal(twice.body.enrollmentId, first.body.id);
  refusedAs(
    await bookIn(s, classId, { client: { name: "ann LEE", phone: mother.phone }, payment: "none" }),
    409,
    "already_booked",
  );
  const son = await bookIn(s, classId, { client: { name: "Bo Lee", phone: mother.phone }, payment: "none" });
  assert.equal(son.status, 201);
  assert.notEqual(son.body.client.id, first.body.client.id);
  const other = await bookIn(s, await s.addClass(), {
    client: { name: "Ann Lee-Park", email: "ANN@example.com" },
    payment: "none",
  });
  assert.deepEqual(other.body.client, { ...first.body.client, name: "Ann Lee-Park" });
});

Deno.test("what is missing or too much is refused before anything is looked up", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  invalid(await bookIn(s, classId, { payment: "none" }), "clientId");
  invalid(await bookIn(s, classId, { clientId: "cli-1", client: SAM, payment: "none" }), "clientId");
  invalid(await bookIn(s, classId, { client: SAM, payment: "credit" }), "clientPackageId");
  invalid(await bookIn(s, classId, { client: SAM, payment: "gift_card" }), "giftCardCode");
  invalid(await bookIn(s, classId, { client: SAM, payment: "cheque" }), "payment");
  invalid(await bookIn(s, classId, { client: SAM, payment: "offline", amountCents: -1 }), "amountCents");
  refused(await bookIn(s, classId, { clientId: "cli-none", payment: "none" }), 404);
  assert.equal((await s.manage("GET", "clients")).body.items.length, 0);
});

Deno.test("the last seat goes once, to the desk or to the site, and a repeat under its key is the same booking", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1, priceCents: 0 });
  const asked = await Promise.all([
    ...[1, 2, 3, 4].map((n) =>
      bookIn(s, classId, { client: person(n), payment: "offline" }, { "idempotency-key": `k${n}` })
    ),
    ...[5, 6, 7, 8].map((n) => s.book(classId, person(n))),
  ]);
  assert.equal(asked.filter((one) => one.status < 300).length, 1);
  for (const one of asked.filter((one) => one.status >= 300)) refusedAs(one, 409, "class_full");
  assert.equal(await s.seats(classId), "1/0/0");

  const free = await s.addClass();
  const key = { "idempotency-key": "door" };
  const once = await bookIn(s, free, { client: { name: "Walk In" }, payment: "none" }, key);
  const again = await bookIn(s, free, { client: { name: "Walk In" }, payment: "none" }, key);
  assert.deepEqual(again.body, once.body);
  assert.equal(await s.seats(free), "1/0/5");
});
