/** Clients: two fill a class, one waits for it, one has just been here. */
import { iso, MINUTE } from "../../domain/time.ts";
import { bookClass } from "../../workflows/bookings/book_class.ts";
import { joinWaitlist } from "../../workflows/bookings/join_waitlist.ts";
import { bookAppointment } from "../../workflows/appointments/book_appointment.ts";
import { completeAppointment } from "../../workflows/appointments/complete_appointment.ts";
import type { Context } from "../../workflows/context.ts";
import { APPOINTMENT_CLIENT, FULL_CLASS_CLIENTS, WAITING_CLIENT } from "./data.ts";
import type { MadeClass } from "./make_weeks.ts";

/** @returns the completed appointment, and the token to tip for it */
export async function makeClients(
  ctx: Context,
  tenant: { providerId: string; origin: string },
  serviceId: string,
  fullClass: MadeClass,
): Promise<{ appointmentId: string; tipToken: string }> {
  if (fullClass.enrolledCount === 0) {
    for (const client of FULL_CLASS_CLIENTS) await bookClass(ctx, tenant, fullClass.id, client);
  }
  await joinWaitlist(ctx, tenant, fullClass.id, WAITING_CLIENT);
  const appointment = JSON.parse(
    await bookAppointment(ctx, tenant.providerId, {
      serviceId,
      scheduledAt: iso(ctx.clock.now() - 90 * MINUTE),
      client: APPOINTMENT_CLIENT,
    }),
  );
  const { tipToken } = await completeAppointment(ctx, tenant.providerId, appointment.id);
  return { appointmentId: appointment.id, tipToken };
}
