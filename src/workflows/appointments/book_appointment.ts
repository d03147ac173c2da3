/** The owner books an appointment for a client. */
import { appointmentJson, createAppointment } from "../../domain/appointments.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { getService } from "../../domain/services.ts";
import { iso } from "../../domain/time.ts";
import { keepClient, proven } from "../clients/keep_client.ts";
import type { Customer } from "../bookings/booking.ts";

/** @throws DomainError not_found (service) */
export async function bookAppointment(
  ctx: Context,
  providerId: string,
  input: { serviceId: string; scheduledAt: string; client: Customer },
): Promise<string> {
  return await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const service = await getService(tx, providerId, input.serviceId);
    const client = await keepClient(tx, providerId, { ...input.client, origin: null }, proven, now);
    const id = await createAppointment(tx, {
      providerId,
      serviceId: service.id,
      clientId: client.id,
      scheduledAt: input.scheduledAt,
    }, now);
    return await appointmentJson(tx, id);
  });
}
