import assert from "node:assert/strict";
import { Ajv } from "ajv";
import qs from "qs";
import Stripe from "stripe";
import { createPayments } from "../../src/adapters/stripe.ts";
import { startStripeSimulator } from "../../src/dev/stripe_simulator/simulator.ts";
import schemas from "../../src/dev/stripe_simulator/schemas.json" with { type: "json" };
import { type Log } from "../../src/ports/log.ts";
import { type CheckoutRequest, type PaymentEvent, PaymentsError } from "../../src/ports/payments.ts";

const ACCOUNT = "acct_1Studio";
const NOW = Date.parse("2026-05-18T11:00:00.000Z");

interface Sent {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: string;
}
type Answer = (request: Sent) => Response | Promise<Response>;

function recordedLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (event: string, fields?: Record<string, unknown>) =>
    void lines.push(JSON.stringify({ event, ...fields }));
  return { lines, debug: write, info: write, warn: write, error: write };
}

/** A server in Stripe's place: it keeps what it was asked and answers what the test says. */
function stripeServer(answer: Answer) {
  const requests: Sent[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const url = new URL(request.url);
    const sent = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await request.text(),
    };
    requests.push(sent);
    return await answer(sent);
  });
  const log = recordedLog();
  const url = `http://127.0.0.1:${server.addr.port}`;
  const payments = createPayments({ secretKey: "sk_test_secret", webhookSecrets: ["whsec_one"], apiBase: url, log });
  return { url, requests, payments, log, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** An error as Stripe words it. Its message repeats personal data on purpose. */
function refusal(status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { message: "No such thing: jane@example.test, Jane Doe", ...error } }, {
    status,
    headers,
  });
}

const SESSION = {
  id: "cs_test_1",
  object: "checkout.session",
  status: "open",
  payment_status: "unpaid",
  url: "https://checkout.stripe.test/c/pay/cs_test_1",
  payment_intent: null as unknown,
  client_reference_id: "chk-1",
  amount_total: 2000,
  currency: "usd",
  livemode: false,
  mode: "payment",
  metadata: { alera_checkout: "chk-1", odd: 1 },
  created: 1_780_000_000,
};
const SESSION_READ = {
  id: "cs_test_1",
  status: "open",
  paymentStatus: "unpaid",
  url: "https://checkout.stripe.test/c/pay/cs_test_1",
  paymentIntentId: null,
  clientReferenceId: "chk-1",
  amountCents: 2000,
  currency: "usd",
  livemode: false,
  mode: "payment",
  metadata: { alera_checkout: "chk-1" },
  createdAt: 1_780_000_000,
};
const REFUND = {
  id: "re_1",
  object: "refund",
  status: "succeeded",
  amount: 2000,
  currency: "usd",
  payment_intent: "pi_1",
  metadata: { refund_id: "rf-1" },
};

function checkout(change: Partial<CheckoutRequest> = {}): CheckoutRequest {
  return {
    accountId: ACCOUNT,
    clientReferenceId: "chk-1",
    productName: "Pilates Class",
    amountCents: 2000,
    currency: "usd",
    feeCents: 0,
    customerEmail: "jane@example.test",
    successUrl: "https://sculpt.test/book/confirm?session_id={CHECKOUT_SESSION_ID}",
    cancelUrl: "https://sculpt.test/book/cancelled",
    expiresAt: Math.floor(Date.now() / 1000) + 1860,
    metadata: { checkout_id: "chk-1", kind: "enrollment" },
    ...change,
  };
}

// ---------------------------------------------------------------- what is sent

const ajv = {
  form: new Ajv({ allErrors: true, strict: false, coerceTypes: true, allowUnionTypes: true }),
  json: new Ajv({ allErrors: true, strict: false, allowUnionTypes: true }),
};
for (const checker of Object.values(ajv)) checker.addSchema({ $id: "stripe", definitions: schemas.definitions });

function parsed({ headers, body }: Sent): Record<string, unknown> {
  return headers.get("content-type")!.startsWith("application/json")
    ? JSON.parse(body)
    : { ...qs.parse(body, { depth: 20, strictDepth: true }) };
}

/** What Stripe would find wrong with a request: its schema, and what a schema can't say about direct charges and keys. */
function faultsOf(sent: Sent): string[] {
  const faults: string[] = [];
  const operation = Object.entries(schemas.operations).find(([key]) => {
    const [method, template] = key.split(" ");
    return method === sent.method && new RegExp(`^${template.replace(/\{[^}]+\}/g, "[^/]+")}$`).test(sent.path);
  });
  if (!operation) return [`no schema for ${sent.method} ${sent.path}`];
  const [key, { contentType, schema }] = operation;
  if (sent.headers.get("content-type")?.split(";")[0] !== contentType) faults.push("content-type");
  const check = (contentType === "application/json" ? ajv.json : ajv.form).compile({ $ref: `stripe${schema.$ref}` });
  if (!check(JSON.parse(JSON.stringify(parsed(sent))))) {
    faults.push(...check.errors!.map((error) => `${error.instancePath} ${error.message}`));
  }
  if (sent.headers.get("authorization") !== "Bearer sk_test_secret") faults.push("authorization");
  if (sent.headers.get("stripe-version") !== schemas["x-apiVersion"]) faults.push("stripe-version");
  if (!key.endsWith("/expire") && /^$|^stripe-node-retry/.test(sent.headers.get("idempotency-key") ?? "")) {
    faults.push("idempotency-key");
  }
  const direct = /checkout\/sessions|\/refunds/.test(key);
  if (sent.headers.get("stripe-account") !== (direct ? ACCOUNT : null)) faults.push("stripe-account");
  return faults;
}

