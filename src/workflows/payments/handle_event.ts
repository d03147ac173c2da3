/** Stripe's events, each to the room that knows what to do. An event is a trigger: what it says is compared with our own rows. */
import { type Checkout, findCheckout, findCheckoutByPayment, raiseRefundRevision } from "../../domain/checkouts.ts";
import { type PaymentEvent, PaymentsError, type StripeAccount } from "../../ports/payments.ts";
import { type Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { noteEarlyRefund, recordEvent } from "../../domain/payment_events.ts";
import { forgetStripeAccount, listProvidersOfAccount, type Provider, setStripeState } from "../../domain/providers.ts";
import { findRefundByStripeId, findStandingRefund, listRefundsOfCheckout } from "../../domain/refunds.ts";
import { iso } from "../../domain/time.ts";
import { enqueueDisputeOpened } from "../notifications/enqueue_refunds.ts";
import { askRefundedOutside, failRefund, noteRefundedOutside } from "./refund.ts";
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
      return await noteChargeRefunded(ctx, event);
    case "refund.failed":
      return await noteRefundFailed(ctx, event);
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

/** `amount_refunded` is all that went back of a charge: what our own refund does not explain was given back in the studio's dashboard. */
async function noteChargeRefunded(ctx: Context, event: PaymentEvent): Promise<void> {
  const charge = event.charge;
  if (!charge?.paymentIntentId) return logNotOurs(ctx, event);
  const checkout = await findCheckoutByPayment(ctx.db, charge.paymentIntentId) ??
    await findOrRemember(ctx, event, charge.paymentIntentId);
  if (!checkout || checkout.accountId !== event.accountId) return logNotOurs(ctx, event);
  if (charge.amountCents !== checkout.amountCents || charge.currency.toLowerCase() !== checkout.currency) {
    ctx.log.warn("payment_mismatch", { checkoutId: checkout.id, eventId: event.id, type: event.type });
    return;
  }
  await noteOutside(ctx, event, checkout, charge.amountRefundedCents, "refunded");
}

/** So often may others change what is known before Stripe is left to tell it again. */
const ROUNDS = 5;

/**
 * Finds out what the studio gave back and writes it down. Where another word of it has come meanwhile, be it that nothing changed, what was
 * found may be older than that: then it is found out again.
 * @param toldCents all that was refunded, or null when the event does not say
 */
async function noteOutside(
  ctx: Context,
  event: PaymentEvent,
  of: Checkout,
  toldCents: number | null,
  effect: "refunded" | "refund_failed",
): Promise<void> {
  const failed = effect === "refund_failed" ? event.refund : undefined;
  let checkout = (await findCheckout(ctx.db, of.id))!;
  for (let round = 0; round < ROUNDS; round++) {
    const outside = await refundedOutside(ctx, checkout, toldCents, failed?.id);
    const changed = await ctx.db.write(checkout.providerId, async (tx): Promise<Checkout | null> => {
      const fresh = (await findCheckout(tx, checkout.id))!;
      if (fresh.refundRevision !== checkout.refundRevision) return fresh;
      const now = iso(ctx.clock.now());
      if (await recordEvent(tx, event, effect, now)) {
        await raiseRefundRevision(tx, checkout.id);
        await noteRefundedOutside(ctx, tx, checkout.id, outside, now, failed);
      }
      return null;
    });
    if (!changed) return ctx.wake("outbox");
    checkout = changed;
  }
  throw new DomainError("downstream", "What was refunded is just changing.");
}

/** A payment of which we have not been told yet, if it is one of ours: once told, it is looked at again. */
async function findOrRemember(ctx: Context, event: PaymentEvent, paymentIntentId: string): Promise<Checkout | null> {
  if (!event.accountId || (await listProvidersOfAccount(ctx.db, event.accountId)).length === 0) return null;
  return await ctx.db.write("payment_events", async (tx) => {
    const told = await findCheckoutByPayment(tx, paymentIntentId);
    if (!told) await noteEarlyRefund(tx, event, paymentIntentId, iso(ctx.clock.now()));
    return told;
  });
}

/**
 * What the studio gave back. Where the event says nothing new that is it; else Stripe is asked, for events overtake each other.
 * @param toldCents all that was refunded, or null when the event does not say
 */
async function refundedOutside(
  ctx: Context,
  checkout: Checkout,
  toldCents: number | null,
  failedId?: string,
): Promise<number> {
  const known = checkout.refundedOutsideCents;
  const own = (await listRefundsOfCheckout(ctx.db, checkout.id)).filter((one) => one.reason !== "dashboard");
  const standing = own.find((one) => one.state !== "failed")?.amountCents ?? 0;
  if (toldCents === standing + known) return known;
  try {
    return await askRefundedOutside(ctx, {
      accountId: checkout.accountId,
      paymentIntentId: checkout.paymentIntentId!,
      checkoutId: checkout.id,
    }, failedId);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    if (error.kind === "unknown") throw new DomainError("downstream", "Stripe did not say what was refunded.");
    return toldCents === null ? known : Math.max(known, toldCents - standing);
  }
}

async function noteRefundFailed(ctx: Context, event: PaymentEvent): Promise<void> {
  const said = event.refund;
  const known = said && await findRefundByStripeId(ctx.db, said.id);
  // Before Stripe's answer is stored, the payment leads to the one refund of it that stands.
  const checkout = !known && said?.paymentIntentId ? await findCheckoutByPayment(ctx.db, said.paymentIntentId) : null;
  const standing = checkout && await findStandingRefund(ctx.db, checkout.id);
  const early = standing?.stripeRefundId === null && standing.reason !== "dashboard" &&
      standing.amountCents === said?.amountCents
    ? standing
    : null;
  const refund = known ?? early;
  if (checkout && !refund && checkout.accountId === event.accountId) {
    return await noteOutsideFailed(ctx, event, checkout);
  }
  if (!said || !refund || refund.accountId !== event.accountId || said.amountCents !== refund.amountCents) {
    return logNotOurs(ctx, event);
  }
  await ctx.db.write(refund.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (!await recordEvent(tx, event, "refund_failed", now)) return;
    await failRefund(tx, refund, said.reason, now, said.id);
  });
  ctx.wake("outbox");
}

/** What the studio gave back in its dashboard did not arrive: it lessens no later refund. */
async function noteOutsideFailed(ctx: Context, event: PaymentEvent, checkout: Checkout): Promise<void> {
  await noteOutside(ctx, event, checkout, null, "refund_failed");
}

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
