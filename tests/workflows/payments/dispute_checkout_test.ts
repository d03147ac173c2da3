/** What Stripe says differently from our record, or refuses to say: disputed, and no seat waits for ever. */
import assert from "node:assert/strict";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { reconcileCheckouts } from "../../../src/workflows/payments/reconcile_checkouts.ts";
import { person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
type Route = Parameters<World["stripe"]["fail"]>[0]["route"];
const RETRIEVE: Route = "GET /v1/checkout/sessions/:id";
const EXPIRE: Route = "POST /v1/checkout/sessions/:id/expire";

/** The hold has ended, and the reconciler has asked. */
const END = 33 * MINUTE;

const atStripe = (t: World, session: string) => t.stripe.sessions.get(session)!.session;
const disputed = async (t: World) => (await t.studio.manage("GET", "checkouts?state=disputed")).body.items;
const told = (t: World) => t.mailer.of("checkout_disputed").length;
/** Status and reason of each disputed checkout. */
const why = async (t: World) =>
  (await disputed(t)).map((one: { status: string; reason: string }) => `${one.status} ${one.reason}`);

function refuse(t: World, status: number): void {
  for (const route of [RETRIEVE, EXPIRE]) t.stripe.fail({ route, status, times: 999, saved: false });
}

/** A class with one seat, held; its session is paid with another amount than ours. */
async function paidOtherwise(t: World) {
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  atStripe(t, held.session).amount_total = 1500;
  await t.stripe.pay(held.session);
  return { classId, held };
}

/** Stripe says of it what we have on record. */
function correct(t: World, session: string): void {
  atStripe(t, session).amount_total = 2000;
  const { paymentIntent, charge } = t.stripe.payments.get(t.studio.paymentOf(session))!;
  Object.assign(charge, { amount: 2000, amount_captured: 2000 });
  Object.assign(paymentIntent, { amount: 2000, amount_received: 2000 });
}

Deno.test("a session paid with another amount is disputed: the owner is mailed once, and its seat is free a day after the hold", async () => {
  await using t = await studio();
  const { classId, held } = await paidOtherwise(t);
  await t.settle();
  assert.deepEqual(await disputed(t), [], "an event disputes nothing");
  await t.pass(END);
  const [one] = await disputed(t);
  assert.deepEqual([one.checkoutSessionId, one.status, one.reason, one.enrollmentStatus], [
    held.session,
    "open",
    "amount_differs",
    "PendingPayment",
  ]);
  assert.equal(await t.studio.seats(classId), "0/1/0");
  assert.deepEqual(await t.doctor(), []);
  for (let hours = 0; hours < 23; hours++) await t.pass(HOUR);
  assert.deepEqual([await t.studio.seats(classId), await why(t)], ["0/1/0", ["open amount_differs"]]);
  await t.pass(HOUR);
  assert.deepEqual([await t.studio.seats(classId), await why(t)], ["0/0/1", ["expired amount_differs"]]);
  assert.equal(await t.studio.statusOf(held.id), "Expired");
  assert.equal(told(t), 1);
  assert.match(t.mailer.of("checkout_disputed")[0].subject, /\$20\.00 from Jane 1/);
  assert.equal(t.stripe.refunds.size, 0);
});

Deno.test("another currency, another mode, a session that is gone, an account that is closed to us: each says why", async () => {
  for (
    const [reason, change] of [
      ["currency_differs", (t, session) => void (atStripe(t, session).currency = "eur")],
      ["mode_differs", (t, session) => void (atStripe(t, session).livemode = true)],
      ["session_refused", (t) => refuse(t, 404)],
      ["session_refused", (t) => refuse(t, 400)],
      ["account_refused", (t) => t.stripe.deauthorize(t.studio.accountId)],
    ] as [string, (t: World, session: string) => unknown][]
  ) {
    await using t = await studio();
    const held = await t.studio.hold(await t.studio.addClass());
    t.stripe.webhooks.drop = () => true;
    await t.stripe.pay(held.session);
    await change(t, held.session);
    await t.pass(END);
    assert.deepEqual(await why(t), [`open ${reason}`]);
    await t.pass(DAY);
    assert.deepEqual(await why(t), [`expired ${reason}`]);
    assert.equal(told(t), 1);
  }
});

Deno.test("a mismatch first seen after a day is disputed and released in that same pass", async () => {
  await using t = await studio();
  const { classId } = await paidOtherwise(t);
  t.clock.advance(26 * HOUR); // the process was not there
  await reconcileCheckouts(t.ctx);
  assert.deepEqual([await t.studio.seats(classId), await why(t)], ["0/0/1", ["expired amount_differs"]]);
});

Deno.test("an event that says something else than our record disputes nothing, forged or old", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass());
  const session = { ...atStripe(t, held.session), amount_total: 1, payment_status: "paid", status: "complete" };
  const forged = t.stripe.makeEvent("checkout.session.completed", session, { account: t.studio.accountId });
  assert.equal((await t.stripe.send(forged)).status, 200);
  await t.settle();
  assert.deepEqual([await disputed(t), await t.studio.statusOf(held.id)], [[], "PendingPayment"]);
  await t.pass(END);
  assert.deepEqual([await disputed(t), await t.studio.statusOf(held.id)], [[], "Expired"]);
});

