/**
 * Sends events to the endpoints that want them: claimed in the database, sent, noted. Each endpoint has places of its own, so that a slow
 * one delays no other. An event is sent twice only when the process ends between sending and noting.
 */
import type { Tx } from "../../db/database.ts";
import { DAY, HOUR, iso, MINUTE } from "../../domain/time.ts";
import {
  claimDeliveries,
  type Delivery,
  listDueEndpoints,
  markAttemptFailed,
  markDelivered,
  releaseDeliveryClaims,
} from "../../domain/webhook_deliveries.ts";
import { listFailingSince, noteDelivered, noteFailed, openSecrets } from "../../domain/webhook_endpoints.ts";
import { signWebhook, webhookBody } from "../../domain/webhook_signature.ts";
import type { WebhookAnswer } from "../../ports/webhooks.ts";
import type { Context } from "../context.ts";
import { handleEachRow } from "../each_row.ts";
import { inTime } from "../in_time.ts";
import { enqueueWebhookDisabled } from "../notifications/enqueue_webhooks.ts";
import { turnOff } from "./endpoints.ts";

/** So many are sent to one endpoint at a time; one at which nothing arrives is tried with one. */
const AT_ONCE = 8;
/** Of all endpoints together: what is under way is held in memory. */
const MOST_UNDER_WAY = 256;
/** Claimed in one transaction. */
const MOST_CLAIMED = 64;
/** Longer than any try lasts. */
const LOST_AFTER = MINUTE;
/** After each failure; after the last of these it has failed for good. */
const RETRY_AFTER = [
  5_000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** An endpoint at which nothing arrived for so long is disabled. */
const GIVE_UP_AFTER = 5 * DAY;
/** While something is under way, what is new waits so long at most, ms. */
const LOOK_AGAIN = 100;
/** Deliveries are in no cached answer: a write under this name raises no version of a studio. */
const SCOPE = "webhooks";

interface Outcome {
  delivery: Delivery;
  answer: WebhookAnswer;
}

/** What one process is sending. */
class UnderWay {
  readonly sending = new Set<Promise<void>>();
  readonly byEndpoint = new Map<string, number>();
  /** Not noted in the database yet. */
  outcomes: Outcome[] = [];
}

const underWay = new WeakMap<Context, UnderWay>();

function underWayOf(ctx: Context): UnderWay {
  const known = underWay.get(ctx) ?? new UnderWay();
  underWay.set(ctx, known);
  return known;
}

/**
 * Notes what has ended, begins what is due, and waits until something ends, or a moment. Claims are read from the database, so nothing is
 * sent that could not be claimed.
 * @returns how many were begun, noted, or are still under way
 */
export async function deliverEvents(ctx: Context): Promise<number> {
  const mine = underWayOf(ctx);
  const { claimed, noted } = await noteAndClaim(ctx, mine);
  for (const delivery of claimed) begin(ctx, mine, delivery);
  if (mine.sending.size === 0) return noted;
  await untilOneEnds(mine);
  return Math.max(1, claimed.length);
}

/** At the start of a process: what the one before it was sending when it ended is due again. */
export async function resumeEventDeliveries(ctx: Context): Promise<void> {
  const release = () => ctx.db.write(SCOPE, (tx) => releaseDeliveryClaims(tx, iso(ctx.clock.now()), MOST_UNDER_WAY));
  while (await release() === MOST_UNDER_WAY);
}

/** Waits for what is being sent, but not for long, and notes what became of it: before the process ends. */
export async function finishEventDeliveries(ctx: Context, patienceMs: number): Promise<void> {
  const mine = underWayOf(ctx);
  const until = performance.now() + patienceMs;
  while (mine.sending.size > 0 && performance.now() < until) await untilOneEnds(mine);
  if (mine.outcomes.length > 0) await noteAndClaim(ctx, mine, false);
}

async function untilOneEnds(mine: UnderWay): Promise<void> {
  await inTime(Promise.race(mine.sending), LOOK_AGAIN, undefined);
  await new Promise((resolve) => setTimeout(resolve)); // those that end at the same moment are noted together
}

async function noteAndClaim(
  ctx: Context,
  mine: UnderWay,
  mayClaim = true,
): Promise<{ claimed: Delivery[]; noted: number }> {
  const outcomes = [...mine.outcomes];
  const givenUpBefore = iso(ctx.clock.now() - GIVE_UP_AFTER);
  const places = mayClaim ? await findPlaces(ctx, mine) : [];
  const hopeless = await listFailingSince(ctx.db, givenUpBefore, MOST_CLAIMED);
  if (outcomes.length === 0 && places.length === 0 && hopeless.length === 0) return { claimed: [], noted: 0 };
  const claimed = await ctx.db.write(SCOPE, async (tx) => {
    const now = iso(ctx.clock.now());
    for (const outcome of outcomes) await note(ctx, tx, outcome, now);
    for (const { id } of await listFailingSince(tx, givenUpBefore, MOST_CLAIMED)) await giveUp(tx, id, "failing", now);
    return await claim(ctx, tx, places, now);
  }).catch(async (error) => {
    await noteEach(ctx, mine, outcomes);
    throw error;
  });
  mine.outcomes = mine.outcomes.filter((one) => !outcomes.includes(one));
  if (outcomes.length > 0 || hopeless.length > 0) ctx.wake("outbox");
  // One that has left and could not be noted is due again some day, and must not leave twice.
  const hasLeft = new Set(mine.outcomes.map((one) => one.delivery.seq));
  return { claimed: claimed.filter((one) => !hasLeft.has(one.seq)), noted: outcomes.length + hopeless.length };
}

/** Each in a write of its own: one that can't be noted stops no other, and is kept for the next time. */
function noteEach(ctx: Context, mine: UnderWay, outcomes: Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => ({ id: outcome.delivery.id, outcome }));
  return handleEachRow(ctx, { job: "deliver_events", rows, width: 1 }, async ({ outcome }) => {
    await ctx.db.write(SCOPE, (tx) => note(ctx, tx, outcome, iso(ctx.clock.now())));
    mine.outcomes = mine.outcomes.filter((one) => one !== outcome);
  }, () => Promise.resolve());
}

