/** A customer disputes a payment at their bank. */
import { type Checkout, findCheckoutByPayment } from "../../domain/checkouts.ts";
import { managedCheckoutJson } from "../../domain/checkout_lists.ts";
import { DomainError } from "../../domain/errors.ts";
import { recordEvent } from "../../domain/events.ts";
import { listProvidersOfAccount } from "../../domain/providers.ts";
import { type CheckoutSession, type PaymentEvent, PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { recordEvent as recordStripeEvent } from "../../domain/payment_events.ts";
import { iso } from "../../domain/time.ts";
import { enqueueDisputeOpened } from "../notifications/enqueue_refunds.ts";
import { findOurs } from "./find_ours.ts";
import { logForeignEvent } from "./log_foreign_event.ts";
import { noteUnknownEvent } from "./unknown_events.ts";

type Dispute = NonNullable<PaymentEvent["dispute"]>;

/**
 * Mails the owner, once per event. Of a payment without a record its session tells whether it says that it is ours: then it is an alarm.
 * @throws DomainError 502 while Stripe does not tell of that session
 */
export async function handleDispute(ctx: Context, event: PaymentEvent): Promise<void> {
  const { dispute, accountId } = event;
  if (!dispute?.paymentIntentId || !accountId) return logForeignEvent(ctx, event);
  const known = await findCheckoutByPayment(ctx.db, dispute.paymentIntentId);
  if (known?.accountId === accountId) return await notify(ctx, event, dispute, known);
  const session = known ? null : await findSession(ctx, accountId, dispute.paymentIntentId);
  if (!session) return logForeignEvent(ctx, event);
  const ours = await findOurs(ctx.db, session);
  if (!ours) await noteUnknownEvent(ctx, accountId, session, "paid", event);
  else if (ours.accountId === accountId) await notify(ctx, event, dispute, ours);
  else logForeignEvent(ctx, event);
}

async function notify(ctx: Context, event: PaymentEvent, dispute: Dispute, checkout: Checkout): Promise<void> {
  await ctx.db.write(checkout.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (!await recordStripeEvent(tx, event, "disputed", now)) return;
    const { id, providerId } = checkout;
    const data = await managedCheckoutJson(tx, providerId, id);
    await recordEvent(tx, { providerId, clientId: null, type: "payment.disputed", data }, now);
    await enqueueDisputeOpened(tx, checkout, dispute, now);
  });
  ctx.wake("outbox");
}

/** Asked only at an account of ours; null also when Stripe refuses. */
async function findSession(ctx: Context, accountId: string, paymentIntentId: string): Promise<CheckoutSession | null> {
  if ((await listProvidersOfAccount(ctx.db, accountId)).length === 0) return null;
  try {
    return await ctx.payments.findCheckoutOfPayment(accountId, paymentIntentId);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    if (error.kind === "refused") return null;
    throw new DomainError("stripe_unavailable", "Stripe did not say what the disputed payment was for.");
  }
}
