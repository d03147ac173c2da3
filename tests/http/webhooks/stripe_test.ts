/** `POST /api/webhooks/stripe`: who is believed, what changes nothing, and what happens when the database fails. */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import type { StripeEvent } from "../../../src/dev/stripe_simulator/simulator.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { keepLog } from "../../support/http.ts";
import { addStudio, type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** A class of one seat and a hold on it. */
async function heldSeat(t: World): Promise<Held & { classId: string }> {
  const classId = await t.studio.addClass({ capacity: 1 });
  return { classId, ...await t.studio.hold(classId) };
}

/** "Paid" for a hold, as Stripe would word it, with whatever the test makes wrong. */
function paidEvent(
  t: World,
  held: Held,
  wrong: { session?: Record<string, unknown>; event?: { account?: string; livemode?: boolean } } = {},
): StripeEvent {
  const { session } = t.stripe.sessions.get(held.session)!;
  return t.stripe.makeEvent("checkout.session.completed", {
    ...session,
    status: "complete",
    payment_status: "paid",
    payment_intent: "pi_forged",
    ...wrong.session,
  }, { account: t.studio.accountId, ...wrong.event });
}

/** Nothing has come of it: the seat is held as before, nobody was mailed, and a real payment still works. */
async function isUntouched(t: World, held: Held & { classId: string }) {
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  assert.equal(await t.studio.seats(held.classId), "0/1/0");
  assert.equal(t.mailer.of("booking_confirmed").length, 0);
  assert.equal(t.stripe.refunds.size, 0);
  await t.stripe.pay(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
}

// ---------------------------------------------------------------- who is believed

Deno.test("an event that Stripe signed is taken", async () => {
  await using t = await studio();
  const held = await heldSeat(t);
  const answer = await t.stripe.send(paidEvent(t, held));
  assert.equal(answer.status, 200);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

const unsigned: Record<string, Parameters<World["stripe"]["send"]>[1]> = {
  "without a signature": { signature: null },
  "with an empty signature": { signature: "" },
  "with a signature that is none": { signature: "not a signature" },
  "signed with another secret": { secret: "whsec_of_somebody_else" },
};
for (const [how, options] of Object.entries(unsigned)) {
  Deno.test(`an event ${how} is refused with 400 and changes nothing`, async () => {
    await using t = await studio();
    const held = await heldSeat(t);
    const answer = await t.stripe.send(paidEvent(t, held), options);
    assert.equal(answer.status, 400);
    assert.ok((await answer.json()).error);
    await isUntouched(t, held);
  });
}

Deno.test("an event whose body was changed after signing is refused", async () => {
  await using t = await studio();
  const held = await heldSeat(t);
  let signature = "";
  const own = t.stripe.webhookUrl;
  await using spy = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    signature = request.headers.get("stripe-signature")!;
    return new Response();
  });
  t.stripe.webhookUrl = `http://127.0.0.1:${(spy.addr as Deno.NetAddr).port}/`;
  const event = paidEvent(t, held);
  await t.stripe.send({ ...event, type: "some.other.event" });
  t.stripe.webhookUrl = own;
  assert.equal((await t.stripe.send(event, { signature })).status, 400);
  await isUntouched(t, held);
});

for (const [age, taken] of [[-301, false], [-300, true], [300, true], [301, false]] as const) {
  const when = age < 0 ? `${-age} s old` : `${age} s from the future`;
  Deno.test(`a signature ${when} is ${taken ? "taken" : "refused"}`, async () => {
    await using t = await studio();
    const held = await heldSeat(t);
    const timestamp = Math.floor(t.clock.now() / 1000) + age;
    assert.equal((await t.stripe.send(paidEvent(t, held), { timestamp })).status, taken ? 200 : 400);
    if (taken) assert.equal(await t.studio.statusOf(held.id), "Confirmed");
    else await isUntouched(t, held);
  });
}

Deno.test("what Stripe signed and we can't read is answered 200, logged, and changes nothing", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const held = await heldSeat(t);
  const paid = paidEvent(t, held);
  const thin = { id: "evt_v2", object: "v2.core.event", type: "v2.core.account.updated", livemode: false };
  const unreadable = [{ ...paid, type: 5 }, { ...paid, id: null }, [], null, "text", 7, {}, { id: "evt_1" }];
  for (const body of [thin, { ...thin, related_object: { id: t.studio.accountId } }, ...unreadable]) {
    const send = (options = {}) => t.stripe.send(body as unknown as StripeEvent, options);
    assert.equal((await send()).status, 200, JSON.stringify(body));
    assert.equal((await send({ secret: "whsec_of_somebody_else" })).status, 400, JSON.stringify(body));
  }
  assert.equal(
    log.lines.filter((one) => one.level === "warn" && one.event === "event_unreadable").length,
    unreadable.length,
  );
  assert.ok(log.lines.some((one) => one.event === "event_ignored" && one.fields.eventId === "evt_v2"));
  await isUntouched(t, held);
});

Deno.test("events of types nobody handles are answered 200", async () => {
  await using t = await studio();
  const held = await heldSeat(t);
  const { session } = t.stripe.sessions.get(held.session)!;
  for (const type of ["invoice.paid", "checkout.session.thought_about", "charge.captured", "refund.created", "x"]) {
    assert.equal(
      (await t.stripe.send(t.stripe.makeEvent(type, session, { account: t.studio.accountId }))).status,
      200,
      type,
    );
  }
  await isUntouched(t, held);
});

Deno.test("events whose object lacks everything are answered 200 and change nothing", async () => {
  await using t = await studio();
  const held = await heldSeat(t);
  const types = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "charge.refunded",
    "refund.failed",
    "charge.dispute.created",
    "account.updated",
  ];
  for (const type of types) {
    for (const object of [{}, { id: "x_1" }]) {
      const { accountId } = t.studio;
      assert.equal((await t.stripe.send(t.stripe.makeEvent(type, object, { account: accountId }))).status, 200, type);
      assert.equal((await t.stripe.send(t.stripe.makeEvent(type, object))).status, 200, type);
    }
  }
  await isUntouched(t, held);
});

