/** A gift card pays for an appointment: previewed, or debited once per appointment. */
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { invalid, notFound } from "../../domain/errors.ts";
import { debit, findDebit } from "../../domain/gift_card_entries.ts";
import { findGiftCard, type GiftCard, normalizeCode, refuseIfExpired, unknownCode } from "../../domain/gift_cards.ts";
import { iso } from "../../domain/time.ts";

export interface Redemption {
  ok: true;
  debitCents: number;
  balanceCents: number;
  balanceRemainingCents: number;
  alreadyRedeemed?: true;
}

export interface RedeemInput {
  code: string;
  providerId: string;
  requestedDebitCents: number;
  appointmentId?: string;
  mode: "preview" | "commit";
}

/**
 * Debits the requested amount, at most the balance. A repeated commit answers the first debit with today's balances.
 * @throws DomainError invalid_request (code, empty or expired card), not_found
 */
export async function redeemGiftCard(
  ctx: Context,
  tenant: { providerId: string },
  input: RedeemInput,
): Promise<Redemption> {
  const code = normalizeCode(input.code);
  if (!code) throw invalid("code", "A gift card code has 16 letters and digits.");
  const { appointmentId } = input;
  if (input.mode === "commit" && appointmentId === undefined) {
    throw invalid("appointmentId", "A commit needs the appointmentId it pays for.");
  }
  if (input.providerId !== tenant.providerId) throw notFound("Gift card");
  if (input.mode === "preview") {
    const card = await findGiftCard(ctx.db, tenant.providerId, code);
    if (!card) throw unknownCode();
    return offer(ctx, card, input.requestedDebitCents);
  }
  return await once(ctx, tenant.providerId, async (tx): Promise<Redemption> => {
    const card = await findGiftCard(tx, tenant.providerId, code);
    if (!card) throw unknownCode();
    const made = await findDebit(tx, card.id, appointmentId!);
    if (made !== null) return repeated(made, card);
    const offered = offer(ctx, card, input.requestedDebitCents);
    if (!await debit(tx, card, appointmentId!, offered.debitCents, iso(ctx.clock.now()))) {
      throw invalid("code", "This gift card has no balance left.", "gift_card_empty");
    }
    return { ...offered, balanceCents: card.balanceCents };
  });
}

function offer(ctx: Context, card: GiftCard, requestedCents: number): Redemption {
  refuseIfExpired(card, iso(ctx.clock.now()), "code");
  if (card.balanceCents === 0) throw invalid("code", "This gift card has no balance left.", "gift_card_empty");
  const debitCents = Math.min(requestedCents, card.balanceCents);
  return {
    ok: true,
    debitCents,
    balanceCents: card.balanceCents,
    balanceRemainingCents: card.balanceCents - debitCents,
  };
}

function repeated(debitCents: number, card: GiftCard): Redemption {
  return {
    ok: true,
    debitCents,
    balanceCents: card.balanceCents,
    balanceRemainingCents: card.balanceCents,
    alreadyRedeemed: true,
  };
}
