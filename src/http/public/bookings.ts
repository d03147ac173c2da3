/** Taking a seat, waiting for one, giving one back. */
import { z } from "@hono/zod-openapi";
import { bookClass, type Booking, joinWaitlist } from "../../workflows/bookings/book_class.ts";
import { cancelByToken } from "../../workflows/bookings/cancel_enrollment.ts";
import { invalid } from "../../domain/errors.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { email, id, name, note, optional, phone } from "../../schemas/basics.ts";
import { bookingView, cancelView, waitlistView } from "./views.ts";

const params = z.object({ id: id() });
const customer = { name: name(), email: email(), phone: phone() };

export function bookingRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/classes/{id}/book",
    tag: "Classes",
    summary: "Book a seat",
    description:
      "Reserves a seat and, when the class has a price, mints a Stripe Checkout Session whose seat is held until it is paid or expires. The same " +
      "customer asking again gets the same booking and address.",
    auth: "tenant",
    limit: 10,
    params,
    body: z.object({
      ...customer,
      successUrl: optional(z.string().max(2048)).openapi({
        description: "Must share the request's Origin.",
      }),
      cancelUrl: optional(z.string().max(2048)).openapi({
        description: "Must share the request's Origin.",
      }),
      useClientPackageId: optional(id()).openapi({
        description: "Pay with a credit of this class pack.",
      }),
      customerToken: optional(z.string()).openapi({
        description: "Goes with useClientPackageId.",
      }),
    }),
    answers: { 200: { description: "Booked, or held until paid.", schema: bookingView } },
    errors: {
      400: "Validation failed (bad email or phone, off-origin redirect URLs).",
      401: "customerToken missing or invalid when useClientPackageId is set.",
      403: "Origin not allowed, or the sign-in token does not match the class's provider.",
      404: "Class or class pack not found.",
      409: "Class is full (`waitlistAvailable: true`), already booked, or no credits left on the pack.",
      410: "Class was cancelled or has already started.",
      502: "Stripe Checkout could not be created. The hold is gone; a retry works.",
    },
    example: {
      params: { id: "{freeClassId}" },
      body: { name: "Jane Doe", email: "jane.doe@example.com", phone: "(555) 555-0142" },
    },
  }, async ({ ctx, tenant, params, body }) => {
    refuseOffOrigin("successUrl", body.successUrl, tenant.origin);
    refuseOffOrigin("cancelUrl", body.cancelUrl, tenant.origin);
    return ok(bookingShape(await bookClass(ctx, tenant, params.id, body)));
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/classes/{id}/waitlist",
    tag: "Classes",
    summary: "Join the waitlist of a full class",
    description: "Idempotent: an entry that still waits is answered again. Promotion is the owner's.",
    auth: "tenant",
    limit: 10,
    params,
    body: z.object(customer),
    answers: { 200: { description: "The place in the line.", schema: waitlistView } },
    errors: {
      400: "Validation failed.",
      403: "Origin not allowed for this API key.",
      404: "Class not found.",
      409: "Seats are still available: book directly. Or the customer has a seat already.",
      410: "Class was cancelled or has already started.",
    },
    example: {
      params: { id: "{fullClassId}" },
      body: { name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" },
    },
  }, async ({ ctx, tenant, params, body }) => ok(await joinWaitlist(ctx, tenant, params.id, body)));

  endpoint(app, services, {
    method: "post",
    path: "/api/enrollments/{id}/cancel",
    tag: "Bookings",
    summary: "Cancel a booking",
    description:
      "By the token that /book returned. Full refund (or the credit) when at least cancelWindowHours remain; later the seat is freed only.",
    auth: "signed",
    credential: "cancelToken",
    limit: 10,
    params,
    body: z.object({
      cancelToken: z.string().min(1),
      cancelReason: optional(note(500)),
    }),
    answers: { 200: { description: "Cancelled; a repeat gets the same answer.", schema: cancelView } },
    errors: {
      400: "Missing cancel token.",
      401: "Token is malformed, forged, expired, or for another booking.",
      404: "Booking not found.",
      410: "Booking is already Completed, NoShow or Expired.",
      502: "Refund failed at Stripe; the booking is not cancelled.",
    },
    example: { params: { id: "{enrollmentId}" }, body: { cancelToken: "{cancelToken}" } },
  }, async ({ ctx, params, body }) => {
    const { enrollmentId: _, ...done } = await cancelByToken(
      ctx,
      params.id,
      body.cancelToken,
      body.cancelReason ?? null,
    );
    return ok({ ok: true, ...done });
  });
}

function bookingShape(booking: Booking) {
  const { id, nameSnapshot, scheduledAt, durationMin } = booking.session;
  return {
    enrollmentId: booking.enrollmentId,
    checkoutUrl: booking.checkoutUrl,
    checkoutSessionId: booking.checkoutSessionId,
    cancelToken: booking.cancelToken,
    classSession: { id, nameSnapshot, scheduledAt, durationMin },
  };
}

/**
 * A redirect may lead back to the asking site only. What parsers read differently (backslashes, `http:host`, another case) is refused, for
 * Stripe refuses it too.
 */
function refuseOffOrigin(field: string, url: string | undefined, origin: string): void {
  if (url === undefined) return;
  // deno-lint-ignore no-control-regex
  const odd = /[\\\s\u0000-\u001f\u007f]/.test(url);
  const literal = url.startsWith(origin) && /^(:443|:80)?([/?#]|$)/.test(url.slice(origin.length)) &&
    url.isWellFormed();
  const parsed = odd || !literal || !URL.canParse(url) ? null : new URL(url);
  if (!parsed || parsed.origin !== origin || parsed.username || parsed.password) {
    throw invalid(field, `Must be an address of ${origin}.`);
  }
}
