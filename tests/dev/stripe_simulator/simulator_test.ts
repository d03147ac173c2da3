import assert from "node:assert/strict";
import Stripe from "stripe";
import { API_VERSION } from "../../../src/dev/stripe_simulator/api_version.ts";
import { signatureHeader } from "../../../src/dev/stripe_simulator/signature.ts";
import {
  type SimulatorOptions,
  startStripeSimulator,
  type StripeEvent,
  type StripeSimulator,
} from "../../../src/dev/stripe_simulator/simulator.ts";

const SECRET = "whsec_simulator_test";
const START = Date.UTC(2026, 4, 18, 9, 0, 0);
const MINUTE = 60_000;

/** A server that takes webhooks, as Alera's would. */
interface Inbox extends AsyncDisposable {
  url: string;
  events: StripeEvent[];
  /** The status of the next answers, one each; then 200. */
  statuses: number[];
  /** Called before answering. */
  onEvent?: (event: StripeEvent) => unknown;
  requests: { body: string; signature: string | null }[];
}

function inbox(): Inbox {
  const box: Inbox = {
    url: "",
    events: [],
    statuses: [],
    requests: [],
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const body = await request.text();
    box.requests.push({ body, signature: request.headers.get("stripe-signature") });
    box.events.push(JSON.parse(body));
    await box.onEvent?.(JSON.parse(body));
    const status = box.statuses.shift() ?? 200;
    return new Response(status === 204 ? null : "{}", { status });
  });
  box.url = `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}/api/webhooks/stripe`;
  return box;
}

interface World extends AsyncDisposable {
  sim: StripeSimulator;
  box: Inbox;
  stripe: Stripe;
  account: string;
  clock: { now: number };
  session(change?: Partial<Stripe.Checkout.SessionCreateParams>, key?: string): Promise<Stripe.Checkout.Session>;
  /** A session paid by card; its payment intent. */
  paid(change?: Partial<Stripe.Checkout.SessionCreateParams>): Promise<string>;
}

async function world(options: Partial<SimulatorOptions> = {}): Promise<World> {
  const box = inbox();
  const clock = { now: START };
  const sim = await startStripeSimulator({
    webhookSecret: SECRET,
    webhookUrl: box.url,
    now: () => clock.now,
    autoDeliver: false,
    ...options,
  });
  const stripe = client(sim, options.secretKey);
  const account = sim.createAccount();
  let keys = 0;
  const w: World = {
    sim,
    box,
    stripe,
    account,
    clock,
    session: (change = {}, key = `checkout-${++keys}`) =>
      stripe.checkout.sessions.create({ ...sessionParams(clock.now), ...change }, {
        stripeAccount: account,
        idempotencyKey: key,
      }),
    async paid(change) {
      const { id } = await w.session(change);
      await sim.pay(id);
      return sim.sessions.get(id)!.session.payment_intent as string;
    },
    async [Symbol.asyncDispose]() {
      await sim.close();
      await box[Symbol.asyncDispose]();
    },
  };
  return w;
}

function client(sim: StripeSimulator, key = "sk_test_simulator", config: { timeout?: number } = {}): Stripe {
  const { hostname, port } = new URL(sim.url);
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: "http",
    telemetry: false,
    maxNetworkRetries: 2,
    timeout: 10_000,
    ...config,
  });
}

function sessionParams(nowMs: number): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    customer_email: "ada@example.com",
    client_reference_id: "enr-1",
    metadata: { enrollment: "enr-1" },
    expires_at: Math.floor(nowMs / 1000) + 32 * 60,
    success_url: "https://studio.example/book/confirm?session_id={CHECKOUT_SESSION_ID}",
    cancel_url: "https://studio.example/book/cancelled",
    line_items: [{
      quantity: 1,
      price_data: { currency: "usd", unit_amount: 2500, product_data: { name: "Reformer <Basics>" } },
    }],
    payment_intent_data: { metadata: { enrollment: "enr-1" }, application_fee_amount: 125 },
  };
}

/** The error that a call is refused with. */
async function refused(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("The call was not refused.");
}

/** A header of the answer; with the fetch client the SDK keeps the Response itself. */
function header(object: Stripe.Response<unknown>, name: string): string | null {
  return (object.lastResponse as unknown as Response).headers.get(name);
}

const types = (events: { type: string }[]) => events.map((event) => event.type);

