/** Who came: ticked off on the roster, or marked as a no-show; each can be undone. */
import type { Reader, Tx } from "../../db/database.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import {
  type Enrollment,
  findLiveEnrollment,
  getEnrollmentOf,
  listEnrollmentsOfClass,
  markRestNoShow,
  resetCheckIns,
  setCheckedIn,
  undoNoShow as undoMark,
} from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import { findDueRefund } from "../../domain/refunds.ts";
import { DAY, fromWallClock, iso, MINUTE, ms, wallClock } from "../../domain/time.ts";

/** When people may be ticked off: from the first moment of the class's day, on the studio's calendar. */
export function checkInOpensAt(scheduledAt: string, timezone: string): string {
  const date = Math.floor(wallClock(ms(scheduledAt), timezone) / DAY) * DAY;
  return iso(fromWallClock(date, timezone));
}

/** Ticks somebody off; a second time changes nothing. @throws DomainError not_found, gone, conflict (a no-show, unpaid, too early) */
export async function checkIn(ctx: Context, providerId: string, enrollmentId: string): Promise<Enrollment> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    refuseUnlessSeated(enrollment);
    if (enrollment.status === "NoShow") {
      throw new DomainError("conflict", "This client is marked as a no-show. Undo that first.");
    }
    const session = await getClass(tx, providerId, enrollment.classId);
    if (session.status === "Cancelled") throw new DomainError("gone", "This class was cancelled.");
    const { timezone } = await getProvider(tx, providerId);
    if (now < checkInOpensAt(session.scheduledAt, timezone)) {
      throw new DomainError("conflict", "Clients can be checked in on the day of the class.");
    }
    await setCheckedIn(tx, enrollmentId, now, now);
    return enrollment;
  });
}

/** Takes the tick away; a second time changes nothing. @throws DomainError not_found, gone, conflict (unpaid) */
export async function undoCheckIn(ctx: Context, providerId: string, enrollmentId: string): Promise<Enrollment> {
  return await ctx.db.write(providerId, async (tx) => {
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    refuseUnlessSeated(enrollment);
    await setCheckedIn(tx, enrollmentId, null, iso(ctx.clock.now()));
    return enrollment;
  });
}

/**
 * NoShow → Confirmed, or Completed in a class that is completed; a second time changes nothing.
 * @throws DomainError not_found, gone, conflict (unpaid, given back, or the client has another seat in this class)
 */
export async function undoNoShow(ctx: Context, providerId: string, enrollmentId: string): Promise<Enrollment> {
  return await ctx.db.write(providerId, async (tx) => {
    const enrollment = await getEnrollmentOf(tx, providerId, enrollmentId);
    refuseUnlessSeated(enrollment);
    if (enrollment.status !== "NoShow") return enrollment;
    const session = await getClass(tx, providerId, enrollment.classId);
    if (session.status === "Cancelled") throw new DomainError("gone", "This class was cancelled.");
    if (await findLiveEnrollment(tx, session.id, enrollment.clientId)) {
      throw new DomainError("conflict", "This client has booked another seat in this class.");
    }
    if (session.status !== "Completed" && await isPaidBack(tx, enrollment)) {
      throw new DomainError("conflict", "The money for this booking was given back, so it can't stand again.");
    }
    await undoMark(
      tx,
      enrollmentId,
      session.status === "Completed" ? "Completed" : "Confirmed",
      iso(ctx.clock.now()),
    );
    return enrollment;
  });
}

/**
 * Everybody not ticked off, once a class is over → NoShow. A second time finds nobody.
 * @returns how many
 * @throws DomainError not_found, gone (cancelled), conflict (not over)
 */
export async function noShowTheRest(ctx: Context, providerId: string, classId: string): Promise<number> {
  return await ctx.db.write(providerId, async (tx) => {
    const nowMs = ctx.clock.now();
    const session = await getClass(tx, providerId, classId);
    if (session.status === "Cancelled") throw new DomainError("gone", "This class was cancelled.");
    if (ms(session.scheduledAt) + session.durationMin * MINUTE > nowMs) {
      throw new DomainError("conflict", "This class is not over yet.");
    }
    return await markRestNoShow(tx, classId, iso(nowMs));
  });
}

/**
 * A class is moved to a time that is to come: nobody failed to come to it yet, nor, on another day, has anybody come. Who was given all
 * money back meanwhile, or has another seat by now, stays a no-show.
 */
export async function resetAttendance(tx: Tx, session: ClassSession, now: string): Promise<void> {
  if (session.scheduledAt <= now) return;
  const { timezone } = await getProvider(tx, session.providerId);
  if (now < checkInOpensAt(session.scheduledAt, timezone)) await resetCheckIns(tx, session.id, now);
  for (const absent of await listEnrollmentsOfClass(tx, session.id, ["NoShow"])) {
    if (await isPaidBack(tx, absent) || await findLiveEnrollment(tx, session.id, absent.clientId)) continue;
    await undoMark(tx, absent.id, "Confirmed", now);
  }
}

/** All of its money is back, which cancels a booking that stands. Late money of a hold that a credit paid for is another's. */
async function isPaidBack(from: Reader, { checkoutId, paidWith }: Enrollment): Promise<boolean> {
  if (paidWith !== "card" || !checkoutId) return false;
  const { amountCents, refundedOutsideCents } = (await findCheckout(from, checkoutId))!;
  const refund = await findDueRefund(from, checkoutId);
  return refundedOutsideCents >= amountCents || refund?.state === "pending" || refund?.state === "succeeded";
}

function refuseUnlessSeated({ status }: Enrollment): void {
  if (status === "Cancelled" || status === "Expired") {
    throw new DomainError("gone", "This booking holds no seat any more.");
  }
  if (status === "PendingPayment") throw new DomainError("conflict", "This booking is not paid yet.");
}
