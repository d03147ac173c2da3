/** The waitlist of a class, in order. The owner promotes, or open seats are offered in order: see waitlist_offers.ts. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { type EventSource, type EventType, recordEventOf } from "./events.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface WaitlistEntry {
  id: string;
  providerId: string;
  classId: string;
  clientId: string;
  /** Name and phone as given; null once erased. */
  name: string | null;
  phone: string | null;
  place: number;
  /** `Booked`: got a seat otherwise; `Closed`: the class was cancelled, or the client erased. */
  status: "Waiting" | "Promoted" | "Booked" | "Closed" | "Left";
  enrollmentId: string | null;
  origin: string | null;
  /** Joined with the client's own token. */
  isProven: 0 | 1;
  /** Payment pages of its offer that Stripe did not make. */
  offerTries: number;
  joinedAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, class_id AS classId, client_id AS clientId, name, phone, place, status, enrollment_id AS enrollmentId,
  origin, is_proven AS isProven, offer_tries AS offerTries, joined_at AS joinedAt FROM waitlist_entries`;

const CLIENT =
  "json_object('id', cl.id, 'name', coalesce(w.name, cl.name), 'email', cl.email, 'phone', coalesce(w.phone, cl.phone))";

const EVENT: EventSource = {
  item: `json_object('id', w.id, 'joinedAt', w.joined_at, 'classId', w.class_id, 'client', ${CLIENT})`,
  clientId: "w.client_id",
  from: "waitlist_entries w JOIN clients cl ON cl.id = w.client_id WHERE w.id = ?",
};

async function recordEntryEvents(
  tx: Tx,
  type: EventType & `waitlist.${string}`,
  providerId: string,
  entries: { id: string }[],
  now: string,
): Promise<void> {
  for (const { id } of entries) await recordEventOf(tx, providerId, type, EVENT, id, now);
}

/** @throws DomainError not_found, also for another provider's */
export async function getEntry(from: Reader, providerId: string, id: string): Promise<WaitlistEntry> {
  const found = await readOne<WaitlistEntry>(from, `${SELECT} WHERE provider_id = ? AND id = ?`, [providerId, id]);
  if (!found) throw notFound("Waitlist entry");
  return found;
}

export function findEntry(from: Reader, id: string): Promise<WaitlistEntry | null> {
  return readOne<WaitlistEntry>(from, `${SELECT} WHERE id = ?`, [id]);
}

export function findWaiting(from: Reader, classId: string, clientId: string): Promise<WaitlistEntry | null> {
  return readOne<WaitlistEntry>(from, `${SELECT} WHERE class_id = ? AND client_id = ? AND status = 'Waiting'`, [
    classId,
    clientId,
  ]);
}

export function listWaiting(from: Reader, classId: string): Promise<WaitlistEntry[]> {
  return from.read<WaitlistEntry>(`${SELECT} WHERE class_id = ? AND status = 'Waiting' ORDER BY place`, [classId]);
}

/** The length of a class's waitlist. */
export async function countWaiting(from: Reader, classId: string): Promise<number> {
  return (await readOne(from, "SELECT count(*) AS n FROM waitlist_entries WHERE class_id = ? AND status = 'Waiting'", [
    classId,
  ]))!.n;
}

/** The position on the waitlist, from 1. */
export async function positionOf(from: Reader, entry: WaitlistEntry): Promise<number> {
  return (await readOne(
    from,
    "SELECT count(*) AS n FROM waitlist_entries WHERE class_id = ? AND status = 'Waiting' AND place <= ?",
    [
      entry.classId,
      entry.place,
    ],
  ))!.n;
}

/** Joins at the end. The caller has checked that the client has no entry yet. */
export async function addEntry(
  tx: Tx,
  input: Pick<WaitlistEntry, "providerId" | "classId" | "clientId" | "name" | "phone" | "origin" | "isProven">,
  now: string,
): Promise<WaitlistEntry> {
  const id = newId("wl");
  const last = await readOne(tx, "SELECT max(place) AS place FROM waitlist_entries WHERE class_id = ?", [
    input.classId,
  ]);
  const place = (last?.place ?? 0) + 1;
  await runOne(
    tx,
    `INSERT INTO waitlist_entries (id, provider_id, class_id, client_id, name, phone, place, status, origin, is_proven,
       joined_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'Waiting', ?, ?, ?)`,
    [
      id,
      input.providerId,
      input.classId,
      input.clientId,
      input.name,
      input.phone,
      place,
      input.origin,
      input.isProven,
      now,
    ],
  );
  await recordEntryEvents(tx, "waitlist.joined", input.providerId, [{ id }], now);
  return { id, ...input, place, status: "Waiting", enrollmentId: null, offerTries: 0, joinedAt: now };
}

/** The entries promoted to this enrollment: one, unless its client joined the waitlist again while holding it. */
export function listPromotionsOf(from: Reader, enrollmentId: string): Promise<WaitlistEntry[]> {
  return from.read<WaitlistEntry>(`${SELECT} WHERE enrollment_id = ? AND status = 'Promoted'`, [enrollmentId]);
}

/** Somebody waits for class `c` who has no seat in it, nor holds one, and can be mailed a page to pay. */
export const IS_AWAITED =
  `EXISTS (SELECT 1 FROM waitlist_entries w WHERE w.class_id = c.id AND w.status = 'Waiting' AND NOT EXISTS (
  SELECT 1 FROM enrollments e WHERE e.client_id = w.client_id AND e.class_id = c.id AND e.status IN ('PendingPayment', 'Confirmed'))
  AND (c.price_cents = 0 OR EXISTS (SELECT 1 FROM clients cl WHERE cl.id = w.client_id AND cl.email IS NOT NULL)))`;

/** Classes of a studio that begin later than `begin`, with a seat that is open and that somebody waits for. */
export function listClassesToOffer(
  from: Reader,
  of: { id: string; freeOnly: 0 | 1 },
  begin: string,
): Promise<{ id: string }[]> {
  return from.read(
    `SELECT c.id FROM class_sessions c WHERE c.provider_id = ? AND c.scheduled_at > ? AND c.status = 'Scheduled'
       AND c.enrolled_count + c.held_count < c.capacity AND (? = 0 OR c.price_cents = 0) AND ${IS_AWAITED}`,
    [of.id, begin, of.freeOnly],
  );
}

/** Waiting → Promoted, to this enrollment. */
export async function markPromoted(
  tx: Tx,
  { id, providerId }: { id: string; providerId: string },
  enrollmentId: string,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    "UPDATE waitlist_entries SET status = 'Promoted', enrollment_id = ?, promoted_at = ? WHERE id = ? AND status = 'Waiting'",
    [
      enrollmentId,
      now,
      id,
    ],
  );
  await recordEntryEvents(tx, "waitlist.offered", providerId, [{ id }], now);
}

/** The offer is made again, as another hold: Stripe did not make the payment page of the one before. */
export async function replaceOffer(tx: Tx, from: string, to: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE waitlist_entries SET enrollment_id = ?, offer_tries = offer_tries + 1 WHERE enrollment_id = ? AND status = 'Promoted'",
    [to, from],
  );
}

/** An offer has ended, and was not taken: who it was made to has left the waitlist. */
export async function recordOfferEnded(
  tx: Tx,
  { id, providerId }: { id: string; providerId: string },
  now: string,
): Promise<void> {
  await recordEntryEvents(tx, "waitlist.left", providerId, await listPromotionsOf(tx, id), now);
}

/** The checkout of a promotion, if it was one, could not be created: the client stays on the waitlist, at the same place. */
export async function undoPromotion(tx: Tx, enrollmentId: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE waitlist_entries SET status = 'Waiting', enrollment_id = NULL, promoted_at = NULL WHERE enrollment_id = ? AND status = 'Promoted'
       AND NOT EXISTS (SELECT 1 FROM waitlist_entries w WHERE w.class_id = waitlist_entries.class_id AND w.client_id = waitlist_entries.client_id
         AND w.status = 'Waiting')`,
    [enrollmentId],
  );
}

