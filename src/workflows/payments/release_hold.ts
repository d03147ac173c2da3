/** A hold whose Checkout Session can't be paid any more ends. */
import type { Tx } from "../../db/database.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { expireHold } from "../../domain/enrollment_moves.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { markCancelled, requestedCancellation } from "../../domain/cancellations.ts";
import { enqueueBookingCancelled } from "../notifications/enqueue_bookings.ts";
import { recordOfferEnded } from "../../domain/waitlist.ts";
import { seatOpened } from "../bookings/offer_seats.ts";
import type { Context } from "../context.ts";

/** → Expired, or Cancelled when a cancellation closed its Checkout Session. */
export async function releaseHold(ctx: Context, tx: Tx, enrollmentId: string, now: string): Promise<void> {
  const held = await getEnrollment(tx, enrollmentId);
  if (held.status !== "PendingPayment") return;
  const requested = held.cancelRequestedAt ? requestedCancellation(held) : null;
  const session = await getClass(tx, held.providerId, held.classId);
  if (requested) {
    await markCancelled(tx, held, requested, now);
    if (requested.by === "owner") {
      await enqueueBookingCancelled(tx, held, session, requested, { refundedCents: 0, creditReturned: false }, now);
    }
  } else await expireHold(tx, held, now);
  // A late payment may reinstate this enrollment, and its seat may open once more.
  await recordOfferEnded(tx, held, now);
  await seatOpened(ctx, tx, held, `hold:${held.id}`, now);
}
