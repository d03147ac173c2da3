/** A Checkout Session is closed at Stripe, so that nobody can pay it any more. */
import { type Checkout, findCheckout } from "../../domain/checkouts.ts";
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { openCheckout } from "./open_checkout.ts";
import { type CloseOutcome, stripeUnavailable, syncCheckout } from "./sync_checkout.ts";

/**
 * `closed`: Stripe has expired it, or never had it; the caller marks our row. `paid` and `processing`: it was completed before, and is
 * settled now. `disputed`: it was completed, but not as in our record, or Stripe refuses to tell.
 * @throws DomainError 502, when Stripe does not answer
 */
export async function closeCheckout(ctx: Context, checkout: Checkout): Promise<CloseOutcome> {
  let current = checkout;
  if (current.state === "creating") {
    try {
      await openCheckout(ctx, current.id);
    } catch (error) {
      if (error instanceof DomainError && error.code === "checkout_failed") return "closed";
      throw error;
    }
    current = (await findCheckout(ctx.db, current.id))!;
  }
  if (current.state === "processing") return "processing";
  if (current.state === "paid") return "paid";
  if (current.state !== "open") return "closed";
  return await expireSession(ctx, current);
}

/** As `closeCheckout`, of one whose session is known and not settled. */
export async function expireSession(ctx: Context, checkout: Checkout): Promise<CloseOutcome> {
  try {
    const { status } = await ctx.payments.expireCheckout(checkout.accountId, checkout.sessionId!);
    if (status === "expired") return "closed";
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    if (error.kind === "unknown") throw stripeUnavailable(ctx, error);
  }
  // Not open any more: it may have been paid a moment ago.
  const outcome = await syncCheckout(ctx, checkout);
  if (outcome !== "open") return outcome;
  throw new DomainError("stripe_unavailable", "Stripe could not close the payment page. Please try again.");
}