// ---- checkout ----------------------------------------------------------------------------------------------------

Deno.test("a session is created, retrieved and paid", async () => {
  await using w = await world();
  const session = await w.session();
  assert.match(session.id, /^cs_test_/);
  assert.equal(session.status, "open");
  assert.equal(session.payment_status, "unpaid");
  assert.equal(session.payment_intent, null);
  assert.equal(session.amount_total, 2500);
  assert.equal(session.currency, "usd");
  assert.equal(session.url, `${w.sim.url}/c/pay/${session.id}`);
  assert.deepEqual({ ...session.metadata }, { enrollment: "enr-1" });

  await w.sim.pay(session.id);
  assert.equal(await w.sim.deliver(), 1);
  const paid = await w.stripe.checkout.sessions.retrieve(session.id, {}, { stripeAccount: w.account });
  assert.equal(paid.status, "complete");
  assert.equal(paid.payment_status, "paid");
  assert.equal(paid.url, null);
  const event = w.box.events[0];
  assert.equal(event.type, "checkout.session.completed");
  assert.equal(event.account, w.account);
  assert.equal(event.api_version, API_VERSION);
  assert.equal(event.livemode, false);
  assert.equal(event.data.object.payment_intent, paid.payment_intent);

  const intent = await w.stripe.paymentIntents.retrieve(
    paid.payment_intent as string,
    { expand: ["latest_charge"] },
    { stripeAccount: w.account },
  );
  assert.equal(intent.status, "succeeded");
  assert.equal(intent.application_fee_amount, 125);
  assert.deepEqual({ ...intent.metadata }, { enrollment: "enr-1" });
  assert.equal((intent.latest_charge as Stripe.Charge).amount, 2500);
  await assert.rejects(w.sim.pay(session.id), /complete, not open/);
});

Deno.test("properties are expanded on request, unknown ones refused", async () => {
  await using w = await world();
  const { id } = await w.session();
  await w.sim.pay(id);
  const at = { stripeAccount: w.account };
  const session = await w.stripe.checkout.sessions.retrieve(
    id,
    { expand: ["line_items", "payment_intent.latest_charge"] },
    at,
  );
  assert.equal(session.line_items!.data[0].description, "Reformer <Basics>");
  const intent = session.payment_intent as Stripe.PaymentIntent;
  assert.equal((intent.latest_charge as Stripe.Charge).payment_intent, intent.id);
  assert.equal(typeof w.sim.sessions.get(id)!.session.payment_intent, "string");
  const error = await refused(w.stripe.checkout.sessions.retrieve(id, { expand: ["nonsense"] }, at));
  assert.match(error.message, /cannot be expanded/);
});

Deno.test("a bank payment is complete but unpaid, until it succeeds or fails", async () => {
  await using w = await world();
  const [good, bad] = [await w.session(), await w.session()];
  await w.sim.payLater(good.id);
  await w.sim.payLater(bad.id);
  assert.equal(w.sim.sessions.get(good.id)!.session.payment_status, "unpaid");
  const intent = w.sim.sessions.get(good.id)!.session.payment_intent as string;
  const early = await refused(w.stripe.refunds.create({ payment_intent: intent }, { stripeAccount: w.account }));
  assert.match(early.message, /does not have a successful charge/);
  const error = await refused(w.stripe.checkout.sessions.expire(good.id, {}, { stripeAccount: w.account }));
  assert.match(error.message, /status of complete/);
  await w.sim.bankSucceeds(good.id);
  await w.sim.bankFails(bad.id);
  await assert.rejects(w.sim.bankSucceeds(bad.id), /no bank payment under way/);
  assert.equal(await w.sim.deliver(), 4);
  assert.deepEqual(w.box.events.map((e) => [e.type, e.data.object.payment_status]), [
    ["checkout.session.completed", "unpaid"],
    ["checkout.session.completed", "unpaid"],
    ["checkout.session.async_payment_succeeded", "paid"],
    ["checkout.session.async_payment_failed", "unpaid"],
  ]);
});