/** Waiting → Booked: the client has a seat in this class. Most have never waited. */
export async function closeOnBooking(
  tx: Tx,
  of: { providerId: string; classId: string; clientId: string },
  now: string,
): Promise<void> {
  const left = await tx.read<{ id: string }>(
    "UPDATE waitlist_entries SET status = 'Booked', ended_at = ? WHERE class_id = ? AND client_id = ? AND status = 'Waiting' RETURNING id",
    [now, of.classId, of.clientId],
  );
  await recordEntryEvents(tx, "waitlist.left", of.providerId, left, now);
}

/** Waiting → Left: the client does not want to wait any more. One that does not wait stays as it is. */
export async function markLeft(
  tx: Tx,
  of: { id: string; providerId: string },
  by: "customer" | "owner",
  now: string,
): Promise<void> {
  const left = await tx.read<{ id: string }>(
    "UPDATE waitlist_entries SET status = 'Left', left_by = ?, ended_at = ? WHERE id = ? AND status = 'Waiting' RETURNING id",
    [by, now, of.id],
  );
  await recordEntryEvents(tx, "waitlist.left", of.providerId, left, now);
}

/** Left → Waiting, where the owner removed them. False: they did not. */
export async function markWaitingAgain(
  tx: Tx,
  of: { id: string; providerId: string },
  now: string,
): Promise<boolean> {
  const again = await tx.read<{ id: string }>(
    `UPDATE waitlist_entries SET status = 'Waiting', left_by = NULL, ended_at = NULL
     WHERE id = ? AND status = 'Left' AND left_by = 'owner' RETURNING id`,
    [of.id],
  );
  await recordEntryEvents(tx, "waitlist.joined", of.providerId, again, now);
  return again.length > 0;
}

