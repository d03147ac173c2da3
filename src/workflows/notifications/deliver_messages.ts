/** Delivers what is in the outbox, at least once: a message is marked only after the transport took it. */
import { listDueMessages, markDead, markSent, type Message, OUTBOX_SCOPE, retryLater } from "../../domain/outbox.ts";
import { DAY, iso, MINUTE, ms } from "../../domain/time.ts";
import { DeliveryError } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import { composeMail, messageName } from "./compose_mail.ts";

const AT_ONCE = 8;
const FIRST_RETRY = 4_000;
const LONGEST_RETRY = 10 * MINUTE;
const GIVE_UP_AFTER = 3 * DAY;

/**
 * Sends what is due. What is refused for now waits within 5 s, then at doubling intervals up to 10 minutes, for 3 days; then, or when the
 * recipient is refused for good, it is a dead letter.
 * @returns how many messages were due
 */
export async function deliverMessages(ctx: Context): Promise<number> {
  const due = await listDueMessages(ctx.db, iso(ctx.clock.now()), AT_ONCE);
  const outcomes = await Promise.all(due.map(async (message) => ({ message, error: await attempt(ctx, message) })));
  if (outcomes.length === 0) return 0;
  await ctx.db.write(OUTBOX_SCOPE, async (tx) => {
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

/** 4 s, 8 s, 16 s … 10 min, a fifth less at random, so that a crowd does not come back at once. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts, 20)) * (1 - Math.random() * 0.2);
}

async function attempt(ctx: Context, message: Message): Promise<DeliveryError | null> {
  try {
    if (message.channel === "text") {
      await ctx.texter.send({ id: messageName(message), to: message.recipient, text: message.data.text });
    } else await ctx.mailer.send(await composeMail(ctx, message));
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
