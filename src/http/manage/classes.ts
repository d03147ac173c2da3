/** The week: classes, their rosters, waitlists and bookings; appointments. */
import { z } from "@hono/zod-openapi";
import { listAppointments } from "../../domain/appointments.ts";
import { listManagedClasses, managedClassJson } from "../../domain/class_sessions.ts";
import { managedEnrollmentJson } from "../../domain/enrollments.ts";
import { cancelByOwner, cancelClass } from "../../workflows/bookings/cancel_enrollment.ts";
import { promote } from "../../workflows/bookings/promote.ts";
import {
  bookAppointment,
  cancelAppointment,
  changeClass,
  completeAppointment,
  completeClass,
  noShow,
  roster,
  scheduleClasses,
} from "../../workflows/classes/schedule_classes.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { SAMPLE_VALUES } from "../examples.ts";
import { newAppointment } from "../../schemas/appointments.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { ownerCancellation } from "../../schemas/bookings.ts";
import { classChange, classQuery, newClass } from "../../schemas/classes.ts";
import { cancelView } from "../public/views.ts";
import { pageAnswer } from "./answers.ts";
import {
  appointmentView,
  classCancelledView,
  enrollmentView,
  exampleAppointment,
  exampleEnrollment,
  exampleManagedClass,
  managedClassView,
  pageOf,
  promotionView,
  rosterView,
} from "./views.ts";

