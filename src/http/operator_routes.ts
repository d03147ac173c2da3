/** For the operator: health, readiness, metrics, the OpenAPI document. */
import { createScrape, METRICS_TYPE } from "./metrics.ts";
import { openApiDocument } from "./openapi/document.ts";
import { refusal, RETRY_SOON } from "./errors.ts";
import { ok } from "./responses.ts";
import { sameSecret } from "../domain/tokens.ts";
import { DomainError } from "../domain/errors.ts";
import { isThisMachine } from "../domain/origins.ts";
import { bearer } from "./authenticate.ts";
import type { App, Call } from "./router.ts";
import type { HttpServices } from "./services.ts";

export function operatorRoutes(app: App, services: HttpServices): void {
  const { ctx } = services;
  const scrape = createScrape(ctx, services.isReady);
  app.get("/healthz", (c) => {
    c.env.seen.route = "GET /healthz";
    return ok({ ok: true });
  });
  app.get("/readyz", async (c) => {
    c.env.seen.route = "GET /readyz";
    try {
      return ok({ status: "ready", database: await services.isReady() });
    } catch {
      return refusal("unavailable", "The database takes no write.", {}, RETRY_SOON);
    }
  });
  app.get("/metrics", async (c) => {
    c.env.seen.route = "GET /metrics";
    mayReadMetrics(services, c);
    return new Response(await scrape(), { headers: { "content-type": METRICS_TYPE } });
  });
  let document: string | null = null;
  app.get("/openapi.json", (c) => {
    c.env.seen.route = "GET /openapi.json";
    document ??= JSON.stringify(openApiDocument(app, ctx.settings.publicUrl));
    return ok(document);
  });
}

/** What a proxy on this machine adds: whom it asks for is not on this machine. */
const FORWARDED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** With a token, who has it; else who asks from this machine, under its own name and through nobody. @throws DomainError */
function mayReadMetrics({ metricsToken, trustProxy }: HttpServices, c: Call): void {
  if (metricsToken) {
    const token = bearer(c.req.header("authorization") ?? null);
    if (token && sameSecret(token, metricsToken)) return;
    throw new DomainError(
      "invalid_token",
      "The metrics need their token: `Authorization: Bearer …` with ALERA_METRICS_TOKEN.",
    );
  }
  const { peer } = c.env;
  const isNear = /^(127\.|::1$|::ffff:127\.)/.test(peer) && isThisMachine(new URL(c.req.url));
  if (!isNear || [...FORWARDED, ...trustProxy ? [trustProxy] : []].some((name) => c.req.header(name) !== undefined)) {
    throw new DomainError("forbidden", "Without ALERA_METRICS_TOKEN the metrics answer on this machine only.");
  }
}
