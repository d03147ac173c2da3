/** Every variable of the contract's section 6: what it defaults to, what it takes, and the one line that refuses the rest. */
import assert from "node:assert/strict";
import { type Config, ConfigError, readConfig } from "../src/config.ts";

type Env = Record<string, string | undefined>;

const SECRET = "0123456789abcdef0123456789abcdef";

/** The least that production needs. */
const PRODUCTION: Env = {
  ALERA_SECRET: SECRET,
  STRIPE_SECRET_KEY: "sk_live_123",
  STRIPE_WEBHOOK_SECRET: "whsec_123",
  MAIL_TRANSPORT: "smtp",
  SMTP_URL: "smtp://user:smtppass@mail.example.com:587",
};
const DEVELOPMENT: Env = { ALERA_ENV: "development" };

const production = (more: Env = {}): Config => readConfig({ ...PRODUCTION, ...more });
const development = (more: Env = {}): Config => readConfig({ ...DEVELOPMENT, ...more });

/** Refused in one line that names `variable` and holds none of the values that were given, but for words anybody may see. */
function refused(env: Env, variable: string, needs: "serve" | "data" = "serve"): string {
  let error: unknown;
  try {
    readConfig(env, needs);
  } catch (caught) {
    error = caught;
  }
  assert.ok(error instanceof ConfigError, `${JSON.stringify(env)} was taken`);
  const { message } = error;
  assert.match(message, /^[^\n\r]{10,200}$/);
  assert.ok(message.startsWith(variable), `"${message}" should begin with ${variable}`);
  for (const [name, value] of Object.entries(env)) {
    if (/SECRET|TOKEN|KEY|SMTP_URL|DATABASE_URL|SID/.test(name) && value && value.length > 7) {
      assert.ok(!message.includes(value), `"${message}" holds the value of ${name}`);
    }
  }
  return message;
}

Deno.test("production with only what it needs has the contract's defaults", () => {
  assert.deepEqual(production(), {
    port: 8000,
    host: "127.0.0.1",
    development: false,
    publicUrl: "http://localhost:8000",
    database: { url: "file:data/alera.db", authToken: undefined },
    secret: SECRET,
    secretPrevious: undefined,
    operatorToken: null,
    metricsToken: null,
    stripe: { secretKey: "sk_live_123", webhookSecrets: ["whsec_123"], apiBase: undefined },
    stripeMode: "connect",
    platformFeeBps: 0,
    holdMinutes: 30,
    mail: {
      transport: "smtp",
      smtpUrl: PRODUCTION.SMTP_URL,
      resendApiKey: undefined,
      resendApiBase: undefined,
      from: "bookings@localhost",
    },
    sms: { transport: "off", twilio: undefined },
    trustProxy: null,
    rateLimits: true,
    keyQuota: 6000,
    webhookPrivate: false,
    log: { level: "info", format: "json" },
    backups: null,
    simulatorPort: 8420,
    storefrontPort: 8430,
  });
});

Deno.test("backups on a timer: a directory, how often, how many; of an embedded file only", () => {
  const ALERA_BACKUP_DIR = "/srv/backups";
  const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
  assert.deepEqual(production({ ALERA_BACKUP_DIR }).backups, { directory: ALERA_BACKUP_DIR, every: day, keep: 7 });
  for (
    const [text, every] of [["5m", 5 * minute], ["90m", 90 * minute], ["6h", 6 * hour], ["30d", 30 * day]] as const
  ) {
    const { backups } = production({ ALERA_BACKUP_DIR, ALERA_BACKUP_EVERY: text, ALERA_BACKUP_KEEP: "30" });
    assert.deepEqual(backups, { directory: ALERA_BACKUP_DIR, every, keep: 30 });
  }
  for (const text of ["24", "4m", "31d", "0h", "1.5h", "-1d", "daily", "1 h"]) {
    refused({ ...PRODUCTION, ALERA_BACKUP_EVERY: text }, "ALERA_BACKUP_EVERY");
  }
  for (const keep of ["0", "1001", "all"]) refused({ ...PRODUCTION, ALERA_BACKUP_KEEP: keep }, "ALERA_BACKUP_KEEP");
  const server = { ...PRODUCTION, ALERA_BACKUP_DIR, ALERA_DATABASE_URL: "libsql://db.example" };
  refused(server, "ALERA_BACKUP_DIR");
  readConfig(server, "data");
});

