import { byId } from "../../schemas/basics.ts";
import { waitlistClient } from "../../schemas/clients.ts";
import { joinWaitlist } from "../../workflows/bookings/join_waitlist.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { waitlistView } from "../views/waitlist.ts";

export function waitlistRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/classes/{id}/waitlist",
    tag: "Classes",
    summary: "Join the waitlist of a full class",
    links: {
      "post /api/manage/waitlist/{id}/promote": { id: "/waitlistEntryId" },
    },
    description:
      "Idempotent: a client who is already waiting gets the same entry. The owner promotes clients from the waitlist.",
    auth: "tenant",
    limit: 10,
    params: byId,
    body: waitlistClient,
    responses: { 200: { description: "The position on the waitlist.", schema: waitlistView } },
    errors: {
      not_found: "Class not found.",
      seats_available: "Seats are still available: book directly.",
      already_booked: "The customer has a seat already.",
      class_cancelled: "The class was cancelled.",
      class_started: "The class has started.",
    },
    example: {
      params: { id: "{fullClassId}" },
      body: { name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" },
    },
  }, async ({ ctx, tenant, params, body }) => ok(await joinWaitlist(ctx, tenant, params.id, body)));
}
