/**
 * Delivers what is in the outbox: claimed in the database, sent, noted. A message leaves twice only when the process ends between sending
 * and noting: what was sent and could not be noted is remembered here until it can.
 */
import {
  claimMessages,
  hasDueMessages,
  type Lane,
  markDead,
  markSent,
  type Message,
  OUTBOX_SCOPE,
  releaseClaims,
  retryLater,
} from "../../domain/outbox.ts";
import type { Tx } from "../../db/database.ts";
import { codeOf } from "../../domain/errors.ts";
import { DAY, iso, MINUTE, ms } from "../../domain/time.ts";
import { DeliveryError } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import { handleEachRow } from "../each_row.ts";
import { composeMail, messageName } from "./compose_mail.ts";

/** So many of a lane are being sent at a time. */
const AT_ONCE: Record<Lane, number> = { mail: 8, sign_in: 4, text: 4 };
/** Longer than any transport tries: by then the attempt of a process that ended is over. */
const LOST_AFTER = 10 * MINUTE;
const FIRST_RETRY = 4_000;
const LONGEST_RETRY = 10 * MINUTE;
const GIVE_UP_AFTER = 3 * DAY;

interface Outcome {
  message: Message;
  /** Null: it was sent. */
  error: DeliveryError | null;
}

/** One lane of one process. */
class Delivery {
  /** Under way. Each settles when it has its outcome. */
  readonly sending = new Set<Promise<void>>();
  /** Not noted in the database yet. */
  outcomes: Outcome[] = [];
}

const deliveries = new WeakMap<Context, Map<Lane, Delivery>>();

function deliveryOf(ctx: Context, lane: Lane): Delivery {
  const lanes = deliveries.get(ctx) ?? new Map<Lane, Delivery>();
  deliveries.set(ctx, lanes);
  const known = lanes.get(lane) ?? new Delivery();
  lanes.set(lane, known);
  return known;
}

/**
 * Fills the free places of a lane with what is due, and waits until one is free again. What is refused for now waits within 5 s, then at
 * doubling intervals up to 10 minutes, for 3 days; then, or when the recipient is refused for good, it is a dead letter.
 * @returns how many were begun, or are still under way
 */
export async function deliverMessages(ctx: Context, lane: Lane): Promise<number> {
  const delivery = deliveryOf(ctx, lane);
  // One that has left and can't be noted is due again some day, and must not leave twice.
  const hasLeft = new Set(delivery.outcomes.map((one) => one.message.id));
  const claimed = (await noteAndClaim(ctx, lane, delivery)).filter((one) => !hasLeft.has(one.id));
  for (const message of claimed) begin(ctx, lane, delivery, message);
  if (delivery.sending.size === 0) return 0;
  await Promise.race(delivery.sending);
  await new Promise((resolve) => setTimeout(resolve)); // those that end at the same moment are noted together
  await noteOutcomes(ctx, delivery);
  return Math.max(1, claimed.length);
}

/** At the start of a process: what the one before it was sending when it ended is taken up at once. */
export async function resumeDeliveries(ctx: Context): Promise<void> {
  await ctx.db.write(OUTBOX_SCOPE, (tx) => releaseClaims(tx, iso(ctx.clock.now())));
}

/** Waits for what is being sent, but not for long, and notes what became of it: before the process ends. */
export async function finishDeliveries(ctx: Context, lane: Lane, patienceMs: number): Promise<void> {
  const delivery = deliveryOf(ctx, lane);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => timer = setTimeout(resolve, patienceMs));
  await Promise.race([Promise.all(delivery.sending), patience]);
  clearTimeout(timer);
  await noteOutcomes(ctx, delivery);
}

/** Nothing is sent that could not be claimed, so a database that takes no write sends nothing at all. */
async function noteAndClaim(ctx: Context, lane: Lane, delivery: Delivery): Promise<Message[]> {
  const free = AT_ONCE[lane] - delivery.sending.size;
  const wanted = free > 0 && await hasDueMessages(ctx.db, lane, iso(ctx.clock.now()));
  const claim = (tx: Tx) => {
    const nowMs = ctx.clock.now();
    return claimMessages(tx, lane, free, iso(nowMs + LOST_AFTER), iso(nowMs));
  };
  return await noteOutcomes(ctx, delivery, wanted ? claim : undefined);
}

/** In one write with what else there is to do. What could not be noted is kept for the next time. */
async function noteOutcomes(
  ctx: Context,
  delivery: Delivery,
  more?: (tx: Tx) => Promise<Message[]>,
): Promise<Message[]> {
  const outcomes = [...delivery.outcomes];
  if (outcomes.length === 0 && !more) return [];
  const noteAll = (some: Outcome[]) =>
    ctx.db.write(OUTBOX_SCOPE, async (tx) => {
      await note(ctx, tx, some);
      return await more?.(tx) ?? [];
    });
  try {
    const result = await noteAll(outcomes);
    delivery.outcomes = delivery.outcomes.filter((one) => !outcomes.includes(one));
    return result;
  } catch (error) {
    if (outcomes.length === 0) throw error;
    await noteEach(ctx, delivery, outcomes);
    return await noteAll([]);
  }
}

/** Each in a write of its own: one that can't be noted stops no other, and is kept for the next time. */
function noteEach(ctx: Context, delivery: Delivery, outcomes: Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => ({ id: String(outcome.message.id), outcome }));
  return handleEachRow(ctx, { job: "deliver_messages", rows, width: 1 }, async ({ outcome }) => {
    await ctx.db.write(OUTBOX_SCOPE, (tx) => note(ctx, tx, [outcome]));
    delivery.outcomes = delivery.outcomes.filter((one) => one !== outcome);
  }, () => Promise.resolve());
}

async function note(ctx: Context, tx: Tx, outcomes: Outcome[]): Promise<void> {
  const nowMs = ctx.clock.now();
  for (const { message, error } of outcomes) {
    if (error === null) await markSent(tx, message.id, ctx.settings.development, iso(nowMs));
    else if (error.permanent || nowMs - ms(message.triedSince) >= GIVE_UP_AFTER) {
      await markDead(tx, message.id, error.message);
    } else await retryLater(tx, message.id, error.message, iso(nowMs + backoff(message.attempts - 1)));
  }
}

/** 4 s, 8 s, 16 s … 10 min, a fifth less at random, so that a crowd does not come back at once. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts, 20)) * (1 - Math.random() * 0.2);
}

function begin(ctx: Context, lane: Lane, delivery: Delivery, message: Message): void {
  const sending = send(ctx, message).then((error) => {
    delivery.outcomes.push({ message, error });
    if (error === null) ctx.metrics.messagesSent.add(lane);
    delivery.sending.delete(sending);
  });
  delivery.sending.add(sending);
}

async function send(ctx: Context, message: Message): Promise<DeliveryError | null> {
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
      attempt: message.attempts,
      code: codeOf(error),
      reason: error instanceof DeliveryError ? failure.message : String(error instanceof Error ? error.name : error),
    });
    return failure;
  }
}