Deno.test("a NUL in what Stripe signed is answered 200 and changes nothing", async () => {
  await using t = await studio();
  const held = await heldSeat(t);
  const { accountId } = t.studio;
  const nul = "\0";
  const ids = { id: nul, payment_intent: nul, currency: nul, reason: nul, amount: 2000, amount_refunded: 2000 };
  for (const account of [accountId, "acct_other", nul]) {
    for (const type of ["charge.refunded", "refund.failed", "charge.dispute.created", "account.updated", nul]) {
      assert.equal((await t.stripe.send(t.stripe.makeEvent(type, ids, { account }))).status, 200, type);
    }
    const session = paidEvent(t, held, { session: { id: nul, client_reference_id: nul }, event: { account } });
    assert.equal((await t.stripe.send({ ...session, id: `evt${nul}${account}` })).status, 200);
  }
  await isUntouched(t, held);
});

Deno.test("an endpoint that is asked with GET says what it takes", async () => {
  await using t = await studio();
  const answer = await t.send("GET", "/api/webhooks/stripe");
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get("allow"), "POST");
});

// ---------------------------------------------------------------- facts that are not our record's

const wrongs: Record<string, (t: World, held: Held) => Promise<StripeEvent> | StripeEvent> = {
  "of another studio's account": async (t, held) =>
    paidEvent(t, held, { event: { account: (await addStudio(t)).accountId } }),
  "of the platform's own account": (t, held) => {
    const event = paidEvent(t, held);
    delete event.account;
    return event;
  },
  "about a session that is not ours": (t, held) =>
    paidEvent(t, held, { session: { id: "cs_test_unknown", client_reference_id: null } }),
  "about a smaller amount": (t, held) => paidEvent(t, held, { session: { amount_total: 50 } }),
  "about a larger amount": (t, held) => paidEvent(t, held, { session: { amount_total: 2001 } }),
  "without an amount": (t, held) => paidEvent(t, held, { session: { amount_total: null } }),
  "in another currency": (t, held) => paidEvent(t, held, { session: { currency: "jpy" } }),
  "of live mode": (t, held) => paidEvent(t, held, { event: { livemode: true }, session: { livemode: true } }),
  "of live mode about a test session": (t, held) => paidEvent(t, held, { event: { livemode: true } }),
  "about a session of live mode": (t, held) => paidEvent(t, held, { session: { livemode: true } }),
  "about a subscription": (t, held) => paidEvent(t, held, { session: { mode: "subscription" } }),
  "about a set-up": (t, held) => paidEvent(t, held, { session: { mode: "setup" } }),
};
for (const [what, forge] of Object.entries(wrongs)) {
  Deno.test(`an event ${what} is answered 200 and changes nothing`, async () => {
    await using t = await studio();
    const held = await heldSeat(t);
    assert.equal((await t.stripe.send(await forge(t, held))).status, 200);
    await isUntouched(t, held);
  });
}

