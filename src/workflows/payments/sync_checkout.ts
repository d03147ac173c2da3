/** Our checkout follows its Checkout Session at Stripe. */
import type { Checkout } from "../../domain/checkouts.ts";
import { type CheckoutSession, PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { DAY, ms } from "../../domain/time.ts";
import { type CheckoutOutcome, settleCheckout } from "./settle_checkout.ts";

/** By then every bank has paid or declined. */
const BANK_DEADLINE = 15 * DAY;

/** `closed`: nobody can pay it any more; `processing`: completed, and the bank has not paid yet. */
export type CloseOutcome = "closed" | "paid" | "processing";

/** Retrieves the session and settles its outcome. @throws DomainError downstream */
export async function syncCheckout(ctx: Context, checkout: Checkout): Promise<CloseOutcome> {
  let session: CheckoutSession;
  try {
    session = await ctx.payments.retrieveCheckout(checkout.accountId, checkout.sessionId!);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    // The studio left this account, and the time is over: nobody can pay there, and nothing could be refunded.
    const endedAt = ms(checkout.expiresAt) + (checkout.state === "processing" ? BANK_DEADLINE : 0);
    if (error.kind === "refused" && endedAt <= ctx.clock.now()) {
      const { stripeAccountId } = await getProvider(ctx.db, checkout.providerId);
      if (stripeAccountId !== checkout.accountId) return "closed";
    }
    throw stripeUnavailable(ctx, error);
  }
  if (session.status === "expired") return "closed";
  if (session.status === "open") {
    throw new DomainError("downstream", "Stripe could not close the payment page. Please try again.");
  }
  const outcome = outcomeOf(session);
  const settled = await settleCheckout(ctx, checkout.accountId, session, outcome, null);
  if (settled === "mismatch" || settled === "not_ours") {
    throw new DomainError(
      "downstream",
      "This payment at Stripe does not match our records. Nothing was changed.",
    );
  }
  return outcome === "paid" || outcome === "processing" ? outcome : "closed";
}

/** How a session ended, retrieved and not open any more. */
export function outcomeOf(session: CheckoutSession): CheckoutOutcome {
  if (session.status === "expired") return "expired";
  return session.paymentStatus !== "unpaid" ? "paid" : session.paymentRefused ? "failed" : "processing";
}

/** The error for a question that Stripe did not answer; it is logged. */
export function stripeUnavailable(ctx: Context, error: PaymentsError): DomainError {
  ctx.log.warn("stripe_unavailable", { kind: error.kind, code: error.stripeCode, message: error.message });
  return new DomainError("downstream", "Stripe did not answer. Nothing was changed; try again.");
}
