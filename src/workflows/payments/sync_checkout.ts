/** Our checkout follows its Checkout Session at Stripe. */
import type { Checkout, DisputeReason } from "../../domain/checkouts.ts";
import { type CheckoutSession, PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { bankDeadline, hasEnded } from "./checkout_deadlines.ts";
import { disputeCheckout } from "./dispute_checkout.ts";
import { type CheckoutOutcome, findMismatch, settleCheckout } from "./settle_checkout.ts";

/**
 * `closed`: nobody can pay it any more; `processing`: completed, and the bank has not paid yet; `disputed`: Stripe's answer differs from
 * our record, or it refuses to give one, and the owner is told.
 */
export type CloseOutcome = "closed" | "paid" | "processing" | "disputed";

const DIFFERS: Record<NonNullable<ReturnType<typeof findMismatch>>, DisputeReason> = {
  account: "account_refused",
  amount: "amount_differs",
  currency: "currency_differs",
  livemode: "mode_differs",
  mode: "mode_differs",
};

/**
 * Retrieves the session and settles its outcome; `open`: it can still be paid. Only here is a checkout disputed: by Stripe's answer to our
 * own question, never by an event.
 * @throws DomainError 502, when Stripe does not answer
 */
export async function syncCheckout(ctx: Context, checkout: Checkout): Promise<CloseOutcome | "open"> {
  const session = await retrieve(ctx, checkout);
  if (typeof session === "string") return await dispute(ctx, checkout, session);
  if (session.status !== "complete") return session.status === "open" ? "open" : "closed";
  const different = findMismatch(checkout, checkout.accountId, session);
  if (different) return await dispute(ctx, checkout, DIFFERS[different]);
  const outcome = outcomeOf(session);
  if (outcome === "processing" && bankDeadline(checkout) <= ctx.clock.now()) {
    return await dispute(ctx, checkout, "bank_undecided");
  }
  await settleCheckout(ctx, checkout.accountId, session, outcome, null);
  return outcome === "paid" || outcome === "processing" ? outcome : "closed";
}

/** How a session ended, retrieved and not open any more. @throws PaymentsError `unknown` when the answer does not say */
export function outcomeOf({ status, paymentStatus, paymentRefused }: CheckoutSession): CheckoutOutcome {
  if (status === null || paymentStatus === null) {
    throw new PaymentsError("unknown", "Stripe: the answer is no session.");
  }
  if (status === "expired") return "expired";
  return paymentStatus !== "unpaid" ? "paid" : paymentRefused ? "failed" : "processing";
}

/** The session, or why Stripe will never tell of it. */
async function retrieve(ctx: Context, checkout: Checkout): Promise<CheckoutSession | DisputeReason> {
  try {
    const session = await ctx.payments.retrieveCheckout(checkout.accountId, checkout.sessionId!);
    const { id, status, paymentStatus, amountCents, currency, livemode, mode } = session;
    const isWhole = [status, paymentStatus, amountCents, currency, livemode, mode].every((one) => one !== null);
    if (id === checkout.sessionId && isWhole) return session;
    throw new PaymentsError("unknown", "Stripe: the answer is not this session.");
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    // Before the end a customer may still come by; 401 is about our own key.
    const isFinal = error.kind === "refused" && error.status !== null && error.status !== 401;
    if (isFinal && hasEnded(checkout, ctx.clock.now())) {
      return error.status === 403 ? "account_refused" : "session_refused";
    }
    throw stripeUnavailable(ctx, error);
  }
}

async function dispute(ctx: Context, checkout: Checkout, reason: DisputeReason): Promise<"disputed"> {
  await disputeCheckout(ctx, checkout, reason);
  return "disputed";
}

/** The error for a question that Stripe did not answer; it is logged. */
export function stripeUnavailable(ctx: Context, error: PaymentsError): DomainError {
  ctx.log.warn("stripe_unavailable", { kind: error.kind, code: error.stripeCode, message: error.message });
  return new DomainError("stripe_unavailable", "Stripe did not answer. Nothing was changed; try again.");
}
