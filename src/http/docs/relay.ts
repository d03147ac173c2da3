/**
 * Sends the requests of the try-it forms. A browser would set the Origin header itself, so the server performs the request for it,
 * in this process. In development only: API keys are credentials of servers and don't belong in a page.
 */
import { errorResponse, HttpError } from "../errors.ts";
import { json } from "../responses.ts";
import type { App, Call } from "../router.ts";
import type { HttpServices } from "../services.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PATCH", "DELETE"]);
const HEADERS = new Set([
  "accept",
  "authorization",
  "content-type",
  "idempotency-key",
  "if-none-match",
  "origin",
  "x-alera-key",
  "x-customer-token",
]);
const MAX_SHOWN = 256 * 1024;

/** `POST /docs/try` with `{method, path, headers, body}`. */
export function relayRoute(app: App, { ctx }: HttpServices): void {
  app.post("/docs/try", async (c) => {
    c.env.seen.route = "POST /docs/try";
    try {
      return await relay(app, c);
    } catch (error) {
      return errorResponse(error, c.env.requestId, ctx.log);
    }
  });
}

async function relay(app: App, c: Call): Promise<Response> {
  refuseOtherSites(c);
  const order = await c.req.json().catch(() => null);
  const request = buildRequest(order, new URL(c.req.url).origin);
  const started = performance.now();
  const response = await app.fetch(request, { peer: c.env.peer, requestId: c.env.requestId, seen: {} });
  const text = await response.text();
  return json(200, {
    status: response.status,
    ms: Math.round(performance.now() - started),
    headers: Object.fromEntries(response.headers),
    body: text.slice(0, MAX_SHOWN),
    shortened: text.length > MAX_SHOWN,
  }, { "cache-control": "no-store" });
}

/** Another site's page can't send JSON without a preflight, which is never granted; browsers also name the site. */
function refuseOtherSites(c: Call): void {
  const site = c.req.header("sec-fetch-site");
  if (!c.req.header("content-type")?.startsWith("application/json") || site && site !== "same-origin") {
    throw new HttpError("forbidden", "The relay is for this server's own reference.");
  }
}

// deno-lint-ignore no-explicit-any
function buildRequest(order: any, origin: string): Request {
  const method = String(order?.method).toUpperCase();
  const path = String(order?.path);
  const url = URL.canParse(path, origin) ? new URL(path, origin) : null;
  const inApi = path.startsWith("/api/") && url?.origin === origin && url.pathname.startsWith("/api/");
  if (!METHODS.has(method) || !inApi) {
    throw new HttpError("invalid_request", "The relay reaches addresses under /api/ only.");
  }
  const hasBody = typeof order.body === "string" && method !== "GET" && method !== "HEAD";
  return new Request(url, { method, headers: buildHeaders(order.headers), body: hasBody ? order.body : undefined });
}

function buildHeaders(given: Record<string, unknown> | undefined): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given ?? {})) {
    if (!HEADERS.has(name.toLowerCase()) || typeof value !== "string") {
      throw new HttpError("invalid_request", `The relay does not send ${name}.`);
    }
    try {
      headers.set(name, value);
    } catch {
      throw new HttpError(
        "invalid_request",
        `This can't be sent as ${name}: it has characters that a header can't hold.`,
      );
    }
  }
  return headers;
}
