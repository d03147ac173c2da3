import { invalid } from "../../domain/errors.ts";
import { byId } from "../../schemas/basics.ts";
import { booking } from "../../schemas/bookings.ts";
import { bookClass } from "../../workflows/bookings/book_class.ts";
import { limitCodes } from "../limit_codes.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { bookingShape, bookingView } from "../views/bookings.ts";

export function bookingRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/classes/{id}/book",
    tag: "Classes",
    summary: "Book a seat",
    links: {
      "post /api/enrollments/{id}/cancel": { id: "/enrollmentId", cancelToken: "/cancelToken" },
      "post /api/manage/enrollments/{id}/cancel": { id: "/enrollmentId" },
    },
    description:
      "In a free class the seat is confirmed. In a paid one it is held, and a Stripe Checkout Session is created; the hold lasts until the " +
      "customer has paid or it expires. A repeat by the same customer returns the same booking and Checkout URL. With `useClientPackageId` or " +
      "`giftCardCode` the seat is paid and confirmed at once. The booking's mails link to `<Origin>/cancel/<enrollmentId>#<cancelToken>`, a " +
      "page of your site.",
    auth: "tenant",
    limit: 10,
    params: byId,
    body: booking,
    responses: { 200: { description: "Booked, or held until paid.", schema: bookingView } },
    errors: {
      invalid_request:
        "Bad email or phone, off-origin redirect URLs, a gift card code that is none, a pack and a gift card at once.",
      gift_card_expired: "The gift card has expired.",
      invalid_token: "`customerToken` is missing or not valid, with `useClientPackageId`.",
      expired_token: "`customerToken` has expired.",
      wrong_provider: "`customerToken` belongs to another studio.",
      not_found: "Class, class pack or gift card not found.",
      class_full: "The class is full (`waitlistAvailable: true`).",
      already_booked: "This email, or this phone and name, has a seat already.",
      payment_pending: "The payment of an earlier booking is under way at the bank.",
      no_credits: "No credits left on the pack, or it has expired.",
      gift_card_insufficient: "The gift card has less (`balanceCents`) than the class costs.",
      conflict: "Another request is just changing this booking.",
      class_cancelled: "The class was cancelled.",
      class_started: "The class has started.",
      not_onboarded: "The studio can't take payments yet. Nothing was booked.",
      checkout_failed: "Stripe Checkout could not be created. The hold is gone; a retry works.",
      stripe_unavailable: "Stripe could not close the payment page of an earlier hold.",
    },
    statuses: { not_onboarded: 502 },
    example: {
      params: { id: "{freeClassId}" },
      body: { name: "Jane Doe", email: "jane.doe@example.com", phone: "(555) 555-0142" },
    },
  }, async ({ c, ctx, tenant, params, body }) => {
    refuseOffOrigin("successUrl", body.successUrl, tenant.requestOrigin);
    refuseOffOrigin("cancelUrl", body.cancelUrl, tenant.requestOrigin);
    const book = () => bookClass(ctx, tenant, params.id, body);
    return ok(
      bookingShape(body.giftCardCode === undefined ? await book() : await limitCodes(services, c, tenant.key, book)),
    );
  });
}

/**
 * A redirect may only lead back to the calling site. URLs that parsers read differently (backslashes, `http:host`, another case) are
 * refused, as Stripe refuses them too.
 */
function refuseOffOrigin(field: string, url: string | undefined, origin: string): void {
  if (url === undefined) return;
  // deno-lint-ignore no-control-regex
  const ambiguous = /[\\\s\u0000-\u001f\u007f]/.test(url);
  const literal = url.startsWith(origin) && /^(:443|:80)?([/?#]|$)/.test(url.slice(origin.length)) &&
    url.isWellFormed();
  const parsed = ambiguous || !literal || !URL.canParse(url) ? null : new URL(url);
  if (!parsed || parsed.origin !== origin || parsed.username || parsed.password) {
    throw invalid(field, `Must be an address of ${origin}.`);
  }
}