Deno.test("a session is expired by call, by the clock, and only while it is open", async () => {
  await using w = await world();
  const [called, timed, looked, paid] = [await w.session(), await w.session(), await w.session(), await w.session()];
  const at = { stripeAccount: w.account };
  assert.equal((await w.stripe.checkout.sessions.expire(called.id, {}, at)).status, "expired");
  const again = await refused(w.stripe.checkout.sessions.expire(called.id, {}, at));
  assert.equal(again.statusCode, 400);
  assert.equal(again.type, "StripeInvalidRequestError");
  assert.match(again.message, /status of expired/);

  await w.sim.pay(paid.id);
  w.clock.now += 32 * MINUTE - 1;
  assert.deepEqual(w.sim.expireDue(), []);
  w.clock.now += 1;
  assert.equal((await w.stripe.checkout.sessions.retrieve(looked.id, {}, at)).status, "expired");
  assert.deepEqual(w.sim.expireDue(), [timed.id]);
  await assert.rejects(w.sim.pay(timed.id), /expired, not open/);
  await w.sim.deliver("checkout.session.expired");
  assert.deepEqual(w.box.events.map((e) => e.data.object.id), [called.id, looked.id, timed.id]);
  const { request } = w.box.events[0];
  assert.match(request.id!, /^req_/);
  assert.match(request.idempotency_key!, /^stripe-node-retry-/);
  // The race that a slow customer wins.
  await w.sim.pay(timed.id, { late: true });
  assert.equal(w.sim.sessions.get(timed.id)!.session.payment_status, "paid");
});

Deno.test("without expires_at a session lasts a day; in live mode its id and events say so", async () => {
  await using w = await world({ livemode: true, secretKey: "sk_live_simulator" });
  const session = await w.session({ expires_at: undefined });
  assert.equal(session.expires_at, START / 1000 + 86_400);
  assert.match(session.id, /^cs_live_/);
  assert.equal(w.sim.makeEvent("ping", {}).livemode, true);
});

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

Deno.test("an account that cannot charge gets no session", async () => {
  await using w = await world();
  await w.sim.setAccount(w.account, { chargesEnabled: false });
  const error = await refused(w.session());
  assert.equal(error.statusCode, 400);
  await w.sim.setAccount(w.account, { chargesEnabled: true });
  // A refusal that reached execution is replayed, so this has to be a new key.
  await w.session();
});

// ---- accounts apart ----------------------------------------------------------------------------------------------

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

// ---- refunds -----------------------------------------------------------------------------------------------------

Deno.test("a payment is refunded in parts, and never for more than is left", async () => {
  await using w = await world();
  const intent = await w.paid();
  const at = { stripeAccount: w.account };
  await w.sim.drain();
  const part = await w.stripe.refunds.create({ payment_intent: intent, amount: 1000 }, at);
  assert.equal(part.status, "succeeded");
  const more = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 1501 }, at));
  assert.equal(more.param, "amount");
  assert.match(more.message, /greater than unrefunded amount/);
  assert.match((await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 0 }, at))).message, /positive/);
  const charge = w.sim.payments.get(intent)!.charge.id;
  const rest = await w.stripe.refunds.create({ charge, metadata: { attempt: "1" }, refund_application_fee: true }, at);
  assert.equal(rest.amount, 1500);
  assert.deepEqual({ ...rest.metadata }, { attempt: "1" });
  const none = await refused(w.stripe.refunds.create({ payment_intent: intent }, at));
  assert.equal(none.code, "charge_already_refunded");
  assert.equal(none.statusCode, 400);

  const list = await w.stripe.refunds.list({ payment_intent: intent }, at);
  assert.deepEqual(list.data.map((refund) => refund.id), [rest.id, part.id]);
  const first = await w.stripe.refunds.list({ payment_intent: intent, limit: 1 }, at);
  assert.equal(first.has_more, true);
  const second = await w.stripe.refunds.list({ payment_intent: intent, limit: 1, starting_after: rest.id }, at);
  assert.deepEqual([second.data[0].id, second.has_more], [part.id, false]);
  assert.equal((await w.stripe.refunds.retrieve(part.id, {}, at)).amount, 1000);

  await w.sim.drain();
  assert.deepEqual(types(w.box.events.slice(1)), [
    "refund.created",
    "charge.refunded",
    "refund.created",
    "charge.refunded",
  ]);
  const charges = w.box.events.filter((e) => e.type === "charge.refunded").map((e) => e.data);
  assert.deepEqual(charges.map(({ object: c }) => [c.amount_refunded, c.refunded, c.payment_intent]), [
    [1000, false, intent],
    [2500, true, intent],
  ]);
  assert.deepEqual(charges[1].previous_attributes, { amount_refunded: 1000, refunded: false });
});

