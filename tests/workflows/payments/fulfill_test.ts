/** Money meets what it was for: orders, doubles and delays of Stripe's events. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { type Held, ORIGIN, person, type Studio, studio } from "../../support/studio.ts";

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

/** What Stripe gave back for a session, in cents, one number per refund. */
function refundsAtStripe(t: World, session: string): number[] {
  const payment = t.studio.paymentOf(session);
  return [...t.stripe.refunds.values()].filter(({ refund }) =>
    refund.payment_intent === payment && refund.status !== "failed"
  )
    .map(({ refund }) => refund.amount);
}

// ---------------------------------------------------------------- one payment, one seat

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

// ---------------------------------------------------------------- a bank that takes its time

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

Deno.test("a bank that says no frees the seat, and the customer may book again", async () => {
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

Deno.test("the bank's yes may come before the word that it was asked", async () => {
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

Deno.test("the bank's no may come before the word that it was asked", async () => {
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

// ---------------------------------------------------------------- the end of a hold

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

Deno.test("an expiry told after the payment takes nothing away", async () => {
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

Deno.test("an expiry told while the bank works takes nothing away", async () => {
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

// ---------------------------------------------------------------- money that comes late

Deno.test("late money gets its seat when one is still free", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await lapsed(t, classId);
  await t.stripe.pay(held.session, { late: true });
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/0");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
  assert.deepEqual(refundsAtStripe(t, held.session), []);
});

Deno.test("late money for a seat that is gone is refunded in full, once, and the customer is told", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await lapsed(t, classId, person(1));
  await t.studio.seat(classId, person(2));
  t.stripe.webhooks.duplicate = 4;
  await t.stripe.pay(held.session, { late: true });
  await t.settle();
  await t.pass(HOUR);
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  assert.equal(await t.studio.statusOf(held.id), "Expired");
  assert.equal(await t.studio.seats(classId), "1/0/0");
  const told = t.mailer.of("payment_refunded");
  assert.deepEqual(told.map((mail) => mail.to), [person(1).email]);
  const [fulfillment] = (await t.studio.books("checkouts")).filter((one) => one.session_id === held.session);
  assert.equal(fulfillment.fulfillment_kind, "refund");
});

Deno.test("late money of a customer who has booked again meanwhile is refunded", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const first = await lapsed(t, classId);
  const second = await t.studio.seat(classId);
  await t.stripe.pay(first.session, { late: true });
  await t.settle();
  assert.deepEqual(refundsAtStripe(t, first.session), [2000]);
  assert.deepEqual(refundsAtStripe(t, second.session), []);
  assert.equal(await t.studio.seats(classId), "1/0/5");
});

Deno.test("late money for a class that has begun, or was cancelled, is refunded", async () => {
  await using t = await studio();
  const begun = await t.studio.addClass({ inHours: 1 });
  const cancelled = await t.studio.addClass();
  const one = await lapsed(t, begun, person(1));
  const two = await lapsed(t, cancelled, person(2));
  await t.studio.manage("POST", `classes/${cancelled}/cancel`);
  await t.pass(2 * HOUR);
  for (const { session } of [one, two]) await t.stripe.pay(session, { late: true });
  await t.settle();
  assert.deepEqual(refundsAtStripe(t, one.session), [2000]);
  assert.deepEqual(refundsAtStripe(t, two.session), [2000]);
  assert.equal(await t.studio.seats(begun), "0/0/6");
  assert.equal(t.mailer.of("payment_refunded").length, 2);
});

Deno.test("of two who pay for the last seat at the same time one gets it, the other the money back", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const late = await lapsed(t, classId, person(1));
  const punctual = await t.studio.hold(classId, person(2));
  await t.stripe.pay(late.session, { late: true });
  await t.stripe.pay(punctual.session);
  await t.stripe.deliver(undefined, { atOnce: true });
  await t.settle();
  assert.equal(await t.studio.seats(classId), "1/0/0");
  assert.equal(await t.studio.statusOf(punctual.id), "Confirmed", "a living hold is not outrun");
  assert.deepEqual(refundsAtStripe(t, punctual.session), []);
  assert.deepEqual(refundsAtStripe(t, late.session), [2000]);
});

Deno.test("of two late payers for one free seat one gets it, the other the money back", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const holds = [await lapsed(t, classId, person(1)), await lapsed(t, classId, person(2))];
  for (const { session } of holds) await t.stripe.pay(session, { late: true });
  await t.stripe.deliver(undefined, { atOnce: true });
  await t.settle();
  assert.equal(await t.studio.seats(classId), "1/0/0");
  assert.deepEqual(holds.flatMap(({ session }) => refundsAtStripe(t, session)), [2000]);
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
  assert.equal(t.mailer.of("payment_refunded").length, 1);
});

// ---------------------------------------------------------------- packs, cards, tips

const purchases: {
  what: string;
  start: (s: Studio) => Promise<string>;
  made: (s: Studio) => Promise<number>;
  mail: string;
}[] = [
  {
    what: "class pack",
    start: (s) => s.startPack(person()),
    made: async (s) => (await s.books("client_packages")).length,
    mail: "pack_bought",
  },
  {
    what: "gift card",
    start: (s) => s.startGiftCard(),
    made: async (s) => (await s.books("gift_cards")).length,
    mail: "gift_card",
  },
  {
    what: "tip",
    start: async (s) => await s.startTip((await s.completedAppointment()).tipToken),
    made: async (s) => (await s.books("appointments")).filter((one) => one.tip_amount_cents === 500).length,
    mail: "tip_received",
  },
];

for (const { what, start, made, mail } of purchases) {
  Deno.test(`a ${what} is made once, however often and however late Stripe tells of it`, async () => {
    await using t = await studio();
    const session = await start(t.studio);
    assert.equal(await made(t.studio), 0, "nothing before the money");
    t.stripe.webhooks.duplicate = 4;
    await t.stripe.pay(session);
    await t.settle();
    await t.pass(25 * HOUR);
    for (const { event } of t.stripe.events) t.stripe.resend(event.id);
    await t.settle();
    assert.equal(await made(t.studio), 1);
    assert.equal(t.mailer.of(mail).length, 1);
    assert.equal(t.stripe.refunds.size, 0);
    assert.equal((await t.studio.books("checkouts")).filter((one) => one.fulfillment_id !== null).length, 1);
  });

  Deno.test(`a ${what} paid by bank is made when the bank pays, also when its events come in the wrong order`, async () => {
    await using t = await studio();
    const [paid, refused] = [await start(t.studio), await start(t.studio)];
    await t.stripe.payLater(refused);
    await t.settle();
    assert.equal(await made(t.studio), 0);
    await t.stripe.bankFails(refused);
    await t.settle();
    assert.equal(await made(t.studio), 0);
    t.stripe.webhooks.reverse = true;
    await t.stripe.payLater(paid);
    await t.stripe.bankSucceeds(paid);
    await t.settle();
    assert.equal(await made(t.studio), 1);
  });
}

Deno.test("money for a second tip is refunded in full, and the customer is told", async () => {
  await using t = await studio();
  const { id, tipToken } = await t.studio.completedAppointment();
  const [first, second] = [await t.studio.startTip(tipToken, 500), await t.studio.startTip(tipToken, 700)];
  await t.stripe.pay(first);
  await t.stripe.pay(second);
  await t.stripe.deliver(undefined, { atOnce: true });
  await t.settle();
  const tip = (await t.studio.manage("GET", "appointments")).body.items.find((one: { id: string }) => one.id === id);
  const kept = tip.tipAmountCents === 500 ? first : second;
  const other = kept === first ? second : first;
  assert.deepEqual(refundsAtStripe(t, kept), []);
  assert.deepEqual(refundsAtStripe(t, other), [kept === first ? 700 : 500]);
  assert.equal(tip.tipChargeId, t.stripe.payments.get(t.studio.paymentOf(kept))!.charge.id);
  assert.equal(t.mailer.of("payment_refunded", person().email).length, 1);
  assert.equal(t.mailer.of("tip_received").length, 1);
  assert.equal((await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 })).status, 409);
});

// ---------------------------------------------------------------- fee

Deno.test("without a platform fee none is sent", async () => {
  await using t = await studio();
  await t.studio.hold(await t.studio.addClass());
  for (const { start } of purchases) await start(t.studio);
  assert.equal(t.stripe.sessions.size, 4);
  for (const { paymentData } of t.stripe.sessions.values()) {
    assert.equal(paymentData?.application_fee_amount, undefined);
  }
});

Deno.test("the platform fee is a share of each payment, rounded down", async () => {
  await using t = await studio({ settings: { platformFeeBps: 250 } });
  const held = await t.studio.hold(await t.studio.addClass({ priceCents: 2019 }));
  assert.equal(t.stripe.sessions.get(held.session)!.paymentData?.application_fee_amount, 50);
  const fees = [];
  for (const { start } of purchases) {
    fees.push(t.stripe.sessions.get(await start(t.studio))!.paymentData?.application_fee_amount);
  }
  assert.deepEqual(fees, [225, 250, 12]);
  await t.stripe.pay(held.session);
  await t.settle();
  assert.equal(
    (await t.studio.cancel(held.id, held.cancelToken)).body.refundedCents,
    2019,
    "the customer gets all of it",
  );
});

// ---------------------------------------------------------------- onboarding

/** What a studio that can't be paid answers to each purchase, and that nothing of it is left. */
async function refusesAllSales(t: World, tipToken: string) {
  const classId = await t.studio.addClass();
  const before = t.stripe.sessions.size;
  const booked = await t.studio.book(classId, person(5));
  assert.equal(booked.status, 502, booked.text);
  assert.equal(await t.studio.seats(classId), "0/0/6");
  const type = await t.studio.manage("POST", "package-types", { name: "Pack", sessionsTotal: 3, priceCents: 5000 });
  const { handle } = t.studio;
  const pack = await t.studio.call("POST", "/api/packages/start", {
    packageTypeId: type.body.id,
    handle,
    ...person(5),
  });
  const card = await t.studio.call("POST", "/api/gift-cards/start", {
    handle,
    amountCents: 2000,
    purchaserName: "Jane",
    purchaserEmail: "jane@example.com",
  });
  const tip = await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 });
  assert.deepEqual([pack.status, card.status, tip.status], [412, 412, 412]);
  assert.equal(t.stripe.sessions.size, before);
  const free = await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(5));
  assert.equal(free.status, 200, "free classes need no Stripe");
}

