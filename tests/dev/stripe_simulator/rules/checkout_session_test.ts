import assert from "node:assert/strict";
import { refused, START, world } from "../world.ts";

const REFUSED_SESSIONS: [string, Record<string, unknown>, RegExp][] = [
  ["an unknown parameter", { colour: "red" }, /unknown parameter: colour/],
  ["an unknown nested parameter", { payment_intent_data: { colour: "red" } }, /payment_intent_data\[colour\]/],
  ["an option that v23 no longer has", { payment_method_types: ["card"] }, /payment_method_types/],
  ["an old ui_mode", { ui_mode: "hosted" }, /ui_mode: must be one of/],
  ["a wrong mode", { mode: "subscription" }, /mode=payment only/],
  ["no mode", { mode: undefined }, /Missing required param: mode/],
  ["no line items", { line_items: undefined }, /must provide line_items/],
  ["no success_url", { success_url: undefined }, /success_url/],
  ["a relative success_url", { success_url: "/thanks" }, /Not a valid URL/],
  ["a relative cancel_url", { cancel_url: "cancel" }, /Not a valid URL/],
  ["a bad email", { customer_email: "ada" }, /Invalid email address/],
  ["customer and customer_email", { customer: "cus_1" }, /only specify one/],
  ["a window under 30 minutes", { expires_at: START / 1000 + 1799 }, /at least 30 minutes/],
  ["a window over 24 hours", { expires_at: START / 1000 + 86_401 }, /less than 24 hours/],
  ["a text for a number", { expires_at: "soon" }, /Invalid integer: expires_at/],
  ["a fee over the total", { payment_intent_data: { application_fee_amount: 2501 } }, /application fee/],
  ["a fee of zero", { payment_intent_data: { application_fee_amount: 0 } }, /application fee/],
  ["on_behalf_of", { payment_intent_data: { on_behalf_of: "acct_1" } }, /direct charge/],
  ["metadata over 500 characters", { metadata: { a: "x".repeat(501) } }, /metadata\[a\]/],
  ["what it does not simulate", { discounts: [{ coupon: "c" }] }, /does not do discounts/],
];
for (
  const [name, price, pattern] of [
    ["an upper-case currency", { currency: "USD", unit_amount: 2500 }, /Invalid currency/],
    ["a negative price", { currency: "usd", unit_amount: -1 }, /non-negative/],
    ["less than 50 cents", { currency: "usd", unit_amount: 49 }, /at least 50 cents/],
    ["a price without an amount", { currency: "usd" }, /needs unit_amount/],
  ] as const
) {
  const item = { quantity: 1, price_data: { ...price, product_data: { name: "Class" } } };
  REFUSED_SESSIONS.push([name, { line_items: [item], payment_intent_data: {} }, pattern]);
}

Deno.test("a session is refused", async (t) => {
  await using w = await world();
  for (const [name, change, pattern] of REFUSED_SESSIONS) {
    await t.step(`with ${name}`, async () => {
      const error = await refused(w.session(change));
      assert.equal(error.statusCode, 400);
      assert.equal(error.type, "StripeInvalidRequestError");
      assert.match(error.message, pattern);
    });
  }
  assert.equal(w.sim.sessions.size, 0);
});

Deno.test("the bounds of the window themselves are accepted", async () => {
  await using w = await world();
  await w.session({ expires_at: START / 1000 + 1800 });
  await w.session({ expires_at: START / 1000 + 86_400 });
  assert.equal(w.sim.sessions.size, 2);
});
