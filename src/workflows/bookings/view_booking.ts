/** One booking and its class, before it is cancelled. Reading only. */
import { freeCancellationEnd } from "../../domain/cancellations.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { notFound } from "../../domain/errors.ts";
import { findRosterRow, type RosterRow } from "../../domain/rosters.ts";
import { ms } from "../../domain/time.ts";
import { waitlistJson } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";

export interface BookingView {
  booking: RosterRow;
  session: ClassSession;
  /** Less than the cancel window remains; exactly the window is not late. */
  late: boolean;
  waitingCount: number;
}

/** @throws DomainError not_found, also another provider's */
export async function viewBooking(ctx: Context, providerId: string, enrollmentId: string): Promise<BookingView> {
  const booking = await findRosterRow(ctx.db, providerId, enrollmentId);
  if (!booking) throw notFound("Booking");
  const session = await getClass(ctx.db, providerId, booking.classId);
  return {
    booking,
    session,
    late: ctx.clock.now() > ms(freeCancellationEnd(session)),
    waitingCount: JSON.parse(await waitlistJson(ctx.db, session.id)).length,
  };
}
