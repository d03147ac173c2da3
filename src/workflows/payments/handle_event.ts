/** Stripe's events, each to the operation that handles it. An event is a trigger: it is compared with our own rows. */
import type { PaymentEvent } from "../../ports/payments.ts";
import { accountOfEvent } from "../account/own_account.ts";
import type { Context } from "../context.ts";
import { handleRefundEvent } from "./refund_events.ts";
import { type CheckoutOutcome, settleCheckout } from "./settle_checkout.ts";
import { handleDispute } from "./dispute_events.ts";
import { handleAccountUpdate, handleDeauthorization } from "./account_events.ts";

const HANDLERS: Record<string, (ctx: Context, event: PaymentEvent) => Promise<void>> = {
  "checkout.session.completed": (ctx, event) => settle(ctx, event, completedOutcome(event)),
  "checkout.session.async_payment_succeeded": (ctx, event) => settle(ctx, event, "paid"),
  "checkout.session.async_payment_failed": (ctx, event) => settle(ctx, event, "failed"),
  "checkout.session.expired": (ctx, event) => settle(ctx, event, "expired"),
  "charge.refunded": handleRefundEvent,
  "refund.failed": handleRefundEvent,
  "charge.dispute.created": handleDispute,
  "account.updated": handleAccountUpdate,
  "account.application.deauthorized": handleDeauthorization,
};

/** The types of events that do something: what Stripe must send. */
export const HANDLED_EVENTS = Object.keys(HANDLERS);

/** Returns once the effect is committed. Events that are not ours, or not known, change nothing. */
export async function handlePaymentEvent(ctx: Context, received: PaymentEvent): Promise<void> {
  const event = { ...received, accountId: await accountOfEvent(ctx, received.accountId) };
  if (event.livemode !== ctx.payments.livemode) {
    ctx.log.warn("event_of_other_mode", { eventId: event.id, type: event.type });
    return;
  }
  if (Object.hasOwn(HANDLERS, event.type)) return await HANDLERS[event.type](ctx, event);
  ctx.log.debug("event_ignored", { eventId: event.id, type: event.type });
}

/** Null when the event does not say whether it is paid. */
function completedOutcome({ session }: PaymentEvent): CheckoutOutcome | null {
  if (!session?.paymentStatus) return null;
  return session.paymentStatus === "unpaid" ? "processing" : "paid";
}

async function settle(ctx: Context, event: PaymentEvent, outcome: CheckoutOutcome | null): Promise<void> {
  if (!event.session || !outcome) return;
  await settleCheckout(ctx, event.accountId, event.session, outcome, event);
}
