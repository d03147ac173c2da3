/** A paid class booking is confirmed, or refunded when its seat is gone. */
import type { Tx } from "../../db/database.ts";
import type { Checkout, Fulfillment } from "../../domain/checkouts.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { findClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { confirmHold, reinstateExpired } from "../../domain/enrollment_moves.ts";
import { type Enrollment, findLiveEnrollment, getEnrollment } from "../../domain/enrollments.ts";
import { markCancelled, requestedCancellation } from "../../domain/cancellations.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import { classCancellation } from "../bookings/cancellation.ts";
import { refundUnfulfillable } from "./refund_unfulfillable.ts";

/** Confirms the hold, or reinstates an expired booking while a seat is free; else refunds in full. */
export async function fulfillSeat(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<Fulfillment> {
  const enrollment = await getEnrollment(tx, checkout.subjectId!);
  const session = await getClass(tx, enrollment.providerId, enrollment.classId);
  if (await confirmSeat(tx, enrollment, session, now)) {
    await closeOnBooking(tx, enrollment, now);
    const client = await findClient(tx, enrollment.providerId, enrollment.clientId);
    if (client) {
      const paid = { with: "card" as const, cents: checkout.amountCents };
      await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, paid, now);
    }
    return { kind: "seat", id: enrollment.id };
  }
  if (enrollment.status === "PendingPayment") { // the class was cancelled while it was being paid
    await markCancelled(tx, enrollment, requestedCancellation(enrollment) ?? classCancellation(session), now);
  }
  const mailedReason = session.status === "Cancelled"
    ? "class_cancelled"
    : enrollment.status === "Cancelled"
    ? "booking_cancelled"
    : "seat_gone";
  return await refundUnfulfillable(tx, checkout, enrollment.id, "seat_gone", mailedReason, now);
}

/** Whether the enrollment has its seat now: its hold, or, for a late payment, a seat still free. */
async function confirmSeat(tx: Tx, enrollment: Enrollment, session: ClassSession, now: string): Promise<boolean> {
  if (session.status === "Cancelled") return false;
  if (enrollment.status === "PendingPayment") {
    await confirmHold(tx, enrollment, { with: "card" }, session.status === "Completed", now);
    return true;
  }
  return enrollment.status === "Expired" && session.status === "Scheduled" && session.scheduledAt > now &&
    await findClient(tx, enrollment.providerId, enrollment.clientId) !== null &&
    await findLiveEnrollment(tx, session.id, enrollment.clientId) === null &&
    await reinstateExpired(tx, enrollment, session, { with: "card" }, now);
}
