/**
 * A refund of ours that Stripe has, and whose row a restore lost. It counts where Stripe's list says that the whole payment went back: the
 * money is gone whoever wrote the metadata, and refunding it once more, or giving a seat for it, would be a gift.
 */
import type { Tx } from "../../db/database.ts";
import type { Checkout, Fulfillment } from "../../domain/checkouts.ts";
import { findClass } from "../../domain/class_sessions.ts";
import { mirrorDashboardRefunds } from "../../domain/dashboard_refunds.ts";
import { findEnrollment, isSeated } from "../../domain/enrollments.ts";
import { recordMadeRefund } from "../../domain/recovered_refunds.ts";
import { findRefund, type Refund } from "../../domain/refunds.ts";
import type { RefundResult } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { recordRefundEvent } from "../events/record_refund.ts";
import { finishCancellation } from "./finish_cancellation.ts";
import { notifyRefunded, refundInFull } from "./refund_unfulfillable.ts";
import { releaseHold } from "./release_hold.ts";

const stands = ({ status }: RefundResult) => status !== "failed";

/** All of it went back; `ours` made part of it, or none. */
function findWholeRefund(amountCents: number, listed: RefundResult[]): { ours: RefundResult | null } | null {
  const standing = listed.filter(stands);
  if (standing.reduce((cents, one) => cents + one.amountCents, 0) < amountCents) return null;
  return { ours: standing.find((one) => one.metadata.alera_refund !== undefined) ?? null };
}

async function recordMade(...[tx, checkout, made, why, now]: Parameters<typeof recordMadeRefund>): Promise<string> {
  const id = await recordMadeRefund(tx, checkout, made, why, now);
  if (made.status !== "pending") {
    await recordRefundEvent(tx, "refund.succeeded", { id, providerId: checkout.providerId }, now);
  }
  return id;
}

/** The row of a refund that cancelled a booking, and that cancellation; null when there was none. The payment has no refund row. */
export async function recoverRefund(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  listed: RefundResult[],
  now: string,
): Promise<Refund | null> {
  const ours = findWholeRefund(checkout.amountCents, listed)?.ours;
  if (!ours || checkout.fulfillmentKind !== "seat") return null;
  const enrollment = await findEnrollment(tx, checkout.fulfillmentId!);
  if (!enrollment || !isSeated(enrollment)) return null;
  const session = await findClass(tx, checkout.providerId, enrollment.classId);
  const reason = session?.status === "Cancelled" ? "class_cancelled" : "cancellation";
  const id = await recordMade(tx, checkout, ours, { reason, enrollmentId: enrollment.id }, now);
  const refund = (await findRefund(tx, id))!;
  await finishCancellation(ctx, tx, refund, "stripe", now);
  return refund;
}

/** What a payment gave that we learn of only now, when all of it went back already; else null. Its hold ends. */
export async function fulfillByRefund(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  listed: RefundResult[],
  now: string,
): Promise<Fulfillment | null> {
  const whole = findWholeRefund(checkout.amountCents, listed);
  if (!whole) return null;
  const { ours } = whole;
  const outsideCents = await mirrorDashboardRefunds(
    tx,
    checkout,
    listed.filter((one) => stands(one) && one !== ours),
    now,
  );
  const reason = checkout.kind === "class" ? "seat_gone" : checkout.kind === "tip" ? "duplicate_tip" : "buyer_gone";
  const enrollmentId = checkout.kind === "class" ? checkout.subjectId : null;
  if (enrollmentId) await releaseHold(ctx, tx, enrollmentId, now);
  if (checkout.kind === "class") await notifyRefunded(tx, checkout, "booking_cancelled", now);
  if (checkout.kind === "tip") await notifyRefunded(tx, checkout, "tip_already_collected", now);
  if (ours) return { kind: "refund", id: await recordMade(tx, checkout, ours, { reason, enrollmentId }, now) };
  return await refundInFull(tx, { ...checkout, refundedOutsideCents: outsideCents }, enrollmentId, reason, now);
}
