/** A purchase without a seat: recorded, and opened at Stripe. */
import type { Tx } from "../../db/database.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { findClientByEmail } from "../../domain/clients.ts";
import { DomainError } from "../../domain/errors.ts";
import { canTakePayments, getProvider, type Provider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { byToken, refreshClient } from "../clients/keep_client.ts";
import { type CheckoutInput, recordCheckout } from "./record_checkout.ts";
import { type OpenCheckout, openCheckout } from "./open_checkout.ts";

/** Who buys. A phone that was not given is null. */
export interface Buyer {
  name: string;
  email: string;
  phone: string | null;
  customerToken?: string;
}

/**
 * The buyer's own record changes only when their token came along; what they gave is kept with the purchase.
 * @param place what is bought, if it can be: asked in the transaction that records it
 * @throws DomainError not_onboarded, 502, and what `place` throws
 */
export async function startPurchase(
  ctx: Context,
  providerId: string,
  place: (tx: Tx, provider: Provider) => Promise<CheckoutInput>,
  buyer?: Buyer,
): Promise<OpenCheckout> {
  const checkoutId = await once(ctx, providerId, async (tx) => {
    const provider = await getProvider(tx, providerId);
    const order = await place(tx, provider);
    if (!canTakePayments(provider)) {
      throw new DomainError(
        "not_onboarded",
        "This studio can't take payments yet: its Stripe onboarding is not finished.",
      );
    }
    const known = buyer && await findClientByEmail(tx, provider.id, buyer.email);
    if (known) {
      const details = { ...buyer, origin: order.origin };
      await refreshClient(tx, known, details, byToken(ctx, buyer.customerToken), iso(ctx.clock.now()));
    }
    return await recordCheckout(ctx, tx, provider, order);
  });
  return await openCheckout(ctx, checkoutId);
}
