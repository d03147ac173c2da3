import assert from "node:assert/strict";
import { refused, sessionParams, world } from "../world.ts";

Deno.test("errors are injected by route and account, so many times", async () => {
  await using w = await world();
  const other = w.sim.createAccount();
  const intent = await w.paid();
  const fault = w.sim.fail({ route: "POST /v1/refunds", account: w.account, status: 402, times: 2 });
  const elsewhere = await refused(w.stripe.refunds.create({ payment_intent: intent }, { stripeAccount: other }));
  assert.equal(elsewhere.code, "resource_missing");
  const at = { stripeAccount: w.account };
  assert.equal((await refused(w.stripe.refunds.create({ payment_intent: intent }, at))).code, "card_declined");
  assert.equal(fault.left, 1);
  fault.remove();
  w.sim.fail({ route: "POST /v1/refunds", status: 400, error: { code: "charge_disputed", message: "No." } });
  const named = await refused(w.stripe.refunds.create({ payment_intent: intent }, at));
  assert.deepEqual([named.code, named.message, named.statusCode], ["charge_disputed", "No.", 400]);
  w.sim.fail({ route: "POST /v1/refunds", status: 429 });
  assert.equal((await refused(w.stripe.refunds.create({ payment_intent: intent }, at))).type, "StripeRateLimitError");
  w.sim.fail({ route: "POST /v1/refunds", times: Infinity });
  w.sim.clearFaults();
  await w.stripe.refunds.create({ payment_intent: intent }, at);
});

Deno.test("a 503 that is not saved, and a conflict, are retried by the SDK and then done", async () => {
  await using w = await world();
  w.sim.fail({ route: "POST /v1/checkout/sessions", status: 503, saved: false });
  w.sim.fail({ route: "POST /v1/checkout/sessions", status: 409 });
  await w.session();
  assert.deepEqual(w.sim.requests.map((request) => request.status), [503, 409, 200]);
  assert.equal(w.sim.sessions.size, 1);
});

Deno.test("a dropped request was not done, a lost answer was", async () => {
  await using w = await world();
  const once = { stripeAccount: w.account, maxNetworkRetries: 0 };
  const create = (key: string, options = {}) =>
    w.stripe.checkout.sessions.create(sessionParams(w.clock.now), { ...once, idempotencyKey: key, ...options });
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "drop" });
  assert.equal((await refused(create("dropped"))).type, "StripeConnectionError");
  assert.equal(w.sim.sessions.size, 0);
  assert.equal(w.sim.requests[0].status, null);
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "lost" });
  assert.equal((await refused(create("lost"))).type, "StripeConnectionError");
  assert.equal(w.sim.sessions.size, 1);
  const found = await create("lost");
  assert.equal(found.id, [...w.sim.sessions.keys()][0]);
  // The SDK's own retry gets the saved answer too.
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "lost" });
  await create("retried", { maxNetworkRetries: 2 });
  assert.equal(w.sim.sessions.size, 2);
  assert.equal(w.sim.requests.at(-1)!.replayed, true);
});

Deno.test("a hanging request ends when its time is up, when the client gives up, or when the simulator closes", async () => {
  await using w = await world();
  const at = { stripeAccount: w.account, maxNetworkRetries: 0 };
  const { id } = await w.session();
  const route = "POST /v1/checkout/sessions/:id/expire";
  const expire = (options = {}) => refused(w.stripe.checkout.sessions.expire(id, {}, { ...at, ...options }));
  w.sim.fail({ route, mode: "hang", delayMs: 10 });
  assert.equal((await expire()).type, "StripeConnectionError");
  w.sim.fail({ route, mode: "hang" });
  assert.match((await expire({ timeout: 50 })).message, /timeout/);
  assert.equal(w.sim.sessions.get(id)!.session.status, "open");
  w.sim.fail({ route, mode: "hang" });
  const hanging = expire();
  while (w.sim.requests.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  await w.sim.close();
  assert.equal((await hanging).type, "StripeConnectionError");
});
