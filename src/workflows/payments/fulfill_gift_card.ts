/** A paid gift card is issued. */
import type { Tx } from "../../db/database.ts";
import type { Checkout, Fulfillment } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import { createGiftCard, giftCardExpiry } from "../../domain/gift_cards.ts";
import { getProvider } from "../../domain/providers.ts";
import { enqueueGiftCard } from "../notifications/enqueue_purchases.ts";

/** Its code is mailed to whom it is for. */
export async function fulfillGiftCard(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<Fulfillment> {
  const { purchaserName, purchaserEmail, recipientName = null, recipientEmail = null, message = null } =
    checkout.details;
  const gift = {
    providerId: checkout.providerId,
    checkoutId: checkout.id,
    amountCents: checkout.amountCents,
    currency: checkout.currency,
    purchaserName,
    purchaserEmail,
    recipientName,
    recipientEmail,
    message,
    expiresAt: giftCardExpiry(await getProvider(tx, checkout.providerId), now),
  };
  const card = await createGiftCard(tx, ctx.tokens, gift, now);
  await enqueueGiftCard(ctx, tx, card.id, gift, checkout.origin, now);
  return { kind: "gift_card", id: card.id };
}
