/** Stripe's events, each to the room that knows what to do. An event is a trigger: what it says is compared with our own rows. */
import { findCheckoutByPayment } from "../../domain/checkouts.ts";
import { type PaymentEvent, PaymentsError, type StripeAccount } from "../../ports/payments.ts";
import { type Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { recordEvent } from "../../domain/payment_events.ts";
import { forgetStripeAccount, listProvidersOfAccount, type Provider, setStripeState } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { enqueueDisputeOpened } from "../notifications/enqueue_refunds.ts";
import { handleRefundEvent } from "./refund_events.ts";
import { type SessionOutcome, settleSession } from "./fulfill.ts";

/** Returns once the effect is committed. Events that are not ours, or not known, change nothing. */
export async function handlePaymentEvent(ctx: Context, event: PaymentEvent): Promise<void> {
  if (event.livemode !== ctx.payments.livemode) {
    ctx.log.warn("event_of_other_mode", { eventId: event.id, type: event.type });
    return;
  }
  switch (event.type) {
    case "checkout.session.completed":
      return await settle(ctx, event, event.session?.paymentStatus === "unpaid" ? "processing" : "paid");
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
      return await noteDispute(ctx, event);
    case "account.updated":
      return await noteAccount(ctx, event);
    case "account.application.deauthorized":
      return await noteDeauthorized(ctx, event);
    default:
      ctx.log.debug("event_ignored", { eventId: event.id, type: event.type });
  }
}

async function settle(ctx: Context, event: PaymentEvent, said: SessionOutcome): Promise<void> {
  if (!event.session) return;
  await settleSession(ctx, event.accountId, event.session, said, event);
}

/** So often may an account change while Stripe is asked for it. */
const ROUNDS = 5;

async function noteDispute(ctx: Context, event: PaymentEvent): Promise<void> {
  const dispute = event.dispute;
  const checkout = dispute?.paymentIntentId ? await findCheckoutByPayment(ctx.db, dispute.paymentIntentId) : null;
  if (!dispute || !checkout || checkout.accountId !== event.accountId) return logNotOurs(ctx, event);
  await ctx.db.write(checkout.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (!await recordEvent(tx, event, "disputed", now)) return;
    await enqueueDisputeOpened(tx, checkout, dispute, now);
  });
  ctx.wake("outbox");
}

/** Events overtake each other, so the account itself is asked; its event is believed only where Stripe refuses to tell. */
async function noteAccount(ctx: Context, event: PaymentEvent): Promise<void> {
  const said = event.account;
  if (!said || event.accountId !== null && event.accountId !== said.id) return logNotOurs(ctx, event);
  if ((await listProvidersOfAccount(ctx.db, said.id)).length === 0) return logNotOurs(ctx, event);
  for (let round = 0; round < ROUNDS; round++) {
    const seen = await listProvidersOfAccount(ctx.db, said.id);
    let account: StripeAccount = said;
    try {
      account = await ctx.payments.retrieveAccount(said.id);
    } catch (error) {
      if (error instanceof PaymentsError && error.kind === "unknown") {
        throw new DomainError("downstream", "Stripe did not say how the account stands.");
      }
      ctx.log.warn("account_not_retrieved", { message: error instanceof Error ? error.message : String(error) });
    }
    if (await storeAccount(ctx, account, event, seen)) return;
  }
  throw new DomainError("downstream", "The account is just changing.");
}

/** The studio has cut the tie: this account can't be used any more, a new onboarding makes a new one. */
async function noteDeauthorized(ctx: Context, event: PaymentEvent): Promise<void> {
  const accountId = event.accountId;
  const providers = accountId ? await listProvidersOfAccount(ctx.db, accountId) : [];
  if (!accountId || providers.length === 0) return logNotOurs(ctx, event);
  for (const provider of providers) {
    await ctx.db.write(provider.id, async (tx) => {
      const now = iso(ctx.clock.now());
      await recordEvent(tx, event, "deauthorized", now);
      await forgetStripeAccount(tx, accountId, now);
    });
  }
}

/** False when something was written of these studios since they were read: then Stripe's answer may be the older one. */
async function storeAccount(
  ctx: Context,
  account: StripeAccount,
  event: PaymentEvent,
  seen: Provider[],
): Promise<boolean> {
  const states = (of: Provider[]) => of.map(({ id, updatedAt }) => `${id} ${updatedAt}`).join();
  return await ctx.db.write(seen.length === 1 ? seen[0].id : null, async (tx) => {
    const now = iso(ctx.clock.now());
    if (states(await listProvidersOfAccount(tx, account.id)) !== states(seen)) return false;
    await recordEvent(tx, event, "account", now);
    await setStripeState(tx, account.id, account, now);
    return true;
  });
}

function logNotOurs(ctx: Context, event: PaymentEvent): void {
  ctx.log.warn("event_not_ours", { eventId: event.id, type: event.type });
}
