/** Stripe is asked how a Checkout Session stands. */
import type { Checkout } from "../../domain/checkouts.ts";
import { type CheckoutSession, PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { DAY, ms } from "../../domain/time.ts";
import { settleCheckout } from "./settle_checkout.ts";

/** After so long no bank has still to say whether it pays. */
const BANKS_TAKE = 15 * DAY;

/** Asks Stripe how a session stands and settles what it says. @throws DomainError downstream */
export async function syncCheckout(ctx: Context, checkout: Checkout): Promise<"closed" | "paid" | "processing"> {
  let session: CheckoutSession;
  try {
    session = await ctx.payments.retrieveCheckout(checkout.accountId, checkout.sessionId!);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    // The studio has left this account, and the time is over: nobody can pay there, nor could we give anything back.
    const over = ms(checkout.expiresAt) + (checkout.state === "processing" ? BANKS_TAKE : 0);
    if (error.kind === "refused" && over <= ctx.clock.now()) {
      const { stripeAccountId } = await getProvider(ctx.db, checkout.providerId);
      if (stripeAccountId !== checkout.accountId) return "closed";
    }
    throw stripeUnavailable(ctx, error);
  }
  if (session.status === "expired") return "closed";
  if (session.status === "open") {
    throw new DomainError("downstream", "Stripe could not close the payment page. Please try again.");
  }
  const said = session.paymentStatus !== "unpaid" ? "paid" : session.paymentRefused ? "failed" : "processing";
  const settled = await settleCheckout(ctx, checkout.accountId, session, said, null);
  if (settled === "mismatch" || settled === "not_ours") {
    throw new DomainError(
      "downstream",
      "Stripe says something else of this payment than we asked for. Nothing was changed.",
    );
  }
  return said === "failed" ? "closed" : said;
}

/** The error for a question that Stripe did not answer; it is logged. */
export function stripeUnavailable(ctx: Context, error: PaymentsError): DomainError {
  ctx.log.warn("stripe_did_not_say", { kind: error.kind, code: error.stripeCode, message: error.message });
  return new DomainError("downstream", "Stripe did not answer. Nothing was changed; try again.");
}
