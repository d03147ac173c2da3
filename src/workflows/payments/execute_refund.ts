/** One refund of ours, from the row that says it is due to Stripe's answer. */
import type { Tx } from "../../db/database.ts";
import { findCheckout, raiseRefundRevision } from "../../domain/checkouts.ts";
import { withdrawCancellation } from "../../domain/cancellations.ts";
import { DomainError } from "../../domain/errors.ts";
import {
  beginAttempt,
  findRefund,
  getOwedCents,
  markOwnerNotified,
  markRefused,
  pauseRefund,
  type Refund,
  refundKey,
  retryAttempt,
} from "../../domain/refunds.ts";
import { HOUR, iso, MINUTE, ms } from "../../domain/time.ts";
import { PaymentsError, type RefundResult } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { enqueueRefundStuck } from "../notifications/enqueue_refunds.ts";
import { accept, isOurs, notifyIfOwed, syncRefunds } from "./sync_refunds.ts";

/** What a refund's `lastError` says while it is not known whether Stripe has made it. */
export const NO_ANSWER = "no answer";
/** No call to Stripe lasts so long: what it has not made by then, it does not make any more. */
export const IN_DOUBT_FOR = 10 * MINUTE;
/** After this many refusals the owner is mailed that a refund is stuck. */
const NOTIFY_OWNER_AFTER = 4;
/** So often is Stripe asked within one call, each time for what others have left of the payment. */
const MOST_ASKS = 3;

/** How one request to Stripe ended. */
type Outcome =
  | { kind: "accepted"; result: RefundResult }
  /** Stripe said no, and its list holds none of ours. */
  | { kind: "refused"; error: PaymentsError }
  /** It may have been made. */
  | { kind: "unknown"; error: PaymentsError }
  /** Surely not made, whatever Stripe goes on answering under this key. */
  | { kind: "unmade"; error: PaymentsError };

/**
 * Makes a refund that is due and finishes what hangs on it. Joined by whoever asks for the same one meanwhile.
 * @throws DomainError 502 when it was not refunded (yet): a cancellation's refused refund is over, any other is tried again
 */
export function executeRefund(ctx: Context, refundId: string): Promise<Refund> {
  return ctx.inFlight.run(`refund:${refundId}`, async () => {
    for (let ask = 1;; ask++) {
      const refund = await beginTry(ctx, refundId);
      if (refund.state !== "intent") return refund;
      const { refundRevision } = (await findCheckout(ctx.db, refund.checkoutId))!;
      const outcome = await askStripe(ctx, refund);
      switch (outcome.kind) {
        case "accepted":
          return await storeAccepted(ctx, refund, outcome.result, refundRevision);
        case "unknown":
          return await leaveInDoubt(ctx, refund, outcome.error);
        case "unmade":
          return await beginAnotherAttempt(ctx, refund);
        case "refused":
          if (await takeRefusal(ctx, refund, outcome.error, ask < MOST_ASKS)) continue;
          return (await findRefund(ctx.db, refundId))!;
      }
    }
  });
}

/** One that the owner was mailed about may be paid manually: from now on it is in doubt, and that is written first. */
async function beginTry(ctx: Context, refundId: string): Promise<Refund> {
  const refund = (await findRefund(ctx.db, refundId))!;
  if (refund.state !== "intent" || !refund.ownerNotifiedAt) return refund;
  return await ctx.db.write(refund.providerId, async (tx) => {
    const fresh = (await findRefund(tx, refundId))!;
    if (fresh.state !== "intent") return fresh;
    const nowMs = ctx.clock.now();
    await pauseRefund(tx, refundId, NO_ANSWER, iso(nowMs), iso(nowMs + MINUTE));
    // Whether an earlier try is in doubt is decided by how the row was before this one.
    return { ...fresh, updatedAt: iso(nowMs) };
  });
}