Deno.test("a refusal before the hold's end disputes nothing", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass());
  refuse(t, 403);
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 502);
  assert.deepEqual(await disputed(t), []);
});

Deno.test("our own key, silence and nonsense dispute nothing; the seat is free after a day, and what Stripe says then still counts", async () => {
  for (
    const befall of [
      (t: World) => refuse(t, 401),
      (t: World) => refuse(t, 503),
      (t: World) => {
        const { retrieveCheckout } = t.ctx.payments;
        t.ctx.payments.retrieveCheckout = async (...of) => ({ ...await retrieveCheckout(...of), paymentStatus: null });
      },
    ]
  ) {
    await using t = await studio();
    const { payments } = t.ctx;
    const wellBehaved = { ...payments };
    const classId = await t.studio.addClass({ capacity: 1 });
    const held = await t.studio.hold(classId);
    t.stripe.webhooks.drop = () => true;
    await t.stripe.pay(held.session);
    befall(t);
    await t.pass(END);
    for (let hours = 0; hours < 23; hours++) await t.pass(HOUR);
    assert.equal(await t.studio.seats(classId), "0/1/0");
    await t.pass(HOUR);
    assert.deepEqual([await t.studio.seats(classId), await disputed(t)], ["0/0/1", []]);
    assert.deepEqual(await t.doctor(), []);
    t.stripe.clearFaults();
    Object.assign(payments, wellBehaved);
    await t.pass(DAY);
    assert.equal(await t.studio.seats(classId), "1/0/0", "it was paid as recorded");
    assert.equal(told(t), 0);
  }
});

Deno.test("a disputed checkout that turns out paid as recorded gives its seat, or is refunded once that is gone", async () => {
  for (const when of ["before its release", "after its release", "when its seat is taken"]) {
    await using t = await studio();
    const { classId, held } = await paidOtherwise(t);
    await t.pass(END);
    assert.deepEqual(await why(t), ["open amount_differs"]);
    if (when !== "before its release") await t.pass(DAY);
    if (when === "when its seat is taken") await t.studio.seat(classId, person(2));
    correct(t, held.session);
    await t.pass(DAY);
    const taken = when === "when its seat is taken";
    assert.deepEqual(
      [await t.studio.statusOf(held.id), await disputed(t)],
      [taken ? "Expired" : "Confirmed", []],
      when,
    );
    assert.equal(await t.studio.seats(classId), "1/0/0");
    assert.equal(t.stripe.refunds.size, taken ? 1 : 0);
  }
});

Deno.test("a late event that says what we have settles a disputed checkout", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  await t.stripe.pay(held.session);
  refuse(t, 404);
  await t.jobs.runUntilIdle();
  t.clock.advance(26 * HOUR);
  await t.jobs.runUntilIdle();
  assert.deepEqual(await why(t), ["expired session_refused"]);
  await t.settle();
  assert.deepEqual([await disputed(t), await t.studio.statusOf(held.id)], [[], "Confirmed"]);
});

Deno.test("the seat of a disputed checkout can be given up at once, and money that comes as recorded is refunded", async () => {
  await using t = await studio();
  const { classId, held } = await paidOtherwise(t);
  await t.pass(END);
  assert.equal((await t.studio.book(classId, person())).status, 409);
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 200);
  assert.deepEqual([await t.studio.seats(classId), await why(t)], ["0/0/1", ["open amount_differs"]]);
  await t.pass(DAY);
  assert.deepEqual(await why(t), ["expired amount_differs"]);
  correct(t, held.session);
  await t.pass(DAY);
  assert.deepEqual([...t.stripe.refunds.values()].map(({ refund }) => refund.amount), [2000]);
  assert.deepEqual(await disputed(t), []);
});

Deno.test("a bank payment that no bank decides is disputed after fifteen days, and its seat is free", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1, inHours: 24 * 40 });
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  for (let days = 0; days < 15; days++) await t.pass(DAY);
  assert.deepEqual([await t.studio.seats(classId), await disputed(t)], ["0/1/0", []]);
  await t.pass(7 * HOUR);
  assert.deepEqual(await why(t), ["expired bank_undecided"]);
  assert.equal(await t.studio.seats(classId), "0/0/1");
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  assert.deepEqual([await t.studio.statusOf(held.id), await disputed(t)], ["Confirmed", []]);
});

Deno.test("packs, gift cards and tips are disputed alike, and a studio sees its own alone", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  const sessions = [
    await t.studio.startPack(person()),
    await t.studio.startGiftCard(),
    await t.studio.startTip(tipToken),
  ];
  for (const session of sessions) {
    atStripe(t, session).amount_total! -= 1;
    await t.stripe.pay(session);
  }
  await t.pass(DAY);
  assert.deepEqual(await why(t), Array(3).fill("open amount_differs"));
  await t.pass(DAY);
  assert.deepEqual(await why(t), Array(3).fill("expired amount_differs"));
  assert.equal(told(t), 3);
});