Deno.test("a session that names another's checkout as its reference gives nothing", async () => {
  await using t = await studio();
  const held = await heldSeat(t);
  const forged = paidEvent(t, held, { session: { id: "cs_test_forged" } });
  assert.equal((forged.data.object as { client_reference_id: string }).client_reference_id.startsWith("chk"), true);
  assert.equal((await t.stripe.send(forged)).status, 200);
  await isUntouched(t, held);
});

Deno.test("a studio can't pay another studio's booking by naming it, even before its session is stored", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const classId = await t.studio.addClass({ capacity: 1 });
  const told = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: told.promise });
  const made = t.stripe.once("POST /v1/checkout/sessions");
  const booking = t.studio.book(classId, person());
  await made;
  const [session] = t.stripe.sessions.keys();
  const held = { id: "", session, url: "", cancelToken: "" };
  const forged = paidEvent(t, held, { session: { id: "cs_test_forged" }, event: { account: other.accountId } });
  assert.equal((await t.stripe.send(forged)).status, 200);
  assert.equal(await t.studio.seats(classId), "0/1/0");
  told.resolve();
  const { enrollmentId: id, cancelToken, checkoutUrl: url } = (await booking).body;
  await isUntouched(t, { id, cancelToken, url, session, classId });
});

Deno.test("metadata is not believed: it neither books, nor hinders, nor leads elsewhere", async () => {
  await using t = await studio();
  const victim = await heldSeat(t);
  const { session } = t.stripe.sessions.get(victim.session)!;
  const forged = paidEvent(t, victim, { session: { id: "cs_test_forged", client_reference_id: null } });
  assert.deepEqual((forged.data.object as { metadata: unknown }).metadata, { ...session.metadata });
  assert.equal((await t.stripe.send(forged)).status, 200);
  assert.equal(await t.studio.statusOf(victim.id), "PendingPayment");

  const otherId = await t.studio.addClass();
  const other = await t.studio.hold(otherId, person(2));
  const misled = paidEvent(t, other, { session: { metadata: session.metadata } });
  assert.equal((await t.stripe.send(misled)).status, 200);
  assert.equal(await t.studio.statusOf(other.id), "Confirmed");
  await t.stripe.send(paidEvent(t, victim, { session: { metadata: {}, payment_intent: "pi_forged_2" } }));
  assert.equal(await t.studio.statusOf(victim.id), "Confirmed");
});

Deno.test("refund and dispute events with another account, amount or currency change nothing", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId);
  const { charge, paymentIntent } = t.stripe.payments.get(t.studio.paymentOf(held.session))!;
  const elsewhere = (await addStudio(t)).accountId;
  const refunded = { ...charge, refunded: true, amount_refunded: charge.amount };
  const dispute = {
    id: "dp_1",
    object: "dispute",
    amount: 2000,
    currency: "usd",
    payment_intent: paymentIntent.id,
    reason: "fraudulent",
  };
  const events = [
    t.stripe.makeEvent("charge.refunded", refunded, { account: elsewhere }),
    t.stripe.makeEvent("charge.refunded", refunded),
    t.stripe.makeEvent("charge.refunded", { ...refunded, amount: 100, amount_refunded: 100 }, {
      account: t.studio.accountId,
    }),
    t.stripe.makeEvent("charge.refunded", { ...refunded, currency: "jpy" }, { account: t.studio.accountId }),
    t.stripe.makeEvent("charge.refunded", { ...refunded, payment_intent: "pi_unknown" }, {
      account: t.studio.accountId,
    }),
    t.stripe.makeEvent("charge.refunded", refunded, { account: t.studio.accountId, livemode: true }),
    t.stripe.makeEvent("charge.dispute.created", dispute, { account: elsewhere }),
  ];
  for (const event of events) assert.equal((await t.stripe.send(event)).status, 200);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(t.mailer.of("dispute_opened").length, 0);
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).body.refundedCents, 2000);
});

Deno.test("an account event about another account, or from another, changes nothing", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const disabled = { id: t.studio.accountId, object: "account", charges_enabled: false };
  await t.stripe.send(t.stripe.makeEvent("account.updated", disabled, { account: other.accountId }));
  await t.stripe.send(t.stripe.makeEvent("account.application.deauthorized", { id: "ca_1" }));
  await t.stripe.send(t.stripe.makeEvent("account.application.deauthorized", { id: "ca_1" }, { account: "acct_else" }));
  await t.studio.hold(await t.studio.addClass());
});

