/** A gift card as mails describe it. */
import type { BookingDebit } from "../../domain/gift_card_entries.ts";
import type { MailGiftCard } from "../../mail/data.ts";

/** The card that a booking's money went back to; null: none. */
export function mailGiftCard(
  debit: BookingDebit | null | undefined,
  now: string,
): (MailGiftCard & { expired: boolean }) | null {
  if (!debit) return null;
  const { codeLast4, expiresAt } = debit;
  return { codeLast4, expiresAt, expired: expiresAt !== null && expiresAt <= now };
}