Deno.test("a checkout is a direct charge that carries everything by which we know it again", async () => {
  await using server = stripeServer(() => Response.json(SESSION));
  const request = checkout({ productDescription: "Monday, 6:00 AM" });
  assert.deepEqual(await server.payments.createCheckout(request, "checkout:chk-1:1"), SESSION_READ);
  const [sent] = server.requests;
  assert.deepEqual(faultsOf(sent), []);
  assert.equal(`${sent.method} ${sent.path}`, "POST /v1/checkout/sessions");
  assert.equal(sent.headers.get("stripe-account"), ACCOUNT);
  assert.equal(sent.headers.get("idempotency-key"), "checkout:chk-1:1");
  assert.deepEqual(JSON.parse(JSON.stringify(parsed(sent))), {
    mode: "payment",
    adaptive_pricing: { enabled: "false" },
    customer_email: "jane@example.test",
    client_reference_id: "chk-1",
    metadata: request.metadata,
    payment_intent_data: { metadata: request.metadata },
    expires_at: String(request.expiresAt),
    line_items: [{
      quantity: "1",
      price_data: {
        currency: "usd",
        unit_amount: "2000",
        product_data: { name: "Pilates Class", description: "Monday, 6:00 AM" },
      },
    }],
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
  });
});

Deno.test("the platform's fee is sent only when there is one", async () => {
  await using server = stripeServer(() => Response.json(SESSION));
  await server.payments.createCheckout(checkout({ feeCents: 150 }), "k1");
  await server.payments.createCheckout(checkout({ feeCents: 0 }), "k2");
  const fees = server.requests.map((sent) =>
    new URLSearchParams(sent.body).get("payment_intent_data[application_fee_amount]")
  );
  assert.deepEqual(fees, ["150", null]);
  assert.deepEqual(server.requests.flatMap(faultsOf), []);
});

Deno.test("the same request is the same bytes, or its idempotency key would be refused", async () => {
  await using server = stripeServer(() => Response.json(SESSION));
  const request = checkout();
  await server.payments.createCheckout(request, "k1");
  await server.payments.createCheckout(JSON.parse(JSON.stringify(request)), "k1");
  assert.equal(server.requests[0].body, server.requests[1].body);
});

Deno.test("long and odd names fit into Stripe's limits, whole characters only", async () => {
  await using server = stripeServer(() => Response.json(SESSION));
  const name = "🧘".repeat(300);
  await server.payments.createCheckout(
    checkout({ productName: name, metadata: { note: "é".repeat(600), "a & b": "=&?" } }),
    "k1",
  );
  await server.payments.createCheckout(checkout({ productName: "Yoga & Tea = 100% <3", productDescription: "" }), "k2");
  const [long, odd] = server.requests.map((sent) => new URLSearchParams(sent.body));
  assert.equal(long.get("line_items[0][price_data][product_data][name]"), "🧘".repeat(250));
  assert.equal(long.get("metadata[note]"), "é".repeat(500));
  assert.equal(long.get("payment_intent_data[metadata][note]"), "é".repeat(500));
  assert.equal(odd.get("line_items[0][price_data][product_data][name]"), "Yoga & Tea = 100% <3");
  assert.equal(odd.has("line_items[0][price_data][product_data][description]"), false, "Stripe refuses an empty one");
  assert.deepEqual(server.requests.flatMap(faultsOf), []);
});

Deno.test("retrieving and expiring a checkout happen on the studio's account", async () => {
  await using server = stripeServer(({ method }) =>
    Response.json({
      ...SESSION,
      status: method === "POST" ? "expired" : "complete",
      payment_status: "paid",
      payment_intent: "pi_1",
      url: null,
    })
  );
  const retrieved = await server.payments.retrieveCheckout(ACCOUNT, "cs_test_1");
  assert.deepEqual(retrieved, {
    ...SESSION_READ,
    status: "complete",
    paymentStatus: "paid",
    paymentIntentId: "pi_1",
    paymentRefused: false,
    url: null,
  });
  assert.equal((await server.payments.expireCheckout(ACCOUNT, "cs_test_1")).status, "expired");
  const [get, post] = server.requests;
  assert.equal(`${get.method} ${get.path}`, "GET /v1/checkout/sessions/cs_test_1");
  assert.equal(get.headers.get("stripe-account"), ACCOUNT);
  assert.deepEqual([...get.query], [["expand[0]", "payment_intent"]]);
  assert.equal(`${post.method} ${post.path}`, "POST /v1/checkout/sessions/cs_test_1/expire");
  assert.equal(post.body, "", "options in the place of parameters would be a body field, and no header");
  assert.deepEqual(faultsOf(post), []);
});

