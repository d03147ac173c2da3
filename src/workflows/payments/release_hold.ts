/** A hold whose Checkout Session can't be paid any more ends. */
import type { Tx } from "../../db/database.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { expireHold } from "../../domain/enrollment_moves.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { markCancelled, requestedCancellation } from "../../domain/cancellations.ts";
import { enqueueBookingCancelled } from "../notifications/enqueue_bookings.ts";
import { enqueueSeatOpened } from "../notifications/enqueue_waitlist.ts";

/** A hold whose session can't be paid: Expired, or Cancelled when a cancel is what closed it. */
export async function releaseHold(tx: Tx, enrollmentId: string, now: string): Promise<void> {
  const held = await getEnrollment(tx, enrollmentId);
  if (held.status !== "PendingPayment") return;
  const planned = held.cancelRequestedAt ? requestedCancellation(held) : null;
  const session = await getClass(tx, held.providerId, held.classId);
  if (planned) {
    await markCancelled(tx, held, planned, now);
    if (planned.by === "owner") {
      await enqueueBookingCancelled(tx, held, session, planned, { refundedCents: 0, creditReturned: false }, now);
    }
  } else await expireHold(tx, held, now);
  // Money that comes late may give the seat back to this enrollment, which can open it once more.
  await enqueueSeatOpened(tx, { ...session, heldCount: session.heldCount - 1 }, `hold:${held.id}`, now);
}