/** Endpoints of which something is due, and how much of it may be begun. */
async function findPlaces(ctx: Context, mine: UnderWay): Promise<{ endpointId: string; free: number }[]> {
  let left = Math.min(MOST_CLAIMED, MOST_UNDER_WAY - mine.sending.size);
  if (left <= 0) return [];
  const due = (await listDueEndpoints(ctx.db, iso(ctx.clock.now()))).map(({ id, isFailing }) => ({
    endpointId: id,
    free: (isFailing ? 1 : AT_ONCE) - (mine.byEndpoint.get(id) ?? 0),
  })).filter((one) => one.free > 0);
  // In random order: were they always taken in the same one, the last would starve while many are busy.
  for (let i = due.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [due[i], due[j]] = [due[j], due[i]];
  }
  return due.flatMap(({ endpointId, free }) => {
    const taken = Math.min(free, left);
    left -= taken;
    return taken > 0 ? [{ endpointId, free: taken }] : [];
  });
}

async function claim(
  ctx: Context,
  tx: Tx,
  places: { endpointId: string; free: number }[],
  now: string,
): Promise<Delivery[]> {
  const lostAt = iso(ctx.clock.now() + LOST_AFTER);
  const claimed: Delivery[] = [];
  for (const { endpointId, free } of places) claimed.push(...await claimDeliveries(tx, endpointId, free, lostAt, now));
  return claimed;
}

async function note(ctx: Context, tx: Tx, { delivery, answer }: Outcome, now: string): Promise<void> {
  const { seq, endpointId, attempts } = delivery;
  const { status } = answer;
  if (status !== null && status >= 200 && status < 300) {
    await markDelivered(tx, seq, status);
    await noteDelivered(tx, endpointId);
    return;
  }
  const error = answer.error ?? `It answered ${status}.`;
  const retryAfter = status === 410 ? undefined : RETRY_AFTER[attempts - 1];
  const retryAt = retryAfter === undefined ? null : iso(ctx.clock.now() + retryAfter);
  await markAttemptFailed(tx, seq, { status, error }, retryAt);
  if (status === 410) await giveUp(tx, endpointId, "gone", now);
  else await noteFailed(tx, endpointId, now);
}

/** Off, and its owner is told. */
async function giveUp(tx: Tx, endpointId: string, reason: "gone" | "failing", now: string): Promise<void> {
  if (await turnOff(tx, endpointId, reason, now)) await enqueueWebhookDisabled(tx, endpointId, reason, now);
}

function begin(ctx: Context, mine: UnderWay, delivery: Delivery): void {
  const { endpointId } = delivery;
  const count = (by: number) => {
    const now = (mine.byEndpoint.get(endpointId) ?? 0) + by;
    if (now > 0) mine.byEndpoint.set(endpointId, now);
    else mine.byEndpoint.delete(endpointId);
  };
  count(1);
  const sending = send(ctx, delivery).then((answer) => {
    mine.outcomes.push({ delivery, answer });
    mine.sending.delete(sending);
    count(-1);
  });
  mine.sending.add(sending);
}

async function send(ctx: Context, delivery: Delivery): Promise<WebhookAnswer> {
  const nowMs = ctx.clock.now();
  const secrets = openSecrets(ctx.tokens, delivery, iso(nowMs));
  if (secrets.length === 0) {
    return { status: null, error: "The signing secret can't be opened: was ALERA_SECRET changed?" };
  }
  const body = webhookBody(delivery);
  const signed = signWebhook(secrets, delivery.eventId, Math.floor(nowMs / 1000), body);
  const headers = { "content-type": "application/json", "user-agent": "Alera-Webhooks", ...signed };
  const answer = await ctx.webhooks.send({ url: delivery.url, headers, body });
  if (answer.status === null || answer.status < 200 || answer.status > 299) {
    ctx.log.info("webhook_not_delivered", {
      deliveryId: delivery.id,
      endpointId: delivery.endpointId,
      attempt: delivery.attempts,
      status: answer.status,
      reason: answer.error,
    });
  }
  return answer;
}
