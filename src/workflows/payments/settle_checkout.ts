/**
 * What Stripe reports of a Checkout Session is applied to our checkout. A webhook is only a trigger: our own row is found by session id,
 * and account, amount and currency are compared.
 */
import type { Tx } from "../../db/database.ts";
import {
  type Checkout,
  clearDispute,
  findCheckout,
  markPaid,
  markProcessing,
  markUnpayable,
} from "../../domain/checkouts.ts";
import { scheduleCheck } from "../../domain/checkout_checks.ts";
import type { CheckoutSession, PaymentEvent, RefundResult } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { holdForBankPayment } from "../../domain/enrollment_moves.ts";
import { recordEvent, wasRefundedEarly } from "../../domain/payment_events.ts";
import { HOUR, iso } from "../../domain/time.ts";
import { releaseHold } from "./release_hold.ts";
import { findOurs } from "./find_ours.ts";
import { fulfillByRefund } from "./recover_refund.ts";
import { fulfillCheckout } from "./fulfill_checkout.ts";
import { noteUnknownEvent } from "./unknown_events.ts";

/** What Stripe reports of a session. `failed`: the bank declined. */
export type CheckoutOutcome = "paid" | "processing" | "expired" | "failed";

export type SettleResult = "settled" | "seen_before" | "not_ours" | "unknown" | "mismatch";

/**
 * At most once per event, and at most one fulfillment per session.
 * @param account the connected account that the report is from
 * @param refunds of the payment, where Stripe was asked for them
 */
export async function settleCheckout(
  ctx: Context,
  account: string | null,
  session: CheckoutSession,
  outcome: CheckoutOutcome,
  event: PaymentEvent | null,
  refunds: RefundResult[] = [],
): Promise<SettleResult> {
  const checkout = await findOurs(ctx.db, session);
  if (!checkout) {
    const noted = await noteUnknownEvent(ctx, account, session, outcome, event);
    return noted === "known_now" ? await settleCheckout(ctx, account, session, outcome, event) : noted;
  }
  const field = findMismatch(checkout, account, session);
  if (field) {
    ctx.log.warn("payment_mismatch", { checkoutId: checkout.id, eventId: event?.id, type: event?.type, wrong: field });
    return "mismatch";
  }
  const result = await ctx.db.write(checkout.providerId, async (tx): Promise<SettleResult> => {
    const now = iso(ctx.clock.now());
    if (event && !await recordEvent(tx, event, outcome, now)) return "seen_before";
    const fresh = (await findCheckout(tx, checkout.id))!;
    if (fresh.state !== "paid") await applyOutcome(ctx, tx, fresh, session, outcome, now, refunds);
    // Stripe's own answer ends a dispute; an event may be an old one.
    if (!event && outcome === "processing") await clearDispute(tx, fresh.id);
    return "settled";
  });
  if (result === "settled") ctx.wake("outbox"), ctx.wake("refunds"), ctx.wake("checkouts");
  return result;
}

/** In the transaction that records why. @param checkout as it is now, not paid yet */
export async function applyOutcome(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  session: CheckoutSession,
  outcome: CheckoutOutcome,
  now: string,
  refunds: RefundResult[] = [],
): Promise<void> {
  const facts = { sessionId: session.id, paymentIntentId: session.paymentIntentId };
  switch (outcome) {
    case "paid": {
      const paid = { ...checkout, paymentIntentId: session.paymentIntentId ?? checkout.paymentIntentId };
      const refunded = refunds.length > 0 ? await fulfillByRefund(ctx, tx, paid, refunds, now) : null;
      if (refunded) await markPaid(tx, checkout.id, facts, refunded, null, now);
      else await fulfillCheckout(ctx, tx, paid, facts, now);
      const { accountId, paymentIntentId } = paid;
      if (refunds.length > 0 || paymentIntentId && await wasRefundedEarly(tx, accountId, paymentIntentId)) {
        await scheduleCheck(tx, checkout.id, now);
      }
      break;
    }
    case "processing":
      if (checkout.state === "failed") break; // events out of order: the bank has declined already
      await markProcessing(tx, checkout.id, facts, iso(ctx.clock.now() + 6 * HOUR));
      if (checkout.kind === "class") await holdForBankPayment(tx, checkout.subjectId!, now);
      break;
    case "expired":
    case "failed":
      // A completed session can't expire: the seat is kept while the payment is processing.
      if (outcome === "expired" && checkout.state === "processing") break;
      await markUnpayable(tx, checkout.id, outcome);
      if (checkout.kind === "class") await releaseHold(ctx, tx, checkout.subjectId!, now);
      break;
  }
}

/** What of a session at Stripe is not as in our record. */
export function findMismatch(
  checkout: Checkout,
  account: string | null,
  session: CheckoutSession,
): "account" | "amount" | "currency" | "livemode" | "mode" | null {
  if (checkout.accountId !== account) return "account";
  if (session.amountCents !== checkout.amountCents) return "amount";
  if (session.currency?.toLowerCase() !== checkout.currency) return "currency";
  if (session.livemode !== checkout.livemode) return "livemode";
  if (session.mode !== "payment") return "mode";
  return null;
}
