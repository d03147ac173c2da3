/** Delivers what is in the outbox, at least once: a message is marked only after the transport took it. */
import {
  DeliveryError,
  type MailBrand,
  type MailData,
  type MailKind,
  type MailMessage,
  type RenderedMail,
  type StoredMailData,
} from "../../ports/mail.ts";
import { type Context } from "../context.ts";
import { openGiftCardCode } from "../../domain/gift_cards.ts";
import {
  findMessage,
  listDueMessages,
  listMessages,
  markDead,
  markSent,
  type Message,
  requeue,
  retryLater,
} from "../../domain/outbox.ts";
import { getProvider, type Provider } from "../../domain/providers.ts";
import { DAY, iso, MINUTE, ms } from "../../domain/time.ts";
import { cancelLinkFor } from "./customer_links.ts";

const AT_ONCE = 8;
const FIRST_RETRY = 4_000;
const LONGEST_RETRY = 10 * MINUTE;
const GIVE_UP_AFTER = 3 * DAY;

/**
 * Sends what is due. What is refused for now waits within 5 s, then at doubling intervals up to 10 minutes, for 3 days; then, or when the
 * recipient is refused for good, it is a dead letter.
 * @returns how many messages were due
 */
export async function deliverDue(ctx: Context): Promise<number> {
  const due = await listDueMessages(ctx.db, iso(ctx.clock.now()), AT_ONCE);
  const outcomes = await Promise.all(due.map(async (message) => ({ message, error: await attempt(ctx, message) })));
  if (outcomes.length === 0) return 0;
  await ctx.db.write(NO_SCOPE, async (tx) => {
    const nowMs = ctx.clock.now();
    for (const { message, error } of outcomes) {
      if (error === null) await markSent(tx, message.id, ctx.settings.development, iso(nowMs));
      else if (error.permanent || nowMs - ms(message.triedSince) >= GIVE_UP_AFTER) {
        await markDead(tx, message.id, error.message);
      } else await retryLater(tx, message.id, error.message, iso(nowMs + backoff(message.attempts)));
    }
  });
  return due.length;
}

/** Mail is in no cached answer: nobody's version is raised. */
const NO_SCOPE = "outbox";

/** 4 s, 8 s, 16 s … 10 min, a fifth less at random, so that a crowd does not come back at once. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts, 20)) * (1 - Math.random() * 0.2);
}

async function attempt(ctx: Context, message: Message): Promise<DeliveryError | null> {
  try {
    if (message.channel === "text") {
      await ctx.texter.send({ id: nameOf(message), to: message.recipient, text: message.data.text });
    } else await ctx.mailer.send(await owedMail(ctx, message));
    return null;
  } catch (error) {
    const failure = error instanceof DeliveryError
      ? error
      : new DeliveryError(false, "The message could not be written.");
    ctx.log.warn("message_not_sent", {
      messageId: message.id,
      kind: message.kind,
      permanent: failure.permanent,
      attempt: message.attempts + 1,
      reason: error instanceof DeliveryError ? failure.message : String(error instanceof Error ? error.name : error),
    });
    return failure;
  }
}

/** Letters, digits, dots and hyphens: fit for a Message-ID. The same at every attempt, and nowhere else. */
const nameOf = (message: Message) => message.dedupeKey.replaceAll("_", "-").replaceAll(":", ".");

/** A stored message with the brand of its studio as it is today. @throws DeliveryError when a gift card's code can't be opened */
async function owedMail(ctx: Context, message: Message): Promise<MailMessage> {
  const provider = await getProvider(ctx.db, message.providerId);
  const site = message.siteOrigin ?? ctx.settings.publicUrl;
  return {
    id: nameOf(message),
    kind: message.kind as MailKind,
    to: message.recipient,
    createdAt: message.createdAt,
    data: await completed(ctx, message, site),
    brand: brandOf(provider, site),
  };
}

/** The stored data with what the outbox does not keep. */
async function completed(ctx: Context, message: Message, site: string): Promise<MailData[MailKind]> {
  const { kind, data } = message;
  if (kind === "gift_card") return await withCode(ctx, message, data);
  return kind in CARRY_CANCEL_LINK ? { ...data, ...cancelLinkFor(ctx, site, data) } : data;
}

/** All of them and no other, or it does not compile. */
const CARRY_CANCEL_LINK: { [K in MailKind as MailData[K] extends { cancelUrl: string } ? K : never]: true } = {
  booking_confirmed: true,
  class_moved: true,
  class_reminder: true,
};

/** The outbox holds no code: it is in the card's row, sealed. What can't be opened today may be once the operator gives the old secret. */
async function withCode(
  ctx: Context,
  { dedupeKey, kind, providerId }: Message,
  data: StoredMailData["gift_card"],
): Promise<MailData["gift_card"]> {
  const cardId = dedupeKey.slice(`${kind}:`.length);
  const code = await openGiftCardCode(ctx.db, ctx.tokens, providerId, cardId);
  if (code === null) {
    throw new DeliveryError(
      false,
      "The gift card's code could not be opened: ALERA_SECRET has changed, and ALERA_SECRET_PREVIOUS does not open it.",
    );
  }
  return { ...data, code };
}

/** How a studio shows itself in its mails. */
export function brandOf(provider: Provider, siteUrl: string): MailBrand {
  const { displayName, email, timezone, currency } = provider;
  return { studioName: displayName, studioEmail: email, timezone, currency, siteUrl };
}

/**
 * Tries a message again that could not be delivered.
 * @throws DomainError not_found (also another studio's), gone (its client was erased)
 */
export async function sendAgain(ctx: Context, providerId: string, id: number): Promise<void> {
  await ctx.db.write(NO_SCOPE, (tx) => requeue(tx, providerId, id, iso(ctx.clock.now())));
  ctx.wake("outbox");
}

/** Newest first, rendered, for the mailbox of development. */
export async function listMailbox(ctx: Context, limit: number) {
  const mails = [];
  for (const message of await listMessages(ctx.db, limit)) mails.push(await readMail(ctx, message));
  return mails;
}

/** One message rendered, for the mailbox of development; null when there is none. */
export async function findMail(ctx: Context, id: number) {
  const message = await findMessage(ctx.db, id);
  return message && await readMail(ctx, message);
}

async function readMail(ctx: Context, message: Message) {
  const { id, channel, kind, recipient, state, createdAt } = message;
  return { id, channel, kind, recipient, state, createdAt, ...await rendered(ctx, message) };
}

async function rendered(ctx: Context, message: Message): Promise<RenderedMail> {
  const plain = (text: string) => ({ subject: message.kind, text, html: "", attachments: [] });
  const readable = message.channel === "mail" && message.recipient !== "" && Object.keys(message.data).length > 0;
  if (!readable) return plain(message.data.text ?? "");
  try {
    return ctx.mailer.render(await owedMail(ctx, message));
  } catch (error) {
    // One that can't be written says why, and hides no other.
    if (error instanceof DeliveryError) return plain(error.message);
    throw error;
  }
}
