import { z } from "@hono/zod-openapi";
import { byId } from "../../schemas/basics.ts";
import { leaving, waitlistClient } from "../../schemas/clients.ts";
import { joinWaitlist } from "../../workflows/bookings/join_waitlist.ts";
import { leaveWaitlist } from "../../workflows/bookings/leave_waitlist.ts";
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
      "post /api/waitlist/{id}/leave": { id: "/waitlistEntryId", leaveToken: "/leaveToken" },
      "post /api/manage/waitlist/{id}/promote": { id: "/waitlistEntryId" },
    },
    description:
      "Idempotent: a client who is already waiting gets the same entry. Open seats go to the first who waits, or to whom the owner promotes, as the studio's `waitlistMode` says. " +
      "The waitlist's mails link to `<Origin>/waitlist/leave/<waitlistEntryId>#<leaveToken>`.",
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

  endpoint(app, services, {
    method: "post",
    path: "/api/waitlist/{id}/leave",
    tag: "Classes",
    summary: "Leave a waitlist",
    description:
      "For the page `/waitlist/leave/<waitlistEntryId>#<leaveToken>` of your site, with the token that joining returned, or that of the signed-in customer. An offer that is out ends, and its seat is free for the next. Idempotent: who does not wait any more gets the same.",
    auth: "signed",
    credential: "leaveToken",
    limit: 10,
    params: byId,
    body: leaving,
    responses: { 200: { description: "Always the same.", schema: z.object({ ok: z.literal(true) }) } },
    errors: {
      invalid_request: "Neither `leaveToken` nor `customerToken`.",
      invalid_token: "Token is malformed, forged, or for another entry.",
      expired_token: "Token has expired.",
      not_found: "No such entry, or not this customer's.",
      stripe_unavailable: "Stripe did not answer; the offer is still out.",
    },
    example: { params: { id: "{spareWaitlistEntryId}" }, body: { leaveToken: "{leaveToken}" } },
  }, async ({ ctx, params, body }) => {
    await leaveWaitlist(ctx, params.id, body);
    return ok({ ok: true });
  });
}
