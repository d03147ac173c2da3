/** An appointment has taken place. */
import { appointmentJson, getAppointmentOf, setAppointmentStatus } from "../../domain/appointments.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { tipTokenFor } from "../notifications/customer_links.ts";
import { enqueuePostVisit } from "../notifications/enqueue_visits.ts";

/**
 * Completes a visit and mails the post-visit message, with the tip link where the service takes tips. A second time answers the same,
 * with a fresh token.
 * @throws DomainError not_found, 410 (cancelled), 409 (not begun)
 */
export async function completeAppointment(
  ctx: Context,
  providerId: string,
  id: string,
): Promise<{ appointment: string; tipToken: string }> {
  const done = await once(ctx, providerId, async (tx) => {
    const nowMs = ctx.clock.now();
    const now = iso(nowMs);
    const appointment = await getAppointmentOf(tx, providerId, id);
    if (appointment.status === "Cancelled") {
      throw new DomainError("appointment_cancelled", "This appointment was cancelled.");
    }
    if (appointment.scheduledAt > now) throw new DomainError("not_started", "This appointment has not started yet.");
    const tipToken = tipTokenFor(ctx, id);
    if (appointment.status === "Scheduled") {
      await setAppointmentStatus(tx, id, "Completed", now);
      await enqueuePostVisit(ctx, tx, appointment, tipToken, now);
    }
    return { appointment: await appointmentJson(tx, id), tipToken };
  });
  ctx.wake("outbox");
  return done;
}
