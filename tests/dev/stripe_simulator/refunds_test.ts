import assert from "node:assert/strict";
import { refused, types, world } from "./world.ts";

Deno.test("a payment is refunded in parts, and never for more than is left", async () => {
  await using w = await world();
  const intent = await w.paid();
  const at = { stripeAccount: w.account };
  await w.sim.drain();
  const part = await w.stripe.refunds.create({ payment_intent: intent, amount: 1000 }, at);
  assert.equal(part.status, "succeeded");
  const more = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 1501 }, at));
  assert.equal(more.param, "amount");
  assert.match(more.message, /greater than unrefunded amount/);
  assert.match((await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 0 }, at))).message, /positive/);
  const charge = w.sim.payments.get(intent)!.charge.id;
  const rest = await w.stripe.refunds.create({ charge, metadata: { attempt: "1" }, refund_application_fee: true }, at);
  assert.equal(rest.amount, 1500);
  assert.deepEqual({ ...rest.metadata }, { attempt: "1" });
  const none = await refused(w.stripe.refunds.create({ payment_intent: intent }, at));
  assert.equal(none.code, "charge_already_refunded");
  assert.equal(none.statusCode, 400);

  const list = await w.stripe.refunds.list({ payment_intent: intent }, at);
  assert.deepEqual(list.data.map((refund) => refund.id), [rest.id, part.id]);
  const first = await w.stripe.refunds.list({ payment_intent: intent, limit: 1 }, at);
  assert.equal(first.has_more, true);
  const second = await w.stripe.refunds.list({ payment_intent: intent, limit: 1, starting_after: rest.id }, at);
  assert.deepEqual([second.data[0].id, second.has_more], [part.id, false]);
  assert.equal((await w.stripe.refunds.retrieve(part.id, {}, at)).amount, 1000);

  await w.sim.drain();
  assert.deepEqual(types(w.box.events.slice(1)), [
    "refund.created",
    "charge.refunded",
    "refund.created",
    "charge.refunded",
  ]);
  const charges = w.box.events.filter((e) => e.type === "charge.refunded").map((e) => e.data);
  assert.deepEqual(charges.map(({ object: c }) => [c.amount_refunded, c.refunded, c.payment_intent]), [
    [1000, false, intent],
    [2500, true, intent],
  ]);
  assert.deepEqual(charges[1].previous_attributes, { amount_refunded: 1000, refunded: false });
});

Deno.test("a pending refund settles; a failed one gives its amount back", async () => {
  await using w = await world();
  const intent = await w.paid();
  const at = { stripeAccount: w.account };
  w.sim.refundStatus = "pending";
  const pending = await w.stripe.refunds.create({ payment_intent: intent, amount: 500 }, at);
  assert.equal(pending.status, "pending");
  await w.sim.settleRefund(pending.id);
  await assert.rejects(w.sim.settleRefund(pending.id), /not pending/);
  assert.equal((await w.stripe.refunds.retrieve(pending.id, {}, at)).status, "succeeded");
  const lost = await w.stripe.refunds.create({ payment_intent: intent }, at);
  await w.sim.failRefund(lost.id);
  await assert.rejects(w.sim.failRefund(lost.id), /failed already/);
  const { charge } = w.sim.payments.get(intent)!;
  assert.deepEqual([charge.amount_refunded, charge.refunded], [500, false]);
  const retry = await w.stripe.refunds.create({ payment_intent: intent }, at);
  assert.equal(retry.amount, 2000);
  await w.sim.deliver("refund.failed");
  assert.deepEqual([w.box.events[0].data.object.id, w.box.events[0].data.object.status], [lost.id, "failed"]);
});

Deno.test("refunds and disputes made in the dashboard emit events, and count", async () => {
  await using w = await world();
  const [refundedIntent, disputedIntent] = [await w.paid(), await w.paid({ payment_intent_data: {} })];
  const at = { stripeAccount: w.account };
  await w.sim.refundInDashboard(refundedIntent, 1000);
  await w.sim.deliver("charge.refunded");
  const [{ data, request, account }] = w.box.events;
  assert.deepEqual([data.object.amount, data.object.amount_refunded, data.object.refunded], [2500, 1000, false]);
  assert.deepEqual(request, { id: null, idempotency_key: null });
  assert.equal(account, w.account);
  await assert.rejects(w.sim.refundInDashboard(refundedIntent, 1501), /greater than/);
  await w.sim.refundInDashboard(refundedIntent);
  const error = await refused(w.stripe.refunds.create({ payment_intent: refundedIntent }, at));
  assert.equal(error.code, "charge_already_refunded");

  const fee = { payment_intent: disputedIntent, refund_application_fee: true };
  assert.match((await refused(w.stripe.refunds.create(fee, at))).message, /no application fee/);
  const id = await w.sim.dispute(disputedIntent);
  await w.sim.deliver("charge.dispute.created");
  const event = w.box.events.at(-1)!;
  assert.deepEqual([event.data.object.id, event.data.object.payment_intent], [id, disputedIntent]);
  const late = await refused(w.stripe.refunds.create({ payment_intent: disputedIntent }, at));
  assert.equal(late.code, "charge_disputed");
});
