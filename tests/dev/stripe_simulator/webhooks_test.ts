import assert from "node:assert/strict";
import { MINUTE, types, world } from "./world.ts";

Deno.test("a refused event stays queued until it is taken", async () => {
  await using w = await world();
  const { id } = await w.session();
  await w.sim.pay(id);
  w.box.statuses = [500];
  assert.equal(await w.sim.deliver(), 0);
  assert.equal(w.sim.events[0].state, "queued");
  assert.equal(await w.sim.deliver(), 1);
  assert.deepEqual(w.sim.events[0].attempts.map(({ status }) => status), [500, 200]);
  assert.equal(w.box.events[0].id, w.box.events[1].id);
  assert.equal(await w.sim.deliver(), 0);
  w.sim.resend(w.sim.events[0].event.id);
  assert.equal(await w.sim.deliver(), 1);
});

Deno.test("events are chosen, turned round, duplicated, dropped", async () => {
  await using w = await world();
  const { id } = await w.session();
  await w.sim.payLater(id);
  await w.sim.bankSucceeds(id);
  assert.equal(await w.sim.deliver("checkout.session.async_payment_succeeded"), 1);
  assert.equal(await w.sim.deliver((event) => event.data.object.id === id), 1);
  assert.deepEqual(types(w.box.events), ["checkout.session.async_payment_succeeded", "checkout.session.completed"]);

  w.sim.webhooks.reverse = true;
  const [a, b] = [await w.session(), await w.session()];
  await w.sim.pay(a.id);
  await w.sim.pay(b.id);
  await w.sim.deliver();
  assert.deepEqual(w.box.events.slice(2).map((e) => e.data.object.id), [b.id, a.id]);

  w.sim.webhooks.duplicate = 19;
  const copied = await w.session();
  await w.sim.pay(copied.id);
  assert.equal(await w.sim.deliver(), 1);
  assert.equal(w.box.events.filter((e) => e.data.object.id === copied.id).length, 20);

  w.sim.webhooks.duplicate = 0;
  w.sim.webhooks.drop = 1;
  const [lost, kept] = [await w.session(), await w.session()];
  await w.sim.pay(lost.id);
  await w.sim.deliver();
  await w.sim.pay(kept.id);
  assert.equal(await w.sim.deliver(), 1);
  assert.deepEqual(w.sim.events.slice(-2).map((record) => record.state), ["dropped", "delivered"]);
  w.sim.webhooks.drop = (event) => event.type === "checkout.session.completed";
  await w.sim.pay((await w.session()).id);
  assert.equal(await w.sim.deliver(), 0);
});

Deno.test("everything queued can be sent at once", async () => {
  await using w = await world();
  const gate = Promise.withResolvers<void>();
  w.box.onEvent = () => w.box.events.length < 3 ? gate.promise : gate.resolve();
  for (let i = 0; i < 3; i++) await w.sim.pay((await w.session()).id);
  assert.equal(await w.sim.deliver(undefined, { atOnce: true }), 3);
});

Deno.test("an event arrives before the answer to the call that caused it", async () => {
  await using w = await world();
  w.sim.webhooks.beforeAnswer = true;
  const { id } = await w.session();
  let answered = false;
  w.box.onEvent = () => assert.equal(answered, false);
  await w.stripe.checkout.sessions.expire(id, {}, { stripeAccount: w.account });
  answered = true;
  assert.deepEqual(types(w.box.events), ["checkout.session.expired"]);
  assert.equal(w.sim.events[0].state, "delivered");
});

Deno.test("in the background events are delivered with retries, and drain waits for them", async () => {
  await using w = await world({ autoDeliver: true });
  w.box.statuses = [500, 404];
  const { id } = await w.session();
  await w.sim.pay(id);
  await w.sim.drain();
  assert.equal(w.sim.events[0].state, "delivered");
  assert.deepEqual(w.sim.events[0].attempts.map(({ status }) => status), [500, 404, 200]);

  w.sim.webhooks.reverse = true;
  await w.sim.payLater((await w.session()).id);
  await w.sim.bankSucceeds([...w.sim.sessions.keys()].at(-1)!);
  await w.sim.drain();
  assert.deepEqual(types(w.box.events.slice(3)), [
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
  ]);
});

Deno.test("in the background due sessions expire, and events wait for an address", async () => {
  await using w = await world({ autoDeliver: true, webhookUrl: undefined });
  const { id } = await w.session();
  w.clock.now += 33 * MINUTE;
  while (w.sim.sessions.get(id)!.session.status === "open") await new Promise((resolve) => setTimeout(resolve, 50));
  await w.sim.drain();
  assert.equal(w.sim.events[0].state, "queued");
  w.sim.webhookUrl = w.box.url;
  await w.sim.drain();
  assert.deepEqual(types(w.box.events), ["checkout.session.expired"]);
});

Deno.test("closing abandons deliveries under way", async () => {
  const w = await world({ autoDeliver: true });
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  w.box.onEvent = () => {
    arrived.resolve();
    return gate.promise;
  };
  w.sim.webhooks.delayMs = 1;
  await w.sim.pay((await w.session()).id);
  await arrived.promise;
  await w.sim.close();
  await w.sim.close();
  gate.resolve();
  await w[Symbol.asyncDispose]();
});