Deno.test("a refund is asked for by payment intent, amount and our own mark", async () => {
  await using server = stripeServer(() => Response.json(REFUND));
  const request = {
    accountId: ACCOUNT,
    paymentIntentId: "pi_1",
    amountCents: 2000,
    refundFee: false,
    metadata: { refund_id: "rf-1" },
  };
  const refund = await server.payments.refund(request, "refund:rf-1:1");
  assert.deepEqual(refund, {
    id: "re_1",
    paymentIntentId: "pi_1",
    status: "succeeded",
    amountCents: 2000,
    metadata: { refund_id: "rf-1" },
    failureReason: null,
  });
  const [sent] = server.requests;
  assert.deepEqual(faultsOf(sent), []);
  assert.equal(sent.path, "/v1/refunds");
  assert.equal(sent.headers.get("idempotency-key"), "refund:rf-1:1");
  assert.deepEqual(Object.fromEntries(new URLSearchParams(sent.body)), {
    payment_intent: "pi_1",
    amount: "2000",
    "metadata[refund_id]": "rf-1",
  });
  await server.payments.refund({ ...request, refundFee: true }, "refund:rf-1:2");
  assert.equal(new URLSearchParams(server.requests[1].body).get("refund_application_fee"), "true");
});

Deno.test("a refund is done, under way or failed, and what is unknown is under way", async () => {
  const expected = {
    succeeded: "succeeded",
    pending: "pending",
    requires_action: "pending",
    brand_new: "pending",
    failed: "failed",
    canceled: "failed",
  };
  for (const [status, ours] of Object.entries(expected)) {
    await using server = stripeServer(() => Response.json({ ...REFUND, status, metadata: null }));
    assert.deepEqual(await server.payments.retrieveRefund(ACCOUNT, "re_1"), {
      id: "re_1",
      paymentIntentId: "pi_1",
      status: ours,
      amountCents: 2000,
      metadata: {},
      failureReason: null,
    });
    assert.equal(server.requests[0].path, "/v1/refunds/re_1");
    assert.equal(server.requests[0].headers.get("stripe-account"), ACCOUNT);
  }
});

Deno.test("all refunds of a payment are listed, over several pages if need be", async () => {
  await using server = stripeServer(({ query }) => {
    const after = query.get("starting_after");
    const data = after ? [{ ...REFUND, id: "re_2", status: "pending" }] : [REFUND];
    return Response.json({ object: "list", url: "/v1/refunds", has_more: !after, data });
  });
  const refunds = await server.payments.listRefunds(ACCOUNT, "pi_1");
  assert.deepEqual(refunds.map(({ id, status }) => [id, status]), [["re_1", "succeeded"], ["re_2", "pending"]]);
  assert.equal(server.requests.length, 2);
  for (const { query, headers } of server.requests) {
    assert.equal(query.get("payment_intent"), "pi_1");
    assert.equal(headers.get("stripe-account"), ACCOUNT);
  }
});

Deno.test("what an account has since a time is listed a page at a time", async () => {
  await using server = stripeServer(({ path, query }) =>
    Response.json({
      object: "list",
      url: path,
      has_more: !query.get("starting_after"),
      data: [path === "/v1/refunds" ? REFUND : SESSION],
    })
  );
  const { payments, requests } = server;
  const first = { createdSince: 1_780_000_000, after: null };
  assert.deepEqual(await payments.listCheckouts(ACCOUNT, first), { items: [SESSION_READ], hasMore: true });
  const second = await payments.listAllRefunds(ACCOUNT, { ...first, after: "re_0" });
  assert.deepEqual([second.items.map((one) => one.id), second.hasMore], [["re_1"], false]);
  assert.deepEqual(requests.map(({ path, query }) => [path, ...query]), [
    ["/v1/checkout/sessions", ["created[gte]", "1780000000"], ["limit", "100"]],
    ["/v1/refunds", ["created[gte]", "1780000000"], ["limit", "100"], ["starting_after", "re_0"]],
  ]);
  for (const { headers } of requests) assert.equal(headers.get("stripe-account"), ACCOUNT);
  await using broken = stripeServer(() => Response.json({ nothing: true }));
  assert.equal((await failure(broken.payments.listCheckouts(ACCOUNT, first))).kind, "unknown");
});

Deno.test("the charge of a payment is found, bare or expanded, or not there", async () => {
  for (
    const [latest_charge, expected] of [["ch_1", "ch_1"], [{ id: "ch_2", object: "charge" }, "ch_2"], [
      null,
      null,
    ]] as const
  ) {
    await using server = stripeServer(() => Response.json({ id: "pi_1", object: "payment_intent", latest_charge }));
    assert.equal(await server.payments.findChargeId(ACCOUNT, "pi_1"), expected);
    assert.equal(server.requests[0].path, "/v1/payment_intents/pi_1");
    assert.equal(server.requests[0].headers.get("stripe-account"), ACCOUNT);
  }
});

