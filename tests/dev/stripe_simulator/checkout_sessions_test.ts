import assert from "node:assert/strict";
import type Stripe from "stripe";
import { API_VERSION } from "../../../src/dev/stripe_simulator/api_version.ts";
import { MINUTE, refused, START, world } from "./world.ts";

Deno.test("a session is created, retrieved and paid", async () => {
  await using w = await world();
  const session = await w.session();
  assert.match(session.id, /^cs_test_/);
  assert.equal(session.status, "open");
  assert.equal(session.payment_status, "unpaid");
  assert.equal(session.payment_intent, null);
  assert.equal(session.amount_total, 2500);
  assert.equal(session.currency, "usd");
  assert.equal(session.url, `${w.sim.url}/c/pay/${session.id}`);
  assert.deepEqual({ ...session.metadata }, { enrollment: "enr-1" });

  await w.sim.pay(session.id);
  assert.equal(await w.sim.deliver(), 1);
  const paid = await w.stripe.checkout.sessions.retrieve(session.id, {}, { stripeAccount: w.account });
  assert.equal(paid.status, "complete");
  assert.equal(paid.payment_status, "paid");
  assert.equal(paid.url, null);
  const event = w.box.events[0];
  assert.equal(event.type, "checkout.session.completed");
  assert.equal(event.account, w.account);
  assert.equal(event.api_version, API_VERSION);
  assert.equal(event.livemode, false);
  assert.equal(event.data.object.payment_intent, paid.payment_intent);

  const intent = await w.stripe.paymentIntents.retrieve(
    paid.payment_intent as string,
    { expand: ["latest_charge"] },
    { stripeAccount: w.account },
  );
  assert.equal(intent.status, "succeeded");
  assert.equal(intent.application_fee_amount, 125);
  assert.deepEqual({ ...intent.metadata }, { enrollment: "enr-1" });
  assert.equal((intent.latest_charge as Stripe.Charge).amount, 2500);
  await assert.rejects(w.sim.pay(session.id), /complete, not open/);
});

Deno.test("a session is expired by call, by the clock, and only while it is open", async () => {
  await using w = await world();
  const [called, timed, looked, paid] = [await w.session(), await w.session(), await w.session(), await w.session()];
  const at = { stripeAccount: w.account };
  assert.equal((await w.stripe.checkout.sessions.expire(called.id, {}, at)).status, "expired");
  const again = await refused(w.stripe.checkout.sessions.expire(called.id, {}, at));
  assert.equal(again.statusCode, 400);
  assert.equal(again.type, "StripeInvalidRequestError");
  assert.match(again.message, /status of expired/);

  await w.sim.pay(paid.id);
  w.clock.now += 32 * MINUTE - 1;
  assert.deepEqual(w.sim.expireDue(), []);
  w.clock.now += 1;
  assert.equal((await w.stripe.checkout.sessions.retrieve(looked.id, {}, at)).status, "expired");
  assert.deepEqual(w.sim.expireDue(), [timed.id]);
  await assert.rejects(w.sim.pay(timed.id), /expired, not open/);
  await w.sim.deliver("checkout.session.expired");
  assert.deepEqual(w.box.events.map((e) => e.data.object.id), [called.id, looked.id, timed.id]);
  const { request } = w.box.events[0];
  assert.match(request.id!, /^req_/);
  assert.match(request.idempotency_key!, /^stripe-node-retry-/);
  // The race that a slow customer wins.
  await w.sim.pay(timed.id, { late: true });
  assert.equal(w.sim.sessions.get(timed.id)!.session.payment_status, "paid");
});

Deno.test("without expires_at a session lasts a day; in live mode its id and events say so", async () => {
  await using w = await world({ livemode: true, secretKey: "sk_live_simulator" });
  const session = await w.session({ expires_at: undefined });
  assert.equal(session.expires_at, START / 1000 + 86_400);
  assert.match(session.id, /^cs_live_/);
  assert.equal(w.sim.makeEvent("ping", {}).livemode, true);
});

Deno.test("an account that cannot charge gets no session", async () => {
  await using w = await world();
  await w.sim.setAccount(w.account, { chargesEnabled: false });
  const error = await refused(w.session());
  assert.equal(error.statusCode, 400);
  await w.sim.setAccount(w.account, { chargesEnabled: true });
  // A refusal that reached execution is replayed, so this has to be a new key.
  await w.session();
});
