import { byId } from "../../schemas/basics.ts";
import { roster } from "../../workflows/classes/roster.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { rosterView } from "../views/rosters.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

export function rosterRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/classes/{id}/roster",
    summary: "Read a class's roster",
    links: {
      "post /api/manage/enrollments/{id}/no-show": { id: "/enrollments/0/id" },
      "post /api/manage/enrollments/{id}/cancel": { id: "/enrollments/0/id" },
    },
    description: "Bookings, holds and the waitlist.",
    params: byId,
    responses: { 200: { description: "The roster.", schema: rosterView } },
    errors: { not_found: "No such class." },
    example: { params: { id: "{classId}" } },
  }, async ({ ctx, provider, params }) => ok(await roster(ctx, provider.id, params.id)));
}
