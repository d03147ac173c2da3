import assert from "node:assert/strict";
import type Stripe from "stripe";
import { refused, world } from "../world.ts";

Deno.test("properties are expanded on request, unknown ones refused", async () => {
  await using w = await world();
  const { id } = await w.session();
  await w.sim.pay(id);
  const at = { stripeAccount: w.account };
  const session = await w.stripe.checkout.sessions.retrieve(
    id,
    { expand: ["line_items", "payment_intent.latest_charge"] },
    at,
  );
  assert.equal(session.line_items!.data[0].description, "Reformer <Basics>");
  const intent = session.payment_intent as Stripe.PaymentIntent;
  assert.equal((intent.latest_charge as Stripe.Charge).payment_intent, intent.id);
  assert.equal(typeof w.sim.sessions.get(id)!.session.payment_intent, "string");
  const error = await refused(w.stripe.checkout.sessions.retrieve(id, { expand: ["nonsense"] }, at));
  assert.match(error.message, /cannot be expanded/);
});
