import assert from "node:assert/strict";
import { refused, sessionParams, world } from "./world.ts";

Deno.test("every account has its own state, and the platform none", async () => {
  await using w = await world();
  const other = w.sim.createAccount();
  const intent = await w.paid();
  const [id] = w.sim.sessions.keys();
  const { id: refund } = await w.stripe.refunds.create(
    { payment_intent: intent, amount: 100 },
    { stripeAccount: w.account },
  );
  for (const wrong of [{ stripeAccount: other }, {}]) {
    for (
      const call of [
        () => w.stripe.checkout.sessions.retrieve(id, {}, wrong),
        () => w.stripe.paymentIntents.retrieve(intent, {}, wrong),
        () => w.stripe.refunds.retrieve(refund, {}, wrong),
        () => w.stripe.refunds.list({ payment_intent: intent }, wrong),
      ]
    ) {
      const error = await refused(call());
      assert.equal(error.code, "resource_missing");
      assert.equal(error.statusCode, 404);
    }
  }
  const elsewhere = await refused(w.stripe.refunds.create({ payment_intent: intent }, { stripeAccount: other }));
  assert.match(elsewhere.message, /No such payment_intent/);
  const expiry = await refused(w.stripe.checkout.sessions.expire(id, {}, { stripeAccount: other }));
  assert.match(expiry.message, /No such checkout.session/);
  // Options in the parameters' slot send a body field and no header: both are refused.
  const slip = await refused(w.stripe.checkout.sessions.expire(id, { stripeAccount: w.account } as never));
  assert.match(slip.message, /stripeAccount/);
  assert.match((await refused(w.stripe.refunds.create({ payment_intent: intent }))).message, /Stripe-Account/);
  const platform = await refused(w.stripe.checkout.sessions.create(sessionParams(w.clock.now)));
  assert.match(platform.message, /Stripe-Account/);
  const misplaced = await refused(w.stripe.accounts.create({}, { stripeAccount: w.account }));
  assert.match(misplaced.message, /belongs to the platform/);
});

Deno.test("unknown and disconnected accounts are 403", async () => {
  await using w = await world();
  const { id } = await w.session();
  await w.sim.deauthorize(w.account);
  for (const stripeAccount of [w.account, "acct_unknown"]) {
    const error = await refused(w.stripe.checkout.sessions.retrieve(id, {}, { stripeAccount }));
    assert.equal(error.type, "StripePermissionError");
    assert.equal(error.code, "account_invalid");
  }
  assert.equal((await refused(w.stripe.accounts.retrieve(w.account))).statusCode, 403);
  await w.sim.deliver();
  const [event] = w.box.events;
  assert.equal(event.type, "account.application.deauthorized");
  assert.equal(event.account, w.account);
  assert.equal(event.data.object.object, "application");
});

Deno.test("account calls are refused", async () => {
  await using w = await world();
  const v2 = await refused(w.stripe.v2.core.accounts.create({ colour: "red" } as never));
  assert.equal(v2.code, "invalid_fields");
  assert.match(v2.message, /colour/);
  const unknown = await refused(w.stripe.v2.core.accounts.retrieve("acct_unknown"));
  assert.equal(unknown.statusCode, 403);
  const both = await refused(
    w.stripe.accounts.create({ type: "standard", controller: { fees: { payer: "account" } } }),
  );
  assert.match(both.message, /together/);
  const link = { account: w.account, type: "account_onboarding" as const };
  assert.match((await refused(w.stripe.accountLinks.create(link))).message, /refresh_url/);
  const relative = { ...link, refresh_url: "/refresh", return_url: "/return" };
  assert.equal((await refused(w.stripe.accountLinks.create(relative))).code, "url_invalid");
  const mismatch = await refused(w.stripe.v2.core.accountLinks.create({
    account: w.account,
    use_case: { type: "account_onboarding" },
  } as never));
  assert.equal(mismatch.code, "invalid_fields");
});
