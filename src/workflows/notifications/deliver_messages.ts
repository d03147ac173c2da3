/**
 * Delivers what is in the outbox: claimed in the database, sent, noted. A message leaves twice only when the process ends between sending
 * and noting: what was sent and could not be noted is remembered here until it can.
 */
import {
  claimMessages,
  findMessage,
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
import { inTime } from "../in_time.ts";
import { composeMail, messageName } from "./compose_mail.ts";

/** So many of the other lanes are being sent at a time; of mails as many as their transport takes. */
const AT_ONCE: Record<Exclude<Lane, "mail">, number> = { sign_in: 4, text: 4 };
/** So many more are claimed, so that a place that gets free is filled at once, and not at the next pass. */
const IN_HAND = 32;
/** A crash repeats what was sent and not noted: when so many wait for that, none is begun. */
const MOST_UNNOTED = 32;
/** What was claimed longer ago, ms, is looked at again before it is sent: its client may have been erased. */
const A_MOMENT = 1_000;
/** While slow ones are under way, ms: then it is looked whether others are due. */
const PATIENCE = 100;
/** A turn of the event loop that takes longer, ms, serves others. With a backlog, mails then take a ninth of the time: bookings come first. */
const BUSY_TURN = 4;
const PER_BUSY_TURN = 8;
const LONGEST_REST = 100;
/** Longer than any transport tries: by then the attempt of a process that ended is over. */
const LOST_AFTER = 10 * MINUTE;
const FIRST_RETRY = 4_000;
const LONGEST_RETRY = 10 * MINUTE;
const GIVE_UP_AFTER = 3 * DAY;

interface Outcome {
  message: Message;
  /** Null: it was sent. */
  error: DeliveryError | null;
  /** It could not be noted while others could: it is kept, and counts no more. */
  isKept?: boolean;
}

/** One lane of one process. */
class Delivery {
  /** Of those that wait, or have their outcome and are not noted yet: due again some day, they must not leave twice. */
  readonly inHand = new Set<number>();
  /** Claimed, since when (ms), and not begun yet. */
  waiting: { message: Message; claimedAt: number }[] = [];
  /** Under way. Each settles when it has its outcome. */
  readonly sending = new Set<Promise<void>>();
  /** Not noted in the database yet. */
  outcomes: Outcome[] = [];
  ended = false;

  constructor(readonly ctx: Context, readonly lane: Lane, readonly atOnce: number) {}

  /** Begins what there is a place for. */
  fill(): void {
    const hasRoom = () =>
      this.sending.size < this.atOnce && this.outcomes.filter((one) => !one.isKept).length < MOST_UNNOTED;
    while (!this.ended && this.waiting.length > 0 && hasRoom()) {
      const { message, claimedAt } = this.waiting.shift()!;
      const sending = this.#deliver(message, claimedAt).finally(() => {
        this.sending.delete(sending);
        this.fill();
      });
      this.sending.add(sending);
    }
  }

  async #deliver(claimed: Message, claimedAt: number): Promise<void> {
    const { ctx } = this;
    const isFresh = ctx.clock.now() - claimedAt < A_MOMENT;
    const message = isFresh ? claimed : await findMessage(ctx.db, claimed.id).catch(() => null);
    this.inHand.delete(claimed.id); // the claim keeps others from taking it up
    if (message?.state !== "queued") return;
    const error = await send(ctx, message);
    this.inHand.add(message.id);
    this.outcomes.push({ message, error });
    if (error === null) ctx.metrics.messagesSent.add(this.lane);
  }

  noted(outcomes: Outcome[]): void {
    for (const { message } of outcomes) this.inHand.delete(message.id);
    this.outcomes = this.outcomes.filter((one) => !outcomes.includes(one));
  }
}

const deliveries = new WeakMap<Context, Map<Lane, Delivery>>();

function deliveryOf(ctx: Context, lane: Lane): Delivery {
  const lanes = deliveries.get(ctx) ?? new Map<Lane, Delivery>();
  deliveries.set(ctx, lanes);
  const known = lanes.get(lane) ?? new Delivery(ctx, lane, lane === "mail" ? ctx.mailer.atOnce : AT_ONCE[lane]);
  lanes.set(lane, known);
  return known;
}

