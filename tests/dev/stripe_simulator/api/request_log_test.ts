import assert from "node:assert/strict";
import { API_VERSION } from "../../../../src/dev/stripe_simulator/api_version.ts";
import { refused, sessionParams, START, world } from "../world.ts";

Deno.test("a missing or random key is accepted, and noted", async () => {
  await using w = await world();
  await w.stripe.checkout.sessions.create(sessionParams(w.clock.now), { stripeAccount: w.account });
  assert.match(w.sim.requests[0].notes[0], /random/);
  const response = await fetch(`${w.sim.url}/v1/accounts`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk_test_simulator",
      "stripe-version": API_VERSION,
      "content-type": "application/x-www-form-urlencoded",
    },
  });
  await response.body?.cancel();
  assert.equal(response.status, 200);
  assert.deepEqual(w.sim.requests[1].notes, ["no Idempotency-Key"]);
  await w.session();
  assert.deepEqual(w.sim.requests[2].notes, []);
});

Deno.test("requests are recorded exactly as sent", async () => {
  await using w = await world();
  const { id } = await w.session({ customer_email: "grace+1@example.com" }, "key-1");
  await refused(w.stripe.checkout.sessions.retrieve("cs_none", {}, { stripeAccount: w.account }));
  const [create, retrieve] = w.sim.requests;
  assert.equal(create.at, START / 1000);
  assert.equal(create.path, "/v1/checkout/sessions");
  assert.equal(create.headers["idempotency-key"], "key-1");
  assert.equal(create.headers["stripe-account"], w.account);
  assert.equal(create.headers["content-type"], "application/x-www-form-urlencoded");
  assert.match(create.body, /customer_email=grace%2B1%40example\.com/);
  assert.equal(create.status, 200);
  assert.deepEqual([retrieve.method, retrieve.status], ["GET", 404]);
  assert.ok(w.sim.sessions.has(id));
});