Deno.test("a pending refund settles; a failed one gives its amount back", async () => {
  await using w = await world();
  const intent = await w.paid();
  const at = { stripeAccount: w.account };
  w.sim.refundStatus = "pending";
  const pending = await w.stripe.refunds.create({ payment_intent: intent, amount: 500 }, at);
  assert.equal(pending.status, "pending");
  await w.sim.settleRefund(pending.id);
  await assert.rejects(w.sim.settleRefund(pending.id), /not pending/);
  assert.equal((await w.stripe.refunds.retrieve(pending.id, {}, at)).status, "succeeded");
  const lost = await w.stripe.refunds.create({ payment_intent: intent }, at);
  await w.sim.failRefund(lost.id);
  await assert.rejects(w.sim.failRefund(lost.id), /failed already/);
  const { charge } = w.sim.payments.get(intent)!;
  assert.deepEqual([charge.amount_refunded, charge.refunded], [500, false]);
  const retry = await w.stripe.refunds.create({ payment_intent: intent }, at);
  assert.equal(retry.amount, 2000);
  await w.sim.deliver("refund.failed");
  assert.deepEqual([w.box.events[0].data.object.id, w.box.events[0].data.object.status], [lost.id, "failed"]);
});

Deno.test("refunds and disputes made in the dashboard are told, and count", async () => {
  await using w = await world();
  const [refundedIntent, disputedIntent] = [await w.paid(), await w.paid({ payment_intent_data: {} })];
  const at = { stripeAccount: w.account };
  await w.sim.refundInDashboard(refundedIntent, 1000);
  await w.sim.deliver("charge.refunded");
  const [{ data, request, account }] = w.box.events;
  assert.deepEqual([data.object.amount, data.object.amount_refunded, data.object.refunded], [2500, 1000, false]);
  assert.deepEqual(request, { id: null, idempotency_key: null });
  assert.equal(account, w.account);
  await assert.rejects(w.sim.refundInDashboard(refundedIntent, 1501), /greater than/);
  await w.sim.refundInDashboard(refundedIntent);
  const error = await refused(w.stripe.refunds.create({ payment_intent: refundedIntent }, at));
  assert.equal(error.code, "charge_already_refunded");

  const fee = { payment_intent: disputedIntent, refund_application_fee: true };
  assert.match((await refused(w.stripe.refunds.create(fee, at))).message, /no application fee/);
  const id = await w.sim.dispute(disputedIntent);
  await w.sim.deliver("charge.dispute.created");
  const event = w.box.events.at(-1)!;
  assert.deepEqual([event.data.object.id, event.data.object.payment_intent], [id, disputedIntent]);
  const late = await refused(w.stripe.refunds.create({ payment_intent: disputedIntent }, at));
  assert.equal(late.code, "charge_disputed");
});

// ---- accounts and onboarding -------------------------------------------------------------------------------------

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

// ---- idempotency -------------------------------------------------------------------------------------------------

Deno.test("an idempotency key answers once, for a day, per account", async () => {
  await using w = await world();
  const params = sessionParams(w.clock.now);
  const create = (stripeAccount: string, idempotencyKey: string, change = {}) =>
    w.stripe.checkout.sessions.create({ ...params, ...change }, { stripeAccount, idempotencyKey });
  const first = await create(w.account, "k1");
  const again = await create(w.account, "k1");
  assert.equal(again.id, first.id);
  assert.equal(header(again, "idempotent-replayed"), "true");
  assert.equal(header(first, "idempotent-replayed"), null);
  assert.equal(w.sim.requests.at(-1)!.replayed, true);
  const other = w.sim.createAccount();
  assert.notEqual((await create(other, "k1")).id, first.id);

  const changed = await refused(create(w.account, "k1", { client_reference_id: "enr-2" }));
  assert.equal(changed.type, "StripeIdempotencyError");
  assert.equal(changed.statusCode, 400);
  const elsewhere = await refused(
    w.stripe.refunds.create({ payment_intent: "pi_1" }, { stripeAccount: w.account, idempotencyKey: "k1" }),
  );
  assert.equal(elsewhere.type, "StripeIdempotencyError");
  w.clock.now += 24 * 60 * MINUTE;
  assert.notEqual((await create(w.account, "k1", { expires_at: undefined })).id, first.id);
  assert.match((await refused(create(w.account, "k".repeat(256)))).message, /255/);
});

