/** Stripe's events, each to the operation that handles it. An event is a trigger: it is compared with our own rows. */
import type { PaymentEvent } from "../../ports/payments.ts";
import { accountOfEvent } from "../account/own_account.ts";
import type { Context } from "../context.ts";
import { handleRefundEvent } from "./refund_events.ts";
import { type CheckoutOutcome, settleCheckout } from "./settle_checkout.ts";
import { handleDispute } from "./dispute_events.ts";
import { handleAccountUpdate, handleDeauthorization } from "./account_events.ts";

/** Returns once the effect is committed. Events that are not ours, or not known, change nothing. */
export async function handlePaymentEvent(ctx: Context, received: PaymentEvent): Promise<void> {
  const event = { ...received, accountId: await accountOfEvent(ctx, received.accountId) };
  if (event.livemode !== ctx.payments.livemode) {
    ctx.log.warn("event_of_other_mode", { eventId: event.id, type: event.type });
    return;
  }
  switch (event.type) {
    case "checkout.session.completed":
      return await settle(ctx, event, completedOutcome(event));
    case "checkout.session.async_payment_succeeded":
      return await settle(ctx, event, "paid");
    case "checkout.session.async_payment_failed":
      return await settle(ctx, event, "failed");
    case "checkout.session.expired":
      return await settle(ctx, event, "expired");
    case "charge.refunded":
    case "refund.failed":
      return await handleRefundEvent(ctx, event);
    case "charge.dispute.created":
      return await handleDispute(ctx, event);
    case "account.updated":
      return await handleAccountUpdate(ctx, event);
    case "account.application.deauthorized":
      return await handleDeauthorization(ctx, event);
    default:
      ctx.log.debug("event_ignored", { eventId: event.id, type: event.type });
  }
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
