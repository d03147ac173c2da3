/** The refund of a cancellation, when Stripe refuses it, is silent, or its answer is lost. */
import assert from "node:assert/strict";
import { idempotencyKeysOf, refundsAtStripe } from "../../support/stripe_requests.ts";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);

/** A full class with a paid customer, and another who waits. */
async function fullClass(t: World, inHours = 72): Promise<{ classId: string; held: Held }> {
  const classId = await t.studio.addClass({ capacity: 1, inHours });
  const held = await t.studio.seat(classId, person(1));
  assert.equal((await t.studio.wait(classId, person(9))).status, 200);
  return { classId, held };
}

Deno.test("a refund that is pending at Stripe is a refund: cancelled, 200", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId);
  t.stripe.refundStatus = "pending";
  const first = await cancel(t, held);
  assert.deepEqual([first.status, first.body.refundedCents], [200, 2000]);
  await t.settle();
  assert.equal(await t.studio.seats(classId), "0/0/6");
  await t.stripe.settleRefund(first.body.refundId);
  await t.pass(DAY);
  assert.equal((await t.studio.books("refunds"))[0].state, "succeeded");
  assert.deepEqual((await cancel(t, held)).body, first.body);
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
});

Deno.test("a refund that Stripe refuses cancels nothing: 502, and a later try is a new request under a new key", async () => {
  await using t = await studio();
  const { classId, held } = await fullClass(t);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const refused = await cancel(t, held);
  assert.equal(refused.status, 502, refused.text);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/0");
  await t.pass(3 * HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed", "nobody tries again behind the customer's back");
  const done = await cancel(t, held);
  assert.deepEqual([done.status, done.body.refundedCents], [200, 2000]);
  assert.equal(idempotencyKeysOf(t, /refunds$/).length, 2);
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  await t.settle();
  assert.equal(t.mailer.of("booking_cancelled").length, 1);
});

Deno.test("a refused cancel leaves no trace: a later one goes by its own time and choice", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 30 }));
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  assert.equal((await t.studio.cancel(held.id, held.cancelToken, "I am ill")).status, 502);
  const [enrollment] = await t.studio.books("enrollments");
  assert.deepEqual([enrollment.cancelled_by, enrollment.cancel_reason, enrollment.late_cancel], [null, null, null]);
  await t.pass(10 * HOUR);
  const late = await cancel(t, held);
  assert.deepEqual([late.status, late.body.lateCancel, late.body.refundedCents], [200, true, 0]);
});

Deno.test("a refund whose answer was lost is asked for again under the same key, and made once", async () => {
  await using t = await studio();
  const { classId, held } = await fullClass(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 3 });
  assert.equal((await cancel(t, held)).status, 502);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  const done = await cancel(t, held);
  assert.deepEqual([done.status, done.body.refundedCents], [200, 2000]);
  await t.settle();
  assert.equal(idempotencyKeysOf(t, /refunds$/).length, 1);
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  assert.equal(await t.studio.seats(classId), "0/0/1");
});

Deno.test("a refund whose answer was lost is followed by its cancel though nobody asks again", async () => {
  await using t = await studio();
  const { classId, held } = await fullClass(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 3 });
  assert.equal((await cancel(t, held)).status, 502);
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(classId), "0/0/1");
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  assert.equal(t.mailer.of("booking_cancelled", person(1).email).length, 1);
});

Deno.test("a cancel that was in time stays in time, however late its lost answer is found", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 24 }));
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 3 });
  assert.equal((await cancel(t, held)).status, 502);
  t.clock.advance(30_000);
  const done = await cancel(t, held);
  assert.deepEqual([done.body.lateCancel, done.body.refundedCents], [false, 2000]);
});

Deno.test("a refund that Stripe answers with 500 cancels nothing, and is made once when Stripe works again", async () => {
  await using t = await studio();
  const { classId, held } = await fullClass(t, 96);
  t.stripe.fail({ route: "POST /v1/refunds", status: 500 });
  assert.equal((await cancel(t, held)).status, 502);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/0");
  // Stripe replays a saved 500 for a day under the same key.
  for (let hours = 0; hours < 25; hours++) await t.pass(HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  const { body } = await cancel(t, held);
  assert.deepEqual([body.refundedCents, body.lateCancel], [2000, false]);
});

Deno.test("while Stripe is out of reach a cancel answers 502, and works when it is back", async () => {
  await using t = await studio({ stripeTimeoutMs: 100 });
  const held = await t.studio.seat(await t.studio.addClass());
  const fault = t.stripe.fail({ route: "POST /v1/refunds", mode: "hang", times: 9 });
  assert.equal((await cancel(t, held)).status, 502);
  fault.remove();
  assert.equal((await cancel(t, held)).status, 200);
  assert.equal(idempotencyKeysOf(t, /refunds$/).length, 1);
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
});
