/**
 * Money meets what it was for. A webhook (or the reconciler's question) is only a trigger: our own row is found by session id, its
 * facts are compared, and a paid checkout gets exactly one fulfillment, in the transaction that remembers the event.
 */
import type { Tx } from "../../db/database.ts";
import { captureTip, findAppointment, setTipCharge } from "../../domain/appointments.ts";
import {
  type Checkout,
  findCheckout,
  findCheckoutBySession,
  type FulfillmentKind,
  markPaid,
  markProcessing,
  markUnpayable,
  scheduleCheck,
} from "../../domain/checkouts.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { findClient, upsertClient } from "../../domain/clients.ts";
import type { StoredMailData } from "../../mail/mails.ts";
import type { CheckoutSession, PaymentEvent } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import {
  confirmHold,
  type Enrollment,
  expireHold,
  findLiveEnrollment,
  getEnrollment,
  holdUntilBankAnswers,
  markCancelled,
  requestedCancellation,
  revive,
} from "../../domain/enrollments.ts";
import { createGiftCard } from "../../domain/gift_cards.ts";
import { createClientPackage } from "../../domain/packages.ts";
import { recordEvent, wasRefundedEarly } from "../../domain/payment_events.ts";
import { getProvider } from "../../domain/providers.ts";
import { beginRefund, type RefundReason } from "../../domain/refunds.ts";
import { DAY, HOUR, iso, ms } from "../../domain/time.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import { enqueueBookingCancelled, enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import { enqueueGiftCard, enqueuePackBought, enqueueTipReceived } from "../notifications/enqueue_purchases.ts";
import { enqueuePaymentRefunded } from "../notifications/enqueue_refunds.ts";
import { enqueueSeatOpened } from "../notifications/enqueue_waitlist.ts";

/** What Stripe says of a session. `failed`: the bank said no. */
export type SessionOutcome = "paid" | "processing" | "expired" | "failed";
export type Settled = "settled" | "seen_before" | "not_ours" | "mismatch";

/**
 * Gives a session what Stripe says of it, at most once per event and at most one fulfillment per session.
 * @param account the connected account the word came from
 */
export async function settleSession(
  ctx: Context,
  account: string | null,
  session: CheckoutSession,
  said: SessionOutcome,
  event: PaymentEvent | null,
): Promise<Settled> {
  const checkout = await findOurs(ctx, session);
  if (!checkout) {
    ctx.log.warn("payment_not_ours", { eventId: event?.id, type: event?.type });
    return "not_ours";
  }
  const wrong = mismatch(checkout, account, session);
  if (wrong) {
    ctx.log.warn("payment_mismatch", { checkoutId: checkout.id, eventId: event?.id, type: event?.type, wrong });
    return "mismatch";
  }
  const result = await ctx.db.write(checkout.providerId, async (tx): Promise<Settled> => {
    const now = iso(ctx.clock.now());
    if (event && !await recordEvent(tx, event, said, now)) return "seen_before";
    const fresh = (await findCheckout(tx, checkout.id))!;
    if (fresh.state === "paid") return "settled";
    const facts = { sessionId: session.id, paymentIntentId: session.paymentIntentId };
    switch (said) {
      case "paid":
        await fulfill(
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
        if (fresh.state === "failed") break; // the bank's no was quicker than the word that it was asked
        await markProcessing(tx, fresh.id, facts, iso(ctx.clock.now() + 6 * HOUR));
        if (fresh.kind === "class") await holdUntilBankAnswers(tx, fresh.subjectId!, now);
        break;
      case "expired":
      case "failed":
        // A completed session can't expire: while the bank works, the seat is kept.
        if (said === "expired" && fresh.state === "processing") break;
        await markUnpayable(tx, fresh.id, said);
        if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, now);
        break;
    }
    return "settled";
  });
  if (result === "settled") ctx.wake("outbox"), ctx.wake("refunds"), ctx.wake("checkouts");
  return result;
}

/** By the session's id; before that is stored, by the reference we gave. Metadata proves nothing. */
async function findOurs(ctx: Context, session: CheckoutSession): Promise<Checkout | null> {
  const known = await findCheckoutBySession(ctx.db, session.id);
  if (known || !session.clientReferenceId) return known;
  const referred = await findCheckout(ctx.db, session.clientReferenceId);
  return referred?.sessionId === null ? referred : null;
}

