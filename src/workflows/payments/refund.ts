/** Refunds, from the row that owes them to Stripe's last word. */
import type { Tx } from "../../db/database.ts";
import { findCheckout, setRefundedOutside } from "../../domain/checkouts.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { type PaymentEvent, PaymentsError, type RefundResult } from "../../ports/payments.ts";
import { type Context } from "../context.ts";
import {
  dropPlan,
  findEnrollment,
  getEnrollment,
  isSeated,
  markCancelled,
  plannedCancellation,
} from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import {
  createRefund,
  findRefund,
  findStandingRefund,
  listRefundsOfCheckout,
  markOwnerTold,
  markRefunded,
  markRefundFailed,
  pauseRefund,
  type Refund,
  refundKey,
  retryRefundLater,
} from "../../domain/refunds.ts";
import { HOUR, iso, MINUTE, ms } from "../../domain/time.ts";
import { enqueueBookingCancelled } from "../notifications/enqueue_bookings.ts";
import {
  enqueueOutsideRefundFailed,
  enqueueRefundFailed,
  enqueueRefundStuck,
} from "../notifications/enqueue_refunds.ts";
import { enqueueSeatOpened } from "../notifications/enqueue_waitlist.ts";

/** What a refund's `lastError` says while it is not known whether Stripe has made it. */
export const NO_ANSWER = "no answer";
/** After this many definite refusals the owner is told that a refund is stuck. */
const TELL_OWNER_AFTER = 4;
/** No call to Stripe lasts so long: what it has not made by then, it does not make any more. Each key gets as much. */
export const IN_DOUBT_FOR = 10 * MINUTE;

/**
 * Asks Stripe for a refund that is owed and finishes what hangs on it. Joined by whoever asks for the same refund meanwhile.
 * @throws DomainError downstream, when it was not refunded (yet): a customer's own refused refund is over, any other is tried again
 */
export function executeRefund(ctx: Context, refundId: string): Promise<Refund> {
  return ctx.inFlight.run(`refund:${refundId}`, async () => {
    const owed = (await findRefund(ctx.db, refundId))!;
    const refund = await beginTry(ctx, owed);
    if (refund.state !== "intent") return refund;
    let result: RefundResult;
    try {
      result = await askForRefund(ctx, refund);
      if (result.status === "failed") {
        throw new PaymentsError("refused", "Stripe answered with a failed refund", "failed");
      }
    } catch (error) {
      if (!(error instanceof PaymentsError)) throw error;
      const known = await madeAfterAll(ctx, owed, error);
      if (known instanceof PaymentsError) return await defer(ctx, refund, known, error.kind === "refused");
      result = known;
    }
    await ctx.db.write(refund.providerId, (tx) => finishRefund(ctx, tx, refund.id, result));
    ctx.wake("outbox");
    return (await findRefund(ctx.db, refundId))!;
  });
}

/** One that its owner was told of may be paid by hand, at another server too: from now on it is in doubt, and that is written down first. */
async function beginTry(ctx: Context, refund: Refund): Promise<Refund> {
  if (refund.state !== "intent" || !refund.ownerToldAt) return refund;
  return await ctx.db.write(refund.providerId, async (tx) => {
    const nowMs = ctx.clock.now();
    await pauseRefund(tx, refund.id, NO_ANSWER, iso(nowMs), iso(nowMs + MINUTE));
    return (await findRefund(tx, refund.id))!;
  });
}

async function askForRefund(ctx: Context, refund: Refund): Promise<RefundResult> {
  // The same at every attempt under one key: the fee was fixed when the session was made.
  const { feeCents } = (await findCheckout(ctx.db, refund.checkoutId))!.request;
  try {
    return await ctx.payments.refund({
      accountId: refund.accountId,
      paymentIntentId: refund.paymentIntentId,
      amountCents: refund.amountCents,
      refundFee: feeCents > 0,
      metadata: { alera_refund: refund.id },
    }, refundKey(refund));
  } catch (error) {
    if (!(error instanceof PaymentsError) || error.stripeCode !== "charge_already_refunded") throw error;
    // All of it is back already: by our own call whose answer was lost long ago, or by the studio in its dashboard.
    const made = await ctx.payments.listRefunds(refund.accountId, refund.paymentIntentId);
    const known = made.find((one) => one.metadata.alera_refund === refund.id && one.status !== "failed") ??
      made.find((one) => one.status !== "failed");
    if (!known) throw error;
    return known;
  }
}

