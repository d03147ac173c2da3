/** Refunds after they were asked for: what the studio does in its dashboard, what fails later, and what Stripe tells too early. */
import assert from "node:assert/strict";
import type { PaymentEvent } from "../../../src/ports/payments.ts";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { handlePaymentEvent } from "../../../src/workflows/payments/handle_event.ts";
import { type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);
const inDashboard = (t: World, held: Held, cents?: number) =>
  t.stripe.refundInDashboard(t.studio.paymentOf(held.session), cents);

/** A paid seat in a full class, for which somebody waits. */
async function seated(t: World, inHours = 72): Promise<Held & { classId: string }> {
  const classId = await t.studio.addClass({ capacity: 1, inHours });
  const held = await t.studio.seat(classId);
  await t.studio.wait(classId, person(9));
  return { classId, ...held };
}

// ---------------------------------------------------------------- in the studio's dashboard

/** Cents that the studio refunded in its dashboard, as our books have it. */
const outside = async (t: World) =>
  (await t.studio.books("dashboard_refunds")).reduce((sum, one) => sum + one.amount_cents, 0);

Deno.test("a part given back in the dashboard keeps the seat, and a later cancel refunds the rest", async () => {
  await using t = await studio();
  const held = await seated(t);
  await inDashboard(t, held, 500);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(held.classId), "1/0/0");
  const { status, body } = await cancel(t, held);
  assert.deepEqual([status, body.refundedCents], [200, 1500]);
  assert.equal(t.stripe.refunds.get(body.refundId)!.refund.amount, 1500);
  await t.settle();
  assert.deepEqual((await cancel(t, held)).body, body);
  assert.equal(t.stripe.refunds.size, 2);
});

Deno.test("a part and then the rest given back in the dashboard cancels the booking and frees the seat", async () => {
  await using t = await studio();
  const held = await seated(t);
  await inDashboard(t, held, 500);
  await t.settle();
  await inDashboard(t, held, 600);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  await inDashboard(t, held);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(held.classId), "0/0/1");
  assert.equal(t.mailer.of("booking_cancelled", person().email).length, 1);
  assert.equal(t.mailer.of("seat_opened").length, 1);
  const { status, body } = await cancel(t, held);
  assert.deepEqual([status, body.refundedCents], [200, 2000]);
  assert.equal(t.stripe.requests.filter((one) => one.path === "/v1/refunds" && one.method === "POST").length, 0);
});

Deno.test("dashboard refunds told in the wrong order, and doubled, end the same", async () => {
  await using t = await studio();
  const held = await seated(t);
  t.stripe.webhooks.reverse = true;
  t.stripe.webhooks.duplicate = 2;
  await inDashboard(t, held, 500);
  await inDashboard(t, held);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(held.classId), "0/0/1");
  assert.equal((await t.studio.books("refunds")).length, 1);
});

for (const [first, then] of [[500, 2000], [2000, 500], [1200, 500]]) {
  Deno.test(`of two parts told at the same moment, ${first} and ${then} cents in all, none is forgotten`, async () => {
    await using t = await studio();
    const held = await t.studio.seat(await t.studio.addClass());
    const [part, most] = [Math.min(first, then), Math.max(first, then)];
    await inDashboard(t, held, part);
    await inDashboard(t, held, most - part);
    const told = (amountRefundedCents: number) =>
      handlePaymentEvent(t.ctx, {
        id: `evt_${amountRefundedCents}`,
        type: "charge.refunded",
        accountId: t.studio.accountId,
        livemode: false,
        charge: {
          paymentIntentId: t.studio.paymentOf(held.session),
          amountCents: 2000,
          amountRefundedCents,
          currency: "usd",
        },
      } as PaymentEvent);
    await Promise.all([told(first), told(then)]);
    assert.equal(await outside(t), most);
    assert.equal(await t.studio.statusOf(held.id), most === 2000 ? "Cancelled" : "Confirmed");
  });
}