const tag = "Management";
export function classManagementRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/manage/classes",
    tag,
    summary: "Schedule a class",
    description:
      "What is not given comes from the service. With `repeat` one class a week, each at the same local time, and the answer is `{items}`.",
    auth: "owner",
    body: newClass,
    answers: {
      201: {
        description: "Scheduled.",
        schema: z.union([managedClassView, z.object({ items: z.array(managedClassView) })]),
      },
    },
    errors: { 400: "Validation failed.", 404: "No such service or instructor." },
    example: { body: { serviceId: "{serviceId}", scheduledAt: "{nextWeek}" } },
  }, async ({ ctx, provider, body }) => {
    const { repeat, ...input } = body;
    const made = await scheduleClasses(ctx, provider.id, { ...input, weeks: repeat?.weekly });
    return ok(repeat ? `{"items":[${made.join(",")}]}` : made[0], 201);
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/classes",
    tag,
    summary: "List classes",
    auth: "owner",
    query: classQuery,
    answers: { 200: { description: "Classes by time.", schema: pageOf(managedClassView) } },
    errors: { 400: "Bad limit, cursor or filter." },
    example: {},
  }, async ({ ctx, provider, query }) => {
    const { limit, cursor, from, until, status } = query;
    return pageAnswer(
      await listManagedClasses(ctx.db, provider.id, { fromAt: from, untilAt: until, status }, { limit, cursor }),
    );
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/classes/{id}",
    tag,
    summary: "Read a class",
    auth: "owner",
    params: byId,
    answers: { 200: { description: "The class.", schema: managedClassView } },
    errors: { 404: "No such class." },
    example: { params: { id: "{classId}" } },
  }, async ({ ctx, provider, params }) => ok(await managedClassJson(ctx.db, provider.id, params.id)));

  endpoint(app, services, {
    method: "patch",
    path: "/api/manage/classes/{id}",
    tag,
    summary: "Change or move a class",
    description: "Moving it mails its customers.",
    auth: "owner",
    params: byId,
    body: classChange,
    answers: { 200: { description: "As it is now.", schema: managedClassView } },
    errors: {
      400: "Validation failed.",
      404: "No such class or instructor.",
      409: "More seats than that are taken.",
      410: "Cancelled or completed.",
    },
    example: { params: { id: "{classId}" }, body: { publicNote: "Bring socks." } },
  }, async ({ ctx, provider, params, body }) => {
    const change = { ...body, ...(body.publicNote === "" ? { publicNote: null } : {}) };
    return ok(await changeClass(ctx, provider.id, params.id, change));
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/classes/{id}/cancel",
    tag,
    summary: "Cancel a class",
    description:
      "Every seat is refunded or credited whatever the window, and everybody is told. Call again to take up what failed.",
    auth: "owner",
    params: byId,
    answers: { 200: { description: "What was given back so far.", schema: classCancelledView } },
    errors: { 404: "No such class.", 410: "Completed." },
    example: { params: { id: "{spareClassId}" } },
  }, async ({ ctx, provider, params }) => ok(await cancelClass(ctx, provider.id, params.id)));

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/classes/{id}/complete",
    tag,
    summary: "Complete a class",
    description: "Confirmed bookings become Completed.",
    auth: "owner",
    params: byId,
    answers: {
      200: {
        description: "The class.",
        schema: managedClassView,
        example: { ...exampleManagedClass, status: "Completed" },
      },
    },
    errors: { 404: "No such class.", 409: "It has not started.", 410: "It was cancelled." },
    example: { params: { id: "{pastClassId}" } },
  }, async ({ ctx, provider, params }) => ok(await completeClass(ctx, provider.id, params.id)));

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/classes/{id}/roster",
    tag,
    summary: "Who comes, who holds, who waits",
    auth: "owner",
    params: byId,
    answers: { 200: { description: "The roster.", schema: rosterView } },
    errors: { 404: "No such class." },
    example: { params: { id: "{classId}" } },
  }, async ({ ctx, provider, params }) => ok(await roster(ctx, provider.id, params.id)));

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/enrollments/{id}/no-show",
    tag,
    summary: "Mark a no-show",
    auth: "owner",
    params: byId,
    answers: {
      200: { description: "The booking.", schema: enrollmentView, example: { ...exampleEnrollment, status: "NoShow" } },
    },
    errors: { 404: "No such booking.", 409: "The class has not started.", 410: "The booking holds no seat." },
    example: { params: { id: "{pastEnrollmentId}" } },
  }, async ({ ctx, provider, params }) => ok(await noShow(ctx, provider.id, params.id)));

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/enrollments/{id}/cancel",
    tag,
    summary: "Cancel a booking",
    description: "`policy` refunds as the cancel window says, `full` always, `none` never.",
    auth: "owner",
    params: byId,
    body: ownerCancellation,
    answers: {
      200: {
        description: "Cancelled.",
        schema: cancelView.extend({ enrollment: enrollmentView }).openapi({ example: undefined }),
      },
    },
    errors: {
      400: "Validation failed.",
      404: "No such booking.",
      410: "Completed, NoShow or Expired.",
      502: "Refund failed at Stripe; not cancelled.",
    },
    example: { params: { id: "{spareEnrollmentId}" }, body: { refund: "policy" } },
  }, async ({ ctx, provider, params, body }) => {
    const order = { choice: body.refund ?? "policy", reason: body.reason ?? null };
    const { enrollmentId, ...done } = await cancelByOwner(ctx, provider.id, params.id, order);
    return ok({ ok: true, ...done, enrollment: JSON.parse(await managedEnrollmentJson(ctx.db, enrollmentId)) });
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/waitlist/{id}/promote",
    tag,
    summary: "Give an open seat to somebody who waits",
    description:
      "A free class confirms the seat; a paid one holds it and mails the Checkout link. Twice: the first answer again.",
    auth: "owner",
    params: byId,
    answers: { 200: { description: "Promoted.", schema: promotionView } },
    errors: {
      404: "No such entry.",
      409: "No seat is open.",
      410: "Class over, or nobody waits.",
      502: "Stripe failed; the client waits on.",
    },
    example: { params: { id: "{waitlistEntryId}" } },
  }, async ({ ctx, provider, params }) => ok(await promote(ctx, provider.id, params.id)));

  // ------------------------------------------------------------ appointments

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/appointments",
    tag,
    summary: "Book an appointment",
    auth: "owner",
    body: newAppointment,
    answers: { 201: { description: "Booked.", schema: appointmentView } },
    errors: { 400: "Validation failed.", 404: "No such service." },
    example: {
      body: {
        serviceId: "{serviceId}",
        scheduledAt: "{nextWeek}",
        client: { name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" },
      },
    },
  }, async ({ ctx, provider, body }) => ok(await bookAppointment(ctx, provider.id, body), 201));

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/appointments",
    tag,
    summary: "List appointments",
    auth: "owner",
    query: pageQuery,
    answers: { 200: { description: "Appointments by time.", schema: pageOf(appointmentView) } },
    errors: { 400: "Bad limit or cursor." },
    example: {},
  }, async ({ ctx, provider, query }) => pageAnswer(await listAppointments(ctx.db, provider.id, query)));

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/appointments/{id}/complete",
    tag,
    summary: "Complete an appointment",
    description: "Mails the post-visit message, with the tip link where the service takes tips.",
    auth: "owner",
    params: byId,
    answers: {
      200: {
        description: "Completed.",
        schema: z.object({
          appointment: appointmentView,
          tipToken: z.string().openapi({ example: SAMPLE_VALUES.tipToken }),
        }),
        example: { appointment: { ...exampleAppointment, status: "Completed" }, tipToken: SAMPLE_VALUES.tipToken },
      },
    },
    errors: { 404: "No such appointment.", 409: "It has not started.", 410: "It was cancelled." },
    example: { params: { id: "{appointmentId}" } },
  }, async ({ ctx, provider, params }) => {
    const { appointment, tipToken } = await completeAppointment(ctx, provider.id, params.id);
    return ok(`{"appointment":${appointment},"tipToken":${JSON.stringify(tipToken)}}`);
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/appointments/{id}/cancel",
    tag,
    summary: "Cancel an appointment",
    auth: "owner",
    params: byId,
    answers: {
      200: {
        description: "Cancelled.",
        schema: appointmentView,
        example: { ...exampleAppointment, status: "Cancelled" },
      },
    },
    errors: { 404: "No such appointment.", 410: "It is completed." },
    example: { params: { id: "{spareAppointmentId}" } },
  }, async ({ ctx, provider, params }) => ok(await cancelAppointment(ctx, provider.id, params.id)));
}
