/**
 * What Stripe reports of a Checkout Session is applied to our checkout. A webhook is only a trigger: our own row is found by session id,
 * and account, amount and currency are compared.
 */
import {
  type Checkout,
  clearDispute,
  findCheckout,
  findCheckoutBySession,
  markProcessing,
  markUnpayable,
  scheduleCheck,
} from "../../domain/checkouts.ts";
import type { CheckoutSession, PaymentEvent } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { holdForBankPayment } from "../../domain/enrollment_moves.ts";
import { recordEvent, wasRefundedEarly } from "../../domain/payment_events.ts";
import { HOUR, iso } from "../../domain/time.ts";
import { releaseHold } from "./release_hold.ts";
import { fulfillCheckout } from "./fulfill_checkout.ts";

/** What Stripe reports of a session. `failed`: the bank declined. */
export type CheckoutOutcome = "paid" | "processing" | "expired" | "failed";

export type SettleResult = "settled" | "seen_before" | "not_ours" | "mismatch";

/**
 * At most once per event, and at most one fulfillment per session.
 * @param account the connected account that the report is from
 */
export async function settleCheckout(
  ctx: Context,
  account: string | null,
  session: CheckoutSession,
  outcome: CheckoutOutcome,
  event: PaymentEvent | null,
): Promise<SettleResult> {
  const checkout = await findOurs(ctx, session);
  if (!checkout) {
    ctx.log.warn("payment_not_ours", { eventId: event?.id, type: event?.type });
    return "not_ours";
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
    if (fresh.state === "paid") return "settled";
    const facts = { sessionId: session.id, paymentIntentId: session.paymentIntentId };
    switch (outcome) {
      case "paid":
        await fulfillCheckout(
          ctx,
          tx,
          { ...fresh, paymentIntentId: session.paymentIntentId ?? fresh.paymentIntentId },
          facts,
          now,
        );
        if (session.paymentIntentId && await wasRefundedEarly(tx, checkout.accountId, session.paymentIntentId)) {
          await scheduleCheck(tx, fresh.id, now);
        }
        break;
      case "processing":
        if (fresh.state === "failed") break; // events out of order: the bank has declined already
        await markProcessing(tx, fresh.id, facts, iso(ctx.clock.now() + 6 * HOUR));
        if (!event) await clearDispute(tx, fresh.id); // an event may be an old one
        if (fresh.kind === "class") await holdForBankPayment(tx, fresh.subjectId!, now);
        break;
      case "expired":
      case "failed":
        // A completed session can't expire: the seat is kept while the payment is processing.
        if (outcome === "expired" && fresh.state === "processing") break;
        await markUnpayable(tx, fresh.id, outcome);
        if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, now);
        break;
    }
    return "settled";
  });
  if (result === "settled") ctx.wake("outbox"), ctx.wake("refunds"), ctx.wake("checkouts");
  return result;
}

/** By the session's id; before that is stored, by the reference we gave. Metadata is no proof. */
async function findOurs(ctx: Context, session: CheckoutSession): Promise<Checkout | null> {
  const known = await findCheckoutBySession(ctx.db, session.id);
  if (known || !session.clientReferenceId) return known;
  const referred = await findCheckout(ctx.db, session.clientReferenceId);
  return referred?.sessionId === null ? referred : null;
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
