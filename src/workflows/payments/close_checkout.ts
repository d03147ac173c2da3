/** A Checkout Session is closed at Stripe, so that nobody can pay it any more. */
import { type Checkout, findCheckout } from "../../domain/checkouts.ts";
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { openCheckout } from "./open_checkout.ts";
import { stripeUnavailable, syncCheckout } from "./sync_checkout.ts";

/**
 * Makes sure that a checkout can't be paid any more, or finds out that it was. `closed`: Stripe expired it, or never had it (the row is
 * left for the caller to mark); `paid` and `processing`: completed before, and settled now.
 * @throws DomainError downstream, when Stripe does not say
 */
export async function closeCheckout(ctx: Context, checkout: Checkout): Promise<"closed" | "paid" | "processing"> {
  let current = checkout;
  if (current.state === "creating") {
    try {
      await openCheckout(ctx, current.id);
    } catch (error) {
      if (error instanceof DomainError && error.code === "downstream") return "closed";
      throw error;
    }
    current = (await findCheckout(ctx.db, current.id))!;
  }
  if (current.state === "processing") return "processing";
  if (current.state === "paid") return "paid";
  if (current.state !== "open") return "closed";
  try {
    await ctx.payments.expireCheckout(current.accountId, current.sessionId!);
    return "closed";
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    if (error.kind === "unknown") throw stripeUnavailable(ctx, error);
  }
  // Not open any more: it may have been paid a moment ago. Never release blindly.
  return await syncCheckout(ctx, current);
}
