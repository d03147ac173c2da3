/** Config and services → the HTTP application, without listening. Tests call `app.request`. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowedPage, notFoundPage } from "./console/ui/signed_out_page.tsx";
import { consoleRoutes } from "./console/routes.ts";
import type { Log } from "./ports/log.ts";
import type { Context } from "./workflows/context.ts";
import { randomText } from "./domain/ids.ts";
import { createAuthenticator } from "./http/authenticate.ts";
import { docsRoutes } from "./http/docs/routes.ts";
import {
  allowAnyOrigin,
  type App,
  type DocsDemo,
  type Env,
  expectBody,
  forgetBody,
  type HttpServices,
  isOpenPath,
} from "./http/endpoint.ts";
import { errorResponse, json } from "./http/errors.ts";
import { createIdempotencyStore } from "./http/idempotency.ts";
import { managementRoutes } from "./http/manage/routes.ts";
import { createMetrics } from "./http/metrics.ts";
import { openApiDocument } from "./http/openapi.ts";
import { bookingRoutes } from "./http/public/bookings.ts";
import { classRoutes } from "./http/public/classes.ts";
import { customerRoutes } from "./http/public/customer.ts";
import { paymentRoutes } from "./http/public/payments.ts";
import { clientAddress, createRateLimiter } from "./http/rate_limit.ts";
import { answerAgain, conditional, createReadCache } from "./http/read_cache.ts";
import { serviceRoutes } from "./http/service_routes.ts";
import { stripeWebhook } from "./http/webhooks/stripe.ts";

export interface AppOptions {
  operatorToken: string | null;
  rateLimits: boolean;
  /** Header to trust for the client's address, lower case, or null. */
  trustProxy: string | null;
  /** Rejects when the database does not answer. */
  isReady: () => Promise<void>;
  /** Development: the sample studio, for the try-it forms of `/docs`. */
  demo?: () => DocsDemo | null;
  /** Development: declares the routes of `src/dev`. Before the reference, which it guards. */
  development?: (app: App, services: HttpServices) => void;
}

export interface Alera {
  /**
   * Answers HEAD with the body that GET would get: the server tells its length, sends none of it, and cancels a stream.
   * @param peer address of the socket's other end, asked for only where it matters
   */
  fetch(request: Request, peer: () => string): Promise<Response> | Response;
  /** A request without a socket, for tests. */
  request(path: string, init?: RequestInit, peer?: string): Promise<Response>;
  /** Every route with its methods, for the test that walks them all. */
  routes(): { method: string; path: string }[];
  /** Keys used since the last call. */
  takeUsedKeys(): string[];
  /** The OpenAPI document. */
  openApi(): unknown;
}

