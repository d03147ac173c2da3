/** For whoever runs the server: health, readiness, metrics, the document. */
import type { App, HttpServices } from "./endpoint.ts";
import { json } from "./errors.ts";
import { openApiDocument } from "./openapi.ts";
import { type Metrics, METRICS_TYPE } from "./metrics.ts";

export function serviceRoutes(app: App, services: HttpServices, metrics: Metrics): void {
  const { ctx } = services;
  app.get("/healthz", (c) => {
    c.env.seen.route = "GET /healthz";
    return json(200, { ok: true });
  });
  app.get("/readyz", async (c) => {
    c.env.seen.route = "GET /readyz";
    try {
      await services.isReady();
      return json(200, { ok: true });
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
    return json(200, document);
  });
}