function mismatch(checkout: Checkout, account: string | null, session: CheckoutSession): string | null {
  if (checkout.accountId !== account) return "account";
  if (session.amountCents !== checkout.amountCents) return "amount";
  if (session.currency?.toLowerCase() !== checkout.currency) return "currency";
  if (session.livemode !== checkout.livemode) return "livemode";
  if (session.mode !== "payment") return "mode";
  return null;
}

/** A hold whose session can't be paid: Expired, or Cancelled when a cancel is what closed it. */
export async function releaseHold(tx: Tx, enrollmentId: string, now: string): Promise<void> {
  const held = await getEnrollment(tx, enrollmentId);
  if (held.status !== "PendingPayment") return;
  const planned = held.cancelRequestedAt ? requestedCancellation(held) : null;
  const session = await getClass(tx, held.providerId, held.classId);
  if (planned) {
    await markCancelled(tx, held, planned, now);
    if (planned.by === "owner") {
      await enqueueBookingCancelled(tx, held, session, planned, { refundedCents: 0, creditReturned: false }, now);
    }
  } else await expireHold(tx, held, now);
  // Money that comes late may give the seat back to this enrollment, which can open it once more.
  await enqueueSeatOpened(tx, { ...session, heldCount: session.heldCount - 1 }, `hold:${held.id}`, now);
}

// ---------------------------------------------------------------- the fulfillment

type Facts = { sessionId: string; paymentIntentId: string | null };

async function fulfill(ctx: Context, tx: Tx, checkout: Checkout, facts: Facts, now: string): Promise<void> {
  let fulfillment: { kind: FulfillmentKind; id: string };
  // Who bought was erased since, and the money came late: nobody is left to have it.
  const nobody = Object.keys(checkout.details).length === 0;
  switch (checkout.kind) {
    case "class":
      fulfillment = await giveSeat(ctx, tx, checkout, now);
      break;
    case "package":
      fulfillment = nobody
        ? await refundAll(tx, checkout, null, "buyer_gone", now)
        : await givePack(ctx, tx, checkout, now);
      break;
    case "gift_card":
      fulfillment = nobody
        ? await refundAll(tx, checkout, null, "buyer_gone", now)
        : await giveCard(ctx, tx, checkout, now);
      break;
    case "tip":
      fulfillment = await giveTip(tx, checkout, now);
      break;
  }
  // The charge behind a tip is asked for by the reconciler, for no network call may happen here.
  await markPaid(tx, checkout.id, facts, fulfillment, fulfillment.kind === "tip" ? now : null, now);
}

