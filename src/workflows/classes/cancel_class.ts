/** A class is cancelled: every booking is refunded or credited, and everybody is notified. */
import { findCheckout } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { type Enrollment, listEnrollmentsOfClass } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { listRefundsOfClass, type Refund } from "../../domain/refunds.ts";
import { closeCheckout } from "../payments/close_checkout.ts";
import { executeRefund } from "../payments/execute_refund.ts";
import { cancelHeldSeat } from "../bookings/cancel_hold.ts";
import { closeClass } from "./close_class.ts";

export interface ClassCancelled {
  /** Card payments refunded so far, and what gift cards paid, which is back at once. */
  refundedCount: number;
  /** Card payments not refunded yet: their bookings stay Confirmed until a retry succeeds. */
  refundFailures: number;
  creditedCount: number;
  cancelledCount: number;
}

/** So many refunds of one class are sent to Stripe at a time. */
const REFUNDS_AT_ONCE = 6;

const cancelKey = (providerId: string, classId: string) => `cancel-class:${providerId}:${classId}`;

/**
 * Whoever asks while it runs gets the same answer; a repeat retries what failed.
 * @param message the owner's own words, for the mails
 * @throws DomainError not_found, 410 (completed)
 */
export function cancelClass(
  ctx: Context,
  providerId: string,
  classId: string,
  message: string | null = null,
): Promise<ClassCancelled> {
  return ctx.inFlight.run(cancelKey(providerId, classId), async () => {
    const { refunds, holds } = await once(
      ctx,
      providerId,
      (tx) => closeClass(ctx, tx, providerId, classId, message),
    );
    ctx.wake("outbox");
    await cancelHoldsOfClass(ctx, holds);
    await executeRefunds(ctx, refunds);
    ctx.wake("outbox");
    return await countCancelled(ctx, classId);
  });
}

/** Whether a class is being cancelled in this process just now. */
export function isBeingCancelled(ctx: Context, providerId: string, classId: string): boolean {
  return ctx.inFlight.has(cancelKey(providerId, classId));
}

/** One by one. */
export async function cancelHoldsOfClass(ctx: Context, holds: Enrollment[]): Promise<void> {
  for (const held of holds) await cancelHoldOfClass(ctx, held);
}

/** Refunds that Stripe refuses are counted as failures, and retried by the worker. */
export async function executeRefunds(ctx: Context, refunds: Refund[]): Promise<void> {
  const queue = [...refunds];
  await Promise.all(Array.from({ length: Math.min(REFUNDS_AT_ONCE, queue.length) }, async () => {
    for (let refund = queue.shift(); refund; refund = queue.shift()) {
      await executeRefund(ctx, refund.id).catch((error) => {
        if (!(error instanceof DomainError)) throw error;
      });
    }
  }));
}

/** If Stripe does not answer, the reconciler closes it when the hold ends; a payment that still arrives is refunded. */
async function cancelHoldOfClass(ctx: Context, held: Enrollment): Promise<void> {
  try {
    const checkout = (await findCheckout(ctx.db, held.checkoutId!))!;
    if (await closeCheckout(ctx, checkout) === "paid") return;
    await cancelHeldSeat(ctx, held, { by: "owner", reason: null, choice: "full" });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    ctx.log.warn("hold_not_closed", { enrollmentId: held.id });
  }
}

/** What became of those booked in a cancelled class. */
export async function countCancelled(ctx: Context, classId: string): Promise<ClassCancelled> {
  const refunds = await listRefundsOfClass(ctx.db, classId, "class_cancelled");
  const all = await listEnrollmentsOfClass(ctx.db, classId, ["Cancelled", "Confirmed"]);
  const byClass = all.filter((one) => one.status === "Cancelled" && one.cancelledBy === "class");
  const accepted = refunds.filter((one) => one.state === "succeeded" || one.state === "pending");
  return {
    refundedCount: accepted.length + byClass.filter((one) => one.paidWith === "gift_card").length,
    refundFailures: all.filter((one) => one.status === "Confirmed").length,
    creditedCount: byClass.filter((one) => one.paidWith === "credit").length,
    cancelledCount: byClass.length,
  };
}
