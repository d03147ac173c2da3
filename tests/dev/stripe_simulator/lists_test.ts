import assert from "node:assert/strict";
import { MINUTE, refused, START, world } from "./world.ts";

Deno.test("an account's sessions and refunds are listed by time, newest first, a page at a time", async () => {
  await using w = await world();
  const at = { stripeAccount: w.account };
  const ids: string[] = [];
  const payments: string[] = [];
  for (let n = 0; n < 5; n++) {
    const { id } = await w.session();
    ids.push(id);
    await w.sim.pay(id);
    payments.push(w.sim.sessions.get(id)!.session.payment_intent as string);
    await w.stripe.refunds.create({ payment_intent: payments[n] }, at);
    w.clock.now += MINUTE;
  }
  const since = { created: { gte: START / 1000 + 60 } };
  const { sessions } = w.stripe.checkout;
  const all = await sessions.list({ ...since, limit: 100 }, at);
  assert.deepEqual([all.data.map(({ id }) => id), all.has_more], [ids.slice(1).reverse(), false]);
  const first = await sessions.list({ ...since, limit: 3 }, at);
  assert.deepEqual([first.data.map(({ id }) => id), first.has_more], [[ids[4], ids[3], ids[2]], true]);
  const second = await sessions.list({ ...since, limit: 3, starting_after: ids[2] }, at);
  assert.deepEqual([second.data.map(({ id }) => id), second.has_more], [[ids[1]], false]);
  assert.equal((await sessions.list({ payment_intent: payments[0] }, at)).data[0].id, ids[0]);
  const bounds = { created: { gt: START / 1000, lt: START / 1000 + 120 } };
  assert.deepEqual((await sessions.list(bounds, at)).data.map(({ id }) => id), [ids[1]]);
  const exact = await w.stripe.refunds.list({ created: START / 1000 }, at);
  assert.deepEqual(exact.data.map((one) => one.payment_intent), [payments[0]]);
  assert.equal((await w.stripe.refunds.list(since, at)).data.length, 4);
  assert.equal((await sessions.list({}, { stripeAccount: w.sim.createAccount() })).data.length, 0);
});

Deno.test("what can't be a filter or a page is refused", async () => {
  await using w = await world();
  const at = { stripeAccount: w.account };
  const { sessions } = w.stripe.checkout;
  assert.equal((await refused(sessions.list({ limit: 101 }, at))).param, "limit");
  assert.equal((await refused(sessions.list({ starting_after: "cs_nothing" }, at))).code, "resource_missing");
  assert.equal((await refused(sessions.list({ created: { gte: -1 } }, at))).param, "created[gte]");
  const odd = { created: { since: 1 } } as unknown as { created: number };
  assert.equal((await refused(w.stripe.refunds.list(odd, at))).param, "created[since]");
});

Deno.test("a session whose time is up is listed as expired", async () => {
  await using w = await world();
  const { id } = await w.session();
  w.clock.now += 33 * MINUTE;
  const { data } = await w.stripe.checkout.sessions.list({}, { stripeAccount: w.account });
  assert.deepEqual(data.map((one) => [one.id, one.status]), [[id, "expired"]]);
});
