/** Refunds that need the owner: why, and another try. */
import assert from "node:assert/strict";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { again, clean, formBody, manualRefundOf, PAGE, read, refuse, seen, stateOf, stuck } from "./stuck_refunds.ts";

Deno.test("a stuck refund says to whom, for what and why, is tried again at a click, and paid once", async () => {
  await using t = await studio();
  const odd = { ...person(1), name: '<b>"x"&' };
  const one = await stuck(t, odd);
  const owner = await signIn(t, t.studio);
  const page = await owner.page(PAGE);
  assert.match(
    seen(page.text),
    /Refunds that need you \$20\.00 to <b>"x"& Class cancelled: Pilates Class, Sun, May 31, 10:00 AM\. Asked for Mon, May 11, 10:00 AM\. Your balance at Stripe is too low\. Add funds at Stripe, then try again; nobody is refunded twice\. Alera retries automatically, next at Mon, May 11, .* Try again, refund \$20\.00/,
  );
  assert.ok(!page.text.includes('<b>"x'), "escaped");
  assert.match(page.text, new RegExp(`href="/console/classes/${one.classId}"`));
  assert.match(page.text, new RegExp(`href="/console/payments/refunds/${one.refundId}/manual" data-dialog`));
  assert.match(page.text, /href="https:\/\/dashboard\.stripe\.com\/test\/payments\/pi_/);
  assert.match(seen((await owner.page("/console")).text), /A refund needs you\./);

  const body = new URLSearchParams(formBody(page.text, `${PAGE}/refunds/${one.refundId}/retry`)).toString();
  const clicks = await Promise.all(
    [1, 2].map(() => owner.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, body)),
  );
  for (const got of clicks) assert.equal(got.to, `${PAGE}?done=refunded`);
  assert.match(
    seen((await owner.follow(clicks[0])).text),
    /The refund is on its way\. .* Refunds that need you None\./,
  );
  assert.equal(t.stripe.refunds.size, 1);
  assert.equal(await t.studio.statusOf(one.id), "Cancelled");
  assert.equal(await stateOf(t, one.refundId), "succeeded");
  await clean(t);
  // Long after, from a page kept open: still once.
  await t.pass(DAY);
  assert.equal((await owner.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, body)).status, 303);
  assert.equal(t.stripe.refunds.size, 1);
  assert.equal((await manualRefundOf(owner, one.refundId)).status, 400, "what Stripe paid is not paid manually");
  assert.equal(await stateOf(t, one.refundId), "succeeded");
});

Deno.test("refused once more, it says why, and goes on as before", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  refuse(t, "charge_disputed", 1);
  const got = await again(owner, one.refundId);
  assert.equal(got.status, 400);
  assert.match(
    seen(got.text),
    /It did not work this time either, and nothing was changed\. The reason is below\. .* The client’s bank disputes this payment/,
  );
  assert.equal(await t.studio.statusOf(one.id), "Confirmed");
  await clean(t);
  await t.pass(HOUR);
  assert.equal(await stateOf(t, one.refundId), "succeeded", "by itself");
  assert.equal(t.mailer.of("refund_stuck").length, 1);
});

Deno.test("each reason is shown in plain words", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  for (
    const [code, words] of [
      ["charge_already_refunded", /Stripe says that all of it is refunded already\./],
      ["some_new_reason", /Stripe refused it: some new reason\. Check in Stripe that your balance covers it/],
      ["<b>", /Stripe refused it and did not say why\./],
      ["account_closed", /Your Stripe account is no longer connected here/],
    ] as const
  ) {
    const one = await stuck(t, person(1), code);
    assert.match(await read(owner), words, code);
    await again(owner, one.refundId);
    await t.settle();
  }
});
