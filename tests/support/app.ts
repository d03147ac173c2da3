/** The whole application in this process: a real SQLite file, the real Stripe SDK against the simulator, a clock that can be moved. */
import { createHost } from "../../src/adapters/host.ts";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import { createWebhookSender } from "../../src/adapters/webhooks.ts";
import { createPayments } from "../../src/adapters/stripe.ts";
import { developmentRoutes } from "../../src/dev/routes.ts";
import {
  type RecordedRequest,
  startStripeSimulator,
  type StripeSimulator,
} from "../../src/dev/stripe_simulator/simulator.ts";
import { type Alera, createApp } from "../../src/app.ts";
import { type TestDatabase, testDatabase } from "./database.ts";
import { checkingErrors } from "./declared_errors.ts";
import { silentLog } from "./silent_log.ts";
import type { Database } from "../../src/db/database.ts";
import { loadMigrations, migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { createReadiness } from "../../src/db/ping.ts";
import { createMetrics } from "../../src/metrics/metrics.ts";
import { countCalls } from "../../src/adapters/count_calls.ts";
import { type Log } from "../../src/ports/log.ts";
import type { WebhookSender } from "../../src/ports/webhooks.ts";
import { withoutLateFaults } from "../../src/workflows/after_commit.ts";
import { type Context, type Settings } from "../../src/workflows/context.ts";
import { InFlight } from "../../src/workflows/in_flight.ts";
import { createTokens } from "../../src/domain/tokens.ts";
import { createJobRunner, type JobRunner } from "../../src/jobs/runner.ts";
import { findBreaches } from "../../src/doctor/run.ts";
import { TestClock, TestMailer, TestTexter } from "./world.ts";

export const SECRET = "a secret of the tests that has more than 32 bytes";
export const OPERATOR = "operator-token-of-the-tests";
const WEBHOOK_SECRET = "whsec_tests";

export interface AppOptions {
  settings?: Partial<Settings>;
  rateLimits?: boolean;
  keyQuota?: number;
  trustProxy?: string;
  metricsToken?: string;
  log?: Log;
  /** Replaces what wakes the jobs, for faults. */
  wake?: Context["wake"];
  /** Wraps the database, for negative controls and faults. */
  wrapDatabase?: (db: Database) => Database;
  /** Replaces what joins requests, for negative controls. */
  inFlight?: InFlight;
  /** Replaces what sends events to webhook endpoints. */
  webhooks?: WebhookSender;
  /** Deliver webhooks by themselves; otherwise `t.settle()` does. */
  liveWebhooks?: boolean;
  /** Don't check the invariants at the end: for worlds that were broken on purpose. */
  broken?: boolean;
  secret?: string;
  /** The secret before a rotation. */
  secretPrevious?: string;
  databasePath?: string;
  /** A file, also where the others have their data on a server: what is tested is about files. */
  onFile?: boolean;
  /** A server instead of a file. */
  databaseUrl?: string;
  /** The world of an app that crashed: its Stripe and its clock go on. Whoever started them closes them. */
  after?: TestApp;
  /** Shortens the SDK's patience, for a Stripe that hangs. */
  stripeTimeoutMs?: number;
}

export class TestApp {
  constructor(
    readonly app: Alera,
    readonly ctx: Context,
    readonly clock: TestClock,
    readonly stripe: StripeSimulator,
    readonly mailer: TestMailer,
    readonly texter: TestTexter,
    readonly jobs: JobRunner,
    readonly directory: string,
    private readonly options: AppOptions,
    private readonly data: TestDatabase,
    private readonly server: Deno.HttpServer,
  ) {}

  get db(): Database {
    return this.ctx.db;
  }

  /** Where it really listens, for a browser; `send` needs no network. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.addr as Deno.NetAddr).port}`;
  }

  /** A JSON request. `body` undefined sends none. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await this.app.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    return await answer(response);
  }

  /** Stripe's events are delivered, and everything that is due is done, until nothing is left. */
  async settle(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      const delivered = await this.stripe.deliver();
      const before = this.mailer.sent.length;
      await this.jobs.runUntilIdle();
      if (delivered === 0 && this.mailer.sent.length === before) return;
    }
  }

  /** Moves the clock and does what has become due. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.stripe.expireDue();
    await this.settle();
  }

  /** Breaches of the invariants, empty when all is well. */
  async doctor(): Promise<string[]> {
    return await findBreaches(this.db, this.clock.now());
  }

  /** As after the end of a process: what it held is closed, and nothing is checked. */
  async end(): Promise<void> {
    await this.jobs.stop().catch(() => {});
    await this.server.shutdown();
    await this.db.close();
    await this.data.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Without the clock: a test may have moved it with nothing running, and then much is overdue.
    const breaches = this.options.broken ? [] : [
      ...await findBreaches(this.db),
      ...carelessCalls(this.stripe.requests, this.ctx.settings.stripeMode === "own"),
    ];
    await this.jobs.stop();
    if (!this.options.after) await this.stripe.close();
    await this.server.shutdown();
    await this.db.close();
    await this.data.close();
    if (!this.options.databasePath) await Deno.remove(this.directory, { recursive: true });
    if (breaches.length) throw new Error(`The doctor found:\n${breaches.join("\n")}`);
  }
}

