/** A class was moved to the future: its attendance starts over. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import { findLiveEnrollment, listEnrollmentsOfClass } from "../../domain/enrollments.ts";
import { resetCheckIns, undoNoShow as undoMark } from "../../domain/attendance.ts";
import { getProvider } from "../../domain/providers.ts";
import { checkInOpensAt } from "./check_in.ts";
import { isFullyRefunded } from "./attendance.ts";

/**
 * Takes back no-shows, and check-ins when the class is on a later day. Who was fully refunded, or has booked another seat, stays a
 * no-show.
 */
export async function resetAttendance(tx: Tx, session: ClassSession, now: string): Promise<void> {
  if (session.scheduledAt <= now) return;
  const { timezone } = await getProvider(tx, session.providerId);
  if (now < checkInOpensAt(session.scheduledAt, timezone)) await resetCheckIns(tx, session.id, now);
  for (const absent of await listEnrollmentsOfClass(tx, session.id, ["NoShow"])) {
    if (await isFullyRefunded(tx, absent) || await findLiveEnrollment(tx, session.id, absent.clientId)) continue;
    await undoMark(tx, absent, "Confirmed", now);
  }
}
