/** Stripe's events, each to the room that knows what to do. An event is a trigger: what it says is compared with our own rows. */
import { findCheckoutByPayment, setRefundedOutside } from "../domain/checkouts.ts";
import { getClass } from "../domain/class_sessions.ts";
import { findClient } from "../domain/clients.ts";
import type { Context, PaymentEvent, StripeAccount } from "../domain/context.ts";
import { findEnrollment, markCancelled } from "../domain/enrollments.ts";
import { recordEvent } from "../domain/payment_events.ts";
import { forgetStripeAccount, listProvidersOfAccount, setStripeState } from "../domain/providers.ts";
import { createRefund, findRefundByStripeId, findStandingRefund } from "../domain/refunds.ts";
import { HOUR, iso, ms } from "../domain/time.ts";
import { oweBookingCancelled, oweOwnerMail, oweSeatOpened } from "./notices.ts";
import { failRefund } from "./refunding.ts";
import { type Said, settleSession } from "./settlement.ts";

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

async function settle(ctx: Context, event: PaymentEvent, said: Said): Promise<void> {
  if (!event.session) return;
  await settleSession(ctx, event.accountId, event.session, said, event);
}

/**
 * `amount_refunded` is all that went back of a charge. What our own refund row does not explain was given back in the studio's
 * dashboard: all of it cancels the booking, a part keeps the seat and lessens what a later cancel refunds.
 */
async function noteChargeRefunded(ctx: Context, event: PaymentEvent): Promise<void> {
  const charge = event.charge;
  const checkout = charge?.paymentIntentId ? await findCheckoutByPayment(ctx.db, charge.paymentIntentId) : null;
  if (!charge || !checkout || checkout.accountId !== event.accountId) return logNotOurs(ctx, event);
  if (charge.amountCents !== checkout.amountCents || charge.currency.toLowerCase() !== checkout.currency) {
    ctx.log.warn("payment_mismatch", { checkoutId: checkout.id, eventId: event.id, type: event.type });
    return;
  }
  await ctx.db.write(checkout.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (!await recordEvent(tx, event, "refunded", now)) return;
    const fresh = (await findCheckoutByPayment(tx, charge.paymentIntentId!))!;
    const own = await findStandingRefund(tx, fresh.id);
    if (own?.reason === "dashboard") return;
    const outside = Math.max(0, charge.amountRefundedCents - (own?.amountCents ?? 0));
    if (outside <= fresh.refundedOutsideCents) return;
    await setRefundedOutside(tx, fresh.id, outside);
    if (own || outside < fresh.amountCents || fresh.fruitKind !== "seat") return;

    const enrollment = await findEnrollment(tx, fresh.fruitId!);
    if (!enrollment) return;
    const refund = {
      enrollmentId: enrollment.id,
      amountCents: outside,
      reason: "dashboard" as const,
      state: "succeeded" as const,
    };
    await createRefund(tx, fresh, refund, null, now);
    if (enrollment.status !== "Confirmed") return;
    const session = await getClass(tx, enrollment.providerId, enrollment.classId);
    const late = ms(session.scheduledAt) - ctx.clock.now() < session.cancelWindowHours * HOUR;
    const how = {
      by: "dashboard" as const,
      reason: null,
      windowHours: session.cancelWindowHours,
      late,
      choice: "full" as const,
    };
    await markCancelled(tx, enrollment, how, now);
    await oweBookingCancelled(tx, enrollment, session, how, { refundedCents: outside, creditReturned: false }, now);
    await oweSeatOpened(tx, { ...session, enrolledCount: session.enrolledCount - 1 }, enrollment.id, now);
  });
  ctx.wake("outbox");
}

async function noteRefundFailed(ctx: Context, event: PaymentEvent): Promise<void> {
  const said = event.refund;
  const known = said && await findRefundByStripeId(ctx.db, said.id);
  // Before Stripe's answer is stored, the payment leads to the one refund of it that stands.
  const checkout = !known && said?.paymentIntentId ? await findCheckoutByPayment(ctx.db, said.paymentIntentId) : null;
  const standing = checkout && await findStandingRefund(ctx.db, checkout.id);
  const refund = known ?? (standing?.stripeRefundId === null ? standing : null);
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

async function noteDispute(ctx: Context, event: PaymentEvent): Promise<void> {
  const dispute = event.dispute;
  const checkout = dispute?.paymentIntentId ? await findCheckoutByPayment(ctx.db, dispute.paymentIntentId) : null;
  if (!dispute || !checkout || checkout.accountId !== event.accountId) return logNotOurs(ctx, event);
  await ctx.db.write(checkout.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (!await recordEvent(tx, event, "disputed", now)) return;
    const enrollment = checkout.fruitKind === "seat" ? await findEnrollment(tx, checkout.fruitId!) : null;
    const client = enrollment && await findClient(tx, checkout.providerId, enrollment.clientId);
    await oweOwnerMail(tx, checkout.providerId, "dispute_opened", dispute.id, {
      customerName: client?.name ?? "A client",
      what: checkout.request.productName,
      amountCents: dispute.amountCents,
      reason: dispute.reason,
    }, now);
  });
  ctx.wake("outbox");
}

/** Events overtake each other, so the account itself is asked; its event is believed only when Stripe does not answer. */
async function noteAccount(ctx: Context, event: PaymentEvent): Promise<void> {
  const said = event.account;
  if (!said || event.accountId !== null && event.accountId !== said.id) return logNotOurs(ctx, event);
  if ((await listProvidersOfAccount(ctx.db, said.id)).length === 0) return logNotOurs(ctx, event);
  let account: StripeAccount = said;
  try {
    account = await ctx.payments.retrieveAccount(said.id);
  } catch (error) {
    ctx.log.warn("account_not_retrieved", { message: error instanceof Error ? error.message : String(error) });
  }
  await storeAccount(ctx, account, event);
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

async function storeAccount(ctx: Context, account: StripeAccount, event: PaymentEvent): Promise<void> {
  for (const provider of await listProvidersOfAccount(ctx.db, account.id)) {
    await ctx.db.write(provider.id, async (tx) => {
      const now = iso(ctx.clock.now());
      await recordEvent(tx, event, "account", now);
      await setStripeState(tx, account.id, account, now);
    });
  }
}

function logNotOurs(ctx: Context, event: PaymentEvent): void {
  ctx.log.warn("event_not_ours", { eventId: event.id, type: event.type });
}
