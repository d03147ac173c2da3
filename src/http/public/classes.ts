/** Reads of the schedule: cached, and the two busiest routes. */
import { z } from "@hono/zod-openapi";
import { id } from "../../schemas/basics.ts";
import { scheduleQuery } from "../../schemas/classes.ts";
import { listClasses, readClass } from "../../workflows/classes/list_classes.ts";
import { conditional, etagOf } from "../conditional.ts";
import { endpoint } from "../endpoint.ts";
import type { CachedRead, ReadCache } from "../read_cache.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { blackoutView } from "../views/blackouts.ts";
import { classDetailView, classView } from "../views/classes.ts";

const LIST_LIMIT = 60;
const READ_LIMIT = 120;

export function classRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "get",
    path: "/api/classes",
    tag: "Classes",
    summary: "List upcoming classes",
    links: {
      "get /api/classes/{id}": { id: "/classes/0/id" },
      "post /api/classes/{id}/book": { id: "/classes/0/id" },
    },
    description:
      "Scheduled classes of the provider that have not started, by time, and the closures that overlap the range. Dates are calendar " +
      "dates in the provider's time zone. Has a strong ETag; 304 while unchanged.",
    auth: "tenant",
    limit: LIST_LIMIT,
    conditional: true,
    query: scheduleQuery,
    responses: {
      200: {
        description: "Classes and closures.",
        schema: z.object({ classes: z.array(classView), blackouts: z.array(blackoutView) }),
      },
    },
    errors: {
      invalid_request: "Missing or invalid query parameters.",
      wrong_provider: "The handle does not match the key's provider.",
    },
    example: { query: { handle: "{handle}", from: "{today}", to: "{soon}" } },
  }, async ({ c, ctx, tenant, query }) => {
    const version = ctx.db.version(tenant.providerId);
    const { json, goodUntil } = await listClasses(ctx, tenant, query.handle, query.from, query.to);
    const { providerId, keyId } = tenant;
    const read = { providerId, keyId, route: "GET /api/classes", limit: LIST_LIMIT, goodUntil, version, body: json };
    return respond(services.reads, c.req.raw, read);
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/classes/{id}",
    tag: "Classes",
    summary: "Read one class",
    description: "A class with the public part of its provider. Has a strong ETag; 304 while unchanged.",
    auth: "tenant",
    limit: READ_LIMIT,
    conditional: true,
    params: z.object({ id: id().openapi({ example: "class-7a2c" }) }),
    responses: {
      200: { description: "The class and its provider.", schema: classDetailView },
    },
    errors: {
      not_found: "Class not found (or scoped to a different provider's key).",
      class_cancelled: "The class was cancelled.",
    },
    example: { params: { id: "{classId}" } },
  }, async ({ c, ctx, tenant: { providerId, keyId }, params }) => {
    const version = ctx.db.version(providerId);
    const json = await readClass(ctx, { providerId }, params.id);
    const goodUntil = Infinity;
    const read = {
      providerId,
      keyId,
      route: "GET /api/classes/:id",
      limit: READ_LIMIT,
      goodUntil,
      version,
      body: json,
    };
    return respond(services.reads, c.req.raw, read);
  });
}

/** @param read its version must be read before its body: a write in between then makes the entry stale, never the response */
function respond(
  cache: ReadCache,
  request: Request,
  { version, ...read }: Omit<CachedRead, "url" | "apiKey" | "origin" | "etag" | "version"> & { version: number | null },
): Response {
  const etag = etagOf(read.body);
  const { url, headers } = request;
  // Without a version nothing can say when the entry is stale.
  if (version !== null && request.method === "GET") {
    cache.keep({ ...read, url, apiKey: headers.get("x-alera-key")!, origin: headers.get("origin")!, etag, version });
  }
  return conditional(read.body, etag, headers.get("if-none-match"), { "content-type": "application/json" });
}