Deno.test("a studio that is not onboarded sells nothing, and keeps no seat", async () => {
  await using t = await studio({ onboarded: false });
  await refusesAllSales(t, (await t.studio.completedAppointment()).tipToken);
});

Deno.test("a studio whose account was disabled later sells nothing until it is enabled again", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  await t.settle();
  await refusesAllSales(t, tipToken);
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: true });
  await t.settle();
  await t.studio.hold(await t.studio.addClass());
});

Deno.test("a studio whose account Stripe has disabled without telling us yet answers 502 and keeps no seat", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  assert.equal((await t.studio.book(classId, person())).status, 502);
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

Deno.test("account events in the wrong order end with what Stripe says now", async () => {
  await using t = await studio();
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: true });
  t.stripe.webhooks.reverse = true;
  await t.settle();
  await t.studio.hold(await t.studio.addClass());
});

Deno.test("a studio that cut the tie is no longer onboarded, and can start anew with another account", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  const waiting = await t.studio.hold(await t.studio.addClass(), person(1));
  await t.pass(MINUTE);
  await t.stripe.pay(waiting.session);
  await t.stripe.deauthorize(t.studio.accountId);
  t.stripe.webhooks.reverse = true;
  await t.settle();
  assert.equal(await t.studio.statusOf(waiting.id), "Confirmed", "what was paid before is still owed");
  await refusesAllSales(t, tipToken);
  const state = await t.studio.manage("GET", "stripe");
  assert.deepEqual([state.body.accountId, state.body.chargesEnabled], [null, false]);
  await t.studio.manage("POST", "stripe/onboarding", { returnUrl: ORIGIN, refreshUrl: ORIGIN });
  const anew = (await t.studio.manage("GET", "stripe")).body.accountId;
  assert.ok(anew && anew !== t.studio.accountId);
  await t.stripe.setAccount(anew, { chargesEnabled: true });
  await t.settle();
  const held = await t.studio.hold(await t.studio.addClass(), person(2));
  assert.equal(t.stripe.sessions.get(held.session)!.account, anew);
});

// ---------------------------------------------------------------- before the session's id is stored

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
