/** An enrollment's changes of status from hold to seat, and of class. The classes' counts follow by themselves. */
import { runAny, runOne, type Tx } from "../db/database.ts";
import type { ClassSession } from "./class_sessions.ts";
import { recordBookingEvent } from "./managed_enrollments.ts";
import { seatsLeft, takingSeat } from "./seats.ts";
import type { Enrollment, PaidWith } from "./enrollments.ts";

/** PendingPayment → Confirmed. In a class already completed the seat was used: Completed. */
export async function confirmHold(
  tx: Tx,
  held: Enrollment,
  paid: { with: PaidWith; clientPackageId?: string },
  classCompleted: boolean,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE enrollments SET status = ?, paid_with = ?, client_package_id = ?, expires_at = NULL, confirmed_at = ?, cancel_requested_at = NULL,
       updated_at = ? WHERE id = ? AND status = 'PendingPayment'`,
    [classCompleted ? "Completed" : "Confirmed", paid.with, paid.clientPackageId ?? null, now, now, held.id],
  );
  await recordBookingEvent(tx, "booking.confirmed", held, now);
  if (classCompleted) await recordBookingEvent(tx, "booking.completed", held, now);
}

/** Expired → Confirmed, for a late payment while a seat is free. False when the class, as read in this transaction, is full. */
export async function reinstateExpired(
  tx: Tx,
  expired: Enrollment,
  session: ClassSession,
  paid: { with: PaidWith; clientPackageId?: string },
  now: string,
): Promise<boolean> {
  if (seatsLeft(session) === 0) return false;
  await takingSeat(runOne(
    tx,
    `UPDATE enrollments SET status = 'Confirmed', paid_with = ?, client_package_id = ?, confirmed_at = ?, updated_at = ?
     WHERE id = ? AND status = 'Expired'`,
    [paid.with, paid.clientPackageId ?? null, now, now, expired.id],
  ));
  await recordBookingEvent(tx, "booking.confirmed", expired, now);
  return true;
}

/** The owner lets a booking cost nothing. */
export async function waivePrice(tx: Tx, id: string, now: string): Promise<void> {
  await runOne(tx, "UPDATE enrollments SET price_cents = 0, updated_at = ? WHERE id = ?", [now, id]);
}

/** PendingPayment → Expired, and the seat is free again. */
export async function expireHold(tx: Tx, held: Enrollment, now: string): Promise<void> {
  await runOne(
    tx,
    "UPDATE enrollments SET status = 'Expired', expires_at = NULL, updated_at = ? WHERE id = ? AND status = 'PendingPayment'",
    [
      now,
      held.id,
    ],
  );
  await recordBookingEvent(tx, "booking.expired", held, now);
}

/** The payment is processing: the hold, if it has not ended before, lasts until the bank has paid or declined. */
export async function holdForBankPayment(tx: Tx, id: string, now: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE enrollments SET expires_at = NULL, updated_at = ? WHERE id = ? AND status = 'PendingPayment'",
    [
      now,
      id,
    ],
  );
}

/** Every Confirmed enrollment of a class → Completed. Answers how many. */
export async function completeEnrollments(tx: Tx, providerId: string, classId: string, now: string): Promise<number> {
  const completed = await tx.read<{ id: string }>(
    "UPDATE enrollments SET status = 'Completed', updated_at = ? WHERE class_id = ? AND status = 'Confirmed' RETURNING id",
    [now, classId],
  );
  for (const { id } of completed) await recordBookingEvent(tx, "booking.completed", { id, providerId }, now);
  return completed.length;
}

/**
 * A Confirmed booking goes to another class, with whatever paid for it. A check-in was one for the old class. Calendars are told under a
 * higher number than before, though the other class may have been changed less often.
 * @returns the booking as it is now
 * @throws DomainError class_full, when the database refuses it
 */
export async function moveToClass(
  tx: Tx,
  enrollment: Enrollment,
  from: ClassSession,
  to: ClassSession,
  now: string,
): Promise<Enrollment> {
  const sequence = enrollment.sequence + 1 + Math.max(0, from.sequence - to.sequence);
  await takingSeat(runOne(
    tx,
    `UPDATE enrollments SET class_id = ?, moved_at = ?, checked_in_at = NULL, sequence = ?, updated_at = ?
     WHERE id = ? AND class_id = ? AND status = 'Confirmed' AND cancel_requested_at IS NULL`,
    [to.id, now, sequence, now, enrollment.id, from.id],
  ));
  await recordBookingEvent(tx, "booking.rescheduled", enrollment, now);
  return { ...enrollment, classId: to.id, movedAt: now, sequence, updatedAt: now };
}