Deno.test("a dashboard refund may be told before the payment it belongs to", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  await t.stripe.pay(held.session);
  await inDashboard(t, held);
  t.stripe.webhooks.reverse = true;
  await t.settle();
  await t.pass(MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(classId), "0/0/1");
});

Deno.test("a dashboard refund of which Stripe has not told us yet is found when the customer cancels", async () => {
  await using t = await studio();
  const [whole, part] = [await seated(t), await t.studio.seat(await t.studio.addClass(), person(2))];
  await inDashboard(t, whole);
  await inDashboard(t, part, 500);
  const done = await cancel(t, whole);
  assert.deepEqual([done.status, done.body.refundedCents], [200, 2000]);
  await cancel(t, part);
  await t.settle();
  const rest = await cancel(t, part);
  assert.deepEqual([rest.status, rest.body.refundedCents], [200, 1500]);
  assert.equal(await t.studio.statusOf(whole.id), "Cancelled");
  assert.equal(await t.studio.seats(whole.classId), "0/0/1");
  for (const { session } of [whole, part]) {
    assert.equal(t.stripe.payments.get(t.studio.paymentOf(session))!.charge.amount_refunded, 2000);
  }
});

Deno.test("a part given back in the dashboard that fails later no longer lessens what a cancel refunds", async () => {
  await using t = await studio();
  const held = await seated(t);
  const refundId = await inDashboard(t, held, 500);
  await t.settle();
  await t.stripe.failRefund(refundId);
  await t.settle();
  assert.equal(t.mailer.of("refund_failed").length, 0, "it was not ours");
  t.stripe.resend(t.stripe.events.find(({ event }) => event.type === "charge.refunded")!.event.id);
  await t.settle(); // old news
  const { status, body } = await cancel(t, held);
  assert.deepEqual([status, body.refundedCents], [200, 2000]);
});

Deno.test("a dashboard refund that only Stripe can tell from ours is told again while Stripe does not answer", async () => {
  await using t = await studio();
  const held = await seated(t);
  const first = await cancel(t, held);
  await t.settle();
  await t.stripe.failRefund(first.body.refundId);
  await t.settle();
  await inDashboard(t, held);
  const fault = t.stripe.fail({ route: "GET /v1/refunds", mode: "drop", times: 9 });
  assert.equal(await t.stripe.deliver("charge.refunded"), 0);
  assert.ok(t.stripe.events.at(-1)!.attempts.at(-1)!.status! >= 500);
  fault.remove();
  assert.equal(await t.stripe.deliver("charge.refunded"), 1);
  assert.equal(await outside(t), 2000);
});

/** Stripe refuses our next refund, for a reason that has nothing to do with what was given back. */
const refuseOnce = (t: World) =>
  t.stripe.fail({
    route: "POST /v1/refunds",
    status: 400,
    error: { type: "invalid_request_error", code: "charge_disputed" },
  });

Deno.test("all given back in the dashboard, of which we learn from a refused refund before the event, cancels the booking", async () => {
  await using t = await studio();
  const held = await seated(t);
  await inDashboard(t, held);
  refuseOnce(t);
  const { status, body } = await cancel(t, held);
  assert.deepEqual(
    [status, body.refundedCents],
    [200, 2000],
    "the money is back and the booking cancelled: that is no failure",
  );
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  await t.settle();
  assert.equal(await t.studio.seats(held.classId), "0/0/1");
  assert.equal(t.mailer.of("booking_cancelled", person().email).length, 1);
  assert.deepEqual((await cancel(t, held)).body, body);
  assert.equal(t.stripe.refunds.size, 1);
});

Deno.test("all given back in the dashboard while a cancelled class owes it, is counted once", async () => {
  await using t = await studio();
  const held = await seated(t);
  await inDashboard(t, held);
  refuseOnce(t);
  const { body } = await t.studio.manage("POST", `classes/${held.classId}/cancel`);
  assert.deepEqual([body.refundedCount, body.refundFailures], [1, 0]);
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(t.stripe.refunds.size, 1);
  assert.equal(await outside(t), 2000, "a foreign refund is never taken for ours");
});

