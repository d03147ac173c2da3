/** The server's life: it starts, takes up work, and ends without cutting anybody off. */
import { watchLoopDelay } from "../adapters/host.ts";
import { type Alera, createApp } from "../app.ts";
import { type Config, ConfigError, listening } from "../config.ts";
import { createReadiness, hasWalResetBug, ping } from "../db/ping.ts";
import type { ServedSampleStudio } from "../dev/start.ts";
import { codeOf } from "../domain/errors.ts";
import { hasSeveralProviders } from "../domain/providers.ts";
import { isThisMachine, loopback } from "../domain/origins.ts";
import { bodiesArrived } from "../http/body.ts";
import { listen, type Listener } from "./listener.ts";
import { createJobRunner, type JobRunner } from "../jobs/runner.ts";
import { VERSION } from "../version.ts";
import { holdsSampleStudio } from "../workflows/account/sample_studio.ts";
import { RequestCount } from "./request_count.ts";
import { type Services, wire } from "./wire.ts";

/** SIGTERM gives this long; the container's own limit is 10 s. */
const SHUTDOWN_WITHIN = 8_000;
/** Of which so long for bodies that are still arriving. */
const BODIES_WITHIN = 2_000;

export interface ServeOptions {
  /** Development: the sample studio and its site. */
  demo: boolean;
  /** A watcher restarts the process: signals are its own. */
  watched: boolean;
}

/**
 * Serves until a signal ends it, or its listener dies.
 * @returns the exit code: not 0 when whoever supervises it should start it again
 * @throws ConfigError, MigrationError when it can't start
 */
export async function serve(config: Config, options: ServeOptions): Promise<number> {
  const services = await wire(config, { alone: false });
  if (config.stripeMode === "own" && await hasSeveralProviders(services.ctx.db)) {
    await services[Symbol.asyncDispose]();
    throw new ConfigError("ALERA_STRIPE_MODE=own serves one studio, and this database has several");
  }
  const sample = options.demo ? await openSampleStudio(services, config) : null;
  const server = new Server(config, services, sample);
  await server.listen();
  await server.warn();
  await server.takeUpWork();
  const failure = await Promise.race([untilSignal(options), server.failed()]);
  if (failure) services.log.error("listener_failed", { code: codeOf(failure), message: failure.message });
  const code = failure ? 1 : 0;
  await server.close(code);
  return code;
}

async function openSampleStudio(services: Services, config: Config): Promise<ServedSampleStudio | null> {
  try {
    return await services.dev?.serveSampleStudio(services.ctx, config, services.simulatorUrl) ?? null;
  } catch (error) {
    await services[Symbol.asyncDispose]();
    throw error;
  }
}

function untilSignal({ watched }: ServeOptions): Promise<null> {
  return new Promise((resolve) => {
    if (watched) return;
    for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => resolve(null));
  });
}

class Server {
  readonly #requests = new RequestCount();
  readonly #app: Alera;
  readonly #jobs: JobRunner;
  #http!: Listener;
  #stopWatching = () => {};

  constructor(
    readonly config: Config,
    readonly services: Services,
    readonly sample: ServedSampleStudio | null,
  ) {
    const { ctx, dev } = services;
    this.#app = createApp(ctx, {
      operatorToken: config.operatorToken,
      metricsToken: config.metricsToken,
      rateLimits: config.rateLimits,
      keyQuota: config.keyQuota,
      trustProxy: config.trustProxy,
      isReady: createReadiness(ctx.db, ctx.clock.now),
      sampleStudio: sample?.forDocs,
      development: dev?.developmentRoutes,
    });
    this.#jobs = createJobRunner(ctx, this.#app.takeUsedKeys);
    services.useJobs(this.#jobs);
  }

  /** @throws ConfigError when it can't listen there */
  async listen(): Promise<void> {
    const { config: { host: hostname, port, development }, services: { log } } = this;
    const answer = this.#answer;
    this.#http = await listening(`HOST ${hostname}, PORT ${port}`, () => listen({ port, hostname, answer, log }));
    const { addr } = this.#http;
    log.info("listening", { host: addr.hostname, port: addr.port, version: VERSION, development });
  }

  /** Resolves should it stop listening by itself. */
  failed(): Promise<Error> {
    return this.#http.failed;
  }

  readonly #answer = (request: Request, peer: string): Promise<Response> | Response => {
    const answer = this.#app.fetch(request, () => peer);
    return answer instanceof Response ? answer : this.#requests.count(answer);
  };

  /** What a server should not be like. */
  async warn(): Promise<void> {
    const { config, services: { ctx, log } } = this;
    const { sqlite } = await ping(ctx.db);
    if (config.database.url.startsWith("file:") && hasWalResetBug(sqlite)) {
      const hint = "this SQLite can lose commits when a checkpoint meets a write: use Deno 2.9.6 or later";
      log.warn("sqlite_too_old", { sqlite, needs: "3.51.3", hint });
    }
    if (config.development) return;
    if (isThisMachine(new URL(config.publicUrl))) {
      const hint = "links it mails lead nowhere: set ALERA_PUBLIC_URL";
      log.warn("public_url_is_local", { url: config.publicUrl, hint });
    }
    if (await holdsSampleStudio(ctx)) {
      const hint = "its keys have been printed: name a database of production's own in ALERA_DATABASE_URL";
      log.warn("sample_studio_in_production", { hint });
    }
  }

  /** Development's sample studio opens; jobs run from now on, and take up what a crash cut off. */
  async takeUpWork(): Promise<void> {
    const url = `http://${loopback(this.config.host)}:${this.#http.addr.port}`;
    // Before the jobs: they would mail what the sample studio's past has mailed.
    const says = await this.sample?.open(url, this.#requests.count);
    this.#jobs.start();
    const { loopDelay } = this.services.ctx.metrics;
    this.#stopWatching = watchLoopDelay((seconds) => loopDelay.observe(seconds));
    if (says === undefined) return;
    // First the mails of its filling, which the log shows: what to click next is the last thing on the screen.
    await this.#jobs.runUntilIdle();
    this.services.log.print(says);
  }

  /** Nothing new is taken, what runs is finished, then everything is closed: within the time that a container has. */
  async close(code: number): Promise<void> {
    const { log } = this.services;
    log.info("stopping", { requests: this.#requests.running });
    const overdue = setTimeout(async () => {
      log.error("stopped_late", { requests: this.#requests.running });
      await log.flush();
      Deno.exit(code);
    }, SHUTDOWN_WITHIN);
    await this.#finishRequests();
    await this.#jobs.stop();
    this.#stopWatching();
    await this.services[Symbol.asyncDispose]();
    clearTimeout(overdue);
  }

  async #finishRequests(): Promise<void> {
    // Such requests are running, but shutdown() would take their bodies away.
    await bodiesArrived(BODIES_WITHIN);
    this.sample?.close();
    // shutdown() waits for idle keep-alive connections too; what counts is that no request is cut off.
    await Promise.race([this.#http.shutdown(), this.#requests.idle()]);
  }
}