Deno.test("development needs nothing: simulated Stripe, mail to the log, a secret of its own, readable logs", () => {
  const config = development();
  assert.equal(config.development, true);
  assert.equal(config.secret, "");
  assert.equal(config.stripe, null);
  assert.equal(config.mail.transport, "log");
  assert.equal(config.log.format, "pretty");
  assert.equal(config.rateLimits, true);
  assert.equal(config.webhookPrivate, true);
});

Deno.test("production is what runs when nobody says", () => {
  refused({}, "ALERA_SECRET");
  refused({ ALERA_ENV: "" }, "ALERA_SECRET");
  refused({ ...PRODUCTION, ALERA_ENV: "staging" }, "ALERA_ENV");
});

Deno.test("an empty variable is an absent one", () => {
  const names = [
    ...["PORT", "HOST", "ALERA_ENV", "ALERA_PUBLIC_URL", "ALERA_DATABASE_URL", "ALERA_DATABASE_AUTH_TOKEN"],
    ...["ALERA_SECRET_PREVIOUS", "ALERA_OPERATOR_TOKEN", "STRIPE_API_BASE"],
    ...["ALERA_PLATFORM_FEE_BPS", "ALERA_HOLD_MINUTES", "RESEND_API_KEY", "MAIL_FROM", "SMS_TRANSPORT"],
    ...["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM", "ALERA_TRUST_PROXY", "ALERA_RATE_LIMITS"],
    "ALERA_WEBHOOK_PRIVATE",
    ...["LOG_LEVEL", "LOG_FORMAT"],
  ];
  assert.deepEqual(production(Object.fromEntries(names.map((name) => [name, ""]))), production());
  refused({ ...PRODUCTION, ALERA_SECRET: "" }, "ALERA_SECRET");
});

Deno.test("PORT, HOST and ALERA_PUBLIC_URL", () => {
  const config = production({ PORT: "8443", HOST: "0.0.0.0" });
  assert.equal(config.port, 8443);
  assert.equal(config.host, "0.0.0.0");
  assert.equal(config.publicUrl, "http://localhost:8443", "it follows the port");
  assert.equal(production({ HOST: "::1" }).host, "::1");
  assert.equal(production({ ALERA_PUBLIC_URL: "https://book.example.com/" }).publicUrl, "https://book.example.com");
  for (const port of ["http", "-1", "65536", "80.5", " 80", "1e3"]) refused({ ...PRODUCTION, PORT: port }, "PORT");
  for (const host of ["a b", "http://a", "a/b"]) refused({ ...PRODUCTION, HOST: host }, "HOST");
  for (const url of ["book.example.com", "ftp://a", "javascript:alert(1)", "https://"]) {
    refused({ ...PRODUCTION, ALERA_PUBLIC_URL: url }, "ALERA_PUBLIC_URL");
  }
});

Deno.test("what paths are put behind has a server and perhaps a path, and nothing after it", () => {
  const publicUrl = (url: string) => production({ ALERA_PUBLIC_URL: url }).publicUrl;
  assert.equal(publicUrl("https://example.com/book/"), "https://example.com/book");
  assert.equal(publicUrl("https://example.com/@studio//"), "https://example.com/@studio");
  assert.equal(publicUrl("http://[::1]:8000"), "http://[::1]:8000");
  const wrong = [
    ...["https://user@a.example", "https://user:topsecret@a.example", "https://@a.example", "https:user@a.example"],
    ...["https://a.example?topsecret", "https://a.example/?", "https://a.example/b?c=topsecret"],
    ...["https://a.example#topsecret", "https://a.example/b#", "https://a.example\\b", "https://a.exa\nmple"],
    ...["https://a.example/b c", " https://a.example"],
  ];
  for (const name of ["ALERA_PUBLIC_URL", "STRIPE_API_BASE", "RESEND_API_BASE", "TWILIO_API_BASE"]) {
    for (const url of wrong) {
      const message = refused({ ...PRODUCTION, [name]: url }, name);
      assert.match(message, /must be an http\(s\) URL without user, query or fragment$/);
      assert.ok(!message.includes("topsecret") && !message.includes("a.exa"), message);
    }
  }
});