Deno.test("a studio's account is its own, with Stripe collecting fees and bearing losses", async () => {
  await using server = stripeServer(({ path }) =>
    path.endsWith("links")
      ? Response.json({ object: "v2.core.account_link", account: ACCOUNT, url: "https://connect.stripe.test/setup/x" })
      : Response.json({ id: ACCOUNT, object: "v2.core.account" })
  );
  const provider = { id: "prov-1", displayName: "Sculpt Pilates Co.", email: "owner@sculpt.test" };
  assert.equal(await server.payments.createAccount(provider, "account:prov-1"), ACCOUNT);
  await server.payments.createAccount({ ...provider, country: "de" }, "account:prov-2");
  const url = await server.payments.createOnboardingLink(
    ACCOUNT,
    "https://a.test/back",
    "https://a.test/again",
    "link:1",
  );
  assert.equal(url, "https://connect.stripe.test/setup/x");
  const [plain, german, link] = server.requests;
  assert.deepEqual(server.requests.flatMap(faultsOf), []);
  assert.equal(plain.path, "/v2/core/accounts");
  assert.equal(plain.headers.get("idempotency-key"), "account:prov-1");
  assert.deepEqual(JSON.parse(plain.body), {
    contact_email: "owner@sculpt.test",
    display_name: "Sculpt Pilates Co.",
    dashboard: "full",
    configuration: { merchant: { capabilities: { card_payments: { requested: true } } } },
    defaults: { responsibilities: { fees_collector: "stripe", losses_collector: "stripe" } },
    metadata: { provider_id: "prov-1" },
  });
  assert.deepEqual(JSON.parse(german.body).identity, { country: "de" });
  assert.equal(link.path, "/v2/core/account_links");
  assert.equal(link.headers.get("idempotency-key"), "link:1");
  assert.deepEqual(JSON.parse(link.body), {
    account: ACCOUNT,
    use_case: {
      type: "account_onboarding",
      account_onboarding: { return_url: "https://a.test/back", refresh_url: "https://a.test/again" },
    },
  });
});

Deno.test("an account's state is read with the platform's own key", async () => {
  await using server = stripeServer(() =>
    Response.json({
      id: ACCOUNT,
      object: "account",
      charges_enabled: true,
      payouts_enabled: false,
      details_submitted: true,
    })
  );
  const account = await server.payments.retrieveAccount(ACCOUNT);
  assert.deepEqual(account, { id: ACCOUNT, chargesEnabled: true, payoutsEnabled: false, detailsSubmitted: true });
  assert.equal(`${server.requests[0].method} ${server.requests[0].path}`, `GET /v1/accounts/${ACCOUNT}`);
  assert.equal(server.requests[0].headers.get("stripe-account"), null);
});

// ---------------------------------------------------------------- what goes wrong

async function failure(call: Promise<unknown>): Promise<PaymentsError> {
  const error = await call.then(() => assert.fail("it went well"), (error) => error);
  assert.ok(error instanceof PaymentsError, String(error));
  return error;
}

const DONT_RETRY = { "stripe-should-retry": "false" };
const REFUSALS: [string, Response, PaymentsError["kind"], string | null][] = [
  [
    "no such thing",
    refusal(404, { type: "invalid_request_error", code: "resource_missing", param: "payment_intent" }),
    "refused",
    "resource_missing",
  ],
  [
    "refunded already",
    refusal(400, { type: "invalid_request_error", code: "charge_already_refunded" }),
    "refused",
    "charge_already_refunded",
  ],
  ["a parameter", refusal(400, { type: "invalid_request_error", param: "customer_email" }), "refused", null],
  ["no route", refusal(404, { type: "invalid_request_error" }), "refused", null],
  ["the card", refusal(402, { type: "card_error", code: "card_declined" }), "refused", "card_declined"],
  ["a wrong key", refusal(401, { type: "invalid_request_error" }), "refused", null],
  [
    "no right to",
    refusal(403, { type: "invalid_request_error", code: "account_invalid" }),
    "refused",
    "account_invalid",
  ],
  ["the key with other parameters", refusal(400, { type: "idempotency_error" }), "refused", "idempotency_error"],
  [
    "the key still running",
    refusal(409, { type: "idempotency_error", code: "idempotency_key_in_use" }, DONT_RETRY),
    "unknown",
    "idempotency_key_in_use",
  ],
  ["a lock", refusal(400, { type: "invalid_request_error", code: "lock_timeout" }), "unknown", "lock_timeout"],
  ["too many calls", refusal(429, { type: "invalid_request_error", code: "rate_limit" }), "unknown", "rate_limit"],
  [
    "too many calls, said by 400",
    refusal(400, { type: "invalid_request_error", code: "rate_limit" }),
    "unknown",
    "rate_limit",
  ],
  ["a fault of Stripe's", refusal(500, { type: "api_error" }, DONT_RETRY), "unknown", null],
  ["a proxy's page", new Response("<html>jane@example.test", { status: 502, headers: DONT_RETRY }), "unknown", null],
  [
    "a proxy's JSON",
    Response.json({ message: "jane@example.test" }, { status: 502, headers: DONT_RETRY }),
    "unknown",
    null,
  ],
  ["a stranger's 404", Response.json({ message: "jane@example.test" }, { status: 404 }), "refused", null],
  ["an empty object", Response.json({}), "unknown", null],
  ["no JSON", new Response("jane@example.test"), "unknown", null],
];

