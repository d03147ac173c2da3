import assert from "node:assert/strict";
import { invalid, refused } from "../../support/http.ts";
import { ORIGIN, studio } from "../../support/studio.ts";

Deno.test("onboarding leads to Stripe and back; the state is what Stripe says, or what was last known", async () => {
  await using t = await studio({ onboarded: false });
  const { studio: s } = t;
  const none = { accountId: null, chargesEnabled: false, payoutsEnabled: false, detailsSubmitted: false };
  assert.deepEqual((await s.manage("GET", "stripe")).body, none);
  const urls = { returnUrl: `${ORIGIN}/done`, refreshUrl: `${ORIGIN}/again` };
  const [first, second] = [
    await s.manage("POST", "stripe/onboarding", urls),
    await s.manage("POST", "stripe/onboarding", urls),
  ];
  assert.deepEqual([first.status, second.status], [200, 200]);
  assert.deepEqual(Object.keys(first.body), ["url"]);
  assert.ok(URL.canParse(first.body.url));
  assert.notEqual(first.body.url, second.body.url); // single use
  assert.equal(t.stripe.accounts.size, 1);
  const { accountId } = (await s.manage("GET", "stripe")).body;
  assert.match(accountId, /^acct_/);
  assert.deepEqual((await s.manage("GET", "provider")).body.stripe, { ...none, accountId });
  await t.stripe.setAccount(accountId, { chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true });
  const ready = { accountId, chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true };
  assert.deepEqual((await s.manage("GET", "stripe")).body, ready);
  assert.deepEqual((await s.manage("GET", "provider")).body.stripe, ready);
  t.stripe.fail({ route: "GET /v1/accounts/:id", times: 5 });
  t.stripe.fail({ route: "GET /v2/core/accounts/:id", times: 5 });
  const unknown = await s.manage("GET", "stripe");
  assert.deepEqual([unknown.status, unknown.body], [200, ready]);
  t.stripe.clearFaults();

  invalid(await s.manage("POST", "stripe/onboarding", {}), "refreshUrl", "returnUrl");
  for (const bad of ["javascript:alert(1)", "/done", "ftp://a.example", ""]) {
    invalid(await s.manage("POST", "stripe/onboarding", { ...urls, returnUrl: bad }), "returnUrl");
  }
});

Deno.test("onboarding that Stripe does not accept is 502", async () => {
  await using t = await studio({ onboarded: false });
  const { studio: s } = t;
  for (const route of ["POST /v1/accounts", "POST /v2/core/accounts"] as const) {
    t.stripe.fail({ route, status: 400, error: { type: "invalid_request_error" } });
  }
  const urls = { returnUrl: `${ORIGIN}/done`, refreshUrl: `${ORIGIN}/again` };
  refused(await s.manage("POST", "stripe/onboarding", urls), 502);
});