/**
 * Claims what is due of a lane, and waits until one has left. What is refused for now waits within 5 s, then at
 * doubling intervals up to 10 minutes, for 3 days; then, or when the recipient is refused for good, it is a dead letter.
 * @returns how many were claimed, or are still under way
 */
export async function deliverMessages(ctx: Context, lane: Lane): Promise<number> {
  const delivery = deliveryOf(ctx, lane);
  const claimed = (await noteAndClaim(ctx, lane, delivery)).filter(({ id }) => !delivery.inHand.has(id));
  for (const message of claimed) {
    delivery.inHand.add(message.id);
    delivery.waiting.push({ message, claimedAt: ctx.clock.now() });
  }
  delivery.ended = false;
  delivery.fill();
  if (delivery.sending.size === 0) return 0;
  await inTime(Promise.race(delivery.sending), PATIENCE, undefined);
  const turn = await turnOfTheLoop(); // those that end at the same moment are noted together
  await noteOutcomes(ctx, delivery);
  delivery.fill();
  if (delivery.waiting.length > 0 && turn > BUSY_TURN) await rest(Math.min(LONGEST_REST, turn * PER_BUSY_TURN));
  return Math.max(1, claimed.length);
}

/** At the start of a process: what the one before it was sending when it ended is taken up at once. */
export async function resumeDeliveries(ctx: Context): Promise<void> {
  await ctx.db.write(OUTBOX_SCOPE, (tx) => releaseClaims(tx, iso(ctx.clock.now())));
}

/** Waits for what is being sent, but not for long, and notes what became of it: before the process ends. */
export async function finishDeliveries(ctx: Context, lane: Lane, patienceMs: number): Promise<void> {
  const delivery = deliveryOf(ctx, lane);
  delivery.ended = true; // what is claimed and not begun is due at the next start
  await inTime(Promise.all(delivery.sending), patienceMs, undefined);
  await noteOutcomes(ctx, delivery);
}

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** @returns how long it took, ms */
async function turnOfTheLoop(): Promise<number> {
  const begun = performance.now();
  await rest(0);
  return performance.now() - begun;
}

/** Nothing is sent that could not be claimed, so a database that takes no write sends nothing at all. */
async function noteAndClaim(ctx: Context, lane: Lane, delivery: Delivery): Promise<Message[]> {
  const free = delivery.atOnce + IN_HAND - delivery.sending.size - delivery.waiting.length;
  // A few at a time would be a statement for each.
  const wanted = free >= IN_HAND / 2 && await hasDueMessages(ctx.db, lane, iso(ctx.clock.now()));
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
    delivery.noted(outcomes);
    return result;
  } catch (error) {
    if (outcomes.length === 0) throw error;
    await noteEach(ctx, delivery, outcomes);
    const result = await noteAll([]);
    for (const one of outcomes) one.isKept = true;
    return result;
  }
}

/** Each in a write of its own: one that can't be noted stops no other, and is kept for the next time. */
function noteEach(ctx: Context, delivery: Delivery, outcomes: Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => ({ id: String(outcome.message.id), outcome }));
  return handleEachRow(ctx, { job: "deliver_messages", rows, width: 1 }, async ({ outcome }) => {
    await ctx.db.write(OUTBOX_SCOPE, (tx) => note(ctx, tx, [outcome]));
    delivery.noted([outcome]);
  }, () => Promise.resolve());
}

async function note(ctx: Context, tx: Tx, outcomes: Outcome[]): Promise<void> {
  const nowMs = ctx.clock.now();
  const sent = outcomes.filter(({ error }) => error === null).map(({ message }) => message.id);
  if (sent.length > 0) await markSent(tx, sent, ctx.settings.development, iso(nowMs));
  for (const { message, error } of outcomes) {
    if (error === null) continue;
    if (error.permanent || nowMs - ms(message.triedSince) >= GIVE_UP_AFTER) {
      await markDead(tx, message.id, error.message);
    } else await retryLater(tx, message.id, error.message, iso(nowMs + backoff(message.attempts - 1)));
  }
}

/** 4 s, 8 s, 16 s … 10 min, a fifth less at random, so that a crowd does not come back at once. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts, 20)) * (1 - Math.random() * 0.2);
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
