import { z } from "@hono/zod-openapi";
import { managedEnrollmentJson } from "../../domain/managed_enrollments.ts";
import { byId } from "../../schemas/basics.ts";
import { ownerCancellation, ownerReschedule } from "../../schemas/bookings.ts";
import { cancelByOwner } from "../../workflows/bookings/cancel_by_owner.ts";
import { rescheduleByOwner } from "../../workflows/bookings/reschedule.ts";
import { recordNoShow } from "../../workflows/classes/no_show.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { cancellationView, rescheduledShape, rescheduledView, reschedulePreviewView } from "../views/bookings.ts";
import { enrollmentView, exampleEnrollment } from "../views/enrollments.ts";
import { RESCHEDULE_ERRORS } from "../views/reschedule_errors.ts";
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

  ownerEndpoint(
    app,
    services,
    {
      method: "post",
      path: "/api/manage/enrollments/{id}/reschedule",
      summary: "Move a booking to another class",
      description:
        "As the customer's own call, whatever the cancellation window says. What paid for it goes along, so the other class must have the same price.",
      params: byId,
      body: ownerReschedule,
      responses: {
        200: {
          description: 'Moved. With `mode: "preview"`: it could be.',
          schema: z.union([rescheduledView, reschedulePreviewView]),
        },
      },
      errors: { not_found: "No such booking or class.", ...RESCHEDULE_ERRORS },
      example: { params: { id: "{otherMovableEnrollmentId}" }, body: { classId: "{laterClassId}" } },
    },
    async ({ ctx, provider, params, body }) =>
      ok(rescheduledShape(await rescheduleByOwner(ctx, provider.id, params.id, body))),
  );
}