/** Whether an earlier try may have been made: its answer was lost, or its process ended. */
function isInDoubt(ctx: Context, refund: Refund): boolean {
  return refund.lastError === NO_ANSWER ||
    refund.lastError === null && ctx.clock.now() - ms(refund.attemptAt) >= MINUTE;
}

/** Asks once, and classifies what came of it. */
async function askStripe(ctx: Context, refund: Refund): Promise<Outcome> {
  // The same at every try under one key: the fee was fixed when the session was made.
  const { feeCents } = (await findCheckout(ctx.db, refund.checkoutId))!.request;
  let error: PaymentsError;
  try {
    const result = await ctx.payments.refund({
      accountId: refund.accountId,
      paymentIntentId: refund.paymentIntentId,
      amountCents: refund.amountCents,
      refundFee: feeCents > 0,
      metadata: { alera_refund: refund.id },
    }, refundKey(refund));
    if (result.status !== "failed") return { kind: "accepted", result };
    error = new PaymentsError("refused", "Stripe answered with a failed refund", result.failureReason ?? "failed");
  } catch (thrown) {
    if (!(thrown instanceof PaymentsError)) throw thrown;
    error = thrown;
  }
  ctx.log.warn("refund_not_made", {
    refundId: refund.id,
    attempt: refund.attempt,
    kind: error.kind,
    code: error.stripeCode,
  });
  return error.kind === "unknown"
    ? await classifySilence(ctx, refund, error)
    : await classifyRefusal(ctx, refund, error);
}

/** A refusal proves nothing of an earlier try, and does not say what others have refunded: Stripe's list does. */
async function classifyRefusal(ctx: Context, refund: Refund, error: PaymentsError): Promise<Outcome> {
  try {
    const { ours } = await syncRefunds(ctx, refund.checkoutId);
    return ours ? { kind: "accepted", result: ours } : { kind: "refused", error };
  } catch (failure) {
    if (!(failure instanceof PaymentsError || failure instanceof DomainError)) throw failure;
    return isInDoubt(ctx, refund) ? { kind: "unknown", error } : { kind: "refused", error };
  }
}

/**
 * Stripe replays a saved 500 under the same key for a day. Once the first call under it is long over, the list tells whether a refund was
 * made; if none was, a new key is safe.
 */
async function classifySilence(ctx: Context, refund: Refund, error: PaymentsError): Promise<Outcome> {
  if (ctx.clock.now() - ms(refund.attemptAt) < IN_DOUBT_FOR) return { kind: "unknown", error };
  try {
    const listed = await ctx.payments.listRefunds(refund.accountId, refund.paymentIntentId);
    const ours = listed.filter((one) => isOurs(refund, one));
    const standing = ours.find((one) => one.status !== "failed");
    if (standing) return { kind: "accepted", result: standing };
    return ours.length === 0 ? { kind: "unmade", error } : { kind: "unknown", error };
  } catch (failure) {
    if (!(failure instanceof PaymentsError)) throw failure;
    return { kind: "unknown", error };
  }
}

/** @param seenRevision of the payment's refunds, before Stripe was asked */
async function storeAccepted(
  ctx: Context,
  refund: Refund,
  result: RefundResult,
  seenRevision: number,
): Promise<Refund> {
  const isLatest = await ctx.db.write(refund.providerId, async (tx) => {
    const fresh = (await findRefund(tx, refund.id))!;
    const checkout = (await findCheckout(tx, refund.checkoutId))!;
    await raiseRefundRevision(tx, refund.checkoutId);
    if (fresh.state === "intent") {
      const now = iso(ctx.clock.now());
      await accept(ctx, tx, fresh, result, now);
      // A refund of the dashboard may have failed after our request was fixed: then it asked for less than is due.
      await notifyIfOwed(tx, checkout, null, now);
    }
    return fresh.state === "intent" && checkout.refundRevision === seenRevision;
  });
  ctx.wake("outbox");
  // It may have failed since: Stripe's list was read while this answer was on its way, or Stripe replays what it saved at the first try.
  if (!isLatest || isInDoubt(ctx, refund) || refund.tries > 0) {
    await syncRefunds(ctx, refund.checkoutId).catch((error) => {
      if (!(error instanceof PaymentsError || error instanceof DomainError)) throw error;
    });
  }
  return (await findRefund(ctx.db, refund.id))!;
}

