import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";
import { clientFields, exampleClient } from "./clients.ts";

export const exampleAppointment = {
  id: "appt-5d20",
  serviceId: "svc-90c3",
  serviceName: "Pilates Class",
  scheduledAt: "2026-05-18T15:00:00.000Z",
  status: "Scheduled",
  client: exampleClient,
  tipAmountCents: null,
  tipChargeId: null,
  tipCapturedAt: null,
};

export const appointmentView = z.object({
  id: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  scheduledAt: instant,
  status: z.enum(["Scheduled", "Completed", "Cancelled"]),
  client: clientFields,
  tipAmountCents: z.int().nullable(),
  tipChargeId: z.string().nullable(),
  tipCapturedAt: instant.nullable(),
}).openapi("Appointment", { example: exampleAppointment });
