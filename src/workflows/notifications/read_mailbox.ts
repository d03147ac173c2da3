/** The outbox as the mailbox of development shows it. */
import { findMessage, listMessages, type Message } from "../../domain/outbox.ts";
import { DeliveryError, type RenderedMail } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import { composeMail } from "./compose_mail.ts";

/** Newest first. */
export async function listMailbox(ctx: Context, limit: number) {
  const mails = [];
  for (const message of await listMessages(ctx.db, limit)) mails.push(await readMail(ctx, message));
  return mails;
}

/** Null when there is none. */
export async function findMail(ctx: Context, id: number) {
  const message = await findMessage(ctx.db, id);
  return message && await readMail(ctx, message);
}

async function readMail(ctx: Context, message: Message) {
  const { id, channel, kind, recipient, state, createdAt } = message;
  const { subject, text, html, attachments } = await render(ctx, message);
  return { id, channel, kind, recipient, state, createdAt, subject, text, html, attachments };
}

async function render(ctx: Context, message: Message): Promise<RenderedMail> {
  const plain = (text: string) => ({ subject: message.kind, text, html: "", attachments: [] });
  const readable = message.channel === "mail" && message.recipient !== "" && Object.keys(message.data).length > 0;
  if (!readable) return plain(message.data.text ?? "");
  try {
    return await composeMail(ctx, message);
  } catch (error) {
    // One that can't be written says why, and hides no other.
    if (error instanceof DeliveryError) return plain(error.message);
    throw error;
  }
}
