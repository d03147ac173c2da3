/** Environment → Config, checked once at start. The only reader of Deno.env. */
import { z } from "zod";

/** Each of these may lie in a file that its name with `_FILE` names. */
const SECRETS = [
  "ALERA_DATABASE_AUTH_TOKEN",
  "ALERA_SECRET",
  "ALERA_SECRET_PREVIOUS",
  "ALERA_OPERATOR_TOKEN",
  "ALERA_METRICS_TOKEN",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "SMTP_URL",
  "RESEND_API_KEY",
  "TWILIO_AUTH_TOKEN",
];

export interface Config {
  port: number;
  host: string;
  development: boolean;
  publicUrl: string;
  database: { url: string; authToken?: string };
  secret: string;
  secretPrevious?: string;
  operatorToken: string | null;
  metricsToken: string | null;
  /** Null: development runs the built-in simulator. */
  stripe: { secretKey: string; webhookSecrets: string[]; apiBase?: string } | null;
  /** `own`: one studio on its own Stripe account, without Connect. */
  stripeMode: "connect" | "own";
  platformFeeBps: number;
  holdMinutes: number;
  mail: {
    transport: "log" | "smtp" | "resend";
    smtpUrl?: string;
    resendApiKey?: string;
    resendApiBase?: string;
    from: string;
  };
  sms: {
    transport: "off" | "log" | "twilio";
    twilio?: { accountSid: string; authToken: string; from: string; apiBase?: string };
  };
  trustProxy: string | null;
  rateLimits: boolean;
  /** Requests a minute of one API key; 0: any number. */
  keyQuota: number;
  /** Whether webhook endpoints may be http, or lie in private networks. */
  webhookPrivate: boolean;
  log: { level: "debug" | "info" | "warn" | "error"; format: "json" | "pretty" };
  /** Backups on a timer; null: none. `every` in milliseconds. */
  backups: { directory: string; every: number; keep: number } | null;
  /** Port of the built-in Stripe simulator (development). */
  simulatorPort: number;
  /** Port of the sample studio's site (development, with --demo). */
  storefrontPort: number;
}

/** A setting that is missing or wrong, in one line. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** What paths are put behind: more than a server and a path would end up in the middle of each address. */
const httpBase = z.string().refine(
  (text) => /^https?:\/\/[^\s\p{Cc}\\/?#@]+(\/[^\s\p{Cc}\\?#]*)?$/iu.test(text) && URL.canParse(text),
  "must be an http(s) URL without user, query or fragment",
);
const secret = z.string().refine((text) => new TextEncoder().encode(text).length >= 32, "must have at least 32 bytes");
// As strict as the mailer: what mail programs read in more than one way is no address to send from.
const ADDRESS = String.raw`[^\s\p{Cc}@<>()[\],;:"\\]+@[^\s\p{Cc}@<>()[\],;:"\\]+`;
const MAIL_FROM = new RegExp(`^(?:[^<>\\p{Cc}]*<${ADDRESS}>|${ADDRESS})$`, "u");
const DATABASE_SERVER = /^(libsql|https?|wss?):\/\/./;
// What a bearer header can carry: any other token would never match.
const token = z.string().regex(/^[!-~]{1,200}$/, "must be at most 200 ASCII characters without spaces");
const whole = (min: number, max: number) =>
  z.string().regex(/^\d+$/, "must be a whole number").transform(Number).refine(
    (n) => n >= min && n <= max,
    `must be between ${min} and ${max}`,
  );

/** What the operator thinks up himself can be guessed when it is short. */
const SHORTEST_OPERATOR_TOKEN = 24;

/** How long a minute, an hour and a day are, ms. */
const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = (min: number, max: number, says: string) =>
  z.string().regex(/^\d{1,5}[mhd]$/, says).transform((text) => parseInt(text) * UNITS[text.slice(-1)])
    .refine((ms) => ms >= min && ms <= max, says);

/** Requests a minute; each is remembered for that long. */
const MOST_QUOTA = 100_000;

const environment = z.object({
  PORT: whole(0, 65535).default(8000),
  HOST: z.string().regex(/^[A-Za-z0-9.:_-]+$/, "must be a host name or an address").default("127.0.0.1"),
  ALERA_ENV: z.enum(["production", "development"]).default("production"),
  ALERA_PUBLIC_URL: httpBase.optional(),
  // `file://data/alera.db` would be the file /alera.db of a machine called data.
  ALERA_DATABASE_URL: z.string().refine(
    (text) => /^file:(\/\/\/|(?!\/\/)).+$/.test(text) || DATABASE_SERVER.test(text) && URL.canParse(text),
    "must be file:PATH or file:///PATH, or a libsql, http(s) or ws(s) URL",
  ).default("file:data/alera.db"),
  ALERA_DATABASE_AUTH_TOKEN: z.string().optional(),
  ALERA_SECRET: secret.optional(),
  ALERA_SECRET_PREVIOUS: secret.optional(),
  ALERA_OPERATOR_TOKEN: token.optional(),
  ALERA_METRICS_TOKEN: token.optional(),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_\S+$/, "must be a Stripe secret key (sk_… or rk_…)").optional(),
  STRIPE_WEBHOOK_SECRET: z.string().transform((text) => text.split(",").map((one) => one.trim()).filter(Boolean))
    .refine((secrets) => secrets.length > 0, "must hold at least one secret").optional(),
  STRIPE_API_BASE: httpBase.optional(),
  ALERA_STRIPE_MODE: z.enum(["connect", "own"]).default("connect"),
  ALERA_PLATFORM_FEE_BPS: whole(0, 10_000).default(0),
  ALERA_HOLD_MINUTES: whole(30, 1439).default(30),
  MAIL_TRANSPORT: z.enum(["log", "smtp", "resend"]).optional(),
  SMTP_URL: z.string().refine(
    (text) => /^smtps?:\/\/./.test(text) && URL.canParse(text),
    "must be an smtp:// or smtps:// URL; write special characters in its password as %XX",
  ).optional(),
  RESEND_API_KEY: z.string().optional(),
  RESEND_API_BASE: httpBase.optional(),
  MAIL_FROM: z.string().regex(MAIL_FROM, "must be an email address, or Name <address>").optional(),
  SMS_TRANSPORT: z.enum(["off", "log", "twilio"]).default("off"),
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z.string().optional(),
  TWILIO_API_BASE: httpBase.optional(),
  ALERA_TRUST_PROXY: z.string().regex(/^[A-Za-z0-9-]+$/, "must be the name of a header").optional(),
  ALERA_RATE_LIMITS: z.enum(["on", "off"]).default("on"),
  ALERA_KEY_QUOTA: whole(0, MOST_QUOTA).default(6000),
  ALERA_WEBHOOK_PRIVATE: z.enum(["on", "off"]).optional(),
  ALERA_BACKUP_DIR: z.string().regex(/^[^\p{Cc}]+$/u, "must be a directory").optional(),
  ALERA_BACKUP_EVERY: duration(5 * UNITS.m, 30 * UNITS.d, "must be a time such as 90m, 24h or 7d, from 5m to 30d")
    .default(UNITS.d),
  ALERA_BACKUP_KEEP: whole(1, 1000).default(7),
  ALERA_SIMULATOR_PORT: whole(0, 65535).default(8420),
  ALERA_STOREFRONT_PORT: whole(0, 65535).default(8430),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  LOG_FORMAT: z.enum(["json", "pretty"]).optional(),
});

