/** Appointments: one-to-one visits, booked by the studio, completed with the mail that asks for a tip. */
import type { PageRoutes } from "../ui/page_context.ts";
import { appointmentsPage } from "./appointments.tsx";
import { cancelAppointmentByOwner, cancelAppointmentPage } from "./cancel_appointment.tsx";
import { complete } from "./complete_appointment.ts";
import { createAppointment, newAppointmentPage } from "./new_appointment.tsx";

/** Declares the pages of appointments. */
export function appointmentPages({ get, post }: PageRoutes): void {
  get("/console/appointments", appointmentsPage);
  get("/console/appointments/new", newAppointmentPage);
  post("/console/appointments/new", createAppointment);
  post("/console/appointments/:id/complete", complete);
  get("/console/appointments/:id/cancel", cancelAppointmentPage);
  post("/console/appointments/:id/cancel", cancelAppointmentByOwner);
}
