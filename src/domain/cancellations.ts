/** An enrollment's cancellation: requested while its refund is under way, then made, or withdrawn when the refund was refused. */
import { runAny, runOne, type Tx } from "../db/database.ts";
import { recordBookingEvent } from "./managed_enrollments.ts";
import { HOUR, iso, ms } from "./time.ts";
import type { CancelledBy, Enrollment, RefundChoice } from "./enrollments.ts";

export interface Cancellation {
  by: CancelledBy;
  reason: string | null;
  windowHours: number;
  late: boolean;
  choice: RefundChoice;
}

/** The last instant of free cancellation: then it is not late yet. */
export function freeCancellationEnd(session: { scheduledAt: string; cancelWindowHours: number }): string {
  return iso(ms(session.scheduledAt) - session.cancelWindowHours * HOUR);
}

/**
 * Records the terms of a cancellation while its refund is at Stripe, so that it is finished on the same terms. False when the booking is
 * neither held nor Confirmed any more.
 */
export async function requestCancellation(tx: Tx, id: string, how: Cancellation, now: string): Promise<boolean> {
  return await tx.run(
    `UPDATE enrollments SET cancel_requested_at = coalesce(cancel_requested_at, ?), cancelled_by = ?, cancel_reason = ?, cancel_window_hours = ?,
       late_cancel = ?, refund_choice = ? WHERE id = ? AND status IN ('PendingPayment', 'Confirmed')`,
    [now, how.by, how.reason, how.windowHours, +how.late, how.choice, id],
  ) === 1;
}

/** The terms that were recorded, if any. */
export function requestedCancellation(of: Enrollment): Cancellation | null {
  if (of.cancelledBy === null || of.cancelWindowHours === null || of.lateCancel === null || of.refundChoice === null) {
    return null;
  }
  return {
    by: of.cancelledBy,
    reason: of.cancelReason,
    windowHours: of.cancelWindowHours,
    late: of.lateCancel,
    choice: of.refundChoice,
  };
}

/** The cancellation failed: the booking is as it was, unless something else has cancelled it. */
export async function withdrawCancellation(tx: Tx, id: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE enrollments SET cancel_requested_at = NULL, cancelled_by = NULL, cancel_reason = NULL, cancel_window_hours = NULL, late_cancel = NULL,
       refund_choice = NULL WHERE id = ? AND cancelled_at IS NULL`,
    [id],
  );
}

/**
 * PendingPayment, Confirmed, or Expired by this very cancellation → Cancelled; also Completed or NoShow, when the class began while its
 * refund was under way. Its seat is free again.
 */
export async function markCancelled(tx: Tx, from: Enrollment, how: Cancellation, now: string): Promise<void> {
  await runOne(
    tx,
    `UPDATE enrollments SET status = 'Cancelled', cancelled_at = ?, cancelled_by = ?, cancel_reason = ?, cancel_window_hours = ?, late_cancel = ?,
       refund_choice = ?, expires_at = NULL, sequence = sequence + 1, updated_at = ?
     WHERE id = ? AND status = ?`,
    [now, how.by, how.reason, how.windowHours, +how.late, how.choice, now, from.id, from.status],
  );
  await recordBookingEvent(tx, "booking.cancelled", from, now);
}
