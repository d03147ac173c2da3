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
      404: "No such entry.",
      409: "No seat is open.",
      410: "The class is over, or the client is no longer waiting.",
      502: "Stripe failed; the client stays on the waitlist.",
    },
    example: { params: { id: "{waitlistEntryId}" } },
  }, async ({ ctx, provider, params }) => ok(await promote(ctx, provider.id, params.id)));
}
