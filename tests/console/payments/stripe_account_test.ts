/** How the Stripe account stands, and the way to Stripe. */
import assert from "node:assert/strict";
import { signIn } from "../../support/console.ts";
import { studio, waitFor } from "../../support/studio.ts";
import { PAGE, read, seen } from "./stuck_refunds.ts";

Deno.test("how the account stands, what that means and what to do, freshly asked", async () => {
  await using t = await studio({ onboarded: false });
  const s = t.studio;
  const owner = await signIn(t, s);
  assert.match(
    await read(owner),
    /Not connected\. Free classes can be booked\. Paid classes, packs, gift cards and tips can’t: .* Connect Stripe/,
  );
  await s.manage("POST", "stripe/onboarding", { returnUrl: "https://a.example", refreshUrl: "https://a.example" });
  const accountId = (await s.manage("GET", "stripe")).body.accountId;
  assert.match(
    await read(owner),
    /Begun, but Stripe still needs details from you\. .* Your details Missing .* Continue at Stripe/,
  );
  // No word of these came by webhook: the page asks.
  await t.stripe.setAccount(accountId, { detailsSubmitted: true });
  assert.match(
    await read(owner),
    /Stripe has your details, but does not let you take payments yet\. .* Your details Submitted Taking payments Not yet .* Continue at Stripe/,
  );
  await t.stripe.setAccount(accountId, { chargesEnabled: true });
  assert.match(
    await read(owner),
    /You can take payments, but Stripe does not pay them out yet\. .* Taking payments On Payouts to your bank Not yet Continue at Stripe/,
  );
  await t.stripe.setAccount(accountId, { payoutsEnabled: true });
  const good = await owner.page(PAGE);
  assert.match(seen(good.text), /All is well\. You can take payments, and Stripe pays them out to your bank\./);
  assert.ok(!good.text.includes(`${PAGE}/connect`), "nothing more to do");
  assert.match(good.text, /href="https:\/\/dashboard\.stripe\.com\/test\/dashboard"/);
  assert.match(good.text, /href="https:\/\/dashboard\.stripe\.com\/test\/disputes"/);
  assert.match(seen(good.text), /Refunds that need you None\./);

  const fault = t.stripe.fail({ route: "GET /v1/accounts/:id", mode: "drop", times: 9 });
  assert.match(
    await read(owner),
    /Stripe does not answer just now\. This is what was last known; it may have changed\. .* All is well\./,
  );
  fault.remove();
  await t.stripe.setAccount(accountId, { chargesEnabled: false, payoutsEnabled: false });
  assert.match(await read(owner), /does not let you take payments yet/);
  await t.settle();
});

Deno.test("nobody waits long for a Stripe that hangs, and what it says in the end is kept", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const answer = Promise.withResolvers<void>();
  await t.stripe.setAccount(t.studio.accountId, { payoutsEnabled: false });
  const fault = t.stripe.fail({ route: "GET /v1/accounts/:id", mode: "slow", until: answer.promise });
  assert.match(await read(owner), /Stripe does not answer just now\. .* All is well\./);
  answer.resolve();
  await waitFor(async () => !(await t.studio.manage("GET", "provider")).body.stripe.payoutsEnabled);
  assert.equal(fault.left, 0);
  await t.settle();
});

Deno.test("the way to Stripe is a page that goes on by itself, with a way back; clicked twice, one account", async () => {
  await using t = await studio({ onboarded: false });
  const owner = await signIn(t, t.studio);
  const got = await owner.submit(PAGE, {}, `${PAGE}/connect`);
  assert.equal(got.status, 200, "no redirect: the policy lets no form lead off this server");
  const url = /<meta http-equiv="refresh" content="0; url=([^"]+)"\/?>/.exec(got.text)![1];
  assert.ok(url.startsWith(t.stripe.url), url);
  assert.ok(got.text.includes(`<a class="button primary" href="${url}">Continue at Stripe</a>`));
  const link = t.stripe.requests.find((one) => one.path === "/v2/core/account_links")!;
  assert.match(link.body, /"return_url":"http:\/\/localhost:8000\/console\/payments\?done=back"/);
  assert.match(link.body, /"refresh_url":"http:\/\/localhost:8000\/console\/payments\/again"/);
  assert.equal((await owner.submit(PAGE, {}, `${PAGE}/connect`)).status, 200);
  assert.equal(t.stripe.requests.filter((one) => one.path === "/v2/core/accounts" && one.method === "POST").length, 1);
  assert.match(seen((await owner.page(`${PAGE}?done=back`)).text), /You are back from Stripe\./);
  assert.match(seen((await owner.page(`${PAGE}/again`)).text), /That link has expired .* Continue at Stripe/);
  assert.equal((await owner.submit(`${PAGE}/again`, {}, `${PAGE}/connect`)).status, 200);
});

Deno.test("Stripe that does not answer is reported, and nothing is lost", async () => {
  await using t = await studio({ onboarded: false });
  const owner = await signIn(t, t.studio);
  for (const route of ["POST /v2/core/accounts", "POST /v2/core/account_links"] as const) {
    const fault = t.stripe.fail({ route, mode: "drop", times: 9 });
    const got = await owner.submit(PAGE, {}, `${PAGE}/connect`);
    assert.equal(got.status, 400);
    assert.match(seen(got.text), /Stripe does not answer just now\. Nothing is lost/);
    assert.match(got.text, /role="alert"/);
    fault.remove();
  }
  assert.match(await read(owner), /Begun, but Stripe still needs details/, "the account made meanwhile is kept");
  assert.equal((await owner.submit(PAGE, {}, `${PAGE}/connect`)).status, 200);
  assert.equal(t.stripe.accounts.size, 1);
});

Deno.test("the server's own fee is said in words, if there is one", async () => {
  await using t = await studio({ settings: { platformFeeBps: 250 } });
  assert.match(await read(await signIn(t, t.studio)), /keeps 2\.5% of every payment, besides Stripe’s own fees\./);
  await using free = await studio();
  assert.ok(!/keeps/.test(await read(await signIn(free, free.studio))));
});
