import { getClass } from "../../domain/class_sessions.ts";
import { listStories } from "../../domain/waitlist.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { removeFromWaitlist } from "../../workflows/bookings/remove_from_waitlist.ts";
import { promote } from "../../workflows/bookings/promote.ts";
import { noContent, ok, pageOfItems } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { pageOf } from "../views/basics.ts";
import { promotionView, waitlistStoryView } from "../views/waitlist.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

export function waitlistRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/classes/{id}/waitlist",
    summary: "List a class's waitlist",
    description: "Everybody who waits or has waited, with what became of it. The first to join first.",
    params: byId,
    query: pageQuery,
    responses: { 200: { description: "The entries.", schema: pageOf(waitlistStoryView) } },
    errors: { invalid_request: "Bad limit or cursor.", not_found: "No such class." },
    example: { params: { id: "{classId}" } },
  }, async ({ ctx, provider, params, query }) => {
    const { id } = await getClass(ctx.db, provider.id, params.id);
    return pageOfItems(await listStories(ctx.db, provider.id, id, query));
  });

  ownerEndpoint(app, services, {
    method: "delete",
    path: "/api/manage/waitlist/{id}",
    summary: "Remove a client from a waitlist",
    description:
      "An offer that is out ends, and its seat is free again. Who does not wait any more is left as they are.",
    params: byId,
    responses: { 204: { description: "Removed." } },
    errors: { not_found: "No such entry.", stripe_unavailable: "Stripe did not answer; the offer is still out." },
    example: { params: { id: "{waitlistEntryId}" } },
  }, async ({ ctx, provider, params }) => {
    await removeFromWaitlist(ctx, provider.id, params.id);
    return noContent();
  });

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/waitlist/{id}/promote",
    summary: "Promote a client from the waitlist",
    description:
      "In a free class the seat is confirmed; in a paid one it is held and the Checkout link is mailed, unless a pack of theirs pays. " +
      'With `waitlistMode: "automatic"` open seats are offered without this, in the waitlist\'s order. Checkout leads back to ' +
      "`<site>/book/confirm?session_id={CHECKOUT_SESSION_ID}`, where Stripe puts the Checkout Session's id; the site is the Origin from which " +
      "the client joined. A repeat returns the first promotion.",
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
