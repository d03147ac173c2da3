/** What an owner does about a refund that got stuck: try it again, or give the money back themselves. Nobody is ever paid twice. */
import type { Reader, Tx } from "../../db/database.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { PaymentsError, type RefundResult } from "../../ports/payments.ts";
import { type Context } from "../context.ts";
import { type Enrollment, getEnrollment, planCancellation, plannedCancellation } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import {
  findRefund,
  findStandingRefund,
  getRefundOf,
  markManuallyRefunded,
  pauseRefund,
  type Refund,
  wasAccepted,
} from "../../domain/refunds.ts";
import { HOUR, iso, MINUTE, ms } from "../../domain/time.ts";
import { executeRefund, finishCancellation, finishRefund, IN_DOUBT_FOR, NO_ANSWER } from "./refund.ts";

/** While an owner settles it by hand, no try of a refund in doubt begins for so long. */
const PAUSE = HOUR;

/**
 * Tries a refund that is still owed again, at once and under its own key. A repeat finds it made.
 * @throws DomainError not_found, conflict (nothing tries it again), downstream (refused again)
 */
export async function retryRefund(ctx: Context, providerId: string, refundId: string): Promise<void> {
  const refund = await getRefundOf(ctx.db, providerId, refundId);
  if (refund.manualRefundAt) {
    throw new DomainError("conflict", "You have paid this back yourself: it is not tried again.");
  }
  if (refund.state === "succeeded" || refund.state === "pending") return;
  if (refund.state === "failed") {
    throw new DomainError(
      "conflict",
      wasAccepted(refund)
        ? "The bank sent this refund back, and would again: pay it back another way."
        : "Stripe refused this refund, so the booking stands. Cancel the booking again: that makes a new one.",
    );
  }
  try {
    await executeRefund(ctx, refundId);
  } catch (error) {
    // Refused, because all of it is back by now: that is no failure.
    const state = (await findRefund(ctx.db, refundId))!.state;
    if (!(error instanceof DomainError) || state === "intent" || state === "failed") throw error;
  }
}

/**
 * The owner has given the money back outside Stripe: no try is ever made again, and a booking that waited for it is cancelled. Where a try
 * is in doubt, Stripe is asked whether it was made after all.
 * @returns `made`: Stripe has made it, so nothing was to be paid by hand
 * @throws DomainError not_found, conflict (needs nobody's hand, or it is too early to know), downstream (Stripe does not say)
 */
export async function recordManualRefund(
  ctx: Context,
  providerId: string,
  refundId: string,
): Promise<"manual" | "made"> {
  // No try of this process is under way, and none begins before the end: a try that comes meanwhile joins this, and finds it settled.
  const key = `refund:${refundId}`;
  while (ctx.inFlight.has(key)) await ctx.inFlight.settled(key);
  const refund = await ctx.inFlight.run(key, () => settleManually(ctx, providerId, refundId));
  ctx.wake("outbox");
  return refund.manualRefundAt ? "manual" : "made";
}

async function settleManually(ctx: Context, providerId: string, refundId: string): Promise<Refund> {
  const refund = await getRefundOf(ctx.db, providerId, refundId);
  if (refund.manualRefundAt || refund.state === "succeeded" || refund.state === "pending") return refund;
  if (refund.state === "failed") {
    await ctx.db.write(providerId, (tx) => settleFailed(ctx, tx, refundId));
  } else {
    if (!refund.ownerToldAt) {
      throw new DomainError("conflict", "This refund is still being made. You are told if it can’t be.");
    }
    const made = await askWhetherMade(ctx, refund, await refuseInDoubt(ctx, refund));
    await ctx.db.write(providerId, (tx) => settleOwed(ctx, tx, refund, made));
  }
  return (await findRefund(ctx.db, refundId))!;
}

/**
 * Whether the last try ended with a no. If not, it may still be running at Stripe (or be begun by another process): no more tries then,
 * and the owner is asked to come back when it must be over.
 * @throws DomainError conflict
 */
