/**
 * How a payment's refunds stand is always read from Stripe's own list of them, told apart by identity: ours carry their row's id in the
 * metadata, all others are the studio's own. Events are only the reason to look.
 */
import type { Tx } from "../../db/database.ts";
import {
  type Checkout,
  findCheckout,
  markRefundsRead,
  markRefundsUnread,
  raiseRefundRevision,
} from "../../domain/checkouts.ts";
import { scheduleCheck } from "../../domain/checkout_checks.ts";
import { mirrorDashboardRefunds } from "../../domain/dashboard_refunds.ts";
import { DomainError } from "../../domain/errors.ts";
import { recordEvent } from "../../domain/payment_events.ts";
import {
  findRefundOfCheckout,
  getOwedCents,
  markAccepted,
  markCovered,
  markFailed,
  type Refund,
  setOwedNotified,
} from "../../domain/refunds.ts";
import { HOUR, iso } from "../../domain/time.ts";
import { type PaymentEvent, PaymentsError, type RefundResult } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { recordRefundEvent } from "../events/record_refund.ts";
import { recoverRefund } from "./recover_refund.ts";
import { cancelByDashboard, finishCancellation } from "./finish_cancellation.ts";
import { enqueueRefundOwed } from "../notifications/enqueue_refunds.ts";

/** What Stripe's list says of one payment. */
export interface RefundList {
  /** The one of ours that stands. */
  ours: RefundResult | null;
}

/** A pending refund that no event reported as finished is asked about after this. */
const ASK_PENDING_AFTER = 6 * HOUR;
/** So often may a payment's refunds change while Stripe is asked for them. */
const ROUNDS = 5;

/** Whether a refund in Stripe's list was made by us for this row. */
export function isOurs(refund: Refund, listed: RefundResult): boolean {
  return listed.metadata.alera_refund === refund.id || listed.id === refund.stripeRefundId;
}

/**
 * Reads Stripe's list and makes our books say the same; whatever follows from it is done in the same transaction.
 * @param event the reason to look, recorded with the effect
 * @throws PaymentsError when Stripe does not give the list; DomainError downstream when the refunds go on changing
 */
export async function syncRefunds(
  ctx: Context,
  checkoutId: string,
  event: { event: PaymentEvent; outcome: string } | null = null,
): Promise<RefundList> {
  for (let round = 0; round < ROUNDS; round++) {
    const seen = (await findCheckout(ctx.db, checkoutId))!;
    const listed = await listRefunds(ctx, seen);
    const result = await ctx.db.write(seen.providerId, async (tx): Promise<RefundList | null> => {
      const checkout = (await findCheckout(tx, checkoutId))!;
      if (checkout.refundRevision !== seen.refundRevision) return null;
      const now = iso(ctx.clock.now());
      if (event) await recordEvent(tx, event.event, event.outcome, now);
      await raiseRefundRevision(tx, checkoutId);
      await markRefundsRead(tx, checkoutId);
      if (checkout.state === "paid") await scheduleCheck(tx, checkoutId, null);
      return await applyList(ctx, tx, checkout, listed, now);
    });
    if (!result) continue;
    ctx.wake("outbox");
    return result;
  }
  throw new DomainError("stripe_unavailable", "The refunds of this payment are just changing.");
}

/**
 * Stripe's list. Without one there is a reason to look again, which no older list on its way may end; one that Stripe refuses in its own
 * words leaves the payment's refunds in doubt. A 401 is about our own key.
 */
async function listRefunds(
  ctx: Context,
  { id, providerId, accountId, paymentIntentId }: Checkout,
): Promise<RefundResult[]> {
  try {
    return await ctx.payments.listRefunds(accountId, paymentIntentId!);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    const isRefused = error.kind === "refused" && error.status !== null && error.status !== 401;
    await ctx.db.write(providerId, async (tx) => {
      await raiseRefundRevision(tx, id);
      if (isRefused) await markRefundsUnread(tx, id, iso(ctx.clock.now()));
    });
    throw error;
  }
}

async function applyList(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  listed: RefundResult[],
  now: string,
): Promise<RefundList> {
  const refund = await findRefundOfCheckout(tx, checkout.id) ?? await recoverRefund(ctx, tx, checkout, listed, now);
  const own = refund ? listed.filter((one) => isOurs(refund, one)) : [];
  const foreign = listed.filter((one) => !own.includes(one) && one.status !== "failed");
  const outsideCents = await mirrorDashboardRefunds(tx, checkout, foreign, now);
  const ours = own.find((one) => one.status !== "failed") ?? null;
  if (refund) await followStripe(ctx, tx, refund, own, ours, now);
  await followDashboard(ctx, tx, checkout, outsideCents, now);
  await notifyIfOwed(tx, checkout, own.find((one) => one.status === "failed")?.failureReason ?? null, now);
  return { ours };
}

/** Ours becomes what Stripe says of it. An attempt under way is moved on by whoever makes it, not here. */
async function followStripe(
  ctx: Context,
  tx: Tx,
  refund: Refund,
  own: RefundResult[],
  ours: RefundResult | null,
  now: string,
): Promise<void> {
  if (refund.state === "intent") return;
  if (ours) return await accept(ctx, tx, refund, ours, now);
  const failed = own.find((one) => one.id === refund.stripeRefundId);
  if (failed && refund.state !== "failed") {
    await markFailed(tx, refund.id, failed.failureReason ?? "failed", now);
    await recordRefundEvent(tx, "refund.failed", refund, now);
  }
}

/** Stripe accepted ours: it stands, and a booking that waited for it is cancelled now. */
export async function accept(
  ctx: Context,
  tx: Tx,
  refund: Refund,
  result: RefundResult,
  now: string,
): Promise<void> {
  const pending = result.status === "pending";
  await markAccepted(
    tx,
    refund.id,
    { id: result.id, status: pending ? "pending" : "succeeded", amountCents: result.amountCents },
    pending ? iso(ctx.clock.now() + ASK_PENDING_AFTER) : null,
    now,
  );
  if (!pending && refund.state !== "succeeded") await recordRefundEvent(tx, "refund.succeeded", refund, now);
  await finishCancellation(ctx, tx, { ...refund, amountCents: result.amountCents }, "stripe", now);
}

/** Refunded in full by the studio: that cancels the booking, or ends an attempt of ours that was for the same. */
async function followDashboard(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  outsideCents: number,
  now: string,
): Promise<void> {
  const refund = await findRefundOfCheckout(tx, checkout.id);
  if (outsideCents < checkout.amountCents) return;
  if (refund?.state === "intent") {
    await markCovered(tx, refund.id, now);
    await recordRefundEvent(tx, "refund.succeeded", refund, now);
    await finishCancellation(ctx, tx, refund, "dashboard", now);
  } else if ((!refund || refund.state === "refused") && checkout.fulfillmentKind === "seat") {
    await cancelByDashboard(ctx, tx, checkout, now);
  }
}

/** The owner is mailed whenever what is owed has grown. While an attempt of ours is open, nobody knows yet. */
export async function notifyIfOwed(
  tx: Tx,
  checkout: Checkout,
  reason: string | null,
  now: string,
): Promise<void> {
  const refund = await findRefundOfCheckout(tx, checkout.id);
  if (!refund || refund.state === "intent" || refund.state === "refused") return;
  const owedCents = await getOwedCents(tx, refund.id);
  if (owedCents === refund.owedNotifiedCents) return;
  await setOwedNotified(tx, refund.id, owedCents);
  if (owedCents > refund.owedNotifiedCents) {
    await enqueueRefundOwed(tx, refund, checkout.refundRevision, owedCents, reason, now);
  }
}
