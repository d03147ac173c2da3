/** Reads of the schedule: cached, and the two busiest routes. */
import { z } from "@hono/zod-openapi";
import { id } from "../../schemas/basics.ts";
import { scheduleQuery } from "../../schemas/classes.ts";
import { listClasses, readClass } from "../../workflows/classes/list_classes.ts";
import { endpoint } from "../endpoint.ts";
import { respondAndKeep } from "../keep_read.ts";
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
    const read = { key: tenant.key, route: "get /api/classes", limit: LIST_LIMIT, goodUntil, version, body: json };
    return respondAndKeep(services.reads, c.req.raw, read);
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
  }, async ({ c, ctx, tenant: { providerId, key }, params }) => {
    const version = ctx.db.version(providerId);
    const body = await readClass(ctx, { providerId }, params.id);
    return respondAndKeep(services.reads, c.req.raw, {
      key,
      route: "get /api/classes/:id",
      limit: READ_LIMIT,
      version,
      body,
    });
  });
}