Deno.test("errors that reached execution are replayed, refused parameters are not", async () => {
  await using w = await world();
  const intent = await w.paid();
  const at = (idempotencyKey: string) => ({ stripeAccount: w.account, idempotencyKey });
  await refused(w.stripe.refunds.create({ payment_intent: intent, amount: -1 }, at("mended")));
  await w.stripe.refunds.create({ payment_intent: intent, amount: 100 }, at("mended"));

  w.sim.fail({ route: "POST /v1/refunds" });
  const broken = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 200 }, at("broken")));
  assert.equal(broken.type, "StripeAPIError");
  assert.equal(broken.statusCode, 500);
  const replay = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 200 }, at("broken")));
  assert.equal(replay.statusCode, 500);
  assert.equal(replay.headers!["idempotent-replayed"], "true");
  await w.stripe.refunds.create({ payment_intent: intent, amount: 200 }, at("broken-2"));

  await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 9000 }, at("too-much")));
  const second = await refused(w.stripe.refunds.create({ payment_intent: intent, amount: 9000 }, at("too-much")));
  assert.equal(second.headers!["idempotent-replayed"], "true");
  assert.equal(w.sim.refunds.size, 2);
});

Deno.test("a request under a key that is still running is 409", async () => {
  await using w = await world();
  const gate = Promise.withResolvers<void>();
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: gate.promise });
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: gate.promise });
  const done = w.sim.once("POST /v1/checkout/sessions");
  const first = w.session({}, "same");
  await done;
  assert.equal(w.sim.sessions.size, 1);
  // The answer of the first is saved already; the second is not executed yet.
  const other = w.stripe.checkout.sessions.create(sessionParams(w.clock.now), {
    stripeAccount: w.account,
    idempotencyKey: "other",
  });
  while (w.sim.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const conflict = await refused(
    w.stripe.checkout.sessions.create(sessionParams(w.clock.now), {
      stripeAccount: w.account,
      idempotencyKey: "other",
      maxNetworkRetries: 0,
    }),
  );
  assert.equal(conflict.statusCode, 409);
  assert.equal(conflict.code, "idempotency_key_in_use");
  gate.resolve();
  assert.notEqual((await first).id, (await other).id);
});

Deno.test("a missing or random key is accepted, and noted", async () => {
  await using w = await world();
  await w.stripe.checkout.sessions.create(sessionParams(w.clock.now), { stripeAccount: w.account });
  assert.match(w.sim.requests[0].notes[0], /random/);
  const response = await fetch(`${w.sim.url}/v1/accounts`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk_test_simulator",
      "stripe-version": API_VERSION,
      "content-type": "application/x-www-form-urlencoded",
    },
  });
  await response.body?.cancel();
  assert.equal(response.status, 200);
  assert.deepEqual(w.sim.requests[1].notes, ["no Idempotency-Key"]);
  await w.session();
  assert.deepEqual(w.sim.requests[2].notes, []);
});

Deno.test("requests are recorded exactly as sent", async () => {
  await using w = await world();
  const { id } = await w.session({ customer_email: "grace+1@example.com" }, "key-1");
  await refused(w.stripe.checkout.sessions.retrieve("cs_none", {}, { stripeAccount: w.account }));
  const [create, retrieve] = w.sim.requests;
  assert.equal(create.at, START / 1000);
  assert.equal(create.path, "/v1/checkout/sessions");
  assert.equal(create.headers["idempotency-key"], "key-1");
  assert.equal(create.headers["stripe-account"], w.account);
  assert.equal(create.headers["content-type"], "application/x-www-form-urlencoded");
  assert.match(create.body, /customer_email=grace%2B1%40example\.com/);
  assert.equal(create.status, 200);
  assert.deepEqual([retrieve.method, retrieve.status], ["GET", 404]);
  assert.ok(w.sim.sessions.has(id));
});

// ---- faults ------------------------------------------------------------------------------------------------------