/**
 * @param env as `Deno.env.toObject()`; empty values count as absent
 * @param needs what the command needs: `serve` all of it, others the database and the secret only
 * @throws ConfigError
 */
export function readConfig(env: Record<string, string | undefined>, needs: "serve" | "data" = "serve"): Config {
  const said = { ...env, ...secretsInFiles(env) };
  const known = Object.fromEntries(
    Object.keys(environment.shape).filter((name) => said[name]).map((name) => [name, said[name]]),
  );
  const parsed = environment.safeParse(known);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(
      `${issue.path.join(".")} ${
        issue.code === "invalid_value" ? `must be one of ${issue.values.join(", ")}` : issue.message
      }`,
    );
  }
  const it = parsed.data;
  const development = it.ALERA_ENV === "development";
  const missing = (what: string) => new ConfigError(what);
  const serving = needs === "serve";

  if (!it.ALERA_SECRET && !development && serving) {
    throw missing("ALERA_SECRET is required in production: at least 32 random bytes");
  }
  if (serving && !development && (it.ALERA_OPERATOR_TOKEN?.length ?? Infinity) < SHORTEST_OPERATOR_TOKEN) {
    throw missing(`ALERA_OPERATOR_TOKEN must have at least ${SHORTEST_OPERATOR_TOKEN} characters in production`);
  }
  if (serving && !development && !it.STRIPE_SECRET_KEY) throw missing("STRIPE_SECRET_KEY is required in production");
  if (serving && it.STRIPE_SECRET_KEY && !it.STRIPE_WEBHOOK_SECRET) {
    throw missing("STRIPE_WEBHOOK_SECRET is required with STRIPE_SECRET_KEY");
  }
  if (serving && it.STRIPE_API_BASE && !it.STRIPE_SECRET_KEY) throw missing("STRIPE_API_BASE needs STRIPE_SECRET_KEY");
  if (serving && it.ALERA_STRIPE_MODE === "own" && it.ALERA_PLATFORM_FEE_BPS > 0) {
    throw missing("ALERA_PLATFORM_FEE_BPS must be 0 with ALERA_STRIPE_MODE=own: there is no platform to take it");
  }
  const transport = it.MAIL_TRANSPORT ?? (development ? "log" : undefined);
  if (serving && !development && (!transport || transport === "log")) {
    throw missing("MAIL_TRANSPORT must be smtp or resend in production");
  }
  if (serving && transport === "smtp" && !it.SMTP_URL) throw missing("SMTP_URL is required with MAIL_TRANSPORT=smtp");
  if (serving && transport === "resend" && !it.RESEND_API_KEY) {
    throw missing("RESEND_API_KEY is required with MAIL_TRANSPORT=resend");
  }
  if (serving && it.SMS_TRANSPORT === "twilio" && !(it.TWILIO_ACCOUNT_SID && it.TWILIO_AUTH_TOKEN && it.TWILIO_FROM)) {
    throw missing("TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM are required with SMS_TRANSPORT=twilio");
  }

  if (serving && it.ALERA_BACKUP_DIR && !it.ALERA_DATABASE_URL.startsWith("file:")) {
    throw missing("ALERA_BACKUP_DIR needs a database that is a file: a server is backed up where it runs");
  }

  const publicUrl = (it.ALERA_PUBLIC_URL ?? `http://localhost:${it.PORT}`).replace(/\/+$/, "");
  return {
    port: it.PORT,
    host: it.HOST,
    development,
    publicUrl,
    database: { url: it.ALERA_DATABASE_URL, authToken: it.ALERA_DATABASE_AUTH_TOKEN },
    secret: it.ALERA_SECRET ?? "",
    secretPrevious: it.ALERA_SECRET_PREVIOUS,
    operatorToken: it.ALERA_OPERATOR_TOKEN ?? null,
    metricsToken: it.ALERA_METRICS_TOKEN ?? null,
    stripe: it.STRIPE_SECRET_KEY
      ? { secretKey: it.STRIPE_SECRET_KEY, webhookSecrets: it.STRIPE_WEBHOOK_SECRET ?? [], apiBase: it.STRIPE_API_BASE }
      : null,
    stripeMode: it.ALERA_STRIPE_MODE,
    platformFeeBps: it.ALERA_PLATFORM_FEE_BPS,
    holdMinutes: it.ALERA_HOLD_MINUTES,
    mail: {
      transport: transport ?? "log",
      smtpUrl: it.SMTP_URL,
      resendApiKey: it.RESEND_API_KEY,
      resendApiBase: it.RESEND_API_BASE,
      from: it.MAIL_FROM ?? `bookings@${new URL(publicUrl).hostname.replace(/^\[.*/, "localhost")}`,
    },
    sms: {
      transport: it.SMS_TRANSPORT,
      twilio: it.TWILIO_ACCOUNT_SID && it.TWILIO_AUTH_TOKEN && it.TWILIO_FROM
        ? {
          accountSid: it.TWILIO_ACCOUNT_SID,
          authToken: it.TWILIO_AUTH_TOKEN,
          from: it.TWILIO_FROM,
          apiBase: it.TWILIO_API_BASE,
        }
        : undefined,
    },
    trustProxy: it.ALERA_TRUST_PROXY?.toLowerCase() ?? null,
    rateLimits: it.ALERA_RATE_LIMITS === "on",
    keyQuota: it.ALERA_KEY_QUOTA,
    webhookPrivate: (it.ALERA_WEBHOOK_PRIVATE ?? (development ? "on" : "off")) === "on",
    log: { level: it.LOG_LEVEL, format: it.LOG_FORMAT ?? (development ? "pretty" : "json") },
    backups: it.ALERA_BACKUP_DIR
      ? { directory: it.ALERA_BACKUP_DIR, every: it.ALERA_BACKUP_EVERY, keep: it.ALERA_BACKUP_KEEP }
      : null,
    simulatorPort: it.ALERA_SIMULATOR_PORT,
    storefrontPort: it.ALERA_STOREFRONT_PORT,
  };
}

