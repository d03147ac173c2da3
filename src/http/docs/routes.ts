/** `/docs`: a readable reference made from the OpenAPI document. In development its examples can be tried. */
import { DAY, iso } from "../../domain/time.ts";
import { serveAsset } from "../assets.ts";
import { conditional, etagOf } from "../conditional.ts";
import { openApiDocument } from "../openapi/document.ts";
import { SAMPLE_VALUES } from "../openapi/examples.ts";
import type { App } from "../router.ts";
import type { DocsSample, HttpServices } from "../services.ts";
import { renderPage } from "./page.tsx";
import { readDocument } from "./read_document.ts";
import { relayRoute } from "./relay.ts";

const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export function docsRoutes(app: App, services: HttpServices): void {
  const { development } = services.ctx.settings;
  let production: string | null = null;
  app.get("/docs", (c) => {
    c.env.seen.route = "GET /docs";
    // Not to be stored: it shows the sample studio's credentials, and dates counted from today.
    if (development) {
      return new Response(page(app, services), { headers: { ...PAGE_HEADERS, "cache-control": "no-store" } });
    }
    const html = production ??= page(app, services);
    return conditional(html, etagOf(html), c.req.header("if-none-match") ?? null, {
      ...PAGE_HEADERS,
      "cache-control": "no-cache",
    });
  });
  serveAsset(app, "/docs/docs.css", new URL("./docs.css", import.meta.url));
  serveAsset(app, "/docs/docs.js", new URL("./docs.js", import.meta.url));
  if (development) relayRoute(app, services);
}

function page(app: App, { ctx, sampleStudio }: HttpServices): string {
  const { development, publicUrl } = ctx.settings;
  const studio = development ? sampleStudio?.() ?? null : null;
  const document = openApiDocument(app, publicUrl);
  return renderPage({
    groups: readDocument(document),
    version: document.info.version,
    serverUrl: publicUrl,
    credentials: {
      key: studio?.key ?? null,
      origin: studio?.origin ?? null,
      ownerToken: studio?.ownerToken ?? null,
      customerToken: studio?.values.customerToken ?? null,
    },
    values: development ? liveValues(ctx.clock.now(), studio) : SAMPLE_VALUES,
    trying: development,
  });
}

/** Values with which every example works now. */
function liveValues(now: number, studio: DocsSample | null): Record<string, string> {
  return {
    ...SAMPLE_VALUES,
    today: iso(now).slice(0, 10),
    soon: iso(now + 30 * DAY).slice(0, 10),
    nextWeek: iso(now + 7 * DAY - now % DAY + DAY / 2),
    newHandle: `studio-${now.toString(36)}`,
    ...(studio ? { handle: studio.handle, ...studio.values } : {}),
  };
}
