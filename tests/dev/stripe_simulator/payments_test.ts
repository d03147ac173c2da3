import assert from "node:assert/strict";
import { refused, world } from "./world.ts";

Deno.test("a bank payment is complete but unpaid, until it succeeds or fails", async () => {
  await using w = await world();
  const [good, bad] = [await w.session(), await w.session()];
  await w.sim.payLater(good.id);
  await w.sim.payLater(bad.id);
  assert.equal(w.sim.sessions.get(good.id)!.session.payment_status, "unpaid");
  const intent = w.sim.sessions.get(good.id)!.session.payment_intent as string;
  const early = await refused(w.stripe.refunds.create({ payment_intent: intent }, { stripeAccount: w.account }));
  assert.match(early.message, /does not have a successful charge/);
  const error = await refused(w.stripe.checkout.sessions.expire(good.id, {}, { stripeAccount: w.account }));
  assert.match(error.message, /status of complete/);
  await w.sim.bankSucceeds(good.id);
  await w.sim.bankFails(bad.id);
  await assert.rejects(w.sim.bankSucceeds(bad.id), /no bank payment under way/);
  assert.equal(await w.sim.deliver(), 4);
  assert.deepEqual(w.box.events.map((e) => [e.type, e.data.object.payment_status]), [
    ["checkout.session.completed", "unpaid"],
    ["checkout.session.completed", "unpaid"],
    ["checkout.session.async_payment_succeeded", "paid"],
    ["checkout.session.async_payment_failed", "unpaid"],
  ]);
});

Deno.test("a customer can pay before the session's creation is answered", async () => {
  await using w = await world();
  const gate = Promise.withResolvers<void>();
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: gate.promise });
  const done = w.sim.once("POST /v1/checkout/sessions");
  let answered = false;
  const answer = w.session().then((session) => {
    answered = true;
    return session;
  });
  await done;
  const [id] = w.sim.sessions.keys();
  await w.sim.pay(id);
  assert.equal(await w.sim.deliver(), 1);
  assert.equal(answered, false);
  gate.resolve();
  assert.equal((await answer).id, id);
});
