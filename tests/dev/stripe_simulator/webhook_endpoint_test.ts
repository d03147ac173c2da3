import assert from "node:assert/strict";
import Stripe from "stripe";
import { signatureHeader } from "../../../src/dev/stripe_simulator/signature.ts";
import { SECRET, START, types, world } from "./world.ts";

Deno.test("events are signed as the SDK expects", async () => {
  await using w = await world();
  const { id } = await w.session();
  await w.sim.pay(id);
  await w.sim.deliver();
  const [{ body, signature }] = w.box.requests;
  const parse = (secret: string) =>
    w.stripe.webhooks.constructEventAsync(body, signature!, secret, 300, undefined, w.clock.now);
  assert.equal((await parse(SECRET)).type, "checkout.session.completed");
  await assert.rejects(parse("whsec_other"), Stripe.errors.StripeSignatureVerificationError);
  assert.ok(signature!.startsWith(`t=${w.clock.now / 1000},v1=`));
  const header = await w.stripe.webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret: SECRET,
    timestamp: START / 1000,
  });
  assert.equal(await signatureHeader(body, SECRET, START / 1000), header);
});

Deno.test("any event can be sent, also a forged, unsigned or old one", async () => {
  await using w = await world();
  const event = w.sim.makeEvent("checkout.session.completed", { id: "cs_forged" }, {
    account: "acct_other",
    id: "evt_forged",
    livemode: true,
    created: 1,
  });
  w.box.statuses = [400, 400, 200, 204];
  assert.equal((await w.sim.send(event, { secret: "whsec_other" })).status, 400);
  assert.equal((await w.sim.send(event, { signature: null })).status, 400);
  assert.equal(await (await w.sim.send(event, { timestamp: 1000 })).text(), "{}");
  await w.sim.send(event, { signature: "t=1,v1=00" });
  const [forged, unsigned, old, made] = w.box.requests.map((request) => request.signature);
  assert.notEqual(forged, await signatureHeader(w.box.requests[0].body, SECRET, START / 1000));
  assert.equal(unsigned, null);
  assert.ok(old!.startsWith("t=1000,"));
  assert.equal(made, "t=1,v1=00");
  assert.deepEqual(w.box.events[0], event);
  assert.equal(w.sim.events.length, 0);
});

Deno.test("only subscribed events are sent", async () => {
  await using w = await world({ enabledEvents: ["*"] });
  await w.paid();
  await w.sim.deliver();
  assert.deepEqual(types(w.box.events), ["payment_intent.succeeded", "charge.succeeded", "checkout.session.completed"]);
});
