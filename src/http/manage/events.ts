import { listEvents } from "../../domain/events.ts";
import { eventQuery } from "../../schemas/events.ts";
import { keptSince } from "../../workflows/events/keep.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { eventView } from "../views/events.ts";
import { ownerList } from "./owner_endpoint.ts";

export function eventRoutes(app: App, services: HttpServices): void {
  ownerList(app, services, {
    path: "/api/manage/events",
    summary: "List events",
    description: "What happened in the studio in the last 30 days, oldest first. What webhook endpoints are sent.",
    item: eventView,
    query: eventQuery,
    example: { query: { type: "booking.confirmed" } },
  }, ({ ctx, provider, query }) => listEvents(ctx.db, provider.id, query.type, keptSince(ctx), query));
}
