/** Reads of the schedule: cacheable, and the two hottest routes there are. */
import { z } from "@hono/zod-openapi";
import { listClasses, readClass } from "../../workflows/classes/list_classes.ts";
import { type App, endpoint, type HttpServices } from "../endpoint.ts";
import { type CachedRead, conditional, etagOf } from "../read_cache.ts";
import { date, handle, id } from "../../schemas/basics.ts";
import { blackoutView, classDetailView, classView } from "./views.ts";

export function classRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "get",
    path: "/api/classes",
    tag: "Classes",
    summary: "List upcoming classes",
    description:
      "Scheduled classes of the provider that have not started, by time, and the closures that overlap the range. Dates are calendar " +
      "dates in the provider's time zone. Carries a strong ETag and answers 304.",
    auth: "tenant",
    limit: 60,
    conditional: true,
    query: z.object({
      handle: handle().openapi({ example: "sculpt-co" }),
      from: date().openapi({ example: "2026-05-13" }),
      to: date().openapi({ example: "2026-06-13", description: "Inclusive; at most 60 days from `from`." }),
    }),
    answers: {
      200: {
        description: "Classes and closures.",
        schema: z.object({ classes: z.array(classView), blackouts: z.array(blackoutView) }),
      },
    },
    errors: {
      400: "Missing or invalid query parameters.",
      403: "Origin not allowed for this API key, or handle does not match the key's provider.",
    },
    example: { query: { handle: "{handle}", from: "{today}", to: "{soon}" } },
  }, async ({ c, ctx, tenant, query }) => {
    const version = ctx.db.version(tenant.providerId);
    const { json, goodUntil } = await listClasses(ctx, tenant, query.handle, query.from, query.to);
    return answer(services, c.req.raw, json, version, { ...tenant, route: "GET /api/classes", limit: 60, goodUntil });
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/classes/{id}",
    tag: "Classes",
    summary: "Read one class",
    description: "A class with the public slice of its provider. Carries a strong ETag and answers 304.",
    auth: "tenant",
    limit: 120,
    conditional: true,
    params: z.object({ id: id().openapi({ example: "class-7a2c" }) }),
    answers: {
      200: { description: "The class and its provider.", schema: classDetailView },
    },
    errors: {
      403: "Origin not allowed for this API key.",
      404: "Class not found (or scoped to a different provider's key).",
      410: "Class was cancelled.",
    },
    example: { params: { id: "{classId}" } },
  }, async ({ c, ctx, tenant, params }) => {
    const version = ctx.db.version(tenant.providerId);
    const json = await readClass(ctx, tenant, params.id);
    return answer(services, c.req.raw, json, version, {
      ...tenant,
      route: "GET /api/classes/:id",
      limit: 120,
      goodUntil: Infinity,
    });
  });
}

/** @param version read before the data were: a write in between makes the entry stale, never the answer */
function answer(
  services: HttpServices,
  request: Request,
  json: string,
  version: number | null,
  facts: Pick<CachedRead, "providerId" | "keyId" | "route" | "limit" | "goodUntil">,
): Response {
  const etag = etagOf(json);
  if (version !== null && request.method === "GET") {
    const apiKey = request.headers.get("x-alera-key")!;
    const origin = request.headers.get("origin")!;
    const { providerId, keyId, route, limit, goodUntil } = facts;
    services.reads.keep({
      url: request.url,
      apiKey,
      origin,
      providerId,
      keyId,
      route,
      limit,
      body: json,
      etag,
      version,
      goodUntil,
    });
  }
  return conditional(json, etag, request.headers.get("if-none-match"), { "content-type": "application/json" });
}
