/** A gift card pays for a booking, or for a hold that was to be paid by card. */
import type { Reader, Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Client } from "../../domain/clients.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { debitForBooking } from "../../domain/gift_card_entries.ts";
import { findGiftCard, type GiftCard, normalizeCode, refuseIfExpired, unknownCode } from "../../domain/gift_cards.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";

/** The code as it is looked up. @throws DomainError invalid_request (not 16 letters and digits) */
export function readGiftCardCode(given: string): string {
  const code = normalizeCode(given);
  if (!code) throw invalid("giftCardCode", "A gift card code has 16 letters and digits.");
  return code;
}

/** The card that is to pay. @param code normalized @throws DomainError not_found, gift_card_expired */
export async function getPayingCard(from: Reader, providerId: string, code: string, now: string): Promise<GiftCard> {
  const card = await findGiftCard(from, providerId, code);
  if (!card) throw unknownCode();
  refuseIfExpired(card, now, "giftCardCode");
  return card;
}

/** The card has less than is to be paid. */
export function insufficient({ balanceCents }: Pick<GiftCard, "balanceCents">): DomainError {
  return new DomainError(
    "gift_card_insufficient",
    "This gift card has less than the class costs. Nothing was booked.",
    {
      balanceCents,
    },
  );
}

/**
 * Debits the price of a booking that this write has confirmed as paid with a gift card, ends the client's wait for the class, and
 * enqueues the confirmation.
 * @param card from `getPayingCard`, read in this write
 * @throws DomainError gift_card_insufficient
 */
export async function payWithGiftCard(
  ctx: Context,
  tx: Tx,
  card: GiftCard,
  { enrollment, session, client }: { enrollment: Enrollment; session: ClassSession; client: Client },
  now: string,
): Promise<void> {
  const cents = enrollment.priceCents;
  if (card.balanceCents < cents || !await debitForBooking(tx, card, enrollment.id, cents, now)) {
    throw insufficient(card);
  }
  await closeOnBooking(tx, enrollment, now);
  const giftCard = { codeLast4: card.codeLast4, leftCents: card.balanceCents - cents, expiresAt: card.expiresAt };
  const paid = { with: "gift_card" as const, cents, giftCard };
  await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, paid, now);
}
