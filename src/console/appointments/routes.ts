/** Appointments: one-to-one visits, booked by the studio, completed with the mail that asks for a tip. */
import type { PageRoutes } from "../ui/page_context.ts";
import { appointmentsPage, complete } from "./appointments.tsx";
import { cancelAppointmentForm } from "./cancel_appointment.tsx";
import { newAppointmentForm } from "./new_appointment.tsx";

/** Declares the pages of appointments. */
export function appointmentPages({ get, post, form }: PageRoutes): void {
  get("/console/appointments", appointmentsPage);
  form("/console/appointments/new", newAppointmentForm);
  post("/console/appointments/:id/complete", complete);
  form("/console/appointments/:id/cancel", cancelAppointmentForm);
}
