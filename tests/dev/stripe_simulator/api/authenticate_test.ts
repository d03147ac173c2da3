import assert from "node:assert/strict";
import { API_VERSION } from "../../../../src/dev/stripe_simulator/api_version.ts";
import { client, refused, world } from "../world.ts";

Deno.test("a wrong key is 401, a wrong version or address or content type refused", async () => {
  await using w = await world();
  const error = await refused(client(w.sim, "sk_test_of_someone_else").accounts.retrieve(w.account));
  assert.equal(error.type, "StripeAuthenticationError");
  assert.ok(!error.message.includes("someone"));
  assert.ok(error.requestId);
  const bare = { authorization: "Bearer sk_test_simulator" };
  const headers = { ...bare, "stripe-version": API_VERSION };
  const status = async (path: string, init: RequestInit) => {
    const response = await fetch(w.sim.url + path, init);
    assert.match(response.headers.get("request-id")!, /^req_/);
    const { error } = await response.json();
    return [response.status, error.type, error.message];
  };
  assert.equal((await status(`/v1/accounts/${w.account}`, {}))[0], 401);
  assert.match((await status(`/v1/accounts/${w.account}`, { headers: bare }))[2], /Invalid Stripe API version/);
  const old = { ...bare, "stripe-version": "2024-06-20" };
  assert.match((await status(`/v1/accounts/${w.account}`, { headers: old }))[2], /2024-06-20/);
  assert.deepEqual((await status("/v1/nothing", { headers })).slice(0, 2), [404, "invalid_request_error"]);
  const post = (body: string, type: string) =>
    status("/v1/refunds", {
      method: "POST",
      headers: { ...headers, "stripe-account": w.account, "content-type": type },
      body,
    });
  assert.match((await post("{}", "application/json"))[2], /content-type/);
  const form = "application/x-www-form-urlencoded";
  assert.match((await post("charge=a&charge=b", form))[2], /sent twice: charge/);
  assert.match((await post("charge=%ZZ", form))[2], /well-formed/);
  const basic = { authorization: `Basic ${btoa("sk_test_simulator:")}`, "stripe-version": API_VERSION };
  const response = await fetch(`${w.sim.url}/v1/accounts/${w.account}`, { headers: basic });
  assert.equal((await response.json()).id, w.account);
});
