/** A manual refund while a try of Stripe's is under way or in doubt. */
import assert from "node:assert/strict";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { again, asked, clean, inDoubt, manual, PAGE, read, refuse, seen, stateOf, stuck } from "./stuck_refunds.ts";

Deno.test("whether a try was made is asked first: if it was, that is the refund, and nothing counts as paid manually", async () => {
  await using t = await studio();
  const list = t.stripe.fail({ route: "GET /v1/refunds", mode: "drop", times: 999 });
  const one = await inDoubt(t, "lost"); // Stripe made it, its answers were lost
  assert.equal(t.stripe.refunds.size, 1);
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner), /Stripe has not said whether it made this refund\./);
  const early = await manual(owner, one.refundId);
  assert.equal(early.status, 400);
  assert.match(
    seen(early.text),
    /Nothing more is tried for an hour; come back in 10 minutes, so that nobody is refunded twice\./,
  );
  assert.equal(await stateOf(t, one.refundId), "intent");
  await clean(t);
  const before = asked(t);
  await t.pass(11 * MINUTE);
  assert.equal(asked(t), before, "no try while the owner waits");
  list.remove();
  assert.match(
    seen((await manual(owner, one.refundId)).text),
    /Nothing is owed: Stripe has made this refund after all\./,
  );
  assert.equal(await stateOf(t, one.refundId), "succeeded");
  assert.equal(await t.studio.statusOf(one.id), "Cancelled");
  await t.pass(DAY);
  assert.equal(t.stripe.refunds.size, 1);
});

Deno.test("if it was not made, it is closed, and no later try can make it", async () => {
  await using t = await studio();
  const one = await inDoubt(t, "drop");
  const owner = await signIn(t, t.studio);
  assert.equal((await manual(owner, one.refundId)).status, 400);
  await t.pass(11 * MINUTE);
  // Stripe must say that it was not made.
  const list = t.stripe.fail({ route: "GET /v1/refunds", mode: "drop", times: 9 });
  const silent = await manual(owner, one.refundId);
  assert.equal(silent.status, 400);
  assert.match(
    seen(silent.text),
    /Stripe does not say just now whether it made this refund after all\. Nothing was changed/,
  );
  assert.equal(await stateOf(t, one.refundId), "intent");
  list.remove();
  assert.equal((await manual(owner, one.refundId)).to, `${PAGE}?done=manual`);
  t.stripe.clearFaults();
  for (let hours = 0; hours < 30; hours++) await t.pass(HOUR);
  assert.equal(t.stripe.refunds.size, 0);
  assert.equal(await stateOf(t, one.refundId), "failed, manual");
});

Deno.test("who says paid manually and never comes back: after an hour it is tried again", async () => {
  await using t = await studio();
  const one = await inDoubt(t, "drop");
  assert.equal((await manual(await signIn(t, t.studio), one.refundId)).status, 400);
  t.stripe.clearFaults();
  await t.pass(30 * MINUTE);
  assert.equal(await stateOf(t, one.refundId), "intent");
  await t.pass(HOUR);
  assert.equal(await stateOf(t, one.refundId), "succeeded");
});

Deno.test("a try that is under way when the owner says paid manually is waited for", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  const answer = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "late", until: answer.promise });
  const made = t.stripe.once("POST /v1/refunds");
  const trying = again(owner, one.refundId);
  await made;
  const closing = manual(owner, one.refundId);
  await new Promise((resolve) => setTimeout(resolve, 20));
  answer.resolve();
  assert.equal((await trying).status, 303);
  assert.match(seen((await closing).text), /Nothing is owed of this refund any more\./);
  assert.equal(t.stripe.refunds.size, 1);
  assert.equal(await stateOf(t, one.refundId), "succeeded");
});

Deno.test("a try that is refused while the owner says paid manually stops nothing", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  const before = asked(t);
  const go = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: go.promise });
  refuse(t, "balance_insufficient", 1);
  const trying = again(owner, one.refundId);
  while (asked(t) === before) await new Promise((resolve) => setTimeout(resolve, 2));
  const closing = manual(owner, one.refundId);
  await new Promise((resolve) => setTimeout(resolve, 20));
  go.resolve();
  assert.equal((await trying).status, 400);
  assert.equal((await closing).to, `${PAGE}?done=manual`);
  await t.pass(DAY);
  assert.equal(asked(t), before + 1);
  assert.equal(t.stripe.refunds.size, 0);
});

Deno.test("a try that was due and may have begun elsewhere is in doubt", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  t.clock.advance(2 * HOUR); // due, and nobody here has begun it
  const early = await manual(owner, one.refundId);
  assert.equal(early.status, 400);
  assert.match(seen(early.text), /come back in 10 minutes/);
  await t.pass(11 * MINUTE);
  assert.equal(t.stripe.refunds.size, 0);
  assert.equal((await manual(owner, one.refundId)).to, `${PAGE}?done=manual`);
  await t.pass(DAY);
  assert.equal(t.stripe.refunds.size, 0);
});
