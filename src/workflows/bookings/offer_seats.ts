/**
 * Seats that open go to who waits, in the transaction that opens them: nobody can come between. In manual mode, and where nobody can be
 * offered one, the owner is notified instead.
 */
import type { Tx } from "../../db/database.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { type Client, findClient } from "../../domain/clients.ts";
import { expireHold } from "../../domain/enrollment_moves.ts";
import { type Enrollment, findLiveEnrollment } from "../../domain/enrollments.ts";
import { canTakePayments, getProvider, type Provider } from "../../domain/providers.ts";
import { seatsLeft } from "../../domain/seats.ts";
import { MINUTE, ms } from "../../domain/time.ts";
import {
  listPromotionsOf,
  listWaiting,
  markPromoted,
  replaceOffer,
  undoPromotion,
  type WaitlistEntry,
} from "../../domain/waitlist.ts";
import { hasTimeForOffer, isOfferedAutomatically } from "../../domain/waitlist_offers.ts";
import type { Context } from "../context.ts";
import { enqueueSeatOpened } from "../notifications/enqueue_waitlist.ts";
import { findPayingPackage, giveSeat } from "./give_seat.ts";
import { offerTerms } from "./offer_terms.ts";

type OfClass = { providerId: string; classId: string };

/**
 * To be called in every write that frees a seat, after it is freed.
 * @param openedBy the owner is notified once for each of these
 */
export async function seatOpened(ctx: Context, tx: Tx, of: OfClass, openedBy: string, now: string): Promise<void> {
  const waiting = await listWaiting(tx, of.classId);
  if (waiting.length === 0) return;
  await offerInOrder(ctx, tx, of, waiting, now);
  await enqueueSeatOpened(tx, await getClass(tx, of.providerId, of.classId), openedBy, now);
}

/** Offers what is open, without notifying the owner. @returns how many offers were made */
export async function offerSeats(ctx: Context, tx: Tx, of: OfClass, now: string): Promise<number> {
  return await offerInOrder(ctx, tx, of, await listWaiting(tx, of.classId), now);
}

async function offerInOrder(
  ctx: Context,
  tx: Tx,
  { providerId, classId }: OfClass,
  waiting: WaitlistEntry[],
  now: string,
): Promise<number> {
  const provider = await getProvider(tx, providerId);
  if (provider.waitlistMode !== "automatic") return 0;
  let offers = 0;
  for (const entry of waiting) {
    const session = await getClass(tx, providerId, classId);
    if (seatsLeft(session) === 0 || !isOfferedAutomatically(session, provider, ms(now))) break;
    const client = await findClient(tx, providerId, entry.clientId);
    if (!client || !await canBeOffered(tx, provider, session, client, entry, now)) continue;
    const given = await giveSeat(ctx, tx, provider, session, client, entry, offerTerms(ctx, session, provider), now);
    await markPromoted(tx, entry, given.id, now);
    offers++;
  }
  return offers;
}

/** Not while they hold a seat themselves already, nor when nothing could pay for it. */
async function canBeOffered(
  tx: Tx,
  provider: Provider,
  session: ClassSession,
  client: Client,
  entry: WaitlistEntry,
  now: string,
): Promise<boolean> {
  if (await findLiveEnrollment(tx, session.id, client.id)) return false;
  return session.priceCents === 0 || canTakePayments(provider) && client.email !== null ||
    await findPayingPackage(tx, provider, client, entry, now) !== null;
}

/** The longest wait before Stripe is asked again for the payment page of an offer. */
const LONGEST_WAIT = 10 * MINUTE;

/**
 * Stripe did not make the payment page of a hold, so it ends. In automatic mode an offer is made again at once to the same client, whose
 * seat so stays theirs, and Stripe is asked again after growing waits; else they wait on at the same place.
 */
export async function endUnpayableHold(ctx: Context, tx: Tx, held: Enrollment, now: string): Promise<void> {
  await expireHold(tx, held, now);
  const session = await getClass(tx, held.providerId, held.classId);
  if (session.status === "Cancelled") return; // it has no waitlist any more, and its holds were notified
  const [entry] = await listPromotionsOf(tx, held.id);
  if (!entry) return await seatOpened(ctx, tx, held, `hold:${held.id}`, now);
  const provider = await getProvider(tx, held.providerId);
  const againAt = ms(now) + Math.min(LONGEST_WAIT, MINUTE * 2 ** entry.offerTries);
  const client = await findClient(tx, held.providerId, held.clientId);
  if (
    client && isOfferedAutomatically(session, provider, ms(now)) && hasTimeForOffer(session, againAt) &&
    await canBeOffered(tx, provider, session, client, entry, now)
  ) {
    const terms = offerTerms(ctx, session, provider, againAt);
    const again = await giveSeat(ctx, tx, provider, session, client, entry, terms, now);
    return await replaceOffer(tx, held.id, again.id);
  }
  await undoPromotion(tx, held.id);
  if (provider.waitlistMode === "automatic") await seatOpened(ctx, tx, held, `hold:${held.id}`, now);
}
