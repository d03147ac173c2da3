/** The command line: wires config, database, adapters and app. The only file that imports everything. */
import { createCalendarWriter } from "./adapters/ical.ts";
import { createLog, writerTo } from "./adapters/log.ts";
import { createMailer } from "./adapters/mailer.ts";
import { createTexter } from "./adapters/texter.ts";
import { createPayments } from "./adapters/stripe.ts";
import { type Alera, createApp, documentOf } from "./app.ts";
import {
  type Command,
  helpOf,
  NoDatabase,
  type OpenContext,
  parseCommand,
  type Shell,
  UsageError,
} from "./cli/command.ts";
import { demo } from "./cli/demo.ts";
import { doctor } from "./cli/doctor.ts";
import { key } from "./cli/key.ts";
import { migrateCommand } from "./cli/migrate.ts";
import { openapi } from "./cli/openapi.ts";
import { provider } from "./cli/provider.ts";
import { serve } from "./cli/serve.ts";
import { version } from "./cli/version.ts";
import { type Config, ConfigError, listening, processEnvironment, readConfig } from "./config.ts";
import { loadMigrations, migrate, MigrationError } from "./db/migrate.ts";
import { embeddedPath, isDamage, openDatabase } from "./db/open.ts";
import { type Context } from "./workflows/context.ts";
import { holdsSampleStudio } from "./workflows/account/sample_studio.ts";
import { InFlight } from "./workflows/in_flight.ts";
import { isThisMachine, loopback } from "./domain/origins.ts";
import { createTokens } from "./domain/tokens.ts";
import { bodiesArrived } from "./http/body.ts";
import { VERSION } from "./http/openapi/document.ts";
import { createJobRunner, type JobRunner } from "./jobs/runner.ts";

const COMMANDS: Command[] = [serve, migrateCommand, demo, provider, key, doctor, openapi, version];
const MIGRATIONS = new URL("../migrations/", import.meta.url);
/** SIGTERM gives this long; the container's own limit is 10 s. */
const SHUTDOWN_WITHIN = 8_000;
/** Of which so long for bodies that are still arriving. */
const BODIES_WITHIN = 2_000;

/**
 * Opens the database and brings it up to date.
 * @param options `existing`: makes none where there is none
 * @throws MigrationError, ConfigError when there is no such file or server, NoDatabase (`existing` only)
 */
async function openUpToDate(config: Config, options: { existing?: boolean } = {}) {
  let db: Awaited<ReturnType<typeof openDatabase>> | null = null;
  try {
    if (options.existing) await requireDatabaseFile(config);
    db = await openDatabase(config.database);
    return { db, applied: await migrate(db, await loadMigrations(MIGRATIONS), Date.now) };
  } catch (error) {
    await db?.close().catch(() => {});
    if (options.existing && isDamage(error)) {
      throw new NoDatabase(
        "database: it can't be opened: ALERA_DATABASE_URL names a damaged file, or one of another kind",
      );
    }
    if (error instanceof MigrationError || error instanceof NoDatabase) throw error;
    // What a server's client says may hold the address with its token.
    const reason = config.database.url.startsWith("file:") && !config.database.syncUrl && error instanceof Error
      ? error.message.replace(/\s+/g, " ")
      : "no answer that makes sense; are address and token right?";
    throw new ConfigError(`ALERA_DATABASE_URL can't be opened: ${reason}`);
  }
}

/** An empty file is none either: to open it would make it one. @throws NoDatabase */
async function requireDatabaseFile(config: Config): Promise<void> {
  const path = embeddedPath(config.database);
  if (path === null) return;
  const size = await Deno.stat(path).then((file) => file.size, (error) => {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  });
  if (size === 0) throw new NoDatabase("database: there is none where ALERA_DATABASE_URL says");
}

/** Opens what an operation needs. The jobs are made, not started. */
async function wire(config: Config, options: { alone: boolean }) {
  const log = createLog({
    ...config.log,
    level: options.alone ? "warn" : config.log.level,
    now: Date.now,
    write: options.alone ? writerTo(Deno.stderr) : undefined,
  });
  const dev = config.development ? await import("./dev/start.ts") : null;
  const secret = config.secret || await dev?.developmentSecret(config);
  if (!secret) throw new ConfigError("ALERA_SECRET is required in production: at least 32 random bytes");
  if (!config.stripe && !dev) throw new ConfigError("STRIPE_SECRET_KEY is required in production");
  const { db } = await openUpToDate(config);
  const simulated = config.stripe ? null : await dev!.startSimulatedStripe(config, log, options);
  let jobs: JobRunner | null = null;
  const ctx: Context = {
    db,
    log,
    clock: { now: Date.now },
    tokens: createTokens(secret, config.secretPrevious),
    payments: createPayments({ ...(config.stripe ?? simulated!.settings), log }),
    mailer: createMailer(config.mail, log),
    texter: createTexter(config.sms, log),
    calendar: createCalendarWriter(),
    settings: {
      holdMinutes: config.holdMinutes,
      platformFeeBps: config.platformFeeBps,
      publicUrl: config.publicUrl,
      development: config.development,
    },
    inFlight: new InFlight(),
    wake: (what) => jobs?.wake(what),
  };
  const open: OpenContext = {
    ctx,
    async [Symbol.asyncDispose]() {
      await ctx.mailer.close();
      await simulated?.close();
      await db.close();
      log.flush();
    },
  };
  return { ...open, log, dev, simulatorUrl: simulated?.url, useJobs: (made: JobRunner) => jobs = made };
}