/** @throws DomainError 502, always */
async function leaveInDoubt(ctx: Context, refund: Refund, error: PaymentsError): Promise<never> {
  await ctx.db.write(refund.providerId, async (tx) => {
    const fresh = (await findRefund(tx, refund.id))!;
    if (fresh.state !== "intent") return;
    const nowMs = ctx.clock.now();
    await retryAttempt(tx, refund.id, NO_ANSWER, iso(nowMs + backoff(refund.tries)), iso(nowMs));
    await notifyIfStuck(ctx, tx, fresh, error.kind === "refused", NO_ANSWER);
  });
  ctx.wake("outbox");
  throw new DomainError(
    "refund_failed",
    "Stripe did not say whether it made the refund. We go on asking; the booking is cancelled once it is refunded.",
  );
}

/** @throws DomainError 502, always: the next try is the worker's */
async function beginAnotherAttempt(ctx: Context, refund: Refund): Promise<never> {
  await ctx.db.write(refund.providerId, async (tx) => {
    if ((await findRefund(tx, refund.id))!.state !== "intent") return;
    const nowMs = ctx.clock.now();
    // The studio may have refunded a part in its dashboard meanwhile: a new request asks for what is left.
    await beginAttempt(tx, refund.id, await getOwedCents(tx, refund.id), NO_ANSWER, iso(nowMs + MINUTE), iso(nowMs));
  });
  throw new DomainError("refund_failed", "Stripe did not answer. Nothing was cancelled; try again.");
}

/**
 * @param mayAsk whether another request may follow at once
 * @returns true when others have left less than was asked for, and that is now to be asked for
 * @throws DomainError 502 when Stripe refused what is left
 */
async function takeRefusal(ctx: Context, refund: Refund, error: PaymentsError, mayAsk: boolean): Promise<boolean> {
  const next = await ctx.db.write(refund.providerId, async (tx): Promise<"over" | "ask" | "refused"> => {
    const fresh = (await findRefund(tx, refund.id))!; // a class that was cancelled meanwhile owes it from now on
    if (fresh.state !== "intent") return "over";
    const nowMs = ctx.clock.now();
    const now = iso(nowMs);
    const reason = error.stripeCode ?? "refused";
    const left = await getOwedCents(tx, refund.id);
    if (left !== fresh.amountCents && mayAsk) {
      await beginAttempt(tx, refund.id, left, null, iso(nowMs + MINUTE), now);
      return "ask";
    }
    if (fresh.reason === "cancellation") {
      await markRefused(tx, refund.id, reason, now);
      if (fresh.enrollmentId) await withdrawCancellation(tx, fresh.enrollmentId);
    } else {
      await beginAttempt(tx, refund.id, left, reason, iso(nowMs + backoff(refund.tries)), now);
      await notifyIfStuck(ctx, tx, fresh, true, reason);
    }
    return "refused";
  });
  ctx.wake("outbox");
  if (next === "refused") {
    throw new DomainError("refund_failed", "The refund failed at Stripe, so nothing was cancelled. Please try again.");
  }
  return next === "ask";
}

async function notifyIfStuck(ctx: Context, tx: Tx, refund: Refund, refused: boolean, reason: string): Promise<void> {
  const stuck = refund.attempt >= NOTIFY_OWNER_AFTER || refused && refund.tries + 1 >= NOTIFY_OWNER_AFTER;
  if (!stuck || refund.ownerNotifiedAt) return;
  const now = iso(ctx.clock.now());
  await markOwnerNotified(tx, refund.id, now);
  await enqueueRefundStuck(tx, refund, reason, now);
}

const backoff = (tries: number) => Math.min(HOUR, MINUTE * 2 ** Math.min(tries, 10));