Deno.test("errors are injected by route and account, so many times", async () => {
  await using w = await world();
  const other = w.sim.createAccount();
  const intent = await w.paid();
  const fault = w.sim.fail({ route: "POST /v1/refunds", account: w.account, status: 402, times: 2 });
  const elsewhere = await refused(w.stripe.refunds.create({ payment_intent: intent }, { stripeAccount: other }));
  assert.equal(elsewhere.code, "resource_missing");
  const at = { stripeAccount: w.account };
  assert.equal((await refused(w.stripe.refunds.create({ payment_intent: intent }, at))).code, "card_declined");
  assert.equal(fault.left, 1);
  fault.remove();
  w.sim.fail({ route: "POST /v1/refunds", status: 400, error: { code: "charge_disputed", message: "No." } });
  const named = await refused(w.stripe.refunds.create({ payment_intent: intent }, at));
  assert.deepEqual([named.code, named.message, named.statusCode], ["charge_disputed", "No.", 400]);
  w.sim.fail({ route: "POST /v1/refunds", status: 429 });
  assert.equal((await refused(w.stripe.refunds.create({ payment_intent: intent }, at))).type, "StripeRateLimitError");
  w.sim.fail({ route: "POST /v1/refunds", times: Infinity });
  w.sim.clearFaults();
  await w.stripe.refunds.create({ payment_intent: intent }, at);
});

Deno.test("a 503 that is not saved, and a conflict, are retried by the SDK and then done", async () => {
  await using w = await world();
  w.sim.fail({ route: "POST /v1/checkout/sessions", status: 503, saved: false });
  w.sim.fail({ route: "POST /v1/checkout/sessions", status: 409 });
  await w.session();
  assert.deepEqual(w.sim.requests.map((request) => request.status), [503, 409, 200]);
  assert.equal(w.sim.sessions.size, 1);
});

Deno.test("a dropped request was not done, a lost answer was", async () => {
  await using w = await world();
  const once = { stripeAccount: w.account, maxNetworkRetries: 0 };
  const create = (key: string, options = {}) =>
    w.stripe.checkout.sessions.create(sessionParams(w.clock.now), { ...once, idempotencyKey: key, ...options });
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "drop" });
  assert.equal((await refused(create("dropped"))).type, "StripeConnectionError");
  assert.equal(w.sim.sessions.size, 0);
  assert.equal(w.sim.requests[0].status, null);
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "lost" });
  assert.equal((await refused(create("lost"))).type, "StripeConnectionError");
  assert.equal(w.sim.sessions.size, 1);
  const found = await create("lost");
  assert.equal(found.id, [...w.sim.sessions.keys()][0]);
  // The SDK's own retry gets the saved answer too.
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "lost" });
  await create("retried", { maxNetworkRetries: 2 });
  assert.equal(w.sim.sessions.size, 2);
  assert.equal(w.sim.requests.at(-1)!.replayed, true);
});

Deno.test("a hanging request ends when its time is up, when the client gives up, or when the simulator closes", async () => {
  await using w = await world();
  const at = { stripeAccount: w.account, maxNetworkRetries: 0 };
  const { id } = await w.session();
  const route = "POST /v1/checkout/sessions/:id/expire";
  const expire = (options = {}) => refused(w.stripe.checkout.sessions.expire(id, {}, { ...at, ...options }));
  w.sim.fail({ route, mode: "hang", delayMs: 10 });
  assert.equal((await expire()).type, "StripeConnectionError");
  w.sim.fail({ route, mode: "hang" });
  assert.match((await expire({ timeout: 50 })).message, /timeout/);
  assert.equal(w.sim.sessions.get(id)!.session.status, "open");
  w.sim.fail({ route, mode: "hang" });
  const hanging = expire();
  while (w.sim.requests.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
  await w.sim.close();
  assert.equal((await hanging).type, "StripeConnectionError");
});

// ---- webhooks ----------------------------------------------------------------------------------------------------

Deno.test("events are signed as the SDK expects", async () => {
  await using w = await world();
  const { id } = await w.session();
  await w.sim.pay(id);
  await w.sim.deliver();
  const [{ body, signature }] = w.box.requests;
  const parse = (secret: string) =>
    w.stripe.webhooks.constructEventAsync(body, signature!, secret, 300, undefined, w.clock.now);
  assert.equal((await parse(SECRET)).type, "checkout.session.completed");
  await assert.rejects(parse("whsec_other"), Stripe.errors.StripeSignatureVerificationError);
  assert.ok(signature!.startsWith(`t=${w.clock.now / 1000},v1=`));
  const header = await w.stripe.webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret: SECRET,
    timestamp: START / 1000,
  });
  assert.equal(await signatureHeader(body, SECRET, START / 1000), header);
});

