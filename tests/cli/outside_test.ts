/** `doctor --outside` against a real mail server, Resend's place and the simulated Stripe. */
import assert from "node:assert/strict";
import type { SimulatedEndpoint } from "../../src/dev/stripe_simulator/objects/webhook_endpoint.ts";
import { startStripeSimulator } from "../../src/dev/stripe_simulator/simulator.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";
import { HANDLED_EVENTS } from "../../src/workflows/payments/handle_event.ts";
import { smtpServer } from "../support/smtp_server.ts";

/** A mail server that wants a login. */
const guardedServer = () =>
  smtpServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, callback) =>
      username === "alera" && password === "right"
        ? callback(null, { user: username })
        : callback(Object.assign(new Error("5.7.8 no such login"), { responseCode: 535 })),
  });

const HERE = "https://book.example/api/webhooks/stripe";
const OF_ACCOUNTS = {
  id: "we_accounts",
  url: HERE,
  enabledEvents: HANDLED_EVENTS,
  status: "enabled" as const,
  connect: true,
};
const OWN = { ...OF_ACCOUNTS, id: "we_own", enabledEvents: ["account.updated"], connect: false };

async function world() {
  const mail = await guardedServer();
  const stripe = await startStripeSimulator({ webhookSecret: "whsec_simulated" });
  stripe.endpoints = [OF_ACCOUNTS, OWN];
  const shell = await openShell({
    env: {
      ALERA_ENV: "production",
      ALERA_PUBLIC_URL: "https://book.example",
      ALERA_SECRET: "a secret of production with 32 bytes and more",
      STRIPE_SECRET_KEY: "sk_test_simulator",
      STRIPE_WEBHOOK_SECRET: "whsec_one,whsec_two",
      STRIPE_API_BASE: stripe.url,
      MAIL_TRANSPORT: "smtp",
      MAIL_FROM: "bookings@example.com",
      SMTP_URL: mail.url.replace("//", "//alera:right@"),
    },
  });
  succeeded(await shell.alera(["migrate"]));
  return {
    mail,
    stripe,
    shell,
    outside: (env: Record<string, string> = {}, ...more: string[]) =>
      shell.alera(["doctor", "--outside", "--json", ...more], env),
    async [Symbol.asyncDispose]() {
      await shell[Symbol.asyncDispose]();
      await stripe.close();
      await mail[Symbol.asyncDispose]();
    },
  };
}

Deno.test("what works is said, no mail leaves, and Stripe is only read", async () => {
  await using t = await world();
  const { out } = succeeded(await t.shell.alera(["doctor", "--outside"]));
  assert.deepEqual(out.trimEnd().split("\n").slice(1), [
    "mail: the SMTP server takes the login",
    "stripe: it takes the key, test mode; 2 webhook secrets",
    "stripe webhooks: every event that is handled comes to https://book.example",
  ]);
  assert.match(out, /^All invariants hold/);
  assert.equal(t.mail.mails.length, 0);
  assert.deepEqual(t.stripe.requests.map(({ method, path }) => `${method} ${path}`), [
    "GET /v1/account",
    "GET /v1/webhook_endpoints?limit=100",
  ]);
  const json = succeeded(await t.outside()).json;
  assert.deepEqual([json.ok, json.breaches, json.outside.map((one: { works: boolean }) => one.works)], [
    true,
    [],
    [true, true, true],
  ]);
});

Deno.test("with an address a test mail goes there, and the address is not repeated", async () => {
  await using t = await world();
  const told = succeeded(await t.outside({}, "--mail-to", "me@example.org"));
  assert.match(told.json.outside[0].line, /a test mail was accepted$/);
  assert.deepEqual(t.mail.mails.map(({ recipients, sender }) => [recipients, sender]), [
    [["me@example.org"], "bookings@example.com"],
  ]);
  assert.ok(!told.out.includes("me@example.org"));
  endedWith(await t.shell.alera(["doctor", "--mail-to", "me@example.org"]), 2, /--mail-to goes with --outside/);
});

Deno.test("wrong credentials, silence and strange secrets end with 1 and one line each, which hold no secret", async () => {
  await using t = await world();
  const closed = `127.0.0.1:${t.mail.port}`;
  await using resend = {
    server: Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => Response.json({ name: "invalid_api_key", message: "API key is invalid" }, { status: 403 }),
    ),
    [Symbol.asyncDispose]() {
      return this.server.shutdown();
    },
  };
  const cases: [env: Record<string, string>, which: number, line: RegExp][] = [
    [
      { SMTP_URL: t.mail.url.replace("//", "//alera:topsecret@") },
      0,
      /^mail fails: SMTP EAUTH AUTH PLAIN 535; are SMTP_URL/,
    ],
    [{ SMTP_URL: "smtp://alera:topsecret@127.0.0.1:1" }, 0, /^mail fails: SMTP \S+ CONN; are SMTP_URL/],
    [{ SMTP_URL: `smtps://alera:topsecret@${closed}` }, 0, /^mail fails: SMTP E\w+/],
    [
      {
        MAIL_TRANSPORT: "resend",
        RESEND_API_KEY: "re_topsecret",
        RESEND_API_BASE: `http://127.0.0.1:${resend.server.addr.port}`,
      },
      0,
      /^mail fails: Resend: HTTP 403 invalid_api_key; are RESEND_API_KEY/,
    ],
    [
      { STRIPE_SECRET_KEY: "sk_test_topsecret" },
      1,
      /^stripe fails: Stripe: StripeAuthenticationError, HTTP 401, .* Is STRIPE_SECRET_KEY/,
    ],
    [{ STRIPE_API_BASE: "http://127.0.0.1:1" }, 1, /^stripe fails: Stripe: StripeConnectionError/],
    [{ STRIPE_WEBHOOK_SECRET: "whsec_one,topsecret" }, 1, /^stripe fails: 1 of STRIPE_WEBHOOK_SECRET is no whsec_…$/],
  ];
  for (const [env, which, line] of cases) {
    const told = await t.outside(env);
    assert.equal(told.code, 1, told.out + told.err);
    assert.deepEqual([told.json.ok, told.json.breaches], [false, []]);
    assert.match(told.json.outside[which].line, line);
    assert.deepEqual(
      told.json.outside.map((one: { works: boolean }) => one.works),
      which === 0 ? [false, true, true] : [true, false],
    );
    assert.ok(!/topsecret/.test(told.out + told.err), told.out + told.err);
    assert.equal(told.err, "");
  }
});

