import assert from "node:assert/strict";
import { formAction, MINUTE, submit, world } from "./world.ts";

Deno.test("a v2 account is onboarded by its link, which works once", async () => {
  await using w = await world();
  const created = await w.stripe.v2.core.accounts.create({
    display_name: "Studio & Sons",
    contact_email: "owner@studio.example",
    dashboard: "full",
    defaults: { responsibilities: { fees_collector: "stripe", losses_collector: "stripe" } },
    configuration: { merchant: { capabilities: { card_payments: { requested: true } } } },
    include: ["configuration.merchant", "requirements", "defaults"],
  }, { idempotencyKey: "account-1" });
  assert.equal(created.object, "v2.core.account");
  assert.equal(created.configuration?.merchant?.capabilities?.card_payments?.status, "restricted");
  const before = await w.stripe.accounts.retrieve(created.id);
  assert.deepEqual(
    [before.charges_enabled, before.payouts_enabled, before.details_submitted],
    [false, false, false],
  );
  assert.ok(before.requirements!.currently_due!.length > 0);

  const link = () =>
    w.stripe.v2.core.accountLinks.create({
      account: created.id,
      use_case: {
        type: "account_onboarding",
        account_onboarding: {
          refresh_url: "https://studio.example/refresh",
          return_url: "https://studio.example/return?a=1&b=2",
        },
      },
    });
  const { url } = await link();
  const page = await fetch(url);
  const text = await page.text();
  assert.equal(page.status, 200);
  assert.match(text, /Studio &#38; Sons/);
  assert.match(text, /Simulated Stripe\. No money moves\./);
  const reopened = await fetch(url, { redirect: "manual" });
  await reopened.body?.cancel();
  assert.equal(reopened.headers.get("location"), "https://studio.example/refresh");

  const finished = await submit(w.sim.url, formAction(text, "finish"));
  assert.equal(finished.status, 303);
  assert.equal(finished.headers.get("location"), "https://studio.example/return?a=1&b=2");
  const after = await w.stripe.accounts.retrieve(created.id);
  assert.deepEqual([after.charges_enabled, after.payouts_enabled, after.details_submitted], [true, true, true]);
  assert.deepEqual(after.requirements!.currently_due, []);
  const v2 = await w.stripe.v2.core.accounts.retrieve(created.id, { include: ["configuration.merchant"] });
  assert.equal(v2.configuration?.merchant?.capabilities?.card_payments?.status, "active");
  const brief = await w.stripe.v2.core.accounts.retrieve(created.id);
  assert.equal(brief.configuration, null);
  await w.sim.deliver("account.updated");
  assert.deepEqual([w.box.events[0].account, w.box.events[0].data.object.charges_enabled], [created.id, true]);

  const late = await link();
  w.clock.now += 6 * MINUTE;
  const expired = await fetch(late.url, { redirect: "manual" });
  await expired.body?.cancel();
  assert.equal(expired.headers.get("location"), "https://studio.example/refresh");
});

Deno.test("a v1 account is onboarded, or left unfinished", async () => {
  await using w = await world();
  const account = await w.stripe.accounts.create({
    controller: { fees: { payer: "account" }, losses: { payments: "stripe" }, stripe_dashboard: { type: "full" } },
    capabilities: { card_payments: { requested: true } },
  });
  const link = () =>
    w.stripe.accountLinks.create({
      account: account.id,
      type: "account_onboarding",
      refresh_url: "https://studio.example/refresh",
      return_url: "https://studio.example/return",
    });
  const left = await submit(w.sim.url, `${new URL((await link()).url).pathname}/leave`);
  assert.equal(left.headers.get("location"), "https://studio.example/return");
  assert.equal((await w.stripe.accounts.retrieve(account.id)).charges_enabled, false);
  await submit(w.sim.url, `${new URL((await link()).url).pathname}/finish`);
  assert.equal((await w.stripe.accounts.retrieve(account.id)).charges_enabled, true);
});

Deno.test("finishing enables no charges for an account that never asked for card payments", async () => {
  await using w = await world();
  const { id } = await w.stripe.v2.core.accounts.create({ dashboard: "full" });
  const { url } = await w.stripe.v2.core.accountLinks.create({
    account: id,
    use_case: {
      type: "account_onboarding",
      account_onboarding: { refresh_url: "https://a.example/" },
    },
  });
  await submit(w.sim.url, `${new URL(url).pathname}/finish`);
  const account = await w.stripe.accounts.retrieve(id);
  assert.deepEqual([account.details_submitted, account.charges_enabled], [true, false]);
});
