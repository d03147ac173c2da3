/** The owner issues a gift card that was paid elsewhere. */
import { createGiftCard, giftCardExpiry, giftCardJson } from "../../domain/gift_cards.ts";
import { getProvider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { enqueueGiftCard } from "../notifications/enqueue_purchases.ts";

export interface IssueInput {
  amountCents: number;
  purchaserName: string;
  purchaserEmail?: string;
  recipientName?: string;
  recipientEmail?: string;
  giftMessage?: string;
}

/**
 * The card as it is listed, with its code, which is told here only, and in the mail to the recipient or else the buyer.
 * @throws DomainError conflict (the idempotency key was used for a different request)
 */
export function issueGiftCard(
  ctx: Context,
  providerId: string,
  input: IssueInput,
): Promise<Record<string, unknown> & { code: string }> {
  return once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const provider = await getProvider(tx, providerId);
    const { amountCents, purchaserName, purchaserEmail = null, recipientName = null, recipientEmail = null } = input;
    const gift = {
      providerId,
      checkoutId: null,
      amountCents,
      currency: provider.currency,
      purchaserName,
      purchaserEmail,
      recipientName,
      recipientEmail,
      message: input.giftMessage ?? null,
      expiresAt: giftCardExpiry(provider, now),
    };
    const { id, code } = await createGiftCard(tx, ctx.tokens, gift, now);
    await enqueueGiftCard(ctx, tx, id, gift, null, now);
    const { redemptions: _none, ...card } = JSON.parse(await giftCardJson(tx, providerId, id));
    return { ...card, code };
  });
}
