import { byId } from "../../schemas/basics.ts";
import { customerCancellation } from "../../schemas/bookings.ts";
import { cancelByToken } from "../../workflows/bookings/cancel_by_token.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { cancellationView } from "../views/bookings.ts";

export function enrollmentRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/enrollments/{id}/cancel",
    tag: "Bookings",
    summary: "Cancel a booking",
    description:
      "With the token that /book returned. Full refund (or the credit) when at least cancelWindowHours remain; later there is no refund.",
    auth: "signed",
    credential: "cancelToken",
    limit: 10,
    params: byId,
    body: customerCancellation,
    responses: { 200: { description: "Cancelled; a repeat gets the same response.", schema: cancellationView } },
    errors: {
      400: "Missing cancel token.",
      401: "Token is malformed, forged, expired, or for another booking.",
      404: "Booking not found.",
      410: "Booking is already Completed, NoShow or Expired.",
      502: "Refund failed at Stripe; the booking is not cancelled.",
    },
    example: { params: { id: "{enrollmentId}" }, body: { cancelToken: "{cancelToken}" } },
  }, async ({ ctx, params, body }) => {
    const reason = body.cancelReason ?? null;
    const { enrollmentId: _, ...cancelled } = await cancelByToken(ctx, params.id, body.cancelToken, reason);
    return ok({ ok: true, ...cancelled });
  });
}