async function giveSeat(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<{ kind: FulfillmentKind; id: string }> {
  const enrollment = await getEnrollment(tx, checkout.subjectId!);
  const session = await getClass(tx, enrollment.providerId, enrollment.classId);
  if (await seatFor(tx, enrollment, session, now)) {
    await closeOnBooking(tx, session.id, enrollment.clientId);
    const client = await findClient(tx, enrollment.providerId, enrollment.clientId);
    if (client) {
      await enqueueBookingConfirmed(
        ctx,
        tx,
        enrollment,
        session,
        client,
        { with: "card", cents: checkout.amountCents },
        now,
      );
    }
    return { kind: "seat", id: enrollment.id };
  }
  if (enrollment.status === "PendingPayment") { // the class was cancelled while it was being paid
    const how = requestedCancellation(enrollment) ??
      {
        by: "class" as const,
        reason: null,
        windowHours: session.cancelWindowHours,
        late: false,
        choice: "full" as const,
      };
    await markCancelled(tx, enrollment, how, now);
  }
  return await giveBack(
    tx,
    checkout,
    enrollment.id,
    "seat_gone",
    session.status === "Cancelled"
      ? "class_cancelled"
      : enrollment.status === "Cancelled"
      ? "booking_cancelled"
      : "seat_gone",
    now,
  );
}

/** Whether the enrollment has its seat now: its hold, or, for money that came late, a seat still free. */
async function seatFor(tx: Tx, enrollment: Enrollment, session: ClassSession, now: string): Promise<boolean> {
  if (session.status === "Cancelled") return false;
  if (enrollment.status === "PendingPayment") {
    await confirmHold(tx, enrollment, { with: "card" }, session.status === "Completed", now);
    return true;
  }
  return enrollment.status === "Expired" && session.status === "Scheduled" && session.scheduledAt > now &&
    await findClient(tx, enrollment.providerId, enrollment.clientId) !== null &&
    await findLiveEnrollment(tx, session.id, enrollment.clientId) === null &&
    await revive(tx, enrollment, { with: "card" }, now);
}

async function givePack(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<{ kind: FulfillmentKind; id: string }> {
  const { name, email, phone, packName, sessionsTotal, validDays } = checkout.details;
  const client = await upsertClient(tx, checkout.providerId, { name, email, phone, origin: checkout.origin }, now);
  const expiresAt = validDays ? iso(ms(now) + validDays * DAY) : null;
  const id = await createClientPackage(tx, {
    providerId: checkout.providerId,
    clientId: client.id,
    packageTypeId: checkout.subjectId!,
    checkoutId: checkout.id,
    name: packName,
    sessionsTotal,
    expiresAt,
  }, now);
  const pack = { id, name: packName, sessionsTotal, expiresAt, paidCents: checkout.amountCents };
  await enqueuePackBought(ctx, tx, client, pack, checkout.origin, now);
  return { kind: "pack", id };
}

async function giveCard(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<{ kind: FulfillmentKind; id: string }> {
  const { purchaserName, purchaserEmail, recipientName = null, recipientEmail = null, message = null } =
    checkout.details;
  const provider = await getProvider(tx, checkout.providerId);
  const expiresAt = provider.giftCardValidDays ? iso(ms(now) + provider.giftCardValidDays * DAY) : null;
  const gift = {
    providerId: checkout.providerId,
    checkoutId: checkout.id,
    amountCents: checkout.amountCents,
    currency: checkout.currency,
    purchaserName,
    purchaserEmail,
    recipientName,
    recipientEmail,
    message,
    expiresAt,
  };
  const card = await createGiftCard(tx, ctx.tokens, gift, now);
  await enqueueGiftCard(ctx, tx, card.id, gift, checkout.origin, now);
  return { kind: "card", id: card.id };
}

async function giveTip(
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<{ kind: FulfillmentKind; id: string }> {
  const appointment = (await findAppointment(tx, checkout.subjectId!))!;
  if (
    !await captureTip(tx, appointment.id, {
      amountCents: checkout.amountCents,
      checkoutId: checkout.id,
      capturedAt: now,
    })
  ) {
    return await giveBack(tx, checkout, null, "duplicate_tip", "tip_already_collected", now);
  }
  if (checkout.paymentIntentId) await setTipCharge(tx, appointment.id, checkout.paymentIntentId); // until the charge is known
  await enqueueTipReceived(tx, appointment, checkout.amountCents, now);
  return { kind: "tip", id: appointment.id };
}

/** Money that can have no other fulfillment goes back in full, once, and the customer is told. */
async function giveBack(
  tx: Tx,
  checkout: Checkout,
  enrollmentId: string | null,
  reason: RefundReason,
  told: StoredMailData["payment_refunded"]["reason"],
  now: string,
): Promise<{ kind: FulfillmentKind; id: string }> {
  const fulfillment = await refundAll(tx, checkout, enrollmentId, reason, now);
  const clientId = checkout.kind === "tip"
    ? (await findAppointment(tx, checkout.subjectId!))!.clientId
    : (await getEnrollment(tx, checkout.subjectId!)).clientId;
  await enqueuePaymentRefunded(tx, checkout, clientId, told, now);
  return fulfillment;
}

async function refundAll(
  tx: Tx,
  checkout: Checkout,
  enrollmentId: string | null,
  reason: RefundReason,
  now: string,
): Promise<{ kind: FulfillmentKind; id: string }> {
  if (!checkout.paymentIntentId) throw new Error("a paid session without a payment can't be refunded");
  const due = { enrollmentId, amountCents: checkout.amountCents - checkout.refundedOutsideCents, reason };
  return { kind: "refund", id: (await beginRefund(tx, checkout, due, now, now)).id };
}
