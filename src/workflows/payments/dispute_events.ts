/** A customer disputes a payment at their bank. */
import { findCheckoutByPayment } from "../../domain/checkouts.ts";
import type { PaymentEvent } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { recordEvent } from "../../domain/payment_events.ts";
import { iso } from "../../domain/time.ts";
import { enqueueDisputeOpened } from "../notifications/enqueue_refunds.ts";
import { logForeignEvent } from "./log_foreign_event.ts";

/** Mails the owner, once per event. */
export async function handleDispute(ctx: Context, event: PaymentEvent): Promise<void> {
  const dispute = event.dispute;
  const checkout = dispute?.paymentIntentId ? await findCheckoutByPayment(ctx.db, dispute.paymentIntentId) : null;
  if (!dispute || !checkout || checkout.accountId !== event.accountId) return logForeignEvent(ctx, event);
  await ctx.db.write(checkout.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (!await recordEvent(tx, event, "disputed", now)) return;
    await enqueueDisputeOpened(tx, checkout, dispute, now);
  });
  ctx.wake("outbox");
}
