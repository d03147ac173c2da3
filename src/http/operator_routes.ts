/** For the operator: health, readiness, metrics, the OpenAPI document. */
import { type Metrics, METRICS_TYPE } from "./metrics.ts";
import { openApiDocument } from "./openapi/document.ts";
import { json, ok } from "./responses.ts";
import type { App } from "./router.ts";
import type { HttpServices } from "./services.ts";

export function operatorRoutes(app: App, services: HttpServices, metrics: Metrics): void {
  const { ctx } = services;
  app.get("/healthz", (c) => {
    c.env.seen.route = "GET /healthz";
    return ok({ ok: true });
  });
  app.get("/readyz", async (c) => {
    c.env.seen.route = "GET /readyz";
    try {
      return ok({ status: "ready", database: await services.isReady() });
    } catch {
      return json(503, { error: "The database does not answer." });
    }
  });
  app.get("/metrics", async (c) => {
    c.env.seen.route = "GET /metrics";
    return new Response(await metrics.render(ctx), { headers: { "content-type": METRICS_TYPE } });
  });
  let document: string | null = null;
  app.get("/openapi.json", (c) => {
    c.env.seen.route = "GET /openapi.json";
    document ??= JSON.stringify(openApiDocument(app, ctx.settings.publicUrl));
    return ok(document);
  });
}
