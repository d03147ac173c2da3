/**
 * `/docs`: a readable reference made from the OpenAPI document. In development its examples can be tried: a browser would set the
 * Origin header itself, so a relay performs the request in this process. In production there is no relay, for keys are
 * credentials of servers and don't belong in a page.
 */
import { DAY, iso } from "../../domain/time.ts";
import { serveAsset } from "../assets.ts";
import type { App, Call } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { errorResponse, HttpError } from "../errors.ts";
import { json } from "../responses.ts";
import { SAMPLE_VALUES } from "../openapi/examples.ts";
import { openApiDocument } from "../openapi/document.ts";
import { conditional, etagOf } from "../conditional.ts";
import { type Credentials, readDocument } from "./model.ts";
import { renderPage } from "./page.tsx";

const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export function docsRoutes(app: App, services: HttpServices): void {
  const { ctx } = services;
  const trying = ctx.settings.development;

  let kept: string | null = null;
  app.get("/docs", (c) => {
    c.env.seen.route = "GET /docs";
    // Development: there may be the sample studio's key in it, and its dates are of today.
    if (trying) {
      return new Response(page(app, services), { headers: { ...PAGE_HEADERS, "cache-control": "no-store" } });
    }
    const html = kept ??= page(app, services);
    return conditional(html, etagOf(html), c.req.header("if-none-match") ?? null, {
      ...PAGE_HEADERS,
      "cache-control": "no-cache",
    });
  });

  serveAsset(app, "/docs/docs.css", new URL("./docs.css", import.meta.url));
  serveAsset(app, "/docs/docs.js", new URL("./docs.js", import.meta.url));

  if (trying) {
    app.post("/docs/try", async (c) => {
      c.env.seen.route = "POST /docs/try";
      try {
        return await relay(app, c);
      } catch (error) {
        return errorResponse(error, c.env.requestId, ctx.log);
      }
    });
  }
}

function page(app: App, { ctx, demo }: HttpServices): string {
  const trying = ctx.settings.development;
  const now = ctx.clock.now();
  const studio = trying ? demo?.() ?? null : null;
  const credentials: Credentials = {
    key: studio?.key ?? null,
    origin: studio?.origin ?? null,
    ownerToken: studio?.ownerToken ?? null,
    customerToken: studio?.values.customerToken ?? null,
  };
  const values = !trying ? SAMPLE_VALUES : {
    ...SAMPLE_VALUES,
    today: iso(now).slice(0, 10),
    soon: iso(now + 30 * DAY).slice(0, 10),
    nextWeek: iso(now + 7 * DAY - now % DAY + DAY / 2),
    newHandle: `studio-${now.toString(36)}`,
    ...(studio ? { handle: studio.handle, ...studio.values } : {}),
  };
  const document = openApiDocument(app, ctx.settings.publicUrl);
  return renderPage({
    groups: readDocument(document),
    version: document.info.version,
    serverUrl: ctx.settings.publicUrl,
    credentials,
    values,
    trying,
  });
}

// ---------------------------------------------------------------- the relay

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

/** Performs `{method, path, headers, body}` in this process, under `/api/` and nowhere else. */
async function relay(app: App, c: Call): Promise<Response> {
  // Another site's page can't send JSON without a preflight, and none is answered; nor may it by other means.
  const site = c.req.header("sec-fetch-site");
  if (!c.req.header("content-type")?.startsWith("application/json") || site && site !== "same-origin") {
    throw new HttpError(403, "The relay is for this server's own reference.");
  }
  const order = await c.req.json().catch(() => null);
  const method = String(order?.method).toUpperCase();
  const path = String(order?.path);
  const base = new URL(c.req.url);
  const url = URL.canParse(path, base.origin) ? new URL(path, base.origin) : null;
  if (
    !METHODS.has(method) || !path.startsWith("/api/") || url?.origin !== base.origin ||
    !url.pathname.startsWith("/api/")
  ) {
    throw new HttpError(400, "The relay reaches addresses under /api/ only.");
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(order.headers ?? {})) {
    if (!HEADERS.has(name.toLowerCase()) || typeof value !== "string") {
      throw new HttpError(400, `The relay does not send ${name}.`);
    }
    try {
      headers.set(name, value);
    } catch {
      throw new HttpError(
        400,
        `This can't be sent as ${name}: it has line breaks or other characters a header can't hold.`,
      );
    }
  }
  const hasBody = typeof order.body === "string" && method !== "GET" && method !== "HEAD";
  const request = new Request(url, { method, headers, body: hasBody ? order.body : undefined });
  const started = performance.now();
  const answer = await app.fetch(request, { peer: c.env.peer, requestId: c.env.requestId, seen: {} });
  const text = await answer.text();
  return json(200, {
    status: answer.status,
    ms: Math.round(performance.now() - started),
    headers: Object.fromEntries(answer.headers),
    body: text.slice(0, MAX_SHOWN),
    shortened: text.length > MAX_SHOWN,
  }, { "cache-control": "no-store" });
}
