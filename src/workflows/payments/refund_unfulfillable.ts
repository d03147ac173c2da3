/** A payment that nothing can fulfill is refunded in full. */
import type { Tx } from "../../db/database.ts";
import { findAppointment } from "../../domain/appointments.ts";
import type { Checkout, Fulfillment } from "../../domain/checkouts.ts";
import type { StoredMailData } from "../../mail/mails.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { beginRefund, type RefundReason } from "../../domain/refunds.ts";
import { recordRefundEvent } from "../events/record_refund.ts";
import { enqueuePaymentRefunded } from "../notifications/enqueue_refunds.ts";

/** The refund is the fulfillment; the customer is notified why. */
export async function refundUnfulfillable(
  tx: Tx,
  checkout: Checkout,
  enrollmentId: string | null,
  reason: RefundReason,
  mailedReason: StoredMailData["payment_refunded"]["reason"],
  now: string,
): Promise<Fulfillment> {
  const fulfillment = await refundInFull(tx, checkout, enrollmentId, reason, now);
  await notifyRefunded(tx, checkout, mailedReason, now);
  return fulfillment;
}

/** The customer of a booking or a tip is notified why it was refunded. */
export async function notifyRefunded(
  tx: Tx,
  checkout: Checkout,
  mailedReason: StoredMailData["payment_refunded"]["reason"],
  now: string,
): Promise<void> {
  const subject = checkout.kind === "tip"
    ? (await findAppointment(tx, checkout.subjectId!))!
    : await getEnrollment(tx, checkout.subjectId!);
  await enqueuePaymentRefunded(tx, checkout, subject, mailedReason, now);
}

/** Begins the refund of all that was not refunded in the dashboard before. */
export async function refundInFull(
  tx: Tx,
  checkout: Checkout,
  enrollmentId: string | null,
  reason: RefundReason,
  now: string,
): Promise<Fulfillment> {
  if (!checkout.paymentIntentId) throw new Error("a paid session without a payment can't be refunded");
  const due = { enrollmentId, amountCents: checkout.amountCents - checkout.refundedOutsideCents, reason };
  const refund = await beginRefund(tx, checkout, due, now, now);
  if (refund.state === "succeeded") await recordRefundEvent(tx, "refund.succeeded", refund, now);
  return { kind: "refund", id: refund.id };
}