Deno.test("any event can be sent, also a forged, unsigned or old one", async () => {
  await using w = await world();
  const event = w.sim.makeEvent("checkout.session.completed", { id: "cs_forged" }, {
    account: "acct_other",
    id: "evt_forged",
    livemode: true,
    created: 1,
  });
  w.box.statuses = [400, 400, 200, 204];
  assert.equal((await w.sim.send(event, { secret: "whsec_other" })).status, 400);
  assert.equal((await w.sim.send(event, { signature: null })).status, 400);
  assert.equal(await (await w.sim.send(event, { timestamp: 1000 })).text(), "{}");
  await w.sim.send(event, { signature: "t=1,v1=00" });
  const [forged, unsigned, old, made] = w.box.requests.map((request) => request.signature);
  assert.notEqual(forged, await signatureHeader(w.box.requests[0].body, SECRET, START / 1000));
  assert.equal(unsigned, null);
  assert.ok(old!.startsWith("t=1000,"));
  assert.equal(made, "t=1,v1=00");
  assert.deepEqual(w.box.events[0], event);
  assert.equal(w.sim.events.length, 0);
});

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

Deno.test("a customer can pay before the session's creation is answered", async () => {
  await using w = await world();
  const gate = Promise.withResolvers<void>();
  w.sim.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: gate.promise });
  const done = w.sim.once("POST /v1/checkout/sessions");
  let answered = false;
  const answer = w.session().then((session) => {
    answered = true;
    return session;
  });
  await done;
  const [id] = w.sim.sessions.keys();
  await w.sim.pay(id);
  assert.equal(await w.sim.deliver(), 1);
  assert.equal(answered, false);
  gate.resolve();
  assert.equal((await answer).id, id);
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

Deno.test("only subscribed events are sent", async () => {
  await using w = await world({ enabledEvents: ["*"] });
  await w.paid();
  await w.sim.deliver();
  assert.deepEqual(types(w.box.events), ["payment_intent.succeeded", "charge.succeeded", "checkout.session.completed"]);
});

// ---- state -------------------------------------------------------------------------------------------------------