/** Stripe accepted: the refund stands, and a booking that waited for it is cancelled now. */
export async function finishRefund(ctx: Context, tx: Tx, refundId: string, result: RefundResult): Promise<void> {
  const now = iso(ctx.clock.now());
  const refund = (await findRefund(tx, refundId))!;
  // Where refund.failed was quicker than this answer, it stays failed; the cancellation stands all the same.
  await markRefunded(
    tx,
    refundId,
    { stripeRefundId: result.id, state: result.status === "succeeded" ? "succeeded" : "pending" },
    result.status === "succeeded" ? null : iso(ctx.clock.now() + 6 * HOUR),
    now,
  );
  // No more goes back than was paid: the rest at most is the studio's, whatever an event of before has said.
  const checkout = (await findCheckout(tx, refund.checkoutId))!;
  const rest = checkout.amountCents - refund.amountCents;
  if (checkout.refundedOutsideCents > rest) await setRefundedOutside(tx, checkout.id, rest, now);
  if (refund.enrollmentId && (refund.reason === "cancellation" || refund.reason === "class_cancelled")) {
    await finishCancellation(tx, refund.enrollmentId, refund, now);
  }
}

/**
 * The booking → Cancelled as it was planned when the refund was asked for, whatever the owner ticked meanwhile: the money is back.
 * @param way how the money went back: by Stripe, or by the owner's own hand
 */
export async function finishCancellation(
  tx: Tx,
  enrollmentId: string,
  refund: Refund,
  now: string,
  way: "stripe" | "manual" = "stripe",
): Promise<void> {
  const enrollment = await getEnrollment(tx, enrollmentId);
  const planned = plannedCancellation(enrollment);
  if (!isSeated(enrollment) || !planned) return;
  const session = await getClass(tx, enrollment.providerId, enrollment.classId);
  await markCancelled(tx, enrollment, planned, now);
  if (refund.reason === "cancellation") {
    const gave = way === "stripe"
      ? { refundedCents: refund.amountCents, creditReturned: false }
      : { refundedCents: 0, creditReturned: false, manualRefundCents: refund.amountCents };
    await enqueueBookingCancelled(tx, enrollment, session, planned, gave, now);
  }
  await enqueueSeatOpened(tx, { ...session, enrolledCount: session.enrolledCount - 1 }, enrollmentId, now);
}

/** The refusal's cause may be what the studio has given back meanwhile. Null when Stripe does not say. */
async function lookOutside(ctx: Context, refund: Refund): Promise<number | null> {
  try {
    return await askRefundedOutside(ctx, refund);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    return null;
  }
}

/**
 * Stripe replays a saved 500 under the same key for a day. Once the first call under it is long over, the list of refunds tells whether
 * one was made; if none was, a new key is safe: the same money can't go back twice, for each asks for all that is left.
 */
async function isSurelyUnmade(ctx: Context, refund: Refund): Promise<boolean> {
  if (ctx.clock.now() - ms(refund.createdAt) < IN_DOUBT_FOR * refund.attempt) return false;
  try {
    const made = await ctx.payments.listRefunds(refund.accountId, refund.paymentIntentId);
    return !made.some((one) => one.metadata.alera_refund === refund.id);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    return false;
  }
}

/**
 * A refusal proves nothing where an earlier try may have been made, whose answer was lost or whose process died: a rolled key or a
 * revoked account is refused as well. Then the list of refunds tells.
 * @param refund as it stood before this try
 * @returns the refund that was made, or the error as it counts
 */
async function madeAfterAll(
  ctx: Context,
  refund: Refund,
  error: PaymentsError,
): Promise<RefundResult | PaymentsError> {
  const lost = refund.lastError === NO_ANSWER ||
    refund.lastError === null && ctx.clock.now() - ms(refund.createdAt) >= MINUTE;
  if (error.kind === "unknown" || !lost) return error;
  try {
    const made = await ctx.payments.listRefunds(refund.accountId, refund.paymentIntentId);
    return made.find((one) => one.metadata.alera_refund === refund.id && one.status !== "failed") ?? error;
  } catch (failure) {
    if (!(failure instanceof PaymentsError)) throw failure;
    return new PaymentsError("unknown", "Refused, but an earlier try may have been made.", error.stripeCode);
  }
}

/** So often may news of other refunds come before a refusal is written down; after that the refund is tried again in its time. */
const ROUNDS = 5;