Deno.test("a part given back in the dashboard that fails after our cancel refunded the rest is the studio's to repeat", async () => {
  await using t = await studio();
  const held = await seated(t);
  const part = await inDashboard(t, held, 500);
  // 2000 are too much now, and no event has said why: what Stripe's list leaves is asked for in the same request.
  const { status, body } = await cancel(t, held);
  assert.deepEqual([status, body.refundedCents], [200, 1500]);
  await t.stripe.failRefund(part);
  await t.settle(); // only now comes the word of that part, and Stripe, asked, no longer counts it
  assert.deepEqual(await t.doctor(), []);
  assert.deepEqual((await cancel(t, held)).body, body);
});

Deno.test("money that came too late goes back but for the part that was given back in the dashboard", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const late = await t.studio.hold(classId, person(1));
  await t.stripe.letExpire(late.session);
  await t.settle();
  await t.studio.seat(classId, person(2));
  await t.stripe.pay(late.session, { late: true });
  await t.stripe.deliver();
  await inDashboard(t, late, 500);
  await t.settle();
  await t.pass(2 * MINUTE);
  assert.deepEqual([...t.stripe.refunds.values()].map(({ refund }) => refund.amount), [500, 1500]);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a dashboard refund of what is no booking changes nothing there", async () => {
  await using t = await studio();
  const code = await t.studio.buyGiftCard();
  const [{ session_id }] = await t.studio.books("checkouts");
  await t.stripe.refundInDashboard(t.studio.paymentOf(session_id));
  await t.settle();
  const looked = await t.studio.call("POST", "/api/gift-cards/redeem", {
    code,
    providerId: t.studio.id,
    requestedDebitCents: 100,
  });
  assert.deepEqual([looked.status, looked.body.balanceCents], [200, 10_000]);
});

// ---------------------------------------------------------------- about our own refunds

Deno.test("charge.refunded about our own refund changes nothing, even before Stripe's answer to us", async () => {
  await using t = await studio();
  const held = await seated(t);
  t.stripe.webhooks.beforeAnswer = true;
  const { status, body } = await cancel(t, held);
  assert.deepEqual([status, body.refundedCents], [200, 2000]);
  assert.ok(t.stripe.events.some(({ event, state }) => event.type === "charge.refunded" && state === "delivered"));
  await t.settle();
  const refunds = await t.studio.books("refunds");
  assert.deepEqual(refunds.map(({ reason, state }) => [reason, state]), [["cancellation", "succeeded"]]);
  assert.equal(await outside(t), 0);
  assert.equal(await t.studio.seats(held.classId), "0/0/1");
  assert.equal(t.mailer.of("booking_cancelled").length, 1);
});

Deno.test("charge.refunded about the rest that we refunded after a part in the dashboard changes nothing", async () => {
  await using t = await studio();
  const held = await seated(t);
  await inDashboard(t, held, 500);
  await t.settle();
  t.stripe.webhooks.beforeAnswer = true;
  const { body } = await cancel(t, held);
  assert.equal(body.refundedCents, 1500);
  await t.settle();
  assert.equal(await outside(t), 500);
  assert.equal((await t.studio.books("refunds")).length, 1);
});

Deno.test("a cancel whose charge.refunded comes while its answer is lost is still a cancel by the customer", async () => {
  await using t = await studio();
  const held = await seated(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 3 });
  assert.equal((await cancel(t, held)).status, 502);
  await t.settle();
  const { status, body } = await cancel(t, held);
  assert.deepEqual([status, body.refundedCents], [200, 2000]);
  assert.ok(body.refundId);
  assert.deepEqual((await t.studio.books("refunds")).map(({ reason }) => reason), ["cancellation"]);
});

