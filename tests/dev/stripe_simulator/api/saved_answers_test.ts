import assert from "node:assert/strict";
import { header, MINUTE, refused, sessionParams, world } from "../world.ts";

Deno.test("an idempotency key answers once, for a day, per account", async () => {
  await using w = await world();
  const params = sessionParams(w.clock.now);
  const create = (stripeAccount: string, idempotencyKey: string, change = {}) =>
    w.stripe.checkout.sessions.create({ ...params, ...change }, { stripeAccount, idempotencyKey });
  const first = await create(w.account, "k1");
  const again = await create(w.account, "k1");
  assert.equal(again.id, first.id);
  assert.equal(header(again, "idempotent-replayed"), "true");
  assert.equal(header(first, "idempotent-replayed"), null);
  assert.equal(w.sim.requests.at(-1)!.replayed, true);
  const other = w.sim.createAccount();
  assert.notEqual((await create(other, "k1")).id, first.id);

  const changed = await refused(create(w.account, "k1", { client_reference_id: "enr-2" }));
  assert.equal(changed.type, "StripeIdempotencyError");
  assert.equal(changed.statusCode, 400);
  const elsewhere = await refused(
    w.stripe.refunds.create({ payment_intent: "pi_1" }, { stripeAccount: w.account, idempotencyKey: "k1" }),
  );
  assert.equal(elsewhere.type, "StripeIdempotencyError");
  w.clock.now += 24 * 60 * MINUTE;
  assert.notEqual((await create(w.account, "k1", { expires_at: undefined })).id, first.id);
  assert.match((await refused(create(w.account, "k".repeat(256)))).message, /255/);
});

Deno.test("errors that reached execution are replayed, refused parameters are not", async () => {
  await using w = await world();
  const intent = await w.paid();
  const at = (idempotencyKey: string) => ({ stripeAccount: w.account, idempotencyKey });
  await refused(w.stripe.refunds.create({ payment_intent: intent, amount: -1 }, at("corrected")));
  await w.stripe.refunds.create({ payment_intent: intent, amount: 100 }, at("corrected"));

  w.sim.fail({ route: "POST /v1/refunds" });
  const broken = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 200 }, at("broken")));
  assert.equal(broken.type, "StripeAPIError");
  assert.equal(broken.statusCode, 500);
  const replay = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 200 }, at("broken")));
  assert.equal(replay.statusCode, 500);
  assert.equal(replay.headers!["idempotent-replayed"], "true");
  await w.stripe.refunds.create({ payment_intent: intent, amount: 200 }, at("broken-2"));

  await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 9000 }, at("too-much")));
  const second = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 9000 }, at("too-much")));
  assert.equal(second.headers!["idempotent-replayed"], "true");
  assert.equal(w.sim.refunds.size, 2);
});

Deno.test("a request under a key that is still running is 409", async () => {
  await using w = await world();
  const gate = Promise.withResolvers<void>();
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: gate.promise });
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: gate.promise });
  const done = w.sim.once("POST /v1/checkout/sessions");
  const first = w.session({}, "same");
  await done;
  assert.equal(w.sim.sessions.size, 1);
  // The answer of the first is saved already; the second is not executed yet.
  const other = w.stripe.checkout.sessions.create(sessionParams(w.clock.now), {
    stripeAccount: w.account,
    idempotencyKey: "other",
  });
  while (w.sim.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const conflict = await refused(
    w.stripe.checkout.sessions.create(sessionParams(w.clock.now), {
      stripeAccount: w.account,
      idempotencyKey: "other",
      maxNetworkRetries: 0,
    }),
  );
  assert.equal(conflict.statusCode, 409);
  assert.equal(conflict.code, "idempotency_key_in_use");
  gate.resolve();
  assert.notEqual((await first).id, (await other).id);
});