/**
 * @param saidNo Stripe refused, which may prove nothing all the same
 * @throws DomainError downstream, always: nothing was refunded (yet)
 */
async function defer(ctx: Context, refund: Refund, error: PaymentsError, saidNo: boolean): Promise<never> {
  if (error.kind === "unknown" && await isSurelyUnmade(ctx, refund)) {
    await ctx.db.write(refund.providerId, (tx) => tryUnderNewKey(ctx, tx, refund));
    throw new DomainError("downstream", "Stripe did not answer. Nothing was cancelled; try again.");
  }
  ctx.log.warn("refund_not_made", {
    refundId: refund.id,
    attempt: refund.attempt,
    kind: error.kind,
    code: error.stripeCode,
    message: error.message,
  });
  for (let round = 0; round < ROUNDS; round++) {
    const { refundRevision } = (await findCheckout(ctx.db, refund.checkoutId))!;
    const outside = error.kind === "refused" ? await lookOutside(ctx, refund) : null;
    if (await noteRefusal(ctx, refund, error, outside, refundRevision, saidNo)) break;
  }
  ctx.wake("outbox");
  throw new DomainError("downstream", "The refund failed at Stripe, so nothing was cancelled. Please try again.");
}

async function tryUnderNewKey(ctx: Context, tx: Tx, refund: Refund): Promise<void> {
  const nowMs = ctx.clock.now();
  await retryRefundLater(tx, refund.id, NO_ANSWER, refund.amountCents, iso(nowMs + MINUTE), iso(nowMs));
}

/** @returns false when a word of other refunds has come since `outsideCents` was asked for */
async function noteRefusal(
  ctx: Context,
  refund: Refund,
  error: PaymentsError,
  outsideCents: number | null,
  seenRevision: number,
  saidNo: boolean,
): Promise<boolean> {
  return await ctx.db.write(refund.providerId, async (tx) => {
    const nowMs = ctx.clock.now();
    const now = iso(nowMs);
    const refused = error.kind === "refused";
    // A class that was cancelled meanwhile owes it from now on.
    const fresh = (await findRefund(tx, refund.id))!;
    if (fresh.state !== "intent") return true;
    // Whatever code came with it: what proves nothing stays in doubt.
    const reason = refused ? error.stripeCode ?? "refused" : NO_ANSWER;
    const checkout = (await findCheckout(tx, refund.checkoutId))!;
    if (outsideCents !== null && checkout.refundRevision !== seenRevision) return false;
    const outside = outsideCents ?? checkout.refundedOutsideCents;
    if (refused && fresh.reason === "cancellation") {
      await markRefundFailed(tx, refund.id, reason, null, now);
      if (refund.enrollmentId) await dropPlan(tx, refund.enrollmentId);
      await noteRefundedOutside(ctx, tx, checkout.id, outside, now); // all of it? Then that is the cancel
      return true;
    }
    if (outside !== checkout.refundedOutsideCents) await setRefundedOutside(tx, checkout.id, outside, now);
    const wait = Math.min(HOUR, MINUTE * 2 ** Math.min(refund.tries, 10));
    const left = outside < checkout.amountCents ? checkout.amountCents - outside : refund.amountCents;
    await retryRefundLater(tx, refund.id, reason, refused ? left : null, iso(nowMs + wait), now);
    const stuck = refund.attempt >= TELL_OWNER_AFTER || saidNo && refund.tries + 1 >= TELL_OWNER_AFTER;
    if (stuck && !refund.ownerToldAt) {
      await markOwnerTold(tx, refund.id, now);
      await enqueueRefundStuck(tx, refund, reason, now);
    }
    return true;
  });
}

/** Asks how an accepted refund ended. */
export async function askAboutRefund(ctx: Context, refund: Refund): Promise<void> {
  const result = await ctx.payments.retrieveRefund(refund.accountId, refund.stripeRefundId!);
  await ctx.db.write(refund.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (result.status === "failed") return await failRefund(tx, refund, "failed", now);
    const pending = result.status === "pending";
    await markRefunded(
      tx,
      refund.id,
      { stripeRefundId: result.id, state: pending ? "pending" : "succeeded" },
      pending ? iso(ctx.clock.now() + 12 * HOUR) : null,
      now,
    );
  });
  ctx.wake("outbox");
}