for (const [what, response, kind, code] of REFUSALS) {
  Deno.test(`${what}: ${kind === "refused" ? "refused, a new attempt needs a new key" : "unknown, only the same key may be used again"}`, async () => {
    await using server = stripeServer(() => response.clone());
    const calls = [
      () =>
        server.payments.refund({
          accountId: ACCOUNT,
          paymentIntentId: "pi_1",
          amountCents: 1,
          refundFee: false,
          metadata: {},
        }, "k1"),
      () => server.payments.createCheckout(checkout(), "k2"),
      () => server.payments.createOnboardingLink(ACCOUNT, "https://a.test/", "https://a.test/", "k3"),
      () => server.payments.retrieveAccount(ACCOUNT),
      () => server.payments.listRefunds(ACCOUNT, "pi_1"),
    ];
    for (const call of calls) {
      const error = await failure(call());
      assert.equal(error.kind, kind);
      assert.equal(error.stripeCode, code);
      assert.ok(!/jane|doe|secret/i.test(error.message), error.message);
    }
    assert.equal(server.log.lines.length, calls.length);
    for (const line of server.log.lines) assert.equal(JSON.parse(line).code ?? null, code);
    assert.ok(!/jane|doe|secret/i.test(server.log.lines.join("\n")));
  });
}

Deno.test("a fault that passes is repeated under the same key, and the caller never sees it", async () => {
  let asked = 0;
  await using server = stripeServer(() => ++asked < 3 ? refusal(503, { type: "api_error" }) : Response.json(SESSION));
  assert.equal((await server.payments.createCheckout(checkout(), "k1")).id, "cs_test_1");
  assert.deepEqual(server.requests.map(({ headers }) => headers.get("idempotency-key")), ["k1", "k1", "k1"]);
  assert.equal(new Set(server.requests.map(({ body }) => body)).size, 1);
});

Deno.test("no answer proves nothing", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const apiBase = `http://127.0.0.1:${port}`;
  const payments = createPayments({ secretKey: "sk_test_secret", webhookSecrets: [], apiBase, log: recordedLog() });
  const error = await failure(
    payments.refund(
      { accountId: ACCOUNT, paymentIntentId: "pi_1", amountCents: 1, refundFee: false, metadata: {} },
      "k1",
    ),
  );
  assert.equal(error.kind, "unknown");
  assert.ok(!/pi_1|secret/.test(error.message));
});

Deno.test("the key tells whether money is real", () => {
  const livemode = (secretKey: string) =>
    createPayments({ secretKey, webhookSecrets: [], log: recordedLog() }).livemode;
  assert.equal(livemode("sk_live_x"), true);
  assert.equal(livemode("rk_live_x"), true);
  assert.equal(livemode("sk_test_x"), false);
  assert.equal(livemode("rk_test_live_x"), false);
});

Deno.test("another server may be any http(s) address, and nothing else", () => {
  const made = (apiBase: string) =>
    createPayments({ secretKey: "sk_test_x", webhookSecrets: [], apiBase, log: recordedLog() });
  for (
    const good of ["http://localhost:12111", "https://stripe.internal", "https://stripe.internal/", "http://[::1]:9"]
  ) made(good);
  for (
    const bad of [
      "https://a.test/?x=1",
      "https://a.test/stripe#hush",
      "https://user:hush@a.test",
      "ftp://hush.test",
      "hush",
      "localhost:12111",
    ]
  ) {
    assert.throws(
      () => made(bad),
      (error: Error) => /STRIPE_API_BASE/.test(error.message) && !/hush/.test(error.message),
      bad,
    );
  }
});

Deno.test("a path of the other server comes before /v1", async () => {
  for (const end of ["", "/"]) {
    await using server = stripeServer(() => Response.json(SESSION));
    const payments = createPayments({
      secretKey: "sk_test_secret",
      webhookSecrets: [],
      apiBase: `${server.url}/behind/a%20proxy${end}`,
      log: server.log,
    });
    assert.equal((await payments.retrieveCheckout(ACCOUNT, "cs_test_1")).url, SESSION.url);
    assert.deepEqual(server.requests.map(({ method, path }) => `${method} ${path}`), [
      "GET /behind/a%20proxy/v1/checkout/sessions/cs_test_1",
    ]);
    assert.equal(server.requests[0].headers.get("stripe-account"), ACCOUNT);
  }
});

