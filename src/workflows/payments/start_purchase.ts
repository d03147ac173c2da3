/** A purchase without a seat: recorded, and opened at Stripe. */
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { canTakePayments, getProvider, type Provider } from "../../domain/providers.ts";
import { type CheckoutInput, recordCheckout } from "./record_checkout.ts";
import { type OpenCheckout, openCheckout } from "./open_checkout.ts";

/** Where Stripe sends the customer afterwards, on the site they came from. */
export function returnUrls(origin: string, path: string): { successUrl: string; cancelUrl: string } {
  return {
    successUrl: `${origin}/${path}/confirm?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${origin}/${path}/cancelled`,
  };
}

/** @throws DomainError not_onboarded, downstream */
export async function startPurchase(ctx: Context, provider: Provider, order: CheckoutInput): Promise<OpenCheckout> {
  const checkoutId = await ctx.db.write(provider.id, async (tx) => {
    // As it is now: its account may have gone, or its currency changed.
    const now = await getProvider(tx, provider.id);
    if (!canTakePayments(now)) {
      throw new DomainError(
        "not_onboarded",
        "This studio can't take payments yet: its Stripe onboarding is not finished.",
      );
    }
    return await recordCheckout(ctx, tx, now, order);
  });
  return await openCheckout(ctx, checkoutId);
}
