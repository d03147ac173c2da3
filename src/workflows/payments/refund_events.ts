/** Stripe says that something happened to the refunds of a payment: the reason to read its list, and nothing more. */
import { type Checkout, findCheckout, findCheckoutByPayment } from "../../domain/checkouts.ts";
import { scheduleCheck } from "../../domain/checkout_checks.ts";
import { DomainError } from "../../domain/errors.ts";
import { noteEarlyRefund, wasHandled } from "../../domain/payment_events.ts";
import { listProvidersOfAccount } from "../../domain/providers.ts";
import { iso, MINUTE } from "../../domain/time.ts";
import { type PaymentEvent, PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { nextListing } from "./checkout_deadlines.ts";
import { syncRefunds } from "./sync_refunds.ts";

/**
 * Returns once our books say what Stripe's list says, or, where Stripe refuses the list, once the reason to look is kept.
 * @throws DomainError 502 while Stripe gives no answer: the reason is kept, and Stripe tells it again
 */
export async function handleRefundEvent(ctx: Context, event: PaymentEvent): Promise<void> {
  const checkout = await findPayment(ctx, event);
  if (!checkout || await wasHandled(ctx.db, event.id)) return;
  const outcome = event.type === "refund.failed" ? "refund_failed" : "refunded";
  try {
    await syncRefunds(ctx, checkout.id, { event, outcome });
  } catch (error) {
    if (!(error instanceof PaymentsError || error instanceof DomainError)) throw error;
    const refused = error instanceof PaymentsError && error.kind === "refused";
    await ctx.db.write(checkout.providerId, async (tx) => {
      const nowMs = ctx.clock.now();
      const fresh = (await findCheckout(tx, checkout.id))!;
      await scheduleCheck(tx, checkout.id, refused ? nextListing(fresh, nowMs) : iso(nowMs + MINUTE));
    });
    if (!refused) throw new DomainError("stripe_unavailable", "Stripe did not say what was refunded.");
  }
}

/** Our row of the payment, when the event is really about it. */
async function findPayment(ctx: Context, event: PaymentEvent): Promise<Checkout | null> {
  const about = event.charge ?? event.refund;
  const paymentId = about?.paymentIntentId;
  const checkout = about && paymentId
    ? await findCheckoutByPayment(ctx.db, paymentId) ?? await findOrKeepReason(ctx, event, paymentId)
    : null;
  if (!about || !checkout || checkout.accountId !== event.accountId) {
    ctx.log.warn("event_not_ours", { eventId: event.id, type: event.type });
    return null;
  }
  const otherAmount = event.charge
    ? about.amountCents !== checkout.amountCents
    : about.amountCents > checkout.amountCents;
  if (otherAmount || about.currency.toLowerCase() !== checkout.currency) {
    ctx.log.warn("payment_mismatch", { checkoutId: checkout.id, eventId: event.id, type: event.type });
    return null;
  }
  if (checkout.state === "paid") return checkout;
  return await ctx.db.write("payment_events", async (tx) => {
    const fresh = (await findCheckout(tx, checkout.id))!;
    if (fresh.state === "paid") return fresh; // since it was read: who settled it found no note
    await noteEarlyRefund(tx, event, paymentId!, iso(ctx.clock.now()));
    return null;
  });
}

/** A payment that we don't know yet, at an account of ours: once it is known, its refunds are looked at. */
async function findOrKeepReason(ctx: Context, event: PaymentEvent, paymentId: string): Promise<Checkout | null> {
  if (!event.accountId || (await listProvidersOfAccount(ctx.db, event.accountId)).length === 0) return null;
  return await ctx.db.write("payment_events", async (tx) => {
    const known = await findCheckoutByPayment(tx, paymentId);
    if (!known) await noteEarlyRefund(tx, event, paymentId, iso(ctx.clock.now()));
    return known;
  });
}
