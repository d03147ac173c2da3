/** Stripe's objects as the domain knows them. */
import type Stripe from "stripe";
import type { CheckoutSession, RefundResult, StripeAccount } from "../../ports/payments.ts";
import { fields, idOf, text, whole } from "./fields.ts";

/** A Checkout Session that Stripe answered or told of. */
export function sessionOf(session: Stripe.Checkout.Session): CheckoutSession {
  return {
    id: session.id,
    status: session.status as CheckoutSession["status"],
    paymentStatus: session.payment_status as CheckoutSession["paymentStatus"],
    url: session.url ?? null,
    paymentIntentId: idOf(session.payment_intent),
    clientReferenceId: session.client_reference_id ?? null,
    amountCents: session.amount_total ?? null,
    currency: session.currency ?? null,
    livemode: session.livemode === true,
    mode: session.mode,
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

/** A refund that Stripe answered. */
export function refundOf(refund: Stripe.Refund): RefundResult {
  const { status } = refund;
  return {
    id: refund.id,
    paymentIntentId: idOf(refund.payment_intent),
    // A canceled refund returns nothing: for us it has failed. `requires_action` may still come to something.
    status: status === "succeeded" ? "succeeded" : status === "failed" || status === "canceled" ? "failed" : "pending",
    amountCents: refund.amount,
    metadata: textsOf(refund.metadata),
    failureReason: text(refund.failure_reason),
  };
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