/** The hold that is this entry's offer, while it is out. */
export async function findOfferOf(from: Reader, entryId: string): Promise<string | null> {
  const row = await readOne<{ id: string }>(
    from,
    `SELECT e.id FROM waitlist_entries w JOIN enrollments e ON e.id = w.enrollment_id
     WHERE w.id = ? AND w.status = 'Promoted' AND e.status = 'PendingPayment'`,
    [entryId],
  );
  return row?.id ?? null;
}

/** The class was cancelled: all its entries are closed. */
export async function closeAll(tx: Tx, of: { providerId: string; classId: string }, now: string): Promise<void> {
  const left = await tx.read<{ id: string }>(
    "UPDATE waitlist_entries SET status = 'Closed', ended_at = ? WHERE class_id = ? AND status = 'Waiting' RETURNING id",
    [now, of.classId],
  );
  await recordEntryEvents(tx, "waitlist.left", of.providerId, left, now);
}

/** The client was erased: all their entries are closed, and name nobody. */
export async function eraseEntries(
  tx: Tx,
  of: { providerId: string; clientId: string },
  now: string,
): Promise<void> {
  const left = await tx.read<{ id: string }>(
    "UPDATE waitlist_entries SET status = 'Closed', ended_at = ? WHERE client_id = ? AND status = 'Waiting' RETURNING id",
    [now, of.clientId],
  );
  await runAny(tx, "UPDATE waitlist_entries SET name = NULL, phone = NULL WHERE client_id = ?", [of.clientId]);
  await recordEntryEvents(tx, "waitlist.left", of.providerId, left, now);
}

