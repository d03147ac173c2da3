/** What Stripe tells by webhook, as the domain knows it. */
import type Stripe from "stripe";
import type { CheckoutSession, PaymentEvent } from "../../ports/payments.ts";
import { badEvent } from "./errors.ts";
import { type Fields, fields, idOf, text, whole } from "./fields.ts";
import { accountOf, sessionOf } from "./objects.ts";

/** The type of what Stripe signed and we can't read. */
export const UNREADABLE = "unreadable";

/** The body as JSON. @throws PaymentsError `refused` when it is none */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body, body.includes("\\u0000") ? withoutNul : undefined);
  } catch {
    throw badEvent("the body is not JSON");
  }
}

/** The database takes no NUL, and nothing of ours has one: without it such an id is still nothing of ours. */
const withoutNul = (_key: string, value: unknown) => typeof value === "string" ? value.replaceAll("\0", "") : value;

/**
 * A verified event; what its object lacks is left out, because a studio's account may send us anything. What is no event as we know
 * them is one of a type that nobody handles.
 */
export function paymentEvent(raw: unknown): PaymentEvent {
  const { id, type, account, livemode, data } = fields(raw);
  if (typeof id !== "string" || typeof type !== "string") {
    return { id: text(id) ?? "none", type: UNREADABLE, accountId: null, livemode: livemode === true };
  }
  const event: PaymentEvent = {
    id,
    type,
    accountId: typeof account === "string" ? account : null,
    livemode: livemode === true,
  };
  const object = fields(fields(data).object);
  if (typeof object.id !== "string" && type !== "account.updated") return event;
  if (type.startsWith("checkout.session.")) event.session = eventSession(object);
  else if (type.startsWith("charge.dispute.")) event.dispute = eventDispute(object);
  else if (type.startsWith("refund.") || type.startsWith("charge.refund.")) event.refund = eventRefund(object);
  else if (type.startsWith("charge.")) event.charge = eventCharge(object);
  else if (type === "account.updated") event.account = accountOf(object);
  return event;
}

function eventSession(object: Fields): CheckoutSession | undefined {
  const { status, payment_status, mode } = object;
  if (typeof status !== "string" || typeof payment_status !== "string" || typeof mode !== "string") return undefined;
  const session = sessionOf(object as unknown as Stripe.Checkout.Session);
  return session.paymentStatus === null ? undefined : session;
}

function eventCharge(object: Fields): PaymentEvent["charge"] {
  const amountCents = whole(object.amount);
  const currency = text(object.currency);
  if (amountCents === null || currency === null) return undefined;
  return {
    id: text(object.id),
    paymentIntentId: idOf(object.payment_intent),
    amountCents,
    amountRefundedCents: whole(object.amount_refunded) ?? 0,
    currency,
  };
}

function eventRefund(object: Fields): PaymentEvent["refund"] {
  const amountCents = whole(object.amount);
  const currency = text(object.currency);
  if (amountCents === null || currency === null) return undefined;
  return {
    id: String(object.id),
    status: text(object.status) ?? "pending",
    paymentIntentId: idOf(object.payment_intent),
    amountCents,
    currency,
    reason: text(object.failure_reason) ?? text(object.reason),
  };
}

function eventDispute(object: Fields): PaymentEvent["dispute"] {
  const amountCents = whole(object.amount);
  const currency = text(object.currency);
  if (amountCents === null || currency === null) return undefined;
  return {
    id: String(object.id),
    paymentIntentId: idOf(object.payment_intent),
    amountCents,
    currency,
    reason: text(object.reason) ?? "general",
  };
}
