import { managedEnrollmentJson } from "../../domain/managed_enrollments.ts";
import { byId } from "../../schemas/basics.ts";
import { ownerCancellation } from "../../schemas/bookings.ts";
import { cancelByOwner } from "../../workflows/bookings/cancel_by_owner.ts";
import { recordNoShow } from "../../workflows/classes/no_show.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { cancellationView } from "../views/bookings.ts";
import { enrollmentView, exampleEnrollment } from "../views/enrollments.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

export function enrollmentRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/enrollments/{id}/no-show",
    summary: "Mark a no-show",
    params: byId,
    responses: {
      200: { description: "The booking.", schema: enrollmentView, example: { ...exampleEnrollment, status: "NoShow" } },
    },
    errors: {
      not_found: "No such booking.",
      not_started: "The class has not started.",
      payment_pending: "The booking is not paid yet.",
      booking_over: "The booking holds no seat.",
      class_cancelled: "The class was cancelled.",
    },
    example: { params: { id: "{pastEnrollmentId}" } },
  }, async ({ ctx, provider, params }) => ok(await recordNoShow(ctx, provider.id, params.id)));

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/enrollments/{id}/cancel",
    summary: "Cancel a booking",
    description: "`policy` refunds according to the cancellation window, `full` always, `none` never.",
    params: byId,
    body: ownerCancellation,
    responses: {
      200: {
        description: "Cancelled.",
        schema: cancellationView.extend({ enrollment: enrollmentView }).openapi({ example: undefined }),
      },
    },
    errors: {
      not_found: "No such booking.",
      booking_over: "Completed or NoShow.",
      booking_expired: "It was never paid.",
      refund_failed: "Refund failed at Stripe; the booking is not cancelled.",
      stripe_unavailable: "Stripe could not close its payment page; the booking is not cancelled.",
    },
    example: { params: { id: "{spareEnrollmentId}" }, body: { refund: "policy" } },
  }, async ({ ctx, provider, params, body }) => {
    const order = { choice: body.refund ?? "policy", reason: body.reason ?? null };
    const { enrollmentId, ...cancelled } = await cancelByOwner(ctx, provider.id, params.id, order);
    const enrollment = JSON.parse(await managedEnrollmentJson(ctx.db, enrollmentId));
    return ok({ ok: true, ...cancelled, enrollment });
  });
}
