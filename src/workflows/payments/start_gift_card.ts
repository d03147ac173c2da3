/** A customer buys a gift card; it is issued once paid. */
import type { Context } from "../context.ts";
import { notFound } from "../../domain/errors.ts";
import { findProviderByHandle, getProviderNamed } from "../../domain/providers.ts";
import type { Tenant } from "../tenant.ts";
import type { OpenCheckout } from "./open_checkout.ts";
import { purchaseExpiry } from "./record_checkout.ts";
import { returnUrls } from "../notifications/customer_links.ts";
import { startPurchase } from "./start_purchase.ts";

export interface GiftCardInput {
  handle: string;
  amountCents: number;
  purchaserName: string;
  purchaserEmail: string;
  recipientName: string | null;
  recipientEmail: string | null;
  giftMessage: string | null;
  customerToken?: string;
}

/** @throws DomainError not_found (no such handle), 403 (another provider's), not_onboarded, 502 */
export async function startGiftCard(ctx: Context, tenant: Tenant, input: GiftCardInput): Promise<OpenCheckout> {
  if (!await findProviderByHandle(ctx.db, input.handle)) throw notFound("Provider");
  const { purchaserName: name, purchaserEmail: email, customerToken } = input;
  return await startPurchase(ctx, tenant.providerId, async (tx) => {
    const { displayName } = await getProviderNamed(tx, tenant.providerId, input.handle);
    return {
      kind: "gift_card",
      subjectId: null,
      productName: `Gift card, ${displayName}`,
      amountCents: input.amountCents,
      customerEmail: input.purchaserEmail,
      ...returnUrls(tenant.origin, "gift-cards"),
      expiresAtMs: purchaseExpiry(ctx),
      origin: tenant.origin,
      details: {
        purchaserName: input.purchaserName,
        purchaserEmail: input.purchaserEmail,
        recipientName: input.recipientName,
        recipientEmail: input.recipientEmail,
        message: input.giftMessage,
      },
    };
  }, { name, email, phone: null, customerToken });
}