Deno.test("ALERA_DATABASE_URL: a file or a server", () => {
  const database = (more: Env) => production(more).database;
  for (
    const url of [
      "file:data/a.db",
      "file:/data/a.db",
      "file:///data/a.db",
      "libsql://db.example.com",
      "https://db.example.com",
      "http://127.0.0.1:8080",
      "wss://db.example.com",
      "ws://127.0.0.1:8080",
    ]
  ) assert.equal(database({ ALERA_DATABASE_URL: url }).url, url);
  assert.equal(database({ ALERA_DATABASE_AUTH_TOKEN: "jwt" }).authToken, "jwt");
  for (
    const url of [
      "data/alera.db",
      "file:",
      "file://data/alera.db", // would be /alera.db of a machine called data
      "postgres://db.example.com/topsecret",
      "sqlite:alera.db",
      "libsql://",
      "https://[broken?authToken=topsecret",
    ]
  ) {
    refused({ ...PRODUCTION, ALERA_DATABASE_URL: url }, "ALERA_DATABASE_URL");
    refused({ ...PRODUCTION, ALERA_DATABASE_URL: url }, "ALERA_DATABASE_URL", "data");
  }
});

Deno.test("ALERA_SECRET is required in production, and has at least 32 bytes wherever it is given", () => {
  refused({ ...PRODUCTION, ALERA_SECRET: undefined }, "ALERA_SECRET is required");
  assert.equal(development({ ALERA_SECRET: SECRET }).secret, SECRET);
  assert.equal(production({ ALERA_SECRET: "é".repeat(16) }).secret, "é".repeat(16), "bytes are counted, not letters");
  for (const env of [PRODUCTION, DEVELOPMENT]) {
    refused({ ...env, ALERA_SECRET: SECRET.slice(1) }, "ALERA_SECRET must");
    refused({ ...env, ALERA_SECRET_PREVIOUS: SECRET.slice(1) }, "ALERA_SECRET_PREVIOUS must");
  }
  const old = SECRET.toUpperCase();
  const rotated = production({ ALERA_SECRET_PREVIOUS: old });
  assert.deepEqual([rotated.secret, rotated.secretPrevious], [SECRET, old]);
});

Deno.test("the tokens of operator and metrics are such that a bearer header can carry them", () => {
  const operator = "let-me-in-let-me-in-let-";
  assert.equal(operator.length, 24);
  assert.equal(production({ ALERA_OPERATOR_TOKEN: operator }).operatorToken, operator);
  assert.equal(production({ ALERA_METRICS_TOKEN: "let-me-see" }).metricsToken, "let-me-see");
  for (const token of ["two words", "x".repeat(201), "schlüssel", "a\nb"]) {
    refused({ ...PRODUCTION, ALERA_OPERATOR_TOKEN: token }, "ALERA_OPERATOR_TOKEN");
    refused({ ...PRODUCTION, ALERA_METRICS_TOKEN: token }, "ALERA_METRICS_TOKEN");
  }
});

Deno.test("the operator's token has at least 24 characters in production", () => {
  const short = "let-me-in-let-me-in-let";
  assert.match(
    refused({ ...PRODUCTION, ALERA_OPERATOR_TOKEN: short }, "ALERA_OPERATOR_TOKEN"),
    /at least 24 characters/,
  );
  assert.equal(development({ ALERA_OPERATOR_TOKEN: short }).operatorToken, short);
  assert.equal(readConfig({ ALERA_OPERATOR_TOKEN: short }, "data").operatorToken, short, "commands don't ask for it");
});

