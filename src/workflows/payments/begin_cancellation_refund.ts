/** The refund that a cancellation needs. */
import type { Tx } from "../../db/database.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import { type Cancellation, requestCancellation } from "../../domain/cancellations.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import { beginRefund, findDueRefund, type Refund, retryUntilRefunded } from "../../domain/refunds.ts";
import { recordRefundEvent } from "../events/record_refund.ts";
import { finishCancellation } from "./finish_cancellation.ts";
import { isRefundable } from "../bookings/cancellation.ts";

/**
 * The refund still to be executed before this booking is cancelled; null when none is. One that an earlier cancellation began is
 * answered, or, if it was made already, that earlier cancellation is finished.
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
    // The class takes place no more, so from now on it is retried until it succeeds.
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
  if (!await requestCancellation(tx, enrollment.id, how, now)) throw new Error("only a confirmed booking is cancelled");
  const refund = await beginRefund(
    tx,
    checkout,
    { enrollmentId: enrollment.id, amountCents: left, reason },
    tryAt,
    now,
  );
  if (refund.state === "intent") return refund;
  await recordRefundEvent(tx, "refund.succeeded", refund, now);
  await finishCancellation(ctx, tx, refund, "dashboard", now);
  return null;
}
