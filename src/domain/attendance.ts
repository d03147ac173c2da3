/** Who came to a class, and who did not. */
import { runAny, runOne, type Tx } from "../db/database.ts";
import { recordBookingEvent } from "./managed_enrollments.ts";

/** Confirmed or Completed → NoShow; the seat stays used, and a check-in is undone. A second time changes nothing. */
export async function markNoShow(tx: Tx, of: { id: string; providerId: string }, now: string): Promise<void> {
  const changed = await tx.run(
    `UPDATE enrollments SET status = 'NoShow', checked_in_at = NULL, updated_at = ?
     WHERE id = ? AND status IN ('Confirmed', 'Completed')`,
    [now, of.id],
  );
  if (changed) await recordBookingEvent(tx, "booking.no_show", of, now);
}

/** NoShow → Confirmed, or Completed in a class that is. */
export async function undoNoShow(
  tx: Tx,
  of: { id: string; providerId: string },
  to: "Confirmed" | "Completed",
  now: string,
): Promise<void> {
  await runOne(tx, "UPDATE enrollments SET status = ?, updated_at = ? WHERE id = ? AND status = 'NoShow'", [
    to,
    now,
    of.id,
  ]);
  await recordBookingEvent(tx, to === "Confirmed" ? "booking.confirmed" : "booking.completed", of, now);
}

/** Everybody with a seat who was not checked in → NoShow. @returns how many */
export async function markRemainingNoShows(
  tx: Tx,
  providerId: string,
  classId: string,
  now: string,
): Promise<number> {
  const absent = await tx.read<{ id: string }>(
    `UPDATE enrollments SET status = 'NoShow', updated_at = ?
     WHERE class_id = ? AND status IN ('Confirmed', 'Completed') AND checked_in_at IS NULL RETURNING id`,
    [now, classId],
  );
  for (const { id } of absent) await recordBookingEvent(tx, "booking.no_show", { id, providerId }, now);
  return absent.length;
}

/** @param at null: not checked in any more; a first check-in keeps its time */
export async function setCheckedIn(tx: Tx, id: string, at: string | null, now: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE enrollments SET checked_in_at = iif(? IS NULL, NULL, coalesce(checked_in_at, ?)), updated_at = ?
     WHERE id = ? AND status IN ('Confirmed', 'Completed')`,
    [at, at, now, id],
  );
}

/** Undoes all check-ins of a class. */
export async function resetCheckIns(tx: Tx, classId: string, now: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE enrollments SET checked_in_at = NULL, updated_at = ? WHERE class_id = ? AND checked_in_at IS NOT NULL",
    [now, classId],
  );
}
