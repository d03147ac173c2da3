/** `doctor --outside` against a real mail server, Resend's place and the simulated Stripe. */
import assert from "node:assert/strict";
import { startStripeSimulator } from "../../src/dev/stripe_simulator/simulator.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";
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

async function world() {
  const mail = await guardedServer();
  const stripe = await startStripeSimulator({ webhookSecret: "whsec_simulated" });
  const shell = await openShell({
    env: {
      ALERA_ENV: "production",
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
  ]);
  assert.match(out, /^All invariants hold/);
  assert.equal(t.mail.mails.length, 0);
  assert.deepEqual(t.stripe.requests.map(({ method, path }) => `${method} ${path}`), ["GET /v1/account"]);
  const json = succeeded(await t.outside()).json;
  assert.deepEqual([json.ok, json.breaches, json.outside.map((one: { works: boolean }) => one.works)], [
    true,
    [],
    [true, true],
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
    assert.deepEqual(told.json.outside.map((one: { works: boolean }) => one.works), [which !== 0, which !== 1]);
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
  assert.deepEqual(told.json.outside.map((one: { works: boolean }) => one.works), [true, true]);
});

Deno.test("development says what it does not try", async () => {
  await using shell = await openShell();
  succeeded(await shell.alera(["migrate"]));
  const { out } = succeeded(await shell.alera(["doctor", "--outside"]));
  assert.match(out, /\nmail: not tried, .*\nstripe: not tried, .*\n$/);
});
