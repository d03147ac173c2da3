import { z } from "@hono/zod-openapi";
import { byId } from "../../schemas/basics.ts";
import { customerCancellation, customerReschedule } from "../../schemas/bookings.ts";
import { cancelByToken } from "../../workflows/bookings/cancel_by_token.ts";
import { previewCancellation } from "../../workflows/bookings/preview_cancellation.ts";
import { rescheduleByToken } from "../../workflows/bookings/reschedule.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import {
  cancellationPreviewShape,
  cancellationPreviewView,
  cancellationView,
  exampleCancelled,
  rescheduledShape,
  rescheduledView,
  reschedulePreviewView,
} from "../views/bookings.ts";
import { RESCHEDULE_ERRORS } from "../views/reschedule_errors.ts";

export function enrollmentRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/enrollments/{id}/cancel",
    tag: "Bookings",
    summary: "Cancel a booking",
    description:
      "For the page `/cancel/<enrollmentId>#<cancelToken>` of your site, with the token that /book returned. Full refund (or the credit) when at least cancelWindowHours remain; later there is no refund. " +
      'Ask first with `mode: "preview"`, and show the customer what comes back.',
    auth: "signed",
    credential: "cancelToken",
    limit: 10,
    params: byId,
    body: customerCancellation,
    responses: {
      200: {
        description: 'Cancelled; a repeat gets the same response. With `mode: "preview"`: what would happen.',
        schema: z.union([cancellationView, cancellationPreviewView]),
        example: exampleCancelled,
      },
    },
    errors: {
      invalid_request: "Missing cancel token.",
      invalid_token: "Token is malformed, forged, or for another booking.",
      expired_token: "Token has expired.",
      not_found: "Booking not found.",
      booking_over: "Booking is Completed or NoShow.",
      booking_expired: "Booking was never paid and has expired.",
      refund_failed: "Refund failed at Stripe; the booking is not cancelled.",
      stripe_unavailable: "Stripe could not close its payment page; the booking is not cancelled.",
    },
    example: { params: { id: "{enrollmentId}" }, body: { cancelToken: "{cancelToken}" } },
  }, async ({ ctx, params, body }) => {
    if (body.mode === "preview") {
      return ok(cancellationPreviewShape(await previewCancellation(ctx, params.id, body.cancelToken)));
    }
    const reason = body.cancelReason ?? null;
    const { enrollmentId: _, ...cancelled } = await cancelByToken(ctx, params.id, body.cancelToken, reason);
    return ok({ ok: true, ...cancelled });
  });

  endpoint(
    app,
    services,
    {
      method: "post",
      path: "/api/enrollments/{id}/reschedule",
      tag: "Bookings",
      summary: "Move a booking to another class",
      description:
        "With the token that /book returned. The booking keeps its id, and what paid for it goes along: so the other class must have the same " +
        'price. Ask first with `mode: "preview"`.',
      auth: "signed",
      credential: "cancelToken",
      limit: 10,
      params: byId,
      body: customerReschedule,
      responses: {
        200: {
          description: 'Moved. With `mode: "preview"`: it could be.',
          schema: z.union([rescheduledView, reschedulePreviewView]),
        },
      },
      errors: {
        invalid_request: "Missing token or class.",
        invalid_token: "Token is malformed, forged, or for another booking.",
        expired_token: "Token has expired.",
        not_found: "Booking not found, or the class is not this studio's.",
        ...RESCHEDULE_ERRORS,
        too_late: "Less than the cancel window remains before the present class.",
      },
      example: {
        params: { id: "{movableEnrollmentId}" },
        body: { cancelToken: "{movableCancelToken}", classId: "{classId}" },
      },
    },
    async ({ ctx, params, body: { cancelToken, ...input } }) =>
      ok(rescheduledShape(await rescheduleByToken(ctx, params.id, cancelToken, input))),
  );
}