/** `[{id, joinedAt, client, position}]` of those waiting. */
export async function waitlistJson(from: Reader, classId: string): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json(item)) AS items FROM (
       SELECT json_object('id', w.id, 'joinedAt', w.joined_at, 'position', row_number() OVER (ORDER BY w.place),
         'client', ${CLIENT}) AS item
       FROM waitlist_entries w JOIN clients cl ON cl.id = w.client_id WHERE w.class_id = ? AND w.status = 'Waiting' ORDER BY w.place)`,
    [classId],
  );
  return row!.items;
}

/**
 * Each entry's story, the first to join first. `lapsed`: the offer was not taken in time; `left`: the client, or the owner for them, gave
 * up the place or the offer; `closed`: the class was cancelled.
 */
export function listStories(from: Reader, providerId: string, classId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: `json_object('id', w.id, 'client', ${CLIENT}, 'position', CASE WHEN w.status = 'Waiting' THEN
        (SELECT count(*) FROM waitlist_entries b WHERE b.class_id = w.class_id AND b.status = 'Waiting' AND b.place <= w.place) END,
      'status', CASE w.status WHEN 'Waiting' THEN 'waiting' WHEN 'Booked' THEN 'booked' WHEN 'Closed' THEN 'closed' WHEN 'Left' THEN 'left'
        ELSE CASE WHEN e.confirmed_at IS NOT NULL THEN 'booked' WHEN e.status = 'PendingPayment' THEN 'offered'
          WHEN e.status = 'Expired' THEN 'lapsed' WHEN e.cancelled_by = 'class' THEN 'closed' ELSE 'left' END END,
      'joinedAt', w.joined_at, 'offeredAt', w.promoted_at,
      'lapsedAt', iif(e.status = 'Expired' AND e.confirmed_at IS NULL, e.updated_at, NULL),
      'bookedAt', iif(w.status = 'Booked', w.ended_at, e.confirmed_at),
      'leftAt', iif(w.status = 'Left', w.ended_at, iif(e.confirmed_at IS NULL AND e.cancelled_by <> 'class', e.cancelled_at, NULL)))`,
    from: `waitlist_entries w JOIN clients cl ON cl.id = w.client_id LEFT JOIN enrollments e ON e.id = w.enrollment_id`,
    where: "w.class_id = ? AND w.provider_id = ?",
    args: [classId, providerId],
    order: "w.joined_at",
    id: "w.id",
    page,
  });
}

/** A client's waitlist entry, and its class. */
export interface ClientWait {
  id: string;
  status: WaitlistEntry["status"];
  joinedAt: string;
  /** On the waitlist; null when the client is no longer waiting. */
  position: number | null;
  classId: string;
  className: string;
  scheduledAt: string;
}

/** A client's waitlist entries, those of the latest class first. */
export function listWaitsOfClient(from: Reader, providerId: string, clientId: string): Promise<ClientWait[]> {
  return from.read<ClientWait>(
    `SELECT w.id, w.status, w.joined_at AS joinedAt, c.id AS classId, c.name_snapshot AS className, c.scheduled_at AS scheduledAt,
       CASE WHEN w.status = 'Waiting' THEN
         (SELECT count(*) FROM waitlist_entries b WHERE b.class_id = w.class_id AND b.status = 'Waiting' AND b.place <= w.place) END AS position
     FROM waitlist_entries w JOIN class_sessions c ON c.id = w.class_id
     WHERE w.client_id = ? AND w.provider_id = ? ORDER BY c.scheduled_at DESC, w.place DESC LIMIT 50`,
    [clientId, providerId],
  );
}

/** A seat that a client waits for, or that is offered to them. */
export interface OpenWait extends Omit<ClientWait, "status" | "position"> {
  position: number;
  durationMin: number;
  /** Of an offer that is out; both null while they wait, and until its payment page is made. */
  offeredUntil: string | null;
  checkoutUrl: string | null;
}

/** What a client waits for or is offered, by time of class; not what they have paid for already. */
export function listWaitingOfClient(from: Reader, clientId: string, now: string): Promise<OpenWait[]> {
  return from.read(
    `SELECT w.id, w.joined_at AS joinedAt, c.id AS classId, c.name_snapshot AS className, c.scheduled_at AS scheduledAt,
       c.duration_min AS durationMin,
       (SELECT count(*) FROM waitlist_entries b WHERE b.class_id = w.class_id AND b.status = 'Waiting' AND b.place <= w.place)
         + (w.status = 'Promoted') AS position,
       iif(k.state = 'open' AND k.disputed_at IS NULL, e.expires_at, NULL) AS offeredUntil,
       iif(k.state = 'open' AND k.disputed_at IS NULL, k.url, NULL) AS checkoutUrl
     FROM waitlist_entries w JOIN class_sessions c ON c.id = w.class_id LEFT JOIN enrollments e ON e.id = w.enrollment_id
     LEFT JOIN checkouts k ON k.id = e.checkout_id
     WHERE w.client_id = ? AND c.scheduled_at > ?
       AND (w.status = 'Waiting' OR w.status = 'Promoted' AND e.status = 'PendingPayment' AND e.expires_at > ?)
     ORDER BY c.scheduled_at, w.id`,
    [clientId, now, now],
  );
}
