/** A late payment for a seat. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { HOUR } from "../../../src/domain/time.ts";
import { type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** A hold whose time is up at Stripe; its seat is free again. */
async function lapsed(t: World, classId: string, who = person()): Promise<Held> {
  const held = await t.studio.hold(classId, who);
  await t.stripe.letExpire(held.session);
  await t.settle();
  return held;
}

Deno.test("a late payment gets its seat when one is still free", async () => {
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

Deno.test("a late payment for a seat that is gone is refunded in full, once, and the customer is notified", async () => {
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

Deno.test("a late payment of a customer who has booked again meanwhile is refunded", async () => {
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

Deno.test("a late payment for a class that has begun, or was cancelled, is refunded", async () => {
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

Deno.test("of two who pay for the last seat at the same time one gets it, the other a refund", async () => {
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

Deno.test("of two late payers for one free seat one gets it, the other a refund", async () => {
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