Deno.test("each secret may lie in a file, without the end of its line", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-config-" });
  const file = (text: string) => {
    const path = `${directory}/${crypto.randomUUID()}`;
    Deno.writeTextFileSync(path, text);
    return path;
  };
  try {
    const values: Record<string, string> = {
      ALERA_DATABASE_AUTH_TOKEN: "a-database-token",
      ALERA_SECRET: SECRET,
      ALERA_SECRET_PREVIOUS: SECRET.toUpperCase(),
      ALERA_OPERATOR_TOKEN: "let-me-in-let-me-in-let-me-in",
      ALERA_METRICS_TOKEN: "let-me-see",
      STRIPE_SECRET_KEY: "sk_live_123",
      STRIPE_WEBHOOK_SECRET: "whsec_1, whsec_2",
      SMTP_URL: "smtps://user:smtppass@mail.example.com",
      RESEND_API_KEY: "re_12345678",
      TWILIO_AUTH_TOKEN: "a-twilio-token",
    };
    const others = { MAIL_TRANSPORT: "smtp", SMS_TRANSPORT: "twilio", TWILIO_ACCOUNT_SID: "AC1", TWILIO_FROM: "+1555" };
    const said = readConfig({ ...others, ...values });
    for (const end of ["", "\n", "\r\n", "\n\n"]) {
      const inFiles = Object.entries(values).map(([name, value]) => [`${name}_FILE`, file(value + end)]);
      assert.deepEqual(readConfig({ ...others, ...Object.fromEntries(inFiles) }), said, JSON.stringify(end));
    }
    const table = await Deno.readTextFile(new URL("../docs/configuration.md", import.meta.url));
    for (const [name, value] of Object.entries(values)) {
      assert.match(
        refused({ ...others, ...values, [`${name}_FILE`]: file(value) }, name),
        new RegExp(`^${name} and ${name}_FILE are both set`),
      );
      const alone = (path: string) => ({ ...others, ...values, [name]: undefined, [`${name}_FILE`]: path });
      assert.match(refused(alone(`${directory}/none`), `${name}_FILE`), /no such file/);
      refused(alone(directory), `${name}_FILE`);
      assert.match(refused(alone(file("\n")), `${name}_FILE`), /empty/);
      assert.ok(table.includes(`| \`${name}\``) || table.includes(`, \`${name}\``), `${name} is in the table`);
    }
    refused({ ...PRODUCTION, ALERA_SECRET: undefined, ALERA_SECRET_FILE: file("short\n") }, "ALERA_SECRET must");
    assert.equal(production({ ALERA_SECRET_PREVIOUS_FILE: "" }).secretPrevious, undefined, "empty is absent");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("Stripe: both keys in production, several webhook secrets, any http(s) server in production too", () => {
  refused({ ...PRODUCTION, STRIPE_SECRET_KEY: undefined }, "STRIPE_SECRET_KEY is required");
  refused({ ...PRODUCTION, STRIPE_WEBHOOK_SECRET: undefined }, "STRIPE_WEBHOOK_SECRET is required");
  refused({ ...PRODUCTION, STRIPE_WEBHOOK_SECRET: " , " }, "STRIPE_WEBHOOK_SECRET");
  refused({ ...DEVELOPMENT, STRIPE_SECRET_KEY: "sk_test_1" }, "STRIPE_WEBHOOK_SECRET is required");
  for (const key of ["pk_live_123456", "sk_", "sk_live 123456", "whsec_123456"]) {
    refused({ ...PRODUCTION, STRIPE_SECRET_KEY: key }, "STRIPE_SECRET_KEY");
  }
  assert.equal(production({ STRIPE_SECRET_KEY: "rk_live_1" }).stripe?.secretKey, "rk_live_1");
  assert.deepEqual(production({ STRIPE_WEBHOOK_SECRET: "whsec_a, whsec_b,,whsec_c " }).stripe?.webhookSecrets, [
    "whsec_a",
    "whsec_b",
    "whsec_c",
  ]);
  for (
    const base of ["http://127.0.0.1:12111", "https://stripe.internal", "http://stripe-mock:12111/", "http://a/path"]
  ) {
    assert.equal(production({ STRIPE_API_BASE: base }).stripe?.apiBase, base);
  }
  for (const base of ["stripe.internal", "ftp://a", "http://a?b", "http://a/#b", "http://u:topsecret@a"]) {
    refused({ ...PRODUCTION, STRIPE_API_BASE: base }, "STRIPE_API_BASE");
  }
  refused({ ...DEVELOPMENT, STRIPE_API_BASE: "http://127.0.0.1:12111" }, "STRIPE_API_BASE needs STRIPE_SECRET_KEY");
});

Deno.test("a studio on its own Stripe account pays no fee to a platform", () => {
  assert.equal(production({ ALERA_STRIPE_MODE: "own" }).stripeMode, "own");
  refused({ ...PRODUCTION, ALERA_STRIPE_MODE: "own", ALERA_PLATFORM_FEE_BPS: "250" }, "ALERA_PLATFORM_FEE_BPS");
  refused({ ...PRODUCTION, ALERA_STRIPE_MODE: "none" }, "ALERA_STRIPE_MODE");
});

Deno.test("ALERA_PLATFORM_FEE_BPS and ALERA_HOLD_MINUTES", () => {
  const { platformFeeBps, holdMinutes } = production({ ALERA_PLATFORM_FEE_BPS: "250", ALERA_HOLD_MINUTES: "1439" });
  assert.deepEqual([platformFeeBps, holdMinutes], [250, 1439]);
  for (const bps of ["10001", "-1", "2.5", "2%"]) {
    refused({ ...PRODUCTION, ALERA_PLATFORM_FEE_BPS: bps }, "ALERA_PLATFORM_FEE_BPS");
  }
  for (const minutes of ["29", "1440", "half an hour"]) {
    refused({ ...PRODUCTION, ALERA_HOLD_MINUTES: minutes }, "ALERA_HOLD_MINUTES");
  }
});

Deno.test("mail: production refuses to write it to the log, and each transport has what it needs", () => {
  const bare = { ...PRODUCTION, MAIL_TRANSPORT: undefined, SMTP_URL: undefined };
  refused(bare, "MAIL_TRANSPORT");
  refused({ ...bare, MAIL_TRANSPORT: "log" }, "MAIL_TRANSPORT");
  refused({ ...bare, MAIL_TRANSPORT: "pigeon" }, "MAIL_TRANSPORT");
  refused({ ...bare, MAIL_TRANSPORT: "smtp" }, "SMTP_URL is required");
  refused({ ...bare, MAIL_TRANSPORT: "resend" }, "RESEND_API_KEY is required");
  refused({ ...DEVELOPMENT, MAIL_TRANSPORT: "smtp" }, "SMTP_URL is required");
  for (const url of ["mail.example.com:25", "http://mail.example.com", "smtp://", "smtp://mail.example.com:notaport"]) {
    refused({ ...bare, MAIL_TRANSPORT: "smtp", SMTP_URL: url }, "SMTP_URL");
  }
  const resend = production({
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_1",
    RESEND_API_BASE: "http://127.0.0.1:9",
  });
  assert.deepEqual([resend.mail.resendApiKey, resend.mail.resendApiBase], ["re_1", "http://127.0.0.1:9"]);
  assert.equal(development({ MAIL_TRANSPORT: "smtp", SMTP_URL: "smtps://a" }).mail.transport, "smtp");
});

Deno.test("MAIL_FROM is one address, with a name or without; unless told it is the public URL's host", () => {
  const from = (more: Env) => production(more).mail.from;
  assert.equal(from({ ALERA_PUBLIC_URL: "https://book.example.com" }), "bookings@book.example.com");
  assert.equal(from({ ALERA_PUBLIC_URL: "http://[::1]:8000" }), "bookings@localhost");
  for (const good of ["mail@example.com", "Sculpt Co. <mail@example.com>"]) {
    assert.equal(from({ MAIL_FROM: good }), good);
  }
  for (
    const bad of ["nobody", "a@b@c", "a@b, c@d", "Name <a@b", "Name <a@b>, <c@d>", "a;b@example.com", "A\r\nBcc: <a@b>"]
  ) refused({ ...PRODUCTION, MAIL_FROM: bad }, "MAIL_FROM");
});

Deno.test("texts: off unless told, Twilio only with its account, token and sender", () => {
  assert.equal(production({ SMS_TRANSPORT: "log" }).sms.transport, "log");
  refused({ ...PRODUCTION, SMS_TRANSPORT: "fax" }, "SMS_TRANSPORT");
  const twilio: Env = { TWILIO_ACCOUNT_SID: "AC123456", TWILIO_AUTH_TOKEN: "topsecret", TWILIO_FROM: "+15555550100" };
  for (const absent of Object.keys(twilio)) {
    refused({ ...PRODUCTION, SMS_TRANSPORT: "twilio", ...twilio, [absent]: undefined }, "TWILIO_");
  }
  assert.deepEqual(production({ SMS_TRANSPORT: "twilio", ...twilio, TWILIO_API_BASE: "http://127.0.0.1:9" }).sms, {
    transport: "twilio",
    twilio: { accountSid: "AC123456", authToken: "topsecret", from: "+15555550100", apiBase: "http://127.0.0.1:9" },
  });
});

Deno.test("the proxy's header, rate limits and logs", () => {
  assert.equal(production({ ALERA_TRUST_PROXY: "Fly-Client-IP" }).trustProxy, "fly-client-ip");
  for (const header of ["x forwarded for", "x-forwarded-for, y"]) {
    refused({ ...PRODUCTION, ALERA_TRUST_PROXY: header }, "ALERA_TRUST_PROXY");
  }
  assert.equal(production({ ALERA_RATE_LIMITS: "off" }).rateLimits, false);
  refused({ ...PRODUCTION, ALERA_RATE_LIMITS: "false" }, "ALERA_RATE_LIMITS");
  assert.equal(production({ ALERA_KEY_QUOTA: "0" }).keyQuota, 0);
  refused({ ...PRODUCTION, ALERA_KEY_QUOTA: "-1" }, "ALERA_KEY_QUOTA");
  assert.equal(production({ ALERA_WEBHOOK_PRIVATE: "on" }).webhookPrivate, true);
  assert.equal(development({ ALERA_WEBHOOK_PRIVATE: "off" }).webhookPrivate, false);
  refused({ ...PRODUCTION, ALERA_WEBHOOK_PRIVATE: "yes" }, "ALERA_WEBHOOK_PRIVATE");
  assert.deepEqual(production({ LOG_LEVEL: "debug", LOG_FORMAT: "pretty" }).log, { level: "debug", format: "pretty" });
  assert.deepEqual(development({ LOG_FORMAT: "json" }).log.format, "json");
  refused({ ...PRODUCTION, LOG_LEVEL: "verbose" }, "LOG_LEVEL");
  refused({ ...PRODUCTION, LOG_FORMAT: "xml" }, "LOG_FORMAT");
});

Deno.test("the ports of the simulator and of the sample studio's site; 0 is any that is free", () => {
  const { simulatorPort, storefrontPort } = development({ ALERA_SIMULATOR_PORT: "9001", ALERA_STOREFRONT_PORT: "0" });
  assert.deepEqual([simulatorPort, storefrontPort], [9001, 0]);
  for (const name of ["ALERA_SIMULATOR_PORT", "ALERA_STOREFRONT_PORT"]) {
    for (const port of ["http", "-1", "65536"]) refused({ ...DEVELOPMENT, [name]: port }, name);
  }
});

Deno.test("commands that only touch data need no payments and no mail, but take no bad value either", () => {
  assert.equal(readConfig({}, "data").database.url, "file:data/alera.db");
  assert.equal(readConfig({ MAIL_TRANSPORT: "smtp" }, "data").secret, "");
  refused({ ALERA_HOLD_MINUTES: "5" }, "ALERA_HOLD_MINUTES", "data");
});

Deno.test("a refusal of a choice names the choices", () => {
  assert.match(refused({ ...PRODUCTION, LOG_LEVEL: "verbose" }, "LOG_LEVEL"), /debug, info, warn, error/);
  assert.match(refused({ ...PRODUCTION, ALERA_ENV: "prod" }, "ALERA_ENV"), /production, development/);
});

Deno.test("docs/configuration.md names every variable that is read, and no other", async () => {
  const page = await Deno.readTextFile(new URL("../docs/configuration.md", import.meta.url));
  const source = await Deno.readTextFile(new URL("../src/config.ts", import.meta.url));
  const read = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name);
  assert.ok(read.length > 25);
  const own = /^(ALERA_SIMULATOR_PORT|ALERA_STOREFRONT_PORT|RESEND_API_BASE|TWILIO_API_BASE)$/; // for tests and development
  for (const name of read) {
    if (!own.test(name)) assert.ok(page.includes(name), `${name} is not in docs/configuration.md`);
  }
  const table = page.split("\n").filter((line) => /^\| `[A-Z]/.test(line));
  assert.ok(table.length > 10);
  for (const line of table) {
    for (const [, name] of line.split("|")[1].matchAll(/`([A-Z][A-Z0-9_]+)`/g)) {
      assert.ok(read.includes(name), `docs/configuration.md names ${name}, which nobody reads`);
    }
  }
});

Deno.test(".env.example names every variable that is read, and no other", async () => {
  const file = await Deno.readTextFile(new URL("../.env.example", import.meta.url));
  const source = await Deno.readTextFile(new URL("../src/config.ts", import.meta.url));
  const read = [...source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name);
  const named = [...file.matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  assert.deepEqual(named.sort(), read.sort());
});