/**
 * The secrets that lie in files: their text without the line's end. No message names the file: who puts the secret itself there
 * would find it in the log.
 * @throws ConfigError
 */
function secretsInFiles(env: Record<string, string | undefined>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (!path) continue;
    if (env[name]) throw new ConfigError(`${name} and ${name}_FILE are both set: only one can hold`);
    let text: string;
    try {
      text = Deno.readTextFileSync(path);
    } catch (error) {
      throw new ConfigError(`${name}_FILE: ${whyUnreadable(error)}`);
    }
    found[name] = text.replace(/[\r\n]+$/, "");
    if (!found[name]) throw new ConfigError(`${name}_FILE: the file is empty`);
  }
  return found;
}

function whyUnreadable(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "this user may not read the file";
  return "the file can't be read";
}

/** The environment of this process. */
export function processEnvironment(): Record<string, string | undefined> {
  return Deno.env.toObject();
}

/** The sample studio's keys and prices are for trying things out. @throws ConfigError in production */
export function requireDevelopment(development: boolean): void {
  if (!development) throw new ConfigError("the sample studio is for development: set ALERA_ENV=development");
}

/**
 * Listens at a configured place. What keeps a server from listening is most often another server.
 * @param where the setting and its value
 * @throws ConfigError
 */
export async function listening<T>(where: string, listen: () => T | Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw new ConfigError(`${where}: in use by another program`);
    throw new ConfigError(`${where}: can't listen there: ${error instanceof Error ? error.message : error}`);
  }
}
