/**
 * The seats of a class: `enrolled_count` counts Confirmed, Completed and NoShow enrollments, `held_count` live holds. Both change only
 * here, in one conditional statement each, so that nothing can come between the check and the change.
 */
import type { Tx } from "../db/database.ts";
import type { ClassSession } from "./class_sessions.ts";

/** The one rule of when a class is full, for bookings and the waitlist alike. */
export function seatsLeft(session: ClassSession): number {
  return Math.max(0, session.capacity - session.enrolledCount - session.heldCount);
}

/** Takes a free seat for a confirmed enrollment. False when the class is full. */
export async function takeSeat(tx: Tx, id: string): Promise<boolean> {
  return await tx.run(
    "UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = ? AND enrolled_count + held_count < capacity",
    [id],
  ) === 1;
}

/** Takes a free seat for a hold. False when the class is full. */
export async function holdSeat(tx: Tx, id: string): Promise<boolean> {
  return await tx.run(
    "UPDATE class_sessions SET held_count = held_count + 1 WHERE id = ? AND enrolled_count + held_count < capacity",
    [id],
  ) === 1;
}

/** A hold becomes a confirmed seat. */
export async function confirmHeldSeat(tx: Tx, id: string): Promise<void> {
  await tx.run(
    "UPDATE class_sessions SET held_count = held_count - 1, enrolled_count = enrolled_count + 1 WHERE id = ?",
    [id],
  );
}

/** A hold ends without a booking. */
export async function releaseHeldSeat(tx: Tx, id: string): Promise<void> {
  await tx.run("UPDATE class_sessions SET held_count = held_count - 1 WHERE id = ?", [id]);
}

/** A confirmed booking ends; its seat is free again. */
export async function releaseSeat(tx: Tx, id: string): Promise<void> {
  await tx.run("UPDATE class_sessions SET enrolled_count = enrolled_count - 1 WHERE id = ?", [id]);
}
