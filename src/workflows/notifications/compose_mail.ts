/** A message of the outbox as the mail that is sent, in the brand of its studio as it is today. */
import { getClass } from "../../domain/class_sessions.ts";
import { openGiftCardCode } from "../../domain/gift_cards.ts";
import type { Message } from "../../domain/outbox.ts";
import { getProvider } from "../../domain/providers.ts";
import { getEntry } from "../../domain/waitlist.ts";
import { brandOf } from "../../mail/brand.ts";
import { oneLine } from "../../mail/layout.ts";
import { isMailKind, isToOwner, type MailData, type MailKind, MAILS } from "../../mail/mails.ts";
import { renderMail } from "../../mail/render.ts";
import { DeliveryError, type OutgoingMail } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import { leaveLinkFor, leaveTokenFor } from "./customer_links.ts";
import { currentBooking, currentBookings, currentTerms } from "./current_booking.ts";

/** @throws DeliveryError when a gift card's code can't be opened, or a newer version wrote a kind we don't know */
export async function composeMail(ctx: Context, message: Message): Promise<OutgoingMail> {
  const { kind } = message;
  if (!isMailKind(kind)) throw new DeliveryError(false, "This version does not know this kind of mail.");
  const provider = await getProvider(ctx.db, message.providerId);
  const data = await withSecrets(ctx, message, kind);
  return {
    id: messageName(message),
    kind,
    to: message.recipient,
    fromName: oneLine(provider.displayName),
    replyTo: isToOwner(kind) ? null : provider.email,
    ...renderMail(kind, data, brandOf(provider, ctx.settings.publicUrl), ctx.calendar),
  };
}

/** Letters, digits, dots and hyphens: fit for a Message-ID. The same at every attempt, and nowhere else. */
export function messageName(message: Message): string {
  return message.dedupeKey.replaceAll("_", "-").replaceAll(":", ".");
}

async function withSecrets(ctx: Context, message: Message, kind: MailKind): Promise<MailData[MailKind]> {
  const { data } = message;
  switch (MAILS[kind].addedAtDelivery) {
    case "cancel_link":
      return { ...data, ...await currentBooking(ctx, message) };
    case "cancel_links":
      return { ...data, ...await currentBookings(ctx, message) };
    case "cancel_terms":
      return { ...data, terms: await currentTerms(ctx, message) };
    case "leave_link":
      return { ...data, leaveUrl: await leaveUrl(ctx, message) };
    case "offer_links":
      return { ...data, terms: await currentTerms(ctx, message), leaveUrl: await leaveUrl(ctx, message) };
    case "gift_card_code":
      return { ...data, code: await giftCardCode(ctx, message) };
    default:
      return data;
  }
}

/** Of a mail whose subject is an entry of a waitlist. */
async function leaveUrl(ctx: Context, { dedupeKey, kind, providerId, siteOrigin }: Message): Promise<string | null> {
  const entry = await getEntry(ctx.db, providerId, dedupeKey.slice(`${kind}:`.length));
  const token = leaveTokenFor(ctx, entry.id, await getClass(ctx.db, providerId, entry.classId));
  return leaveLinkFor(siteOrigin ?? ctx.settings.publicUrl, entry.id, token);
}

/** What can't be opened today may be once the operator gives the old secret. */
async function giftCardCode(ctx: Context, { dedupeKey, kind, providerId }: Message): Promise<string> {
  const cardId = dedupeKey.slice(`${kind}:`.length);
  const code = await openGiftCardCode(ctx.db, ctx.tokens, providerId, cardId);
  if (code !== null) return code;
  throw new DeliveryError(
    false,
    "The gift card's code could not be opened: ALERA_SECRET has changed, and ALERA_SECRET_PREVIOUS does not open it.",
  );
}