Deno.test("what is missing stops with 2; where no database is yet, the outside is tried all the same", async () => {
  await using t = await world();
  endedWith(await t.shell.alera(["doctor", "--outside"], { STRIPE_WEBHOOK_SECRET: "" }), 2, /STRIPE_WEBHOOK_SECRET/);
  endedWith(await t.shell.alera(["doctor", "--outside"], { SMTP_URL: "" }), 2, /SMTP_URL/);
  const told = await t.outside({ ALERA_DATABASE_URL: `file:${t.shell.directory}/none.db` });
  assert.equal(told.code, 1);
  assert.match(told.json.breaches[0], /^database: there is none/);
  assert.deepEqual(told.json.outside.map((one: { works: boolean }) => one.works), [true, true, true]);
});

Deno.test("what Stripe's webhook endpoints lack is said, each with the line that sets it", async () => {
  await using t = await world();
  const without = HANDLED_EVENTS.filter((type) => type !== "refund.failed" && type !== "charge.refunded");
  const create = "Set, and add its secret to STRIPE_WEBHOOK_SECRET: stripe webhook_endpoints create " +
    `-d "url=${HERE}"`;
  const cases: [endpoints: SimulatedEndpoint[], lines: string[]][] = [
    [[], [
      `no endpoint for connected accounts leads to ${HERE}. ${create} -d "connect=true" ${
        HANDLED_EVENTS.map((type) => `-d "enabled_events[]=${type}"`).join(" ")
      }`,
      `no endpoint for your account leads to ${HERE}. ${create} -d "enabled_events[]=account.updated"`,
    ]],
    [[{ ...OF_ACCOUNTS, enabledEvents: ["*"] }, { ...OWN, url: "https://BOOK.example:443/api/webhooks/stripe" }], []],
    [[{ ...OF_ACCOUNTS, url: `${HERE}/` }, OWN], [`no endpoint for connected accounts leads to ${HERE}.`]],
    [[{ ...OF_ACCOUNTS, connect: false }, OWN], [`no endpoint for connected accounts leads to ${HERE}.`]],
    [[{ ...OF_ACCOUNTS, status: "disabled" }, OWN], [
      `the endpoint for connected accounts is disabled. Set: stripe webhook_endpoints update we_accounts -d "disabled=false"`,
    ]],
    [[{ ...OF_ACCOUNTS, enabledEvents: without }, OWN], [
      `the endpoint for connected accounts lacks charge.refunded, refund.failed. Set: ` +
      `stripe webhook_endpoints update we_accounts ${
        [...without, "charge.refunded", "refund.failed"].map((type) => `-d "enabled_events[]=${type}"`).join(" ")
      }`,
    ]],
    // Two may share the types between them.
    [
      [
        { ...OF_ACCOUNTS, enabledEvents: without },
        { ...OF_ACCOUNTS, id: "we_refunds", enabledEvents: ["refund.failed", "charge.refunded"] },
        OWN,
      ],
      ["3 endpoints lead here, each with its own secret, and STRIPE_WEBHOOK_SECRET has 2."],
    ],
  ];
  for (const [endpoints, lines] of cases) {
    t.stripe.endpoints = endpoints;
    const { code, json } = await t.outside();
    assert.equal(code, lines.length === 0 ? 0 : 1);
    const said: string[] = json.outside.filter((one: { works: boolean }) => !one.works).map((
      one: { line: string },
    ) => one.line);
    assert.equal(said.length, lines.length, said.join("\n"));
    for (const [i, line] of lines.entries()) assert.ok(said[i].startsWith(`stripe webhooks fail: ${line}`), said[i]);
  }
});

Deno.test("with one studio on its own account one endpoint, for that account, is enough", async () => {
  await using t = await world();
  const own = { ALERA_STRIPE_MODE: "own" };
  assert.equal((await t.outside(own)).code, 1);
  t.stripe.endpoints = [{ ...OWN, enabledEvents: HANDLED_EVENTS.filter((type) => !type.endsWith("deauthorized")) }];
  assert.equal((await t.outside(own)).code, 0);
});

Deno.test("development says what it does not try", async () => {
  await using shell = await openShell();
  succeeded(await shell.alera(["migrate"]));
  const { out } = succeeded(await shell.alera(["doctor", "--outside"]));
  assert.match(out, /\nmail: not tried, .*\nstripe: not tried, .*\n$/);
});