// ---------------------------------------------------------------- a refund that fails later

for (const pending of [true, false]) {
  Deno.test(`a ${pending ? "pending" : "finished"} refund that fails later is marked so and the owner mailed; the cancellation stands`, async () => {
    await using t = await studio();
    const held = await seated(t);
    t.stripe.refundStatus = pending ? "pending" : "succeeded";
    const first = await cancel(t, held);
    await t.settle();
    await t.stripe.failRefund(first.body.refundId);
    t.stripe.webhooks.duplicate = 1;
    await t.settle();
    assert.equal((await t.studio.books("refunds"))[0].state, "failed");
    const mails = t.mailer.of("refund_failed");
    assert.equal(mails.length, 1);
    assert.ok(mails[0].to.startsWith("owner-"));
    await t.pass(3 * DAY);
    assert.equal(await t.studio.statusOf(held.id), "Cancelled");
    assert.equal(await t.studio.seats(held.classId), "0/0/1");
    assert.deepEqual((await cancel(t, held)).body, first.body);
    assert.equal(t.stripe.refunds.size, 1, "nothing is refunded again by itself");
  });
}

Deno.test("refund.failed that comes before charge.refunded of the same refund is the last word", async () => {
  await using t = await studio();
  const held = await seated(t);
  const first = await cancel(t, held);
  await t.stripe.failRefund(first.body.refundId);
  t.stripe.webhooks.reverse = true;
  await t.settle();
  assert.deepEqual((await t.studio.books("refunds")).map(({ reason, state }) => [reason, state]), [
    ["cancellation", "failed"],
  ]);
  assert.equal(await outside(t), 0);
  assert.deepEqual((await cancel(t, held)).body, first.body);
});

Deno.test("what the studio refunds in the dashboard after our refund failed counts as its refund", async () => {
  await using t = await studio();
  const held = await seated(t);
  const first = await cancel(t, held);
  await t.settle();
  await t.stripe.failRefund(first.body.refundId);
  await t.settle();
  await inDashboard(t, held);
  await t.settle();
  const [item] = (await t.studio.manage("GET", "refunds")).body.items;
  assert.deepEqual([item.reason, item.state, item.refundedOutsideCents, item.owedCents], [
    "cancellation",
    "failed",
    2000,
    0,
  ]);
  assert.deepEqual((await cancel(t, held)).body, first.body);
});

Deno.test("refund.failed may come before Stripe's answer to the refund itself", async () => {
  await using t = await studio();
  const held = await seated(t);
  const told = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "late", until: told.promise });
  const made = t.stripe.once("POST /v1/refunds");
  const cancelling = cancel(t, held);
  await made;
  const [refundId] = t.stripe.refunds.keys();
  await t.stripe.failRefund(refundId);
  await t.stripe.deliver();
  told.resolve();
  assert.equal((await cancelling).status, 200);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal((await t.studio.books("refunds"))[0].state, "failed");
  assert.equal(t.mailer.of("refund_failed").length, 1);
});

Deno.test("a pending refund is asked about when Stripe does not tell how it ended", async () => {
  await using t = await studio();
  const [well, badly] = [await seated(t), await t.studio.seat(await t.studio.addClass(), person(2))];
  t.stripe.refundStatus = "pending";
  const refunds = [(await cancel(t, well)).body.refundId, (await cancel(t, badly)).body.refundId];
  await t.settle();
  t.stripe.webhooks.drop = () => true;
  await t.stripe.settleRefund(refunds[0]);
  await t.stripe.failRefund(refunds[1]);
  await t.pass(7 * HOUR);
  const states = (await t.studio.books("refunds")).map(({ stripe_refund_id, state }) => [stripe_refund_id, state]);
  assert.deepEqual(new Map(states as [string, string][]), new Map([[refunds[0], "succeeded"], [refunds[1], "failed"]]));
  assert.equal(t.mailer.of("refund_failed").length, 1);
});

