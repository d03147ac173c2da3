import { z } from "@hono/zod-openapi";
import { listAppointments } from "../../domain/appointments.ts";
import { newAppointment } from "../../schemas/appointments.ts";
import { byId } from "../../schemas/basics.ts";
import { bookAppointment } from "../../workflows/appointments/book_appointment.ts";
import { cancelAppointment } from "../../workflows/appointments/cancel_appointment.ts";
import { completeAppointment } from "../../workflows/appointments/complete_appointment.ts";
import { SAMPLE_VALUES } from "../openapi/examples.ts";
import { created, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { appointmentView, exampleAppointment } from "../views/appointments.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function appointmentRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/appointments",
    summary: "Book an appointment",
    links: {
      "post /api/manage/appointments/{id}/complete": { id: "/id" },
      "post /api/manage/appointments/{id}/cancel": { id: "/id" },
    },
    body: newAppointment,
    responses: { 201: { description: "Booked.", schema: appointmentView } },
    errors: { not_found: "No such service." },
    example: {
      body: {
        serviceId: "{serviceId}",
        scheduledAt: "{nextWeek}",
        client: { name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" },
      },
    },
  }, async ({ ctx, provider, body }) => created(await bookAppointment(ctx, provider.id, body)));

  ownerList(app, services, {
    path: "/api/manage/appointments",
    summary: "List appointments",
    description: "Appointments by time.",
    item: appointmentView,
  }, ({ ctx, provider, query }) => listAppointments(ctx.db, provider.id, query));

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/appointments/{id}/complete",
    summary: "Complete an appointment",
    links: {
      "post /api/tip/start": { token: "/tipToken" },
    },
    description:
      "Mails the post-visit message, with a tip link if the service takes tips: `<site>/tip#<tipToken>`, where the site is the first origin " +
      "of the studio's newest live key, else `ALERA_PUBLIC_URL`.",
    params: byId,
    responses: {
      200: {
        description: "Completed.",
        schema: z.object({
          appointment: appointmentView,
          tipToken: z.string().openapi({ example: SAMPLE_VALUES.tipToken }),
        }),
        example: { appointment: { ...exampleAppointment, status: "Completed" }, tipToken: SAMPLE_VALUES.tipToken },
      },
    },
    errors: {
      not_found: "No such appointment.",
      not_started: "It has not started.",
      appointment_cancelled: "It was cancelled.",
    },
    example: { params: { id: "{appointmentId}" } },
  }, async ({ ctx, provider, params }) => {
    const { appointment, tipToken } = await completeAppointment(ctx, provider.id, params.id);
    return ok(`{"appointment":${appointment},"tipToken":${JSON.stringify(tipToken)}}`);
  });

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/appointments/{id}/cancel",
    summary: "Cancel an appointment",
    params: byId,
    responses: {
      200: {
        description: "Cancelled.",
        schema: appointmentView,
        example: { ...exampleAppointment, status: "Cancelled" },
      },
    },
    errors: { not_found: "No such appointment.", appointment_completed: "It is completed." },
    example: { params: { id: "{spareAppointmentId}" } },
  }, async ({ ctx, provider, params }) => ok(await cancelAppointment(ctx, provider.id, params.id)));
}
