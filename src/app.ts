/** Config and services → the HTTP application, without listening. Tests call `app.request`. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { consoleRoutes } from "./console/routes.ts";
import { methodNotAllowedPage, notFoundPage } from "./console/ui/signed_out_page.tsx";
import { createAuthenticator } from "./http/authenticate.ts";
import { createCachedResponses } from "./http/cached_responses.ts";
import { docsRoutes } from "./http/docs/routes.ts";
import { errorResponse, refusal } from "./http/errors.ts";
import { frontPage } from "./http/front_page.tsx";
import { createIdempotencyStore } from "./http/idempotency.ts";
import { managementRoutes } from "./http/manage/routes.ts";
import { createObserver } from "./http/observe.ts";
import { openApiDocument } from "./http/openapi/document.ts";
import { operatorRoutes } from "./http/operator_routes.ts";
import { refuseOtherMethods } from "./http/other_methods.ts";
import { publicRoutes } from "./http/public/routes.ts";
import { createRateLimiter } from "./http/rate_limit.ts";
import { createReadCache } from "./http/read_cache.ts";
import { createRoutedResponses } from "./http/routed_responses.ts";
import type { App, Env } from "./http/router.ts";
import type { DocsSample, HttpServices } from "./http/services.ts";
import { stripeWebhook } from "./http/webhooks/stripe.ts";
import { createMetrics } from "./metrics/metrics.ts";
import type { Context } from "./workflows/context.ts";

export interface AppOptions {
  operatorToken: string | null;
  metricsToken: string | null;
  rateLimits: boolean;
  /** Requests a minute of one API key, where it has no quota of its own; 0: any number. */
  keyQuota: number;
  /** Header to trust for the client's address, lower case, or null. */
  trustProxy: string | null;
  /** What the database says of itself. Rejects when it takes no write. */
  isReady: () => Promise<{ sqlite: string }>;
  /** Development: the sample studio, for the try-it forms of `/docs`. */
  sampleStudio?: () => DocsSample | null;
  /** Development: declares the routes of `src/dev`. Before the reference, which it guards. */
  development?: (app: App, services: HttpServices) => void;
}

export interface Alera {
  /**
   * Answers HEAD like GET, with the body: the server declares its length and sends none of it.
   * @param peer address of the socket's other end, read only where it matters
   */
  fetch(request: Request, peer: () => string): Promise<Response> | Response;
  /** A request without a socket, for tests. */
  request(path: string, init?: RequestInit, peer?: string): Promise<Response>;
  /** Every route with its methods, for the test that walks them all. */
  routes(): { method: string; path: string }[];
  /** Ids of the API keys used since the last call. */
  takeUsedKeys(): string[];
  /** The OpenAPI document. */
  openApi(): unknown;
}

/** Declares every route. Nothing is opened and nothing listens. */
export function createApp(ctx: Context, options: AppOptions): Alera {
  const services: HttpServices = {
    ctx,
    auth: createAuthenticator(ctx, options.operatorToken),
    limiter: createRateLimiter(options.rateLimits),
    guesses: createRateLimiter(true),
    reads: createReadCache(ctx),
    idempotency: createIdempotencyStore(ctx),
    keyQuota: options.keyQuota,
    trustProxy: options.trustProxy,
    metricsToken: options.metricsToken,
    isReady: options.isReady,
    sampleStudio: options.sampleStudio,
  };

  const app: App = new OpenAPIHono<Env>();
  publicRoutes(app, services);
  stripeWebhook(app, services);
  managementRoutes(app, services);
  operatorRoutes(app, services);
  options.development?.(app, services);
  docsRoutes(app, services);
  frontPage(app, services);
  consoleRoutes(app, services);
  refuseOtherMethods(app, ctx, methodNotAllowedPage);
  app.notFound((c) =>
    c.req.path.startsWith("/console/") ? notFoundPage() : refusal("not_found", "There is nothing at this address.")
  );
  app.onError((error, c) => errorResponse(error, c.env.requestId, ctx.log));

  const observe = createObserver(ctx);
  const fromCache = createCachedResponses(services, observe);
  const fromRouter = createRoutedResponses(app, ctx, observe);
  const fetch = (request: Request, peer: () => string) =>
    (request.method === "GET" ? fromCache(request, peer) : null) ?? fromRouter(request, peer);

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
    takeUsedKeys: services.auth.takeUsedKeys,
    openApi: () => openApiDocument(app, ctx.settings.publicUrl),
  };
}

/** The OpenAPI document, without a database: it needs only the schemas. */
export function documentOf(publicUrl: string): unknown {
  const settings = {
    holdMinutes: 30,
    platformFeeBps: 0,
    stripeMode: "connect" as const,
    publicUrl,
    development: false,
  };
  const app = createApp(
    { settings, metrics: createMetrics() } as Context,
    {
      operatorToken: null,
      metricsToken: null,
      rateLimits: false,
      keyQuota: 0,
      trustProxy: null,
      isReady: () => Promise.reject(new Error("There is no database.")),
    },
  );
  return app.openApi();
}
