/** Config → the services that operations need. */
import { createBackupDirectory } from "../adapters/backup_directory.ts";
import { createHost } from "../adapters/host.ts";
import { createCalendarWriter } from "../adapters/ical.ts";
import { createLog, type LineLog } from "../adapters/log.ts";
import { createMailer } from "../adapters/mailer.ts";
import { createPayments } from "../adapters/stripe.ts";
import { createTexter } from "../adapters/texter.ts";
import { createWebhookSender } from "../adapters/webhooks.ts";
import { type Config, ConfigError } from "../config.ts";
import { embeddedPath } from "../db/open.ts";
import { codeOf } from "../domain/errors.ts";
import { createTokens } from "../domain/tokens.ts";
import type { JobRunner } from "../jobs/runner.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { countCalls } from "../adapters/count_calls.ts";
import { withoutLateFaults } from "../workflows/after_commit.ts";
import type { Context } from "../workflows/context.ts";
import { InFlight } from "../workflows/in_flight.ts";
import { proveCopy } from "./prove_copy.ts";
import { openExisting, openUpToDate } from "./database.ts";

/** What development adds; null in production, which loads none of it. */
export type Development = typeof import("../dev/start.ts");

/** Everything an operation needs. Whoever wired it disposes of it. */
export interface Services extends AsyncDisposable {
  ctx: Context;
  log: LineLog;
  dev: Development | null;
  /** Of the simulated Stripe of this process. */
  simulatorUrl?: string;
  /** From now on what is due wakes these jobs. */
  useJobs(jobs: JobRunner): void;
}

/**
 * Opens what an operation needs. Nothing listens, no job runs.
 * @param options `alone`: for a command beside the server: it logs warnings only, on standard error, and changes no schema; else
 *   this process is the one that serves the database, which is brought up to date
 * @throws ConfigError, MigrationError, NoDatabase, Failed when another process serves it
 */
export async function wire(config: Config, options: { alone: boolean }): Promise<Services> {
  const log = createLog({
    ...config.log,
    level: options.alone ? "warn" : config.log.level,
    now: Date.now,
    stream: options.alone ? Deno.stderr : undefined,
  });
  const dev: Development | null = config.development ? await import("../dev/start.ts") : null;
  const secret = config.secret || await dev?.developmentSecret(config);
  if (!secret) throw new ConfigError("ALERA_SECRET is required in production: at least 32 random bytes");
  if (!config.stripe && !dev) throw new ConfigError("STRIPE_SECRET_KEY is required in production");
  const report = (event: string, error: unknown) => {
    if (error === null) log.info(event);
    else log.error(event, { code: codeOf(error), reason: (error as Error).message });
    return log.flush();
  };
  const metrics = createMetrics();
  const held = options.alone ? null : await openUpToDate(config, { report, metrics });
  const db = held?.db ?? await openExisting(config, { report });
  const simulated = config.stripe ? null : await dev!.startSimulatedStripe(config, log, options);
  let jobs: JobRunner | null = null;
  const plain: Context = withoutLateFaults({
    db,
    log,
    clock: { now: Date.now },
    tokens: createTokens(secret, config.secretPrevious),
    ...countCalls(metrics, {
      payments: createPayments({ ...(config.stripe ?? simulated!.settings), mode: config.stripeMode, log }),
      mailer: createMailer(config.mail, log),
      texter: createTexter(config.sms, log),
    }),
    webhooks: createWebhookSender({ allowPrivate: config.webhookPrivate }),
    calendar: createCalendarWriter(),
    settings: {
      holdMinutes: config.holdMinutes,
      platformFeeBps: config.platformFeeBps,
      stripeMode: config.stripeMode,
      publicUrl: config.publicUrl,
      development: config.development,
    },
    metrics,
    host: createHost(embeddedPath(config.database)),
    backups: config.backups && !options.alone
      ? createBackupDirectory(config.backups, (file, signal) => db.backup(file, proveCopy, signal))
      : undefined,
    inFlight: new InFlight(),
    wake: (what) => jobs?.wake(what),
  });
  const ctx = isTraced() ? await (await import("./trace.ts")).traced(plain) : plain;
  return {
    ctx,
    log,
    dev,
    simulatorUrl: simulated?.url,
    useJobs: (made) => jobs = made,
    async [Symbol.asyncDispose]() {
      await ctx.mailer.close();
      await simulated?.close();
      await (held ?? db).close();
      await log.flush();
    },
  };
}

/**
 * Whether Deno exports traces: asked of Deno itself, not of OTEL_DENO, because a compiled binary does what that said when it was made.
 * Deno then makes spans of its own, from which addresses must be kept.
 */
function isTraced(): boolean {
  const registered = Reflect.get(globalThis, Symbol.for("opentelemetry.js.api.1"));
  return registered?.trace !== undefined;
}