Deno.test("a restart keeps sessions, accounts, keys and events that were not delivered", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const stateFile = `${folder}/stripe.json`;
    let id: string;
    let account: string;
    {
      await using w = await world({ stateFile });
      account = w.account;
      id = (await w.session({}, "kept")).id;
      await w.sim.payLater(id);
    }
    await using w = await world({ stateFile });
    const again = await w.stripe.checkout.sessions.create(sessionParams(w.clock.now), {
      stripeAccount: account,
      idempotencyKey: "kept",
    });
    assert.equal(again.id, id);
    await w.sim.bankSucceeds(id);
    assert.equal(await w.sim.deliver(), 2);
    await w.sim.close();
    assert.deepEqual([...Deno.readDirSync(folder)].map((entry) => entry.name), ["stripe.json"]);
    Deno.writeTextFileSync(stateFile, "{");
    await assert.rejects(startStripeSimulator({ webhookSecret: SECRET, stateFile }), /delete it to start afresh/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an event whose delivery a crash cut short is sent again", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [running, crashed] = [`${folder}/new/running.json`, `${folder}/crashed.json`];
    const gate = Promise.withResolvers<void>();
    let text = "";
    {
      await using w = await world({ stateFile: running, autoDeliver: true });
      w.box.onEvent = () => gate.promise;
      await w.sim.pay((await w.session()).id);
      while (!text.includes('"delivering"')) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        text = await Deno.readTextFile(running).catch(() => "");
      }
      gate.resolve();
    }
    Deno.writeTextFileSync(crashed, text);
    await using w = await world({ stateFile: crashed, autoDeliver: true });
    await w.sim.drain();
    assert.deepEqual(types(w.box.events), ["checkout.session.completed"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

// ---- pages -------------------------------------------------------------------------------------------------------

async function submit(base: string, path: string): Promise<Response> {
  const response = await fetch(base + path, { method: "POST", redirect: "manual" });
  const text = await response.text();
  return new Response([303, 204].includes(response.status) ? null : text, response);
}

function formAction(page: string, last: string): string {
  const action = [...page.matchAll(/<form method="post" action="([^"]+)"/g)].map((match) => match[1])
    .find((path) => path.endsWith(`/${last}`));
  assert.ok(action, `the page has no form "${last}"`);
  return action;
}

Deno.test("a person pays, pays later, is declined, lets it expire", async () => {
  await using w = await world();
  const session = await w.session({ metadata: {}, customer_email: "a'b@example.com" });
  const page = async (id = session.id) => await (await fetch(`${w.sim.url}/c/pay/${id}`)).text();
  const text = await page();
  assert.match(text, /\$25\.00/);
  assert.match(text, /Reformer &#60;Basics&#62;/);
  assert.match(text, /a&#39;b@example\.com/);
  assert.ok(!text.includes("<Basics>"));
  assert.match(text, /href="https:\/\/studio\.example\/book\/cancelled"/);

  const declined = await submit(w.sim.url, formAction(text, "decline"));
  const retry = await (await fetch(new URL(declined.headers.get("location")!, w.sim.url))).text();
  assert.match(retry, /Your card was declined/);
  const paid = await submit(w.sim.url, formAction(retry, "pay"));
  assert.equal(paid.status, 303);
  assert.equal(paid.headers.get("location"), `https://studio.example/book/confirm?session_id=${session.id}`);
  assert.equal((await submit(w.sim.url, formAction(retry, "pay"))).status, 409);
  const after = await page();
  assert.ok(!after.includes("Pay later by bank"));
  await submit(w.sim.url, formAction(after, "refund"));
  assert.match(await page(), /Refunded<\/dt><dd>\$25\.00/);

  const bank = await w.session();
  const later = await submit(w.sim.url, formAction(await page(bank.id), "later"));
  assert.match(later.headers.get("location")!, new RegExp(bank.id));
  await submit(w.sim.url, formAction(await page(bank.id), "bank-succeeds"));
  assert.equal(w.sim.sessions.get(bank.id)!.session.payment_status, "paid");
  await submit(w.sim.url, formAction(await page(bank.id), "dispute"));

  const failing = await w.session();
  await submit(w.sim.url, formAction(await page(failing.id), "later"));
  await submit(w.sim.url, formAction(await page(failing.id), "bank-fails"));
  const left = await w.session();
  await submit(w.sim.url, formAction(await page(left.id), "expire"));
  assert.match(await page(left.id), /has expired/);
  await w.sim.deliver();
  assert.deepEqual(types(w.box.events), [
    "checkout.session.completed",
    "refund.created",
    "charge.refunded",
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "charge.dispute.created",
    "checkout.session.completed",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
  ]);
});

Deno.test("the index lists accounts, sessions and events; every page is honest and loads nothing from elsewhere", async () => {
  await using w = await world();
  const name = `<script>alert("x")</script>`;
  const named = w.sim.createAccount({ displayName: name, chargesEnabled: false });
  const { id } = await w.session();
  await w.sim.pay(id);
  w.box.statuses = [500];
  await w.sim.deliver();
  for (const path of ["/", `/c/pay/${id}`, `/accounts/${named}`, "/nowhere", "/c/pay/cs_none"]) {
    const response = await fetch(w.sim.url + path);
    const text = await response.text();
    assert.match(text, /Simulated Stripe\. No money moves\./, path);
    assert.ok(!text.includes("<script"), path);
    assert.ok(!/(src=|@import|url\(|<link)/.test(text), path);
    assert.match(response.headers.get("content-security-policy")!, /default-src 'none'/);
    assert.match(text, /name="viewport"/);
  }
  const index = await (await fetch(w.sim.url)).text();
  for (const part of [id, w.account, named, "checkout.session.completed", "answered 500"]) {
    assert.ok(index.includes(part), part);
  }
  await w.sim.deliver();
  const resend = formAction(await (await fetch(w.sim.url)).text(), "resend");
  assert.equal((await submit(w.sim.url, resend)).status, 303);
  assert.equal(await w.sim.deliver(), 1);
  for (const [action, enabled] of [["enable", true], ["disable", false]] as const) {
    await submit(w.sim.url, `/accounts/${named}/${action}`);
    assert.equal(w.sim.accounts.get(named)!.chargesEnabled, enabled);
  }
  await submit(w.sim.url, `/accounts/${named}/deauthorize`);
  assert.match(await (await fetch(`${w.sim.url}/accounts/${named}`)).text(), /disconnected/);
  const put = await fetch(w.sim.url, { method: "PUT", body: "x" });
  await put.body?.cancel();
  assert.equal(put.status, 405);
});
