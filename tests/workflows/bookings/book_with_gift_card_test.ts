/** A gift card pays for a class, and gets its money back. */
import assert from "node:assert/strict";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { invalid, refused } from "../../support/http.ts";
import { arrived, gate } from "../../support/stripe_gate.ts";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";

const EXPIRE = "POST /v1/checkout/sessions/:id/expire";

/** A card that was issued: its code, and how to look at it. */
async function cardOf(s: Studio, amountCents = 5000) {
  const { code, id } = (await s.manage("POST", "gift-cards", { amountCents, purchaserName: "Ann" })).body;
  return { code: code as string, id: id as string, read: async () => (await s.manage("GET", `gift-cards/${id}`)).body };
}

Deno.test("a gift card pays for a class at once, and a cancellation in time gives the amount back to it", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = await cardOf(s);
  const classId = await s.addClass();
  const booked = await s.book(classId, person(), { giftCardCode: card.code.toLowerCase().replace(/(.{4})/g, "$1-") });
  assert.equal(booked.status, 200, booked.text);
  const { enrollmentId: id, cancelToken } = booked.body;
  assert.deepEqual([booked.body.checkoutUrl, booked.body.checkoutSessionId], [null, null]);
  assert.equal(await s.seats(classId), "1/0/5");
  const paid = await card.read();
  assert.equal(paid.balanceCents, 3000);
  const { id: entryId, createdAt, client, ...entry } = paid.redemptions[0];
  assert.ok(entryId.startsWith("debit-") && createdAt);
  assert.equal(client.name, person().name);
  assert.deepEqual(entry, {
    appointmentId: id,
    debitCents: 2000,
    enrollmentId: id,
    purpose: null,
    class: { id: classId, name: "Pilates Class", scheduledAt: (await s.class(classId)).scheduledAt },
  });
  await t.settle();
  assert.match(
    t.mailer.of("booking_confirmed")[0].text,
    new RegExp(`\\$20\\.00 from the gift card ending in ${card.code.slice(-4)}, \\$30\\.00 left on it`),
  );
  assert.match(t.mailer.of("booking_confirmed")[0].text, /the whole amount goes back to the gift card/);

  const token = await s.signIn(person().email);
  const me = async () =>
    (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.enrollments[0];
  const money = (
    { paidWith, paidCents, refundedCents }: Record<string, unknown>,
  ) => [paidWith, paidCents, refundedCents];
  assert.deepEqual(money(await me()), ["gift_card", 2000, 0]);
  const ask = { cancelToken, mode: "preview" };
  const preview = (await t.send("POST", `/api/enrollments/${id}/cancel`, ask)).body;
  assert.deepEqual([preview.paidWith, preview.refundCents, preview.giftCardCents], ["gift_card", 2000, 2000]);

  // What the class costs by now changes nothing.
  await s.manage("PATCH", `classes/${classId}`, { priceCents: 3500 });
  const cancelled = await s.cancel(id, cancelToken);
  assert.deepEqual([cancelled.body.refundedCents, cancelled.body.refundId, cancelled.body.creditReturned], [
    2000,
    null,
    false,
  ]);
  assert.deepEqual((await s.cancel(id, cancelToken)).body, cancelled.body, "a repeat is answered the same");
  const back = await card.read();
  assert.equal(back.balanceCents, 5000);
  assert.deepEqual(
    back.redemptions.map((one: Record<string, unknown>) => [one.appointmentId, one.debitCents]),
    [[id, 2000], [id, -2000]],
  );
  assert.deepEqual(money(await me()), ["gift_card", 2000, 2000]);
  const done = (await t.send("POST", `/api/enrollments/${id}/cancel`, ask)).body;
  assert.deepEqual([done.refundCents, done.giftCardCents], [2000, 2000]);
  await t.settle();
  assert.match(
    t.mailer.of("booking_cancelled")[0].text,
    new RegExp(`\\$20\\.00 is back on the gift card ending in ${card.code.slice(-4)}\\.`),
  );
  const events = (await s.manage("GET", "events?type=gift_card.changed")).body.items;
  assert.deepEqual(events.map((one: { data: { balanceCents: number } }) => one.data.balanceCents), [3000, 5000]);
  assert.deepEqual(events[1].data, back, "as the management API shows it");
  assert.equal(t.stripe.sessions.size, 0, "Stripe is not asked");
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("body, class, card, state: what a booking with a gift card is refused for, in this order", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  await s.manage("PATCH", "provider", { giftCardValidDays: 5 });
  const old = await cardOf(s);
  t.clock.advance(5 * DAY);
  await s.manage("PATCH", "provider", { giftCardValidDays: null });
  const small = await cardOf(s, 1500);
  const card = await cardOf(s);
  const classId = await s.addClass({ capacity: 1 });
  const book = (giftCardCode: unknown, more = {}, id = classId) => s.book(id, person(), { giftCardCode, ...more });

  for (const code of ["ABC", "A".repeat(17), "!".repeat(16), 5]) {
    invalid(await book(code, {}, "class-none"), "giftCardCode");
  }
  invalid(await book(card.code, { useClientPackageId: "pkg-1" }, "class-none"), "giftCardCode");
  refused(await book("A".repeat(16), {}, "class-none"), 404);
  assert.match((await book(card.code, {}, "class-none")).body.error, /^Class/);
  assert.match((await book("A".repeat(16))).body.error, /^Gift card/);
  refused(await book((await cardOf(other)).code), 404);
  const expired = await book(old.code);
  assert.deepEqual([expired.status, expired.body.code], [400, "gift_card_expired"]);
  const short = await book(small.code);
  assert.deepEqual([short.status, short.body.code, short.body.balanceCents], [409, "gift_card_insufficient", 1500]);
  // A free class debits nothing, yet the card must be one.
  const free = await s.addClass({ priceCents: 0 });
  refused(await book("A".repeat(16), {}, free), 404);
  assert.equal((await book(small.code, {}, free)).status, 200);
  assert.equal((await small.read()).balanceCents, 1500);
  const [enrollment] = await s.books("enrollments");
  assert.equal(enrollment.paid_with, "free");

  const gone = await s.addClass();
  await s.manage("POST", `classes/${gone}/cancel`);
  refused(await book(old.code, {}, gone), 400);
  refused(await book(small.code, {}, gone), 410);
  assert.equal((await book(card.code)).status, 200);
  assert.equal((await book(card.code)).body.code, "already_booked");
  assert.equal((await s.book(classId, person(2), { giftCardCode: card.code })).body.code, "class_full");
  assert.equal((await card.read()).balanceCents, 3000);
  assert.deepEqual(await t.doctor(), []);
});

for (const eventFirst of [false, true]) {
  const how = eventFirst ? "though Stripe's own event frees the seat first" : "and the session can't be paid any more";
  Deno.test(`a gift card pays for one's own live hold: the enrollment stays, ${how}`, async () => {
    await using t = await studio();
    const { studio: s } = t;
    const card = await cardOf(s);
    const classId = await s.addClass({ capacity: 1 });
    const held = await s.hold(classId);
    await s.manage("PATCH", `classes/${classId}`, { priceCents: 3500 });
    t.stripe.webhooks.beforeAnswer = eventFirst;
    const booked = await s.book(classId, person(), { giftCardCode: card.code });
    assert.equal(booked.status, 200, booked.text);
    assert.equal(booked.body.enrollmentId, held.id);
    assert.equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
    await t.settle();
    assert.equal(await s.seats(classId), "1/0/0");
    assert.equal((await card.read()).balanceCents, 3000, "what the hold was for");
    await t.stripe.pay(held.session, { late: true });
    await t.settle();
    assert.deepEqual(refundsAtStripe(t, held.session), [2000], "a page paid a moment too late is refunded");
    const { body } = await s.cancel(held.id, held.cancelToken);
    assert.deepEqual([body.refundedCents, body.refundId], [2000, null]);
    assert.equal((await card.read()).balanceCents, 5000);
    assert.deepEqual(await t.doctor(), []);
  });
}

Deno.test("a hold whose page Stripe does not close stays, and takes nothing from the card", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = await cardOf(s, 2000);
  const classId = await s.addClass({ capacity: 2 });
  await s.hold(classId);
  const fault = t.stripe.fail({ route: EXPIRE, mode: "drop", times: 9 });
  refused(await s.book(classId, person(), { giftCardCode: card.code }), 502);
  assert.equal((await card.read()).balanceCents, 2000);
  fault.remove();
  assert.equal((await s.book(classId, person(2), { giftCardCode: card.code })).status, 200);
  const late = await s.book(classId, person(), { giftCardCode: card.code });
  assert.equal(late.body.code, "gift_card_insufficient");
  assert.equal(await s.seats(classId), "1/1/0", "which is seen before the page is closed");
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a hold whose card is emptied while its page is being closed is released", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = await cardOf(s, 2000);
  const classId = await s.addClass({ capacity: 2 });
  const held = await s.hold(classId);
  const stripe = gate();
  t.stripe.fail({ route: EXPIRE, mode: "slow", until: stripe.until });
  const first = s.book(classId, person(), { giftCardCode: card.code });
  await arrived(t, /expire$/);
  assert.equal((await s.book(classId, person(2), { giftCardCode: card.code })).status, 200);
  stripe.open();
  const late = await first;
  assert.deepEqual([late.body.code, late.body.balanceCents], ["gift_card_insufficient", 0]);
  assert.equal(await s.seats(classId), "1/0/1");
  assert.equal(await s.statusOf(held.id), "Expired");
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("late keeps the debit, the owner may give it back, a no-show keeps it, and erasing keeps the books", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = await cardOf(s, 10_000);
  const soon = await s.addClass({ inHours: 3 });
  const by = async (n: number) => (await s.book(soon, person(n), { giftCardCode: card.code })).body;
  const [late, given, kept, absent] = [await by(1), await by(2), await by(3), await by(4)];
  const cancelled = (await s.cancel(late.enrollmentId, late.cancelToken)).body;
  assert.deepEqual([cancelled.lateCancel, cancelled.refundedCents], [true, 0]);
  const owner = (id: string, refund: string) => s.manage("POST", `enrollments/${id}/cancel`, { refund });
  assert.equal((await owner(given.enrollmentId, "full")).body.refundedCents, 2000);
  assert.equal((await owner(kept.enrollmentId, "none")).body.refundedCents, 0);
  t.clock.advance(4 * HOUR);
  assert.equal((await s.manage("POST", `enrollments/${absent.enrollmentId}/no-show`)).status, 200);
  assert.equal((await card.read()).balanceCents, 4000);

  const { id: clientId } = (await card.read()).redemptions[0].client;
  assert.equal((await s.manage("DELETE", `clients/${clientId}`)).status, 204);
  const history = (await card.read()).redemptions;
  assert.equal(history.length, 5);
  assert.equal(history[0].client.name.includes("Jane"), false);
  const events = (await s.manage("GET", "events?type=gift_card.changed&limit=200")).text;
  assert.equal(events.includes(`"${person(1).name}"`), false, "nor in any event");
  assert.ok(events.includes(`"${person(2).name}"`));
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a cancelled class gives every amount back, also to a card that has expired by then", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.manage("PATCH", "provider", { giftCardValidDays: 2 });
  const ending = await cardOf(s, 2000);
  const shared = await cardOf(s, 5000);
  const classId = await s.addClass({ inHours: 72 });
  await s.book(classId, person(1), { giftCardCode: ending.code });
  await s.book(classId, person(2), { giftCardCode: shared.code });
  await s.book(classId, person(3), { giftCardCode: shared.code });
  const held = await s.seat(classId, person(4));
  t.clock.advance(2 * DAY + HOUR);
  const sums = (await s.manage("POST", `classes/${classId}/cancel`)).body;
  assert.deepEqual([sums.refundedCount, sums.refundFailures], [4, 0]);
  assert.deepEqual((await s.manage("POST", `classes/${classId}/cancel`)).body, sums, "a repeat is answered the same");
  assert.deepEqual([(await ending.read()).balanceCents, (await shared.read()).balanceCents], [2000, 5000]);
  await t.settle();
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  const told = t.mailer.of("class_cancelled", person(1).email)[0].text;
  assert.match(
    told,
    /\$20\.00 is back on the gift card ending in .{4}\. That card expired on .+: write to us about it/,
  );
  refused(await s.book(await s.addClass(), person(5), { giftCardCode: ending.code }), 400);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a tenant's own reference is never taken for a booking's, nor the other way round", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = await cardOf(s, 10_000);
  const { enrollmentId, cancelToken } = (await s.book(await s.addClass(), person(), { giftCardCode: card.code })).body;
  const redeem = () =>
    s.call("POST", "/api/gift-cards/redeem", {
      code: card.code,
      providerId: s.id,
      requestedDebitCents: 700,
      mode: "commit",
      appointmentId: enrollmentId,
    });
  assert.deepEqual((await redeem()).body, {
    ok: true,
    debitCents: 700,
    balanceCents: 8000,
    balanceRemainingCents: 7300,
  });
  assert.equal((await redeem()).body.alreadyRedeemed, true);
  assert.equal((await s.cancel(enrollmentId, cancelToken)).body.refundedCents, 2000);
  assert.equal((await card.read()).balanceCents, 9300);
  assert.deepEqual((await redeem()).body.debitCents, 700);
  assert.deepEqual(await t.doctor(), []);
});
