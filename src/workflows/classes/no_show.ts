/** A client did not come; it can be undone. */
import { getClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { type Enrollment, findLiveEnrollment, getEnrollmentOf } from "../../domain/enrollments.ts";
import { managedEnrollmentJson } from "../../domain/managed_enrollments.ts";
import { markNoShow, markRemainingNoShows, undoNoShow as undoMark } from "../../domain/attendance.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso, MINUTE, ms } from "../../domain/time.ts";
import { isFullyRefunded, refuseUnlessSeated } from "./attendance.ts";

/** Confirmed or Completed → NoShow. @throws DomainError not_found, 410 (also a cancelled class), 409 (not begun) */
export async function recordNoShow(ctx: Context, providerId: string, enrollmentId: string): Promise<string> {
  return await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    const session = await getClass(tx, providerId, enrollment.classId);
    if (["Cancelled", "Expired"].includes(enrollment.status)) {
      throw new DomainError("booking_over", "This booking holds no seat any more.");
    }
    if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
    if (session.scheduledAt > now) throw new DomainError("not_started", "This class has not started yet.");
    if (enrollment.status === "PendingPayment") {
      throw new DomainError("payment_pending", "This booking is not paid yet.");
    }
    await markNoShow(tx, enrollment, now);
    return await managedEnrollmentJson(tx, enrollmentId);
  });
}

/**
 * NoShow → Confirmed, or Completed in a class that is completed; a second time changes nothing.
 * @throws DomainError not_found, 410, 409 (unpaid, refunded, or the client has another seat in this class)
 */
export async function undoNoShow(ctx: Context, providerId: string, enrollmentId: string): Promise<Enrollment> {
  return await ctx.db.write(providerId, async (tx) => {
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    refuseUnlessSeated(enrollment);
    if (enrollment.status !== "NoShow") return enrollment;
    const session = await getClass(tx, providerId, enrollment.classId);
    if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
    if (await findLiveEnrollment(tx, session.id, enrollment.clientId)) {
      throw new DomainError("already_booked", "This client has booked another seat in this class.");
    }
    if (session.status !== "Completed" && await isFullyRefunded(tx, enrollment)) {
      throw new DomainError("already_refunded", "This booking was refunded, so it can't be reinstated.");
    }
    await undoMark(
      tx,
      enrollment,
      session.status === "Completed" ? "Completed" : "Confirmed",
      iso(ctx.clock.now()),
    );
    return enrollment;
  });
}

/**
 * Everybody not checked in, once a class is over → NoShow. A second time finds nobody.
 * @returns how many
 * @throws DomainError not_found, 410 (cancelled), 409 (not over)
 */
export async function recordRemainingNoShows(ctx: Context, providerId: string, classId: string): Promise<number> {
  return await ctx.db.write(providerId, async (tx) => {
    const nowMs = ctx.clock.now();
    const session = await getClass(tx, providerId, classId);
    if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
    if (ms(session.scheduledAt) + session.durationMin * MINUTE > nowMs) {
      throw new DomainError("not_started", "This class is not over yet.");
    }
    return await markRemainingNoShows(tx, providerId, classId, iso(nowMs));
  });
}
