/**
 * An enrollment's changes of status from hold to seat. Each that takes or frees a seat changes the class's counts with it, so that they
 * can't drift.
 */
import type { Tx } from "../db/database.ts";
import { confirmHeldSeat, releaseHeldSeat, takeSeat } from "./seats.ts";
import type { Enrollment, PaidWith } from "./enrollments.ts";

/** PendingPayment → Confirmed. In a class already completed the seat was used: Completed. */
export async function confirmHold(
  tx: Tx,
  held: Enrollment,
  paid: { with: PaidWith; clientPackageId?: string },
  classCompleted: boolean,
  now: string,
): Promise<void> {
  await confirmHeldSeat(tx, held.classId);
  await tx.run(
    `UPDATE enrollments SET status = ?, paid_with = ?, client_package_id = ?, expires_at = NULL, confirmed_at = ?, cancel_requested_at = NULL,
       updated_at = ? WHERE id = ? AND status = 'PendingPayment'`,
    [classCompleted ? "Completed" : "Confirmed", paid.with, paid.clientPackageId ?? null, now, now, held.id],
  );
}

/** Expired → Confirmed, for a late payment while a seat is free. False when the class is full. */
export async function reinstateExpired(
  tx: Tx,
  expired: Enrollment,
  paid: { with: PaidWith; clientPackageId?: string },
  now: string,
): Promise<boolean> {
  if (!await takeSeat(tx, expired.classId)) return false;
  await tx.run(
    `UPDATE enrollments SET status = 'Confirmed', paid_with = ?, client_package_id = ?, confirmed_at = ?, updated_at = ?
     WHERE id = ? AND status = 'Expired'`,
    [paid.with, paid.clientPackageId ?? null, now, now, expired.id],
  );
  return true;
}

/** PendingPayment → Expired, and the seat is free again. */
export async function expireHold(tx: Tx, held: Enrollment, now: string): Promise<void> {
  await releaseHeldSeat(tx, held.classId);
  await tx.run(
    "UPDATE enrollments SET status = 'Expired', expires_at = NULL, updated_at = ? WHERE id = ? AND status = 'PendingPayment'",
    [
      now,
      held.id,
    ],
  );
}

/** The payment is processing: the hold lasts until the bank has paid or declined. */
export async function holdForBankPayment(tx: Tx, id: string, now: string): Promise<void> {
  await tx.run("UPDATE enrollments SET expires_at = NULL, updated_at = ? WHERE id = ? AND status = 'PendingPayment'", [
    now,
    id,
  ]);
}

/** Every Confirmed enrollment of a class → Completed. Answers how many. */
export function completeEnrollments(tx: Tx, classId: string, now: string): Promise<number> {
  return tx.run(
    "UPDATE enrollments SET status = 'Completed', updated_at = ? WHERE class_id = ? AND status = 'Confirmed'",
    [now, classId],
  );
}