/**
 * A refund that was accepted has failed: the cancellation stands, the owner has to pay back by hand.
 * @param amountCents what did not arrive, where that is a part
 */
export async function failRefund(
  tx: Tx,
  refund: Refund,
  reason: string | null,
  now: string,
  stripeRefundId?: string,
  amountCents = refund.amountCents,
): Promise<void> {
  const fresh = (await findRefund(tx, refund.id))!;
  if (fresh.state === "failed") return;
  await markRefundFailed(tx, refund.id, reason ?? "failed", stripeRefundId ?? null, now);
  // The class is off, whether or not the answer that accepted this refund is stored.
  if (fresh.enrollmentId && fresh.reason === "class_cancelled") {
    await finishCancellation(tx, fresh.enrollmentId, fresh, now);
  }
  await enqueueRefundFailed(tx, refund, reason, amountCents, now);
}

// ---------------------------------------------------------------- in the studio's dashboard

/**
 * Of all refunds that Stripe has of a payment, the sum of those we did not make.
 * @param failedId one that is known to have failed, which the list may not show yet
 * @throws PaymentsError
 */
export async function askRefundedOutside(
  ctx: Context,
  of: { accountId: string; paymentIntentId: string; checkoutId: string },
  failedId?: string,
): Promise<number> {
  const made = await ctx.payments.listRefunds(of.accountId, of.paymentIntentId);
  const own = (await listRefundsOfCheckout(ctx.db, of.checkoutId)).filter((one) => one.reason !== "dashboard");
  return made
    .filter((one) => one.status !== "failed" && one.id !== failedId)
    .filter((one) =>
      !own.some(({ id, stripeRefundId }) => stripeRefundId === one.id || one.metadata.alera_refund === id)
    )
    .reduce((sum, one) => sum + one.amountCents, 0);
}

/**
 * Given back by the studio: all of it cancels the booking and is its refund; a part keeps the seat and lessens what a later cancel refunds.
 * @param failed the refund that did not arrive, where that is the news
 */
export async function noteRefundedOutside(
  ctx: Context,
  tx: Tx,
  checkoutId: string,
  outsideCents: number,
  now: string,
  failed?: PaymentEvent["refund"],
): Promise<void> {
  const checkout = (await findCheckout(tx, checkoutId))!;
  if (outsideCents === checkout.refundedOutsideCents && outsideCents < checkout.amountCents) return;
  const standing = await findStandingRefund(tx, checkout.id);
  // Ours was measured by what the studio had given back: should that fail afterwards, it is the studio's to repeat.
  const own = standing !== null && standing.reason !== "dashboard";
  if (own && (standing.state !== "intent" || outsideCents < checkout.refundedOutsideCents)) {
    // No refund of ours will make up for it.
    return failed && await enqueueOutsideRefundFailed(tx, checkout, failed, now);
  }
  await setRefundedOutside(tx, checkout.id, outsideCents, now);
  const missing = checkout.amountCents - outsideCents;
  // What cancelled the booking is not all back any more: the owner has to pay it by hand.
  if (standing?.reason === "dashboard" && missing > 0) {
    return await failRefund(tx, standing, failed?.reason ?? null, now, failed?.id, missing);
  }
  if (checkout.fulfillmentKind !== "seat" || standing) return;
  const enrollment = await findEnrollment(tx, checkout.fulfillmentId!);
  if (!enrollment) return;
  if (missing > 0) {
    if (failed && enrollment.status === "Cancelled") await enqueueOutsideRefundFailed(tx, checkout, failed, now);
    return;
  }
  await createRefund(
    tx,
    checkout,
    { enrollmentId: enrollment.id, amountCents: outsideCents, reason: "dashboard", state: "succeeded" },
    null,
    now,
  );
  if (enrollment.status !== "Confirmed") return;
  const session = await getClass(tx, enrollment.providerId, enrollment.classId);
  const windowHours = session.cancelWindowHours;
  const late = ms(session.scheduledAt) - ctx.clock.now() < windowHours * HOUR;
  const how = { by: "dashboard" as const, reason: null, windowHours, late, choice: "full" as const };
  await markCancelled(tx, enrollment, how, now);
  await enqueueBookingCancelled(
    tx,
    enrollment,
    session,
    how,
    { refundedCents: outsideCents, creditReturned: false },
    now,
  );
  await enqueueSeatOpened(tx, { ...session, enrolledCount: session.enrolledCount - 1 }, enrollment.id, now);
}