/** Makes every route. Nothing is opened and nothing listens. */
export function createApp(ctx: Context, options: AppOptions): Alera {
  const auth = createAuthenticator(ctx, options.operatorToken);
  const limiter = createRateLimiter(options.rateLimits);
  const metrics = createMetrics();
  const reads = createReadCache(ctx);
  const services: HttpServices = {
    ctx,
    auth,
    limiter,
    reads,
    idempotency: createIdempotencyStore(ctx),
    trustProxy: options.trustProxy,
    isReady: options.isReady,
    demo: options.demo,
  };

  const app: App = new OpenAPIHono<Env>();
  classRoutes(app, services);
  bookingRoutes(app, services);
  paymentRoutes(app, services);
  customerRoutes(app, services);
  stripeWebhook(app, services);
  managementRoutes(app, services);
  serviceRoutes(app, services, metrics);
  options.development?.(app, services);
  docsRoutes(app, services);
  consoleRoutes(app, services);
  answerOtherMethods(app);
  app.notFound((c) =>
    c.req.path.startsWith("/console/") ? notFoundPage() : json(404, { error: "There is nothing at this address." })
  );
  app.onError((error, c) => errorResponse(error, c.env.requestId, ctx.log));

  /** A cached read needs no router: who asks, from where, for what is the key of the entry. Null when it is not one. */
  function cachedAnswer(request: Request, peer: () => string): Response | null {
    const { headers } = request;
    const key = headers.get("x-alera-key");
    const origin = headers.get("origin");
    if (key === null || origin === null) return null;
    // One look at the clock for all of it: it costs more than the look-up.
    const now = ctx.clock.now();
    const read = reads.find(request.url, key, origin, now);
    if (!read) return null;
    auth.markUsed(read.keyId);
    const requestId = requestIdOf(headers);
    let response: Response;
    try {
      const limits = options.rateLimits
        ? limiter.take(
          clientAddress(peer(), options.trustProxy && headers.get(options.trustProxy)),
          read.route.replace("GET", "get"),
          read.limit,
          now,
        )
        : null;
      const known = headers.get("if-none-match");
      response = known === null ? answerAgain(read, requestId, limits) : conditional(read.body, read.etag, known, {
        "content-type": "application/json",
        "x-request-id": requestId,
        ...limits,
      });
    } catch (error) {
      response = errorResponse(error, requestId, ctx.log);
      response.headers.set("x-request-id", requestId);
    }
    note(now, requestId, read.route, response.status, 0, read.providerId);
    return response;
  }

  async function routedAnswer(request: Request, peer: () => string): Promise<Response> {
    const started = performance.now();
    const requestId = requestIdOf(request.headers);
    const env: Env["Bindings"] = { peer: peer(), requestId, head: request.method === "HEAD", seen: {} };
    const response = hasAddress(request)
      ? await dispatch(request, env)
      : json(400, { error: "The Host header is not a host." });
    response.headers.set("x-request-id", requestId);
    const { route = "none", providerId } = env.seen;
    note(ctx.clock.now(), requestId, route, response.status, performance.now() - started, providerId);
    return response;
  }

  async function dispatch(request: Request, env: Env["Bindings"]): Promise<Response> {
    if (env.head) return await asGet(request, env);
    if (request.method === "GET") return await app.fetch(request, env);
    expectBody(request);
    try {
      return await app.fetch(request, env);
    } finally {
      forgetBody(request);
    }
  }

  /** Hono answers HEAD without the body, and the server would call that a length of 0. */
  async function asGet({ url, headers }: Request, env: Env["Bindings"]): Promise<Response> {
    const answer = await app.fetch(new Request(url, { headers }), env);
    if (!answer.headers.has("content-disposition")) return answer;
    // A download is a stream, which would be read ahead for nobody; its length is not known, as with GET.
    await answer.body?.cancel();
    return new Response(new Blob([]).stream(), answer);
  }

  function note(at: number, id: string, route: string, status: number, ms: number, provider: string | undefined): void {
    metrics.observe(route, status, ms / 1000);
    const took = Math.round(ms * 100) / 100;
    if (ctx.log.request) ctx.log.request(at, id, route, status, took, provider);
    else ctx.log.info("request", { id, route, status, ms: took, provider });
  }

  const fetch = (request: Request, peer: () => string) =>
    (request.method === "GET" ? cachedAnswer(request, peer) : null) ?? routedAnswer(request, peer);

  return {
    fetch,
    async request(path, init, peer = "127.0.0.1") {
      const request = new Request(new URL(path, "http://localhost"), init);
      const response = await fetch(request, () => peer);
      if (request.method !== "HEAD") return response;
      await response.body?.cancel();
      return new Response(null, response);
    },
    routes: () => app.routes.filter((one) => one.method !== "ALL").map(({ method, path }) => ({ method, path })),
    takeUsedKeys: auth.takeUsedKeys,
    openApi: () => openApiDocument(app, ctx.settings.publicUrl),
  };
}

/** Whether the Host header, of which the server makes the request's address, holds a host and nothing else. */
function hasAddress(request: Request): boolean {
  return URL.canParse(request.url) && !/[/\\?#@]/.test(request.headers.get("host") ?? "");
}

const RUN = randomText(12);
let requests = 0;

/** The caller's, if it is sane; else this process and a number: unlike random text it costs nothing. */
function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._:-]{1,128}$/.test(given) ? given : `${RUN}-${(++requests).toString(36)}`;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** What exists, but not with this method: 405 that says which. Preflights of open routes are answered. */
function answerOtherMethods(app: App): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === "ALL") continue;
    const known = methods.get(path) ?? new Set<string>();
    known.add(method);
    if (method === "GET") known.add("HEAD");
    methods.set(path, known);
  }
  for (const [path, known] of methods) {
    const open = isOpenPath(path);
    app.all(path, (c) => {
      const method = c.env.head ? "HEAD" : c.req.method;
      // Anybody may invent a method: the log and the metrics know those that exist.
      c.env.seen.route = `${METHODS.has(method) ? method : "OTHER"} ${path}`;
      if (open && method === "OPTIONS") return preflight([...known]);
      const allow = [...known, ...(open ? ["OPTIONS"] : [])].join(", ");
      const person = method === "GET" && c.req.header("accept")?.includes("text/html");
      if (person && path.startsWith("/console/")) return methodNotAllowedPage(allow);
      const answer = json(405, { error: `${method} is not possible here.` }, { allow });
      if (open) allowAnyOrigin(answer.headers);
      return answer;
    });
  }
}

function preflight(methods: string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers": "content-type, x-customer-token, idempotency-key, x-request-id",
      "access-control-max-age": "86400",
    },
  });
}

/** A log that nobody reads. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The OpenAPI document, without a database: only schemas are looked at. */
export function documentOf(publicUrl: string): unknown {
  const settings = { holdMinutes: 30, platformFeeBps: 0, publicUrl, development: false };
  const app = createApp(
    { settings } as Context,
    {
      operatorToken: null,
      rateLimits: false,
      trustProxy: null,
      isReady: () => Promise.resolve(),
    },
  );
  return app.openApi();
}
