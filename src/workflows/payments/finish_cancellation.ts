/** A booking is cancelled when its money is on the way back: by us, in the dashboard, or manually. */
import type { Tx } from "../../db/database.ts";
import type { Checkout } from "../../domain/checkouts.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { type Cancellation, markCancelled, requestedCancellation } from "../../domain/cancellations.ts";
import { findEnrollment, getEnrollment, isSeated } from "../../domain/enrollments.ts";
import { beginRefund, type Refund } from "../../domain/refunds.ts";
import { HOUR, ms } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { recordRefundEvent } from "../events/record_refund.ts";
import { enqueueBookingCancelled } from "../notifications/enqueue_bookings.ts";
import { seatOpened } from "../bookings/offer_seats.ts";

/** Whether this refund is the one of a booking's cancellation. */
export function cancelsBooking({ enrollmentId, reason }: Refund): boolean {
  return enrollmentId !== null && (reason === "cancellation" || reason === "class_cancelled");
}

/**
 * The booking → Cancelled as it was asked for when the refund began, whatever the owner ticked meanwhile. Does nothing when it is
 * cancelled already.
 * @param way how the money goes back
 */
export async function finishCancellation(
  ctx: Context,
  tx: Tx,
  refund: Refund,
  way: "stripe" | "dashboard" | "manual",
  now: string,
): Promise<void> {
  if (!cancelsBooking(refund)) return;
  const enrollment = await getEnrollment(tx, refund.enrollmentId!);
  if (!isSeated(enrollment)) return;
  const session = await getClass(tx, enrollment.providerId, enrollment.classId);
  const how = requestedCancellation(enrollment) ?? fullRefund(ctx, session, "owner");
  await markCancelled(tx, enrollment, how, now);
  if (refund.reason === "cancellation") {
    const cents = way === "dashboard" ? refund.dueCents : refund.amountCents;
    const given = way === "manual" ? { refundedCents: 0, manualRefundCents: cents } : { refundedCents: cents };
    await enqueueBookingCancelled(tx, enrollment, session, how, { ...given, creditReturned: false }, now);
  }
  await seatOpened(ctx, tx, enrollment, enrollment.id, now);
}

/** The studio refunded all of it in its dashboard: that cancels a confirmed booking. */
export async function cancelByDashboard(ctx: Context, tx: Tx, checkout: Checkout, now: string): Promise<void> {
  const enrollment = await findEnrollment(tx, checkout.fulfillmentId!);
  if (enrollment?.status !== "Confirmed") return;
  const due = { enrollmentId: enrollment.id, amountCents: 0, reason: "dashboard" } as const;
  await recordRefundEvent(tx, "refund.succeeded", await beginRefund(tx, checkout, due, null, now), now);
  const session = await getClass(tx, enrollment.providerId, enrollment.classId);
  const how = fullRefund(ctx, session, "dashboard");
  await markCancelled(tx, enrollment, how, now);
  const refunded = { refundedCents: checkout.amountCents, creditReturned: false };
  await enqueueBookingCancelled(tx, enrollment, session, how, refunded, now);
  await seatOpened(ctx, tx, enrollment, enrollment.id, now);
}

/** A cancellation that refunds everything, whatever the window says. */
export function fullRefund(
  ctx: Context,
  session: { scheduledAt: string; cancelWindowHours: number },
  by: Cancellation["by"],
): Cancellation {
  const windowHours = session.cancelWindowHours;
  const late = ms(session.scheduledAt) - ctx.clock.now() < windowHours * HOUR;
  return { by, reason: null, windowHours, late, choice: "full" };
}