// ---------------------------------------------------------------- the database fails

Deno.test("an event is answered 2xx only when its effect is committed, whichever statement fails, and its repeat has it", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  let statements = 0;
  for (let done = false; !done;) {
    const classId = await t.studio.addClass({ capacity: 1 });
    const held = await t.studio.hold(classId, person(statements));
    await t.stripe.pay(held.session);
    faults.statement = ++statements;
    await t.stripe.deliver();
    const { event, attempts } = t.stripe.events.at(-1)!;
    assert.equal(event.type, "checkout.session.completed");
    done = faults.statement !== null; // it has fewer statements than that
    faults.statement = null;
    if (!done) {
      assert.equal(attempts.at(-1)!.status, 500, `statement ${statements}`);
      assert.equal(await t.studio.statusOf(held.id), "PendingPayment", `statement ${statements}`);
      assert.equal(await t.studio.seats(classId), "0/1/0");
    }
    await t.settle();
    assert.equal(t.stripe.events.at(-1)!.attempts.at(-1)!.status, 200);
    assert.equal(await t.studio.statusOf(held.id), "Confirmed");
    assert.equal(await t.studio.seats(classId), "1/0/0");
    assert.equal(t.mailer.of("booking_confirmed", person(statements - 1).email).length, 1);
  }
  assert.ok(statements > 4, "the effect has several statements");
});

Deno.test("when the commit fails the event is not remembered, and its repeat works", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const held = await heldSeat(t);
  await t.stripe.pay(held.session);
  faults.commit = true;
  assert.equal(await t.stripe.deliver(), 0);
  assert.equal(t.stripe.events.at(-1)!.attempts.at(-1)!.status, 500);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

Deno.test("when the word of the commit is lost, the repeat of the event changes nothing more", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const held = await heldSeat(t);
  await t.stripe.pay(held.session);
  faults.answer = true;
  assert.equal(await t.stripe.deliver(), 0);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  await t.settle();
  assert.equal(t.stripe.events.at(-1)!.attempts.at(-1)!.status, 200);
  assert.equal(await t.studio.seats(held.classId), "1/0/0");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});

Deno.test("every other kind of event is repeated too when the database fails", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  /** Delivers the newest events, each failing once first. */
  async function unluckily(type: string) {
    faults.commit = true;
    assert.equal(await t.stripe.deliver(type), 0, type);
    assert.equal(await t.stripe.deliver(type), 1, type);
    await t.settle();
  }
  const classId = await t.studio.addClass();
  const [expired, failed, refunded, disputed, broken] = [
    await t.studio.hold(classId, person(1)),
    await t.studio.hold(classId, person(2)),
    await t.studio.seat(classId, person(3)),
    await t.studio.seat(classId, person(4)),
    await t.studio.seat(classId, person(5)),
  ];
  await t.stripe.letExpire(expired.session);
  await unluckily("checkout.session.expired");
  assert.equal(await t.studio.statusOf(expired.id), "Expired");

  await t.stripe.payLater(failed.session);
  await unluckily("checkout.session.completed");
  await t.stripe.bankFails(failed.session);
  await unluckily("checkout.session.async_payment_failed");
  assert.equal(await t.studio.statusOf(failed.id), "Expired");

  await t.stripe.refundInDashboard(t.studio.paymentOf(refunded.session));
  await unluckily("charge.refunded");
  assert.equal(await t.studio.statusOf(refunded.id), "Cancelled");

  await t.stripe.dispute(t.studio.paymentOf(disputed.session));
  await unluckily("charge.dispute.created");
  assert.equal(t.mailer.of("dispute_opened").length, 1);

  const { body } = await t.studio.cancel(broken.id, broken.cancelToken);
  await t.settle();
  await t.stripe.failRefund(body.refundId);
  await unluckily("refund.failed");
  assert.equal(t.mailer.of("refund_failed").length, 1);

  await t.pass(MINUTE);
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  await unluckily("account.updated");
  assert.equal((await t.studio.book(classId, person(6))).status, 502);
  await t.stripe.deauthorize(t.studio.accountId);
  await unluckily("account.application.deauthorized");
  assert.equal((await t.studio.manage("GET", "stripe")).body.accountId, null);
});