async function refuseInDoubt(ctx: Context, refund: Refund): Promise<boolean> {
  const nowMs = ctx.clock.now();
  const due = refund.nextTryAt === null || ms(refund.nextTryAt) <= nowMs;
  if (!due && refund.lastError !== null && refund.lastError !== NO_ANSWER) return true;
  const since = due ? iso(nowMs) : refund.updatedAt;
  const quietAt = ms(since) + IN_DOUBT_FOR;
  if (quietAt <= nowMs) return false;
  await ctx.db.write(
    refund.providerId,
    (tx) => pauseRefund(tx, refund.id, NO_ANSWER, since, iso(nowMs + PAUSE)),
  );
  const minutes = Math.ceil((quietAt - nowMs) / MINUTE);
  throw new DomainError(
    "conflict",
    `Stripe has not said yet whether the last try went through. Nothing more is tried for an hour; come back in ${minutes} ${
      minutes === 1 ? "minute" : "minutes"
    }, so that nobody is paid twice.`,
  );
}

/** @param refused the last try ended with a no: then a Stripe that lets us in no more has nothing to tell. */
async function askWhetherMade(ctx: Context, refund: Refund, refused: boolean): Promise<RefundResult | null> {
  try {
    const all = await ctx.payments.listRefunds(refund.accountId, refund.paymentIntentId);
    return all.find((one) => one.metadata.alera_refund === refund.id && one.status !== "failed") ?? null;
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    if (error.kind === "refused" && (refused || await hasLeft(ctx, refund))) return null;
    throw new DomainError(
      "downstream",
      "Stripe does not say just now whether it made this refund after all. Nothing was changed; come back in some minutes.",
    );
  }
}

/** Whether the studio has another account by now, or none: then nothing more is ever told of this one. */
async function hasLeft(ctx: Context, { providerId, accountId }: Refund): Promise<boolean> {
  return (await getProvider(ctx.db, providerId)).stripeAccountId !== accountId;
}

async function settleOwed(ctx: Context, tx: Tx, seen: Refund, made: RefundResult | null): Promise<void> {
  const refund = (await findRefund(tx, seen.id))!;
  // A try that another server has begun since is written down, in doubt or with its end.
  const touched = refund.tries !== seen.tries || refund.lastError !== seen.lastError ||
    refund.updatedAt !== seen.updatedAt;
  if (refund.state !== "intent" || touched) {
    throw new DomainError("conflict", "The refund was tried again just now. Look again how it stands.");
  }
  if (made) return await finishRefund(ctx, tx, refund.id, made);
  const now = iso(ctx.clock.now());
  await markManuallyRefunded(tx, refund.id, now);
  const booking = await bookingCancelledBy(tx, refund);
  if (booking) await finishCancellation(tx, booking.id, refund, now, "manual");
}

/** Sent back by the bank: as a rule the cancel stands already. Refused at once: the booking stands, and goes with the money. */
async function settleFailed(ctx: Context, tx: Tx, refundId: string): Promise<void> {
  const refund = (await findRefund(tx, refundId))!;
  if (refund.manualRefundAt) return;
  const { amountCents, refundedOutsideCents } = (await findCheckout(tx, refund.checkoutId))!;
  if (refundedOutsideCents >= amountCents) {
    throw new DomainError("conflict", "The money is back already: you refunded it in your Stripe dashboard.");
  }
  if (await findStandingRefund(tx, refund.checkoutId)) {
    throw new DomainError("conflict", "This money is going back by another refund already.");
  }
  const now = iso(ctx.clock.now());
  const booking = await bookingCancelledBy(tx, refund);
  const stands = booking?.status === "Confirmed";
  if (!wasAccepted(refund) && !stands) {
    throw new DomainError("conflict", "The booking this refund was for does not stand any more: nothing is owed.");
  }
  // Sent back before the answer that accepted it was stored, the cancel is planned still.
  if (stands && !(wasAccepted(refund) && plannedCancellation(booking))) {
    const { cancelWindowHours, scheduledAt } = await getClass(tx, booking.providerId, booking.classId);
    const late = ms(scheduledAt) - ctx.clock.now() < cancelWindowHours * HOUR;
    const how = { by: "owner", reason: null, windowHours: cancelWindowHours, late, choice: "full" } as const;
    await planCancellation(tx, booking.id, how, now);
  }
  await markManuallyRefunded(tx, refund.id, now);
  if (booking) await finishCancellation(tx, booking.id, refund, now, "manual");
}

/** The booking that goes with this refund; null for money that never was a seat's. */
async function bookingCancelledBy(from: Reader, refund: Refund): Promise<Enrollment | null> {
  const cancels = refund.reason === "cancellation" || refund.reason === "class_cancelled";
  return refund.enrollmentId && cancels ? await getEnrollment(from, refund.enrollmentId) : null;
}
