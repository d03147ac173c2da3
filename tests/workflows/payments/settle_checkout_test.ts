/** Stripe's events about a Checkout Session: copied, out of order, and early. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { type Held, ORIGIN, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** A hold whose time is up at Stripe; its seat is free again. */
async function lapsed(t: World, classId: string, who = person()): Promise<Held> {
  const held = await t.studio.hold(classId, who);
  await t.stripe.letExpire(held.session);
  await t.settle();
  return held;
}

/** Statuses with which an event was answered, copies and repeats included. */
function answersTo(t: World, type: string): (number | null)[] {
  return t.stripe.events.filter(({ event }) => event.type === type).flatMap(({ attempts }) =>
    attempts.map((one) => one.status)
  );
}

Deno.test("a payment turns the hold into a confirmed seat, and mails the customer once", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  assert.equal(await t.studio.seats(classId), "0/1/5");
  await t.stripe.pay(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");
  assert.equal(t.mailer.of("booking_confirmed", person().email).length, 1);
  assert.deepEqual(refundsAtStripe(t, held.session), []);
});

Deno.test("a session says at Stripe for whom, for what and for how much it is", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass());
  const { account, session, paymentData } = t.stripe.sessions.get(held.session)!;
  assert.equal(account, t.studio.accountId);
  assert.equal(session.mode, "payment");
  assert.equal(session.amount_total, 2000);
  assert.equal(session.currency, "usd");
  assert.equal(session.customer_email, person().email);
  assert.equal(session.success_url, `${ORIGIN}/book/confirm?session_id={CHECKOUT_SESSION_ID}`);
  assert.equal(session.cancel_url, `${ORIGIN}/book/cancelled`);
  const [checkout] = await t.studio.books("checkouts");
  assert.equal(session.client_reference_id, checkout.id);
  assert.ok(Object.keys(session.metadata!).length > 0);
  assert.deepEqual(paymentData?.metadata, session.metadata);
  assert.equal(session.expires_at * 1000, Date.parse(checkout.expires_at));
});

Deno.test("the same event a second time changes nothing", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId);
  const { event } = t.stripe.events.find(({ event }) => event.type === "checkout.session.completed")!;
  t.stripe.resend(event.id);
  await t.settle();
  await t.pass(HOUR);
  t.stripe.resend(event.id);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});

Deno.test("twenty copies of an event at once have one effect, and each is answered 200", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  t.stripe.webhooks.duplicate = 19;
  await t.stripe.pay(held.session);
  await t.settle();
  assert.deepEqual(answersTo(t, "checkout.session.completed"), Array(20).fill(200));
  assert.equal(await t.studio.seats(classId), "1/0/5");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});

Deno.test("two different events about one payment give one seat", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 2 });
  const held = await t.studio.seat(classId);
  const { session } = t.stripe.sessions.get(held.session)!;
  for (const type of ["checkout.session.completed", "checkout.session.async_payment_succeeded"]) {
    assert.equal((await t.stripe.send(t.stripe.makeEvent(type, session, { account: t.studio.accountId }))).status, 200);
  }
  await t.settle();
  assert.equal(await t.studio.seats(classId), "1/0/1");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
  assert.equal(t.stripe.refunds.size, 0);
});

Deno.test("a bank payment keeps its seat beyond the hold, and confirms it when the money comes", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  await t.pass(26 * HOUR);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  assert.equal(await t.studio.seats(classId), "0/1/5");
  assert.equal(t.mailer.of("booking_confirmed").length, 0);
  const again = await t.studio.book(classId, person());
  assert.equal(again.status, 409, "while the bank works, no second payment is asked for");
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");
});

Deno.test("a bank that declines frees the seat, and the customer may book again", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  await t.stripe.bankFails(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Expired");
  assert.equal(await t.studio.seats(classId), "0/0/1");
  await t.studio.seat(classId);
  assert.equal(await t.studio.seats(classId), "1/0/0");
});

Deno.test("async_payment_succeeded may come before completed", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  t.stripe.webhooks.reverse = true;
  await t.stripe.payLater(held.session);
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});

Deno.test("async_payment_failed may come before completed", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  t.stripe.webhooks.reverse = true;
  await t.stripe.payLater(held.session);
  await t.stripe.bankFails(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Expired");
  assert.equal(await t.studio.seats(classId), "0/0/6");
  const asked = t.stripe.requests.length;
  for (let i = 0; i < 4; i++) await t.pass(12 * HOUR);
  assert.equal(t.stripe.requests.length, asked, "Stripe is not asked for ever about a payment that failed");
});

Deno.test("a session that expires unpaid frees its seat", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await lapsed(t, classId);
  assert.equal(await t.studio.statusOf(held.id), "Expired");
  assert.equal(await t.studio.seats(classId), "0/0/1");
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 410);
  const second = await t.studio.hold(classId);
  assert.ok(second.id !== held.id && second.session !== held.session);
});

Deno.test("an expired event after the payment changes nothing", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId);
  const { session } = t.stripe.sessions.get(held.session)!;
  const late = t.stripe.makeEvent(
    "checkout.session.expired",
    { ...session, status: "expired", payment_status: "unpaid", payment_intent: null },
    { account: t.studio.accountId },
  );
  assert.equal((await t.stripe.send(late)).status, 200);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");
});

Deno.test("an expired event while the payment is processing changes nothing", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  const { session } = t.stripe.sessions.get(held.session)!;
  await t.stripe.send(t.stripe.makeEvent("checkout.session.expired", session, { account: t.studio.accountId }));
  assert.equal(await t.studio.seats(classId), "0/1/5");
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

for (const how of ["pay", "payLater"] as const) {
  Deno.test(`Stripe's event may come before /book has stored the session (${how})`, async () => {
    await using t = await studio();
    const classId = await t.studio.addClass();
    const told = Promise.withResolvers<void>();
    t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: told.promise });
    const made = t.stripe.once("POST /v1/checkout/sessions");
    const booking = t.studio.book(classId, person());
    await made;
    const [session] = t.stripe.sessions.keys();
    await t.stripe[how](session);
    assert.equal(await t.stripe.deliver(), 1);
    assert.equal(await t.studio.seats(classId), how === "pay" ? "1/0/5" : "0/1/5");
    told.resolve();
    const booked = await booking;
    assert.equal(booked.status, 200, booked.text);
    assert.equal(booked.body.checkoutSessionId, session);
    if (how === "payLater") await t.stripe.bankSucceeds(session);
    await t.settle();
    await t.pass(40 * MINUTE);
    assert.equal(await t.studio.statusOf(booked.body.enrollmentId), "Confirmed");
    assert.equal(await t.studio.seats(classId), "1/0/5");
    assert.equal(t.mailer.of("booking_confirmed").length, 1);
  });
}