// ---------------------------------------------------------------- webhooks

const signer = new Stripe("sk_test_signer");

function signed(
  body: string,
  { secret = "whsec_one", at = NOW }: { secret?: string; at?: number } = {},
): Promise<string> {
  return signer.webhooks.generateTestHeaderStringAsync({ payload: body, secret, timestamp: Math.floor(at / 1000) });
}

function verifier(...webhookSecrets: string[]) {
  return createPayments({ secretKey: "sk_test_x", webhookSecrets, log: recordedLog() });
}

async function read(event: Record<string, unknown>): Promise<PaymentEvent> {
  const body = JSON.stringify(event);
  return await verifier("whsec_one").verifyEvent(body, await signed(body), NOW);
}

function eventOf(type: string, object: unknown): Record<string, unknown> {
  return { id: "evt_1", object: "event", type, account: ACCOUNT, livemode: false, created: 1, data: { object } };
}

const BODY = JSON.stringify(eventOf("checkout.session.completed", SESSION));

Deno.test("an event passes with any of our secrets, and with no other", async () => {
  const header = await signed(BODY, { secret: "whsec_two" });
  assert.equal((await verifier("whsec_one", "whsec_two").verifyEvent(BODY, header, NOW)).id, "evt_1");
  for (const secrets of [["whsec_one"], [], [""]]) {
    assert.equal((await failure(verifier(...secrets).verifyEvent(BODY, header, NOW))).kind, "refused");
  }
});

Deno.test("several signatures in one header are enough if one is right, as during a roll", async () => {
  const [t, right] = (await signed(BODY)).split(",");
  const [, wrong] = (await signed(BODY, { secret: "whsec_old" })).split(",");
  assert.equal((await verifier("whsec_one").verifyEvent(BODY, [t, wrong, right].join(","), NOW)).id, "evt_1");
});

Deno.test("a changed body, a changed time and a missing signature are refused", async () => {
  const header = await signed(BODY);
  const other = header.replace(/^t=\d+/, `t=${NOW / 1000 + 1}`);
  const cases: [string, string][] = [
    [BODY + " ", header],
    [BODY.replace("2000", "1"), header],
    [BODY, other],
    [BODY, `${header.split(",")[0]},v0=${header.split("v1=")[1]}`],
    [BODY, header.split(",")[0]],
    [BODY, header.split(",")[1]],
    [BODY, "t=x," + header.split(",")[1]],
    [BODY, ""],
    ["", header],
  ];
  for (const [body, signature] of cases) {
    assert.equal((await failure(verifier("whsec_one").verifyEvent(body, signature, NOW))).kind, "refused", signature);
  }
});

Deno.test("an event is good for 300 s, to the past and to the future, by our clock", async () => {
  for (
    const [offset, good] of [[0, true], [300_000, true], [301_000, false], [-300_000, true], [-301_000, false], [
      86_400_000,
      false,
    ]] as const
  ) {
    const header = await signed(BODY, { at: NOW - offset });
    const verdict = await verifier("whsec_one").verifyEvent(BODY, header, NOW).then(() => true, () => false);
    assert.equal(verdict, good, String(offset));
  }
});

Deno.test("a well signed body that is not JSON is refused", async () => {
  for (const body of ["not json", "{", `{"id":"evt_1",}`]) {
    assert.equal(
      (await failure(verifier("whsec_one").verifyEvent(body, await signed(body), NOW))).kind,
      "refused",
      body,
    );
  }
});

Deno.test("a well signed body that is no event as we know them is one of a type that nobody handles", async () => {
  const bodies: [body: string, id: string, type: string][] = [
    ["null", "none", "unreadable"],
    ["[]", "none", "unreadable"],
    ["{}", "none", "unreadable"],
    [`{"id":"evt_1"}`, "evt_1", "unreadable"],
    [`{"id":"evt_1","type":5,"data":{"object":{"id":"x"}}}`, "evt_1", "unreadable"],
    [`{"type":"charge.refunded","data":{"object":{"id":"x"}}}`, "none", "unreadable"],
    [`{"object":"v2.core.event","id":"evt_1","type":"v2.core.x"}`, "evt_1", "v2.core.x"],
  ];
  for (const [body, id, type] of bodies) {
    assert.deepEqual(
      await verifier("whsec_one").verifyEvent(body, await signed(body), NOW),
      { id, type, accountId: null, livemode: false },
      body,
    );
    const forged = await signed(body, { secret: "whsec_other" });
    assert.equal((await failure(verifier("whsec_one").verifyEvent(body, forged, NOW))).kind, "refused");
  }
});

Deno.test("a checkout's event tells its session", async () => {
  for (const type of ["completed", "expired", "async_payment_succeeded", "async_payment_failed"]) {
    const event = await read(
      eventOf(`checkout.session.${type}`, { ...SESSION, payment_intent: { id: "pi_1", object: "payment_intent" } }),
    );
    assert.deepEqual(event, {
      id: "evt_1",
      type: `checkout.session.${type}`,
      accountId: ACCOUNT,
      livemode: false,
      session: { ...SESSION_READ, paymentIntentId: "pi_1" },
    });
  }
});