export interface Answer {
  status: number;
  // deno-lint-ignore no-explicit-any
  body: any;
  text: string;
  headers: Headers;
}

export async function answer(response: Response): Promise<Answer> {
  const text = await response.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch { /* not JSON */ }
  return { status: response.status, body, text, headers: response.headers };
}

/** What Stripe lets pass but must not be: calls for a studio without its account, objects made without a key of our own. */
function carelessCalls(requests: RecordedRequest[], own: boolean): string[] {
  return requests.flatMap((request) => {
    const call = `${request.method} ${request.path}`;
    const direct = /^\/v1\/(checkout|refunds|payment_intents)/.test(request.path);
    return [
      ...request.notes.map((note) => `${call}: ${note}`),
      ...direct && !own && !request.headers["stripe-account"] ? [`${call}: no Stripe-Account`] : [],
    ];
  });
}

const migrations = await loadMigrations(new URL("../../migrations/", import.meta.url));

/** `await using t = await startApp()` */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const directory = options.databasePath
    ? options.databasePath.replace(/\/[^/]*$/, "")
    : await Deno.makeTempDir({ prefix: "alera-test-" });
  const stripeMode = options.settings?.stripeMode ??
    (Deno.env.get("ALERA_TEST_STRIPE_MODE") === "own" ? "own" : "connect");
  const clock = options.after?.clock ?? new TestClock();
  const stripe = options.after?.stripe ?? await startStripeSimulator({
    webhookSecret: WEBHOOK_SECRET,
    own: stripeMode === "own",
    now: () => clock.now(),
    autoDeliver: options.liveWebhooks ?? false,
  });
  const path = options.databasePath ?? `${directory}/alera.db`;
  const metrics = createMetrics();
  const data = options.databaseUrl
    ? { url: options.databaseUrl, close: () => Promise.resolve() }
    : await testDatabase(path, options.onFile);
  const opened = openDatabase(data, { metrics });
  await migrate(opened, migrations, () => clock.now());
  const db = options.wrapDatabase?.(opened) ?? opened;
  const mailer = new TestMailer();
  const texter = new TestTexter();
  const log = options.log ?? silentLog;
  const ctx: Context = withoutLateFaults({
    db,
    clock,
    log,
    tokens: createTokens(options.secret ?? SECRET, options.secretPrevious),
    ...countCalls(metrics, {
      payments: createPayments({
        secretKey: "sk_test_simulator",
        webhookSecrets: [WEBHOOK_SECRET],
        mode: stripeMode,
        apiBase: stripe.url,
        log,
        timeoutMs: options.stripeTimeoutMs,
      }),
      mailer,
      texter,
    }),
    webhooks: options.webhooks ?? createWebhookSender({ allowPrivate: true }),
    calendar: createCalendarWriter(),
    settings: {
      holdMinutes: 30,
      platformFeeBps: 0,
      stripeMode,
      publicUrl: "http://localhost:8000",
      development: false,
      ...options.settings,
    },
    metrics,
    host: createHost(options.databaseUrl ? null : path),
    inFlight: options.inFlight ?? new InFlight(),
    wake: options.wake ?? ((what) => jobs.wake(what)),
  });
  const app = checkingErrors(createApp(ctx, {
    operatorToken: OPERATOR,
    metricsToken: options.metricsToken ?? null,
    rateLimits: options.rateLimits ?? false,
    keyQuota: options.keyQuota ?? 0,
    trustProxy: options.trustProxy ?? null,
    isReady: createReadiness(db, () => clock.now()),
    development: ctx.settings.development ? developmentRoutes : undefined,
  }));
  const jobs = createJobRunner(ctx, app.takeUsedKeys);
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request, info) => app.fetch(request, () => (info.remoteAddr as Deno.NetAddr).hostname),
  );
  stripe.webhookUrl = `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}/api/webhooks/stripe`;
  return new TestApp(app, ctx, clock, stripe, mailer, texter, jobs, directory, options, data, server);
}
