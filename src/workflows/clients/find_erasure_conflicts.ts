/** Why a client can't be erased yet, before it is tried. */
import { type AppointmentDetails, listAppointmentsOfClient } from "../../domain/appointments.ts";
import { type Client, getClient } from "../../domain/clients.ts";
import { type BookingOfClient, listBookingsOfClient } from "../../domain/enrollment_lists.ts";
import { isRefundUnderWay } from "../../domain/refunds.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

const MOST_BOOKINGS = 2000;

export interface ErasureConflicts {
  client: Client;
  /** Seats held or taken in classes to come. */
  seats: BookingOfClient[];
  /** Appointments to come. */
  appointments: AppointmentDetails[];
  refundUnderWay: boolean;
  /** Whether there are any. */
  any: boolean;
}

/** @throws DomainError not_found */
export async function findErasureConflicts(
  ctx: Context,
  providerId: string,
  clientId: string,
): Promise<ErasureConflicts> {
  const { db } = ctx;
  const client = await getClient(db, providerId, clientId);
  const now = iso(ctx.clock.now());
  const [upcoming, booked, refundUnderWay] = await Promise.all([
    listBookingsOfClient(db, providerId, clientId, "upcoming", now, MOST_BOOKINGS),
    listAppointmentsOfClient(db, providerId, clientId),
    isRefundUnderWay(db, clientId),
  ]);
  const seats = upcoming.filter((one) => one.status === "PendingPayment" || one.status === "Confirmed");
  const appointments = booked.filter((one) => one.status === "Scheduled" && one.scheduledAt > now);
  const any = seats.length > 0 || appointments.length > 0 || refundUnderWay;
  return { client, seats, appointments, refundUnderWay, any };
}
