/** Stripe's objects as the domain knows them. */
import type Stripe from "stripe";
import type { CheckoutSession, RefundResult, StripeAccount } from "../../ports/payments.ts";
import { refuse } from "./errors.ts";
import { fields, idOf, text, whole } from "./fields.ts";

const STATUSES = ["open", "complete", "expired"] as const;
const PAYMENT_STATUSES = ["paid", "unpaid", "no_payment_required"] as const;

/** A Checkout Session that Stripe answered or told of. @throws PaymentsError `unknown` when it is none */
export function sessionOf(session: Stripe.Checkout.Session): CheckoutSession {
  if (text(fields(session).id) === null) refuse(session);
  const paymentIntentId = idOf(session.payment_intent);
  const paymentStatus = PAYMENT_STATUSES.find((one) => one === session.payment_status) ?? null;
  return {
    id: session.id,
    status: STATUSES.find((one) => one === session.status) ?? null,
    // Paid by no payment is half an answer: what is settled by it could never be refunded.
    paymentStatus: paymentStatus === "paid" && paymentIntentId === null ? null : paymentStatus,
    url: text(session.url),
    paymentIntentId,
    clientReferenceId: text(session.client_reference_id),
    amountCents: whole(session.amount_total),
    currency: text(session.currency),
    livemode: typeof session.livemode === "boolean" ? session.livemode : null,
    mode: text(session.mode),
    metadata: textsOf(session.metadata),
    createdAt: whole(session.created),
  };
}

/** The texts of an object's metadata, and nothing else that may be there. */
function textsOf(metadata: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields(metadata)).filter(([, value]) => typeof value === "string"),
  ) as Record<
    string,
    string
  >;
}

/** Whether the payment, given expanded, can no longer succeed without another try by the customer. */
export function isPaymentRefused(payment: Stripe.Checkout.Session["payment_intent"]): boolean {
  return ["requires_payment_method", "canceled"].includes(String(fields(payment).status));
}

/** A refund that Stripe answered. @throws PaymentsError `unknown` when it is none */
export function refundOf(refund: Stripe.Refund): RefundResult {
  const { status, metadata } = fields(refund);
  const amountCents = whole(fields(refund).amount);
  const isRefund = text(fields(refund).id) !== null && (typeof status === "string" || status === null);
  // Without metadata one of ours would count as the studio's own.
  if (!isRefund || amountCents === null || amountCents <= 0 || typeof metadata !== "object") refuse(refund);
  return {
    id: refund.id,
    paymentIntentId: idOf(refund.payment_intent),
    // A canceled refund returns nothing: for us it has failed. `requires_action` may still come to something.
    status: status === "succeeded" ? "succeeded" : status === "failed" || status === "canceled" ? "failed" : "pending",
    amountCents,
    metadata: textsOf(refund.metadata),
    failureReason: text(refund.failure_reason),
  };
}

/** A refund of this payment. @throws PaymentsError `unknown` when it is none */
export function refundOfPayment(refund: Stripe.Refund, paymentIntentId: string): RefundResult {
  const read = refundOf(refund);
  return read.paymentIntentId === paymentIntentId ? read : refuse(refund);
}

/** An account; undefined when the object is none. */
export function accountOf(account: unknown): StripeAccount | undefined {
  const { id, charges_enabled, payouts_enabled, details_submitted } = fields(account);
  if (typeof id !== "string" || typeof charges_enabled !== "boolean") return undefined;
  return {
    id,
    chargesEnabled: charges_enabled,
    payoutsEnabled: payouts_enabled === true,
    detailsSubmitted: details_submitted === true,
  };
}

/** A webhook endpoint of the platform. */
export interface ListedEndpoint {
  id: string;
  url: string;
  isEnabled: boolean;
  /** Of connected accounts, not the platform's own: only those have an application. */
  isConnect: boolean;
  /** Types of events, or `*`: all. */
  types: string[];
}

/** @throws PaymentsError `unknown` when it is none */
export function endpointOf(endpoint: Stripe.WebhookEndpoint): ListedEndpoint {
  const { id, url, status, application, enabled_events: types } = fields(endpoint);
  if (text(id) === null || text(url) === null || !Array.isArray(types)) refuse(endpoint);
  return {
    id: endpoint.id,
    url: endpoint.url,
    isEnabled: status === "enabled",
    isConnect: idOf(application) !== null,
    types: types.map(String),
  };
}