Deno.test("events of charges, refunds, disputes and accounts tell what they are about", async () => {
  const charge = {
    id: "ch_1",
    object: "charge",
    payment_intent: "pi_1",
    amount: 2000,
    amount_refunded: 500,
    currency: "usd",
  };
  assert.deepEqual((await read(eventOf("charge.refunded", charge))).charge, {
    id: "ch_1",
    paymentIntentId: "pi_1",
    amountCents: 2000,
    amountRefundedCents: 500,
    currency: "usd",
  });
  const refund = {
    ...REFUND,
    status: "failed",
    failure_reason: "lost_or_stolen_card",
    reason: "requested_by_customer",
  };
  for (const type of ["refund.failed", "refund.updated", "charge.refund.updated"]) {
    const event = await read(eventOf(type, refund));
    assert.equal(event.charge, undefined);
    assert.deepEqual(event.refund, {
      id: "re_1",
      status: "failed",
      paymentIntentId: "pi_1",
      amountCents: 2000,
      currency: "usd",
      reason: "lost_or_stolen_card",
    });
  }
  const dispute = {
    id: "dp_1",
    object: "dispute",
    payment_intent: { id: "pi_1" },
    amount: 2000,
    currency: "usd",
    reason: "fraudulent",
  };
  const disputed = await read(eventOf("charge.dispute.created", dispute));
  assert.equal(disputed.charge, undefined);
  assert.deepEqual(disputed.dispute, {
    id: "dp_1",
    paymentIntentId: "pi_1",
    amountCents: 2000,
    currency: "usd",
    reason: "fraudulent",
  });
  const account = {
    id: ACCOUNT,
    object: "account",
    charges_enabled: false,
    payouts_enabled: true,
    details_submitted: true,
  };
  assert.deepEqual((await read(eventOf("account.updated", account))).account, {
    id: ACCOUNT,
    chargesEnabled: false,
    payoutsEnabled: true,
    detailsSubmitted: true,
  });
});

Deno.test("an event of the platform's own has no account, and only `true` is live", async () => {
  const { account: _, ...own } = eventOf("account.updated", {});
  assert.equal((await read(own)).accountId, null);
  assert.equal((await read({ ...own, livemode: true })).livemode, true);
  assert.equal((await read({ ...own, livemode: "true" })).livemode, false);
});

Deno.test("an odd object is an event without detail, never a fault", async () => {
  const types = [
    "checkout.session.completed",
    "charge.refunded",
    "refund.failed",
    "charge.dispute.created",
    "account.updated",
    "account.application.deauthorized",
    "brand.new",
  ];
  const oddities = [undefined, null, 7, "text", [], {}, { id: 7 }, { id: "x" }, {
    id: "x",
    amount: "2000",
    currency: 1,
    status: 5,
    charges_enabled: "yes",
  }];
  for (const type of types) {
    for (const odd of oddities) {
      const event = await read(eventOf(type, odd));
      const detail = [event.session, event.charge, event.refund, event.dispute, event.account];
      assert.deepEqual(detail.filter(Boolean), [], `${type} ${JSON.stringify(odd)}`);
    }
    const { data: _, ...bare } = eventOf(type, {});
    assert.equal((await read(bare)).type, type);
  }
});

// ---------------------------------------------------------------- against the simulator

