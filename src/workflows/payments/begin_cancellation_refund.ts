/** The refund that a cancellation needs. */
import type { Tx } from "../../db/database.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import { type Cancellation, requestCancellation } from "../../domain/cancellations.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import { beginRefund, findDueRefund, type Refund, retryUntilRefunded } from "../../domain/refunds.ts";
import { finishCancellation } from "./finish_cancellation.ts";
import { isRefundable } from "../bookings/cancellation.ts";

/**
 * The refund that this cancellation needs, begun; or one that is already under way, or made but not followed by its cancellation: then
 * the cancellation asked for with that one holds.
 */
export async function beginCancellationRefund(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  how: Cancellation,
  reason: "cancellation" | "class_cancelled",
  tryAt: string,
  now: string,
): Promise<Refund | null> {
  if (enrollment.paidWith !== "card" || !enrollment.checkoutId) return null;
  const due = await findDueRefund(tx, enrollment.checkoutId);
  if (due?.state === "intent") {
    // A class that is cancelled owes it whatever Stripe says first: from now on it is tried until it succeeds.
    if (reason === "class_cancelled") await retryUntilRefunded(tx, due.id);
    return due;
  }
  if (due) {
    await finishCancellation(ctx, tx, due, "stripe", now);
    return null;
  }
  if (!isRefundable(how.choice, how.late)) return null;
  const checkout = (await findCheckout(tx, enrollment.checkoutId))!;
  const left = Math.max(0, checkout.amountCents - checkout.refundedOutsideCents);
  await requestCancellation(tx, enrollment.id, how, now);
  const refund = await beginRefund(
    tx,
    checkout,
    { enrollmentId: enrollment.id, amountCents: left, reason },
    tryAt,
    now,
  );
  if (refund.state === "intent") return refund;
  await finishCancellation(ctx, tx, refund, "dashboard", now);
  return null;
}
