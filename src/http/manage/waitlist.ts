import { byId } from "../../schemas/basics.ts";
import { promote } from "../../workflows/bookings/promote.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { promotionView } from "../views/waitlist.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

export function waitlistRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/waitlist/{id}/promote",
    summary: "Promote a client from the waitlist",
    description:
      "In a free class the seat is confirmed; in a paid one it is held and the Checkout link is mailed. A repeat returns the first promotion.",
    params: byId,
    responses: { 200: { description: "Promoted.", schema: promotionView } },
    errors: {
      not_found: "No such entry.",
      class_full: "No seat is open.",
      payment_pending: "The client holds a seat already, and its payment is under way.",
      not_waiting: "The client is no longer waiting.",
      class_cancelled: "The class was cancelled.",
      class_started: "The class has started.",
      checkout_failed: "Stripe failed; the client stays on the waitlist.",
      not_onboarded: "You can't take payments yet.",
    },
    statuses: { not_onboarded: 502 },
    example: { params: { id: "{waitlistEntryId}" } },
  }, async ({ ctx, provider, params }) => ok(await promote(ctx, provider.id, params.id)));
}
