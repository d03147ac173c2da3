/** A client is checked in on the roster; it can be undone. */
import { getClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { type Enrollment, getEnrollmentOf } from "../../domain/enrollments.ts";
import { setCheckedIn } from "../../domain/attendance.ts";
import { DomainError } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { DAY, fromWallClock, iso, ms, wallClock } from "../../domain/time.ts";
import { refuseUnlessSeated } from "./attendance.ts";

/** When clients may be checked in: from the first moment of the class's day, on the studio's calendar. */
export function checkInOpensAt(scheduledAt: string, timezone: string): string {
  const date = Math.floor(wallClock(ms(scheduledAt), timezone) / DAY) * DAY;
  return iso(fromWallClock(date, timezone));
}

/** A second time changes nothing. @throws DomainError not_found, 410, 409 (a no-show, unpaid, too early) */
export async function checkIn(ctx: Context, providerId: string, enrollmentId: string): Promise<Enrollment> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    refuseUnlessSeated(enrollment);
    if (enrollment.status === "NoShow") {
      throw new DomainError("marked_no_show", "This client is marked as a no-show. Undo that first.");
    }
    const session = await getClass(tx, providerId, enrollment.classId);
    if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
    const { timezone } = await getProvider(tx, providerId);
    if (now < checkInOpensAt(session.scheduledAt, timezone)) {
      throw new DomainError("not_started", "Clients can be checked in on the day of the class.");
    }
    await setCheckedIn(tx, enrollmentId, now, now);
    return enrollment;
  });
}

/** A second time changes nothing. @throws DomainError not_found, 410, 409 (unpaid) */
export async function undoCheckIn(ctx: Context, providerId: string, enrollmentId: string): Promise<Enrollment> {
  return await ctx.db.write(providerId, async (tx) => {
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    refuseUnlessSeated(enrollment);
    await setCheckedIn(tx, enrollmentId, null, iso(ctx.clock.now()));
    return enrollment;
  });
}