Deno.test("money comes and goes at the simulator, which refuses what Stripe would", async () => {
  const received: { body: string; header: string }[] = [];
  const hook = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    received.push({ body: await request.text(), header: request.headers.get("stripe-signature") ?? "" });
    return new Response();
  });
  const simulator = await startStripeSimulator({
    secretKey: "sk_test_secret",
    webhookSecret: "whsec_one",
    webhookUrl: `http://127.0.0.1:${hook.addr.port}/`,
    autoDeliver: false,
    enabledEvents: ["*"],
  });
  try {
    const payments = createPayments({
      secretKey: "sk_test_secret",
      webhookSecrets: ["whsec_one"],
      apiBase: simulator.url,
      log: recordedLog(),
    });
    const provider = { id: "prov-1", displayName: "Sculpt Pilates Co.", email: "owner@sculpt.test" };
    const fresh = await payments.createAccount(provider, "account:prov-1");
    assert.equal((await payments.retrieveAccount(fresh)).chargesEnabled, false);
    assert.match(await payments.createOnboardingLink(fresh, "https://a.test/", "https://b.test/", "link:1"), /^http/);

    const accountId = simulator.createAccount();
    const request = checkout({ accountId, feeCents: 100 });
    const session = await payments.createCheckout(request, "k1");
    assert.equal((await payments.createCheckout(request, "k1")).id, session.id);
    const conflict = await failure(payments.createCheckout({ ...request, amountCents: 1999 }, "k1"));
    assert.deepEqual([conflict.kind, conflict.stripeCode], ["refused", "idempotency_error"]);

    await simulator.pay(session.id);
    const paid = await payments.retrieveCheckout(accountId, session.id);
    assert.deepEqual([paid.status, paid.paymentStatus, paid.amountCents], ["complete", "paid", 2000]);
    assert.equal((await failure(payments.expireCheckout(accountId, session.id))).kind, "refused");
    assert.equal((await failure(payments.retrieveCheckout(fresh, session.id))).stripeCode, "resource_missing");
    const paymentIntentId = paid.paymentIntentId!;
    assert.match((await payments.findChargeId(accountId, paymentIntentId))!, /^ch_/);

    const asked = { accountId, paymentIntentId, amountCents: 2000, refundFee: true, metadata: { refund_id: "rf-1" } };
    const refund = await payments.refund(asked, "r1");
    assert.deepEqual(await payments.retrieveRefund(accountId, refund.id), refund);
    assert.deepEqual(await payments.listRefunds(accountId, paymentIntentId), [refund]);
    assert.deepEqual(refund.metadata, { refund_id: "rf-1" });
    const again = await failure(payments.refund(asked, "r2"));
    assert.deepEqual([again.kind, again.stripeCode], ["refused", "charge_already_refunded"]);

    const other = await payments.createCheckout(checkout({ accountId }), "k2");
    assert.equal((await payments.expireCheckout(accountId, other.id)).status, "expired");
    await simulator.setAccount(fresh, { chargesEnabled: true });

    await simulator.drain();
    const events = await Promise.all(
      received.map(({ body, header }) => payments.verifyEvent(body, header, Date.now())),
    );
    const about = (type: string) => events.find((event) => event.type === type && event.accountId !== null);
    assert.equal(about("checkout.session.completed")?.session?.paymentStatus, "paid");
    assert.equal(about("checkout.session.completed")?.accountId, accountId);
    assert.equal(about("charge.refunded")?.charge?.amountRefundedCents, 2000);
    assert.equal(about("checkout.session.expired")?.session?.id, other.id);
    assert.equal(about("account.updated")?.account?.chargesEnabled, true);
    assert.deepEqual(simulator.requests.flatMap(({ notes }) => notes), []);
  } finally {
    await simulator.close();
    await hook.shutdown();
  }
});

Deno.test("our key is tried by reading its own account; a restricted key need not be allowed to", async () => {
  const denied = () =>
    Response.json({ error: { type: "invalid_request_error", message: "no permission" } }, { status: 403 });
  const own = () => Response.json({ id: "acct_1Platform", object: "account", charges_enabled: true });
  const verify = async (secretKey: string, answer: Answer) => {
    await using stripe = stripeServer(answer);
    const said = await createPayments({ secretKey, webhookSecrets: [], apiBase: stripe.url, log: recordedLog() })
      .verify()
      .catch((error) => error);
    assert.deepEqual(stripe.requests.map(({ method, path }) => `${method} ${path}`), ["GET /v1/account"]);
    return said;
  };
  assert.equal(await verify("sk_test_1", own), "full");
  assert.equal(await verify("rk_live_1", own), "full");
  assert.equal(await verify("rk_live_1", denied), "restricted");
  for (const answer of [denied, () => Response.json({ ok: true })]) {
    assert.ok(await verify("sk_test_1", answer) instanceof PaymentsError);
  }
  const unknown = () =>
    Response.json({ error: { type: "invalid_request_error", message: "bad key" } }, { status: 401 });
  assert.ok(await verify("rk_live_1", unknown) instanceof PaymentsError);
});

Deno.test("the platform's webhook endpoints are listed; a restricted key need not be allowed to; half an answer is none", async () => {
  const list = async (secretKey: string, answer: Answer) => {
    await using stripe = stripeServer(answer);
    return await createPayments({ secretKey, webhookSecrets: [], apiBase: stripe.url, log: recordedLog() })
      .listWebhookEndpoints()
      .catch((error) => error);
  };
  const made = { id: "we_1", url: "https://a.example/hook", status: "enabled", application: "ca_1" };
  const endpoints = (...data: unknown[]) => () => Response.json({ object: "list", data, has_more: false });
  const own = { ...made, status: "disabled", application: null, enabled_events: ["*"] };
  assert.deepEqual(await list("sk_test_1", endpoints({ ...made, enabled_events: ["refund.failed"] }, own)), [
    { id: "we_1", url: made.url, isEnabled: true, isConnect: true, types: ["refund.failed"] },
    { id: "we_1", url: made.url, isEnabled: false, isConnect: false, types: ["*"] },
  ]);
  const denied = () =>
    Response.json({ error: { type: "invalid_request_error", message: "no permission" } }, { status: 403 });
  assert.equal(await list("rk_live_1", denied), null);
  assert.ok(await list("sk_live_1", denied) instanceof PaymentsError);
  assert.ok(await list("sk_test_1", endpoints(made)) instanceof PaymentsError);
});