async function serveUntilSignal(config: Config, options: { demo: boolean; watched: boolean }): Promise<number> {
  const open = await wire(config, { alone: false });
  const { ctx, log, dev } = open;
  const sample = dev && options.demo
    ? await dev.serveSampleStudio(ctx, config, open.simulatorUrl).catch(async (error) => {
      await open[Symbol.asyncDispose]();
      throw error;
    })
    : null;
  const app: Alera = createApp(ctx, {
    operatorToken: config.operatorToken,
    rateLimits: config.rateLimits,
    trustProxy: config.trustProxy,
    isReady: async () => void await ctx.db.read("SELECT 1"),
    sampleStudio: sample?.forDocs,
    development: dev?.developmentRoutes,
  });
  const jobs = createJobRunner(ctx, app.takeUsedKeys);
  open.useJobs(jobs);

  let requests = 0;
  let idle = () => {};
  async function counted(answer: Promise<Response>): Promise<Response> {
    requests++;
    try {
      return await answer;
    } finally {
      if (--requests === 0) idle();
    }
  }
  const server = await listening(`HOST ${config.host}, PORT ${config.port}`, () =>
    Deno.serve({
      port: config.port,
      hostname: config.host,
      onListen: ({ port, hostname }) =>
        log.info("listening", { host: hostname, port, version: VERSION, development: config.development }),
      onError: () =>
        new Response('{"error":"Something went wrong on our side."}', {
          status: 500,
          headers: { "content-type": "application/json" },
        }),
    }, async (request, info) => {
      const answer = app.fetch(request, () => (info.remoteAddr as Deno.NetAddr).hostname);
      return answer instanceof Response ? answer : await counted(answer);
    }));
  if (!config.development && isThisMachine(new URL(config.publicUrl))) {
    log.warn("public_url_is_local", {
      url: config.publicUrl,
      hint: "links it mails lead nowhere: set ALERA_PUBLIC_URL",
    });
  }
  if (!config.development && await holdsSampleStudio(ctx)) {
    log.warn("sample_studio_in_production", {
      hint: "its keys have been printed: name a database of production's own in ALERA_DATABASE_URL",
    });
  }
  jobs.start();
  if (sample) {
    writerTo(Deno.stdout)(await sample.open(`http://${loopback(config.host)}:${server.addr.port}`, counted));
  }

  await new Promise<void>((resolve) => {
    if (options.watched) return;
    for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => resolve());
  });
  log.info("stopping", { requests });
  const overdue = setTimeout(() => {
    log.error("stopped_late", { requests });
    Deno.exit(0);
  }, SHUTDOWN_WITHIN);
  // Running, but shutdown() would take their bodies away.
  await bodiesArrived(BODIES_WITHIN);
  // shutdown() waits for idle keep-alive connections too; what counts is that no request is cut off.
  sample?.close();
  const closed = server.shutdown();
  await Promise.race([closed, new Promise<void>((resolve) => requests === 0 ? resolve() : idle = resolve)]);
  await jobs.stop();
  await open[Symbol.asyncDispose]();
  clearTimeout(overdue);
  return 0;
}

const shell: Shell = {
  out: writerTo(Deno.stdout),
  err: writerTo(Deno.stderr),
  version: VERSION,
  config: (needs) => Promise.resolve(readConfig(processEnvironment(), needs)),
  openDatabase: async (config) => (await openUpToDate(config)).db,
  openExisting: async (config) => (await openUpToDate(config, { existing: true })).db,
  async migrate(config) {
    const { db, applied } = await openUpToDate(config);
    await db.close();
    return applied;
  },
  openContext: (config) => wire(config, { alone: true }),
  serve: serveUntilSignal,
  openApi: documentOf,
};

function overview(): string {
  const width = Math.max(...COMMANDS.map((one) => one.name.length));
  return `alera ${VERSION}: booking engine for studios\n\nUsage: alera COMMAND [--help]\n\n${
    COMMANDS.map((one) => `  ${one.name.padEnd(width)}  ${one.summary}`).join("\n")
  }\n`;
}

/** What ends a command with one line; whatever else goes wrong is a fault of ours. */
const TOLD = [UsageError, ConfigError, MigrationError, NoDatabase];

/** @returns the exit code: 0 done, 1 failed, 2 called wrongly or configured wrongly */
export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (!name || name === "help" || name === "--help" || name === "-h") {
    shell.out(overview());
    return name ? 0 : 2;
  }
  const command = COMMANDS.find((one) => one.name === name) ?? (name === "--version" ? version : undefined);
  try {
    if (!command) throw new UsageError(`there is no command ${name}; see alera --help`);
    const given = parseCommand(command, rest);
    if (given.values.help) {
      shell.out(helpOf(command));
      return 0;
    }
    return await command.run(given, shell);
  } catch (error) {
    if (!TOLD.some((kind) => error instanceof kind)) throw error;
    shell.err(`alera: ${(error as Error).message}\n`);
    return error instanceof MigrationError || error instanceof NoDatabase ? 1 : 2;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
