/** The owner takes from a gift card at the desk, and may undo it for a moment. */
import { DomainError, invalid, notFound } from "../../domain/errors.ts";
import {
  debitAtDesk,
  type DeskRedemption,
  findDeskRedemption,
  undoDeskRedemption,
} from "../../domain/gift_card_entries.ts";
import { findGiftCard, findNearLast4, type GiftCard, normalizeCode, refuseIfExpired } from "../../domain/gift_cards.ts";
import { iso, MINUTE } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** How long what was taken at the desk can be undone. */
export const UNDO_FOR = 10 * MINUTE;

/** The card with this code, or the last four of one that is nearly it. Takes nothing. @throws DomainError invalid_request */
export async function lookUpCard(
  ctx: Context,
  providerId: string,
  typed: string,
): Promise<{ card: GiftCard; code: string } | { card: null; near: string | null }> {
  const code = readCode(typed);
  const card = await findGiftCard(ctx.db, providerId, code);
  return card ? { card, code } : { card: null, near: await findNearLast4(ctx.db, providerId, code) };
}

/**
 * Takes exactly this much, or nothing.
 * @returns the id of the entry
 * @throws DomainError invalid_request, gift_card_expired, not_found, gift_card_insufficient
 */
export function redeemAtDesk(
  ctx: Context,
  providerId: string,
  input: { code: string; cents: number; purpose: string | null },
): Promise<string> {
  const code = readCode(input.code);
  return once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const card = await findGiftCard(tx, providerId, code);
    if (!card) throw notFound("Gift card");
    refuseIfExpired(card, now, "code");
    const note = { purpose: input.purpose, undoUntil: iso(ctx.clock.now() + UNDO_FOR) };
    const id = card.balanceCents < input.cents ? null : await debitAtDesk(tx, card, input.cents, note, now);
    if (id) return id;
    throw new DomainError("gift_card_insufficient", "The card has less than that by now. Nothing was taken.", {
      balanceCents: card.balanceCents,
    });
  });
}

/** Puts all of it back; a second time changes nothing. @throws DomainError not_found, too_late */
export function undoRedemption(ctx: Context, providerId: string, entryId: string): Promise<DeskRedemption> {
  return once(ctx, providerId, async (tx) => {
    const found = await findDeskRedemption(tx, providerId, entryId);
    if (!found) throw notFound("Redemption");
    if (!found.undone && !await undoDeskRedemption(tx, providerId, found, iso(ctx.clock.now()))) {
      throw new DomainError("too_late", "This can't be undone any more: it was taken more than 10 minutes ago.");
    }
    return (await findDeskRedemption(tx, providerId, entryId))!;
  });
}

function readCode(typed: string): string {
  const code = normalizeCode(typed);
  if (!code) throw invalid("code", "A gift card code has 16 letters and digits.");
  return code;
}