// ---------------------------------------------------------------- what is owed

Deno.test("a refund for a seat that is gone is retried until Stripe accepts it, and the owner notified when it is stuck", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const late = await t.studio.hold(classId, person(1));
  await t.stripe.letExpire(late.session);
  await t.settle();
  await t.studio.seat(classId, person(2));
  const fault = t.stripe.fail({ route: "POST /v1/refunds", status: 400, times: 99 });
  await t.stripe.pay(late.session, { late: true });
  await t.settle();
  for (let minutes = 0; minutes < 60; minutes++) await t.pass(MINUTE);
  assert.equal(t.mailer.of("refund_stuck").length, 1);
  assert.equal(t.stripe.refunds.size, 0);
  fault.remove();
  for (let hours = 0; hours < 3; hours++) await t.pass(HOUR);
  assert.deepEqual([...t.stripe.refunds.values()].map(({ refund }) => refund.amount), [2000]);
  const keys = t.stripe.requests.filter((one) => one.path === "/v1/refunds").map((one) =>
    one.headers["idempotency-key"]
  );
  assert.equal(new Set(keys).size, keys.length, "after each refusal a new key");
});

Deno.test("a refund in doubt is asked for again under the same key only", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const late = await t.studio.hold(classId, person(1));
  await t.stripe.letExpire(late.session);
  await t.settle();
  await t.studio.seat(classId, person(2));
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 6 });
  await t.stripe.pay(late.session, { late: true });
  await t.settle();
  for (let minutes = 0; minutes < 10; minutes++) await t.pass(MINUTE);
  assert.equal(t.stripe.refunds.size, 1);
  const keys = t.stripe.requests.filter((one) => one.path === "/v1/refunds").map((one) =>
    one.headers["idempotency-key"]
  );
  assert.equal(new Set(keys).size, 1);
  assert.equal((await t.studio.books("refunds"))[0].state, "succeeded");
});

// ---------------------------------------------------------------- disputes

Deno.test("a dispute keeps the seat and is mailed to the owner once", async () => {
  await using t = await studio();
  const held = await seated(t);
  await t.stripe.dispute(t.studio.paymentOf(held.session));
  t.stripe.webhooks.duplicate = 3;
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(held.classId), "1/0/0");
  const mails = t.mailer.of("dispute_opened");
  assert.equal(mails.length, 1);
  assert.ok(mails[0].to.startsWith("owner-"));
  assert.equal(mails[0].subject.endsWith(` from ${person().name}`), true);
  assert.equal((await cancel(t, held)).status, 502, "Stripe refunds nothing that is disputed");
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

Deno.test("a 500 that Stripe saved under the refund's key holds it up for minutes, not for a day, and refunds once", async () => {
  await using t = await studio();
  const held = await seated(t);
  t.stripe.fail({ route: "POST /v1/refunds", status: 500 });
  assert.equal((await cancel(t, held)).status, 502);
  assert.equal((await cancel(t, held)).status, 502, "the same key gets the saved 500 again");
  assert.equal(t.stripe.refunds.size, 0);
  for (let minutes = 0; minutes < 30; minutes++) await t.pass(MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(t.stripe.refunds.size, 1);
  assert.equal((await cancel(t, held)).body.refundedCents, 2000);
});

Deno.test("a refund whose answers were all lost is not asked for under a new key", async () => {
  await using t = await studio();
  const held = await seated(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 3 });
  assert.equal((await cancel(t, held)).status, 502);
  assert.equal(t.stripe.refunds.size, 1, "it was made, only its answer was lost");
  for (let minutes = 0; minutes < 30; minutes++) await t.pass(MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  const asked = t.stripe.requests.filter((one) => one.path === "/v1/refunds" && one.method === "POST");
  assert.equal(new Set(asked.map((one) => one.headers["idempotency-key"])).size, 1);
  assert.equal(t.stripe.refunds.size, 1);
});
