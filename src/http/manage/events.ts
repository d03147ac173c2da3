import { listEvents } from "../../domain/events.ts";
import { z } from "@hono/zod-openapi";
import { byId } from "../../schemas/basics.ts";
import { eventQuery, replay } from "../../schemas/events.ts";
import { replayEvent } from "../../workflows/events/replay.ts";
import { keptSince } from "../../workflows/events/keep.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { eventView } from "../views/events.ts";
import { deliveryView } from "../views/webhook_endpoints.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function eventRoutes(app: App, services: HttpServices): void {
  ownerList(app, services, {
    path: "/api/manage/events",
    summary: "List events",
    description: "What happened in the studio in the last 30 days, oldest first. What webhook endpoints are sent.",
    item: eventView,
    query: eventQuery,
    example: { query: { type: "booking.confirmed" } },
    links: { "post /api/manage/events/{id}/replay": { id: "/id" } },
  }, ({ ctx, provider, query }) => listEvents(ctx.db, provider.id, query.type, keptSince(ctx), query));

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/events/{id}/replay",
    summary: "Send an event again",
    description: "To each endpoint that wants it, or to the one that is named, whatever its types.",
    params: byId,
    body: replay,
    responses: { 200: { description: "The new deliveries.", schema: z.object({ items: z.array(deliveryView) }) } },
    errors: { not_found: "No such event, or endpoint.", endpoint_disabled: "The endpoint is disabled." },
    example: { params: { id: "{eventId}" }, body: {} },
  }, async ({ ctx, provider, params, body }) => {
    const deliveries = await replayEvent(ctx, provider.id, params.id, body.endpointId);
    return ok(`{"items":[${deliveries.join(",")}]}`);
  });
}
