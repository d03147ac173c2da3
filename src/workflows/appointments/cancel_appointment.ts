/** An appointment is cancelled. */
import { appointmentJson, getAppointmentOf, setAppointmentStatus } from "../../domain/appointments.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";

/** @throws DomainError not_found, 410 (completed) */
export async function cancelAppointment(ctx: Context, providerId: string, id: string): Promise<string> {
  return await once(ctx, providerId, async (tx) => {
    const appointment = await getAppointmentOf(tx, providerId, id);
    if (appointment.status === "Completed") {
      throw new DomainError("appointment_completed", "This appointment is completed and can't be cancelled any more.");
    }
    await setAppointmentStatus(tx, id, "Cancelled", iso(ctx.clock.now()));
    return await appointmentJson(tx, id);
  });
}
