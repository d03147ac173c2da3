/** What a site shows of the studio: itself, and the class packs it sells. Cached as the schedule is. */
import { z } from "@hono/zod-openapi";
import { handle } from "../../schemas/basics.ts";
import { showPackageTypes, showProvider } from "../../workflows/catalog/show_studio.ts";
import { endpoint } from "../endpoint.ts";
import { respondAndKeep } from "../keep_read.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { packageTypesView, studioView } from "../views/studio.ts";

const LIMIT = 60;
const query = z.object({ handle: handle().openapi({ example: "sculpt-co" }) });
const errors = { wrong_provider: "The handle does not match the key's provider." };

export function studioRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "get",
    path: "/api/provider",
    tag: "Classes",
    summary: "Read the studio",
    description:
      "What every page of its site shows: name, address, time zone, currency, cancel window, and whether it can take payments. " +
      "Has a strong ETag; 304 while unchanged.",
    auth: "tenant",
    limit: LIMIT,
    conditional: true,
    query,
    responses: { 200: { description: "The studio.", schema: studioView } },
    errors,
    example: { query: { handle: "{handle}" } },
  }, async ({ c, ctx, tenant, query }) => {
    const version = ctx.db.version(tenant.providerId);
    const body = await showProvider(ctx, tenant, query.handle);
    const read = { key: tenant.key, route: "get /api/provider", limit: LIMIT, version, body };
    return respondAndKeep(services.reads, c.req.raw, read);
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/package-types",
    tag: "Payments",
    summary: "List class packs on sale",
    links: { "post /api/packages/start": { packageTypeId: "/packageTypes/0/id" } },
    description: "Has a strong ETag; 304 while unchanged.",
    auth: "tenant",
    limit: LIMIT,
    conditional: true,
    query,
    responses: { 200: { description: "The class packs.", schema: packageTypesView } },
    errors,
    example: { query: { handle: "{handle}" } },
  }, async ({ c, ctx, tenant, query }) => {
    const version = ctx.db.version(tenant.providerId);
    const body = await showPackageTypes(ctx, tenant, query.handle);
    const read = { key: tenant.key, route: "get /api/package-types", limit: LIMIT, version, body };
    return respondAndKeep(services.reads, c.req.raw, read);
  });
}
