/**
 * What happened in a studio: a row in the transaction of its cause, and a delivery for each webhook endpoint that wants it. Kept for 30
 * days. The nouns record their own events; see `recordEvent`.
 */
import { type Reader, readOne, runAny, runOne, type SqlValue, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listBySequence, type Page, type PageRequest } from "./pagination.ts";
import { enqueueDeliveries } from "./webhook_deliveries.ts";

/** All types, for whoever subscribes. Those of calls that do not exist yet are here already. */
export const EVENT_TYPES = [
  "booking.held",
  "booking.confirmed",
  "booking.cancelled",
  "booking.expired",
  "booking.rescheduled",
  "booking.completed",
  "booking.no_show",
  "waitlist.joined",
  "waitlist.offered",
  "waitlist.left",
  "class.created",
  "class.updated",
  "class.cancelled",
  "class.completed",
  "package.purchased",
  "credit.changed",
  "gift_card.purchased",
  "gift_card.changed",
  "tip.paid",
  "refund.succeeded",
  "refund.failed",
  "payment.disputed",
  "client.created",
  "client.updated",
  "client.erased",
  "stripe.updated",
] as const;
export type EventType = typeof EVENT_TYPES[number];

/** The type of a test: sent to one endpoint, and in no list. */
export const PING = "ping";

/** How long events are kept, and their deliveries with them, days. */
export const EVENT_DAYS = 30;

/** Records an event, in the transaction of its cause. @param event `data`: the object as JSON text; `clientId`: whom it names */
export async function recordEvent(
  tx: Tx,
  event: { providerId: string; clientId: string | null; type: EventType; data: string },
  now: string,
): Promise<void> {
  const id = await insertEvent(tx, event, now);
  await enqueueDeliveries(tx, event.providerId, id, event.type, now);
}

/** Where the object of an event is read from, in SQL. */
export interface EventSource {
  /** An expression that gives the object as JSON. */
  item: string;
  /** Column of the client that it names. */
  clientId: string;
  /** Tables and condition, with one parameter: the object's id. */
  from: string;
}

/** The same for an object of which only the id is at hand: one statement reads and records it. */
export async function recordEventOf(
  tx: Tx,
  providerId: string,
  type: EventType,
  source: EventSource,
  objectId: string,
  now: string,
): Promise<void> {
  const id = newId("evt");
  await runAny(
    tx,
    `INSERT INTO events (id, provider_id, client_id, type, created_at, data)
     SELECT ?, ?, ${source.clientId}, ?, ?, ${source.item} FROM ${source.from}`,
    [id, providerId, type, now, objectId],
  );
  await enqueueDeliveries(tx, providerId, id, type, now);
}

/** The event of a test. @returns its id */
export function recordPing(tx: Tx, providerId: string, data: string, now: string): Promise<string> {
  return insertEvent(tx, { providerId, clientId: null, type: PING, data }, now);
}

async function insertEvent(
  tx: Tx,
  event: { providerId: string; clientId: string | null; type: string; data: string },
  now: string,
): Promise<string> {
  const id = newId("evt");
  await runOne(
    tx,
    "INSERT INTO events (id, provider_id, client_id, type, created_at, data) VALUES (?, ?, ?, ?, ?, ?)",
    [
      id,
      event.providerId,
      event.clientId,
      event.type,
      now,
      event.data,
    ],
  );
  return id;
}

const ITEM = "json_object('id', id, 'type', type, 'createdAt', created_at, 'data', json(data))";

/** Oldest first. @param since ISO: older ones are purged, or about to be */
export function listEvents(
  from: Reader,
  providerId: string,
  type: EventType | undefined,
  since: string,
  page: PageRequest,
): Promise<Page> {
  const types = type ? [type] : EVENT_TYPES;
  return listBySequence(from, page, (after, limit) => {
    // Each type's first rows along its index, merged: an index of all types would cost every booking's write.
    const firsts = types.map(() =>
      "SELECT seq FROM (SELECT seq FROM events WHERE provider_id = ? AND type = ? AND seq > ? AND created_at > ? ORDER BY seq LIMIT ?)"
    );
    const args: SqlValue[] = types.flatMap((one) => [providerId, one, after, since, limit]);
    return {
      sql: `SELECT ${ITEM} AS item, seq FROM events WHERE seq IN (${firsts.join(" UNION ALL ")}) ORDER BY seq LIMIT ?`,
      args: [...args, limit],
    };
  });
}

export interface RecordedEvent {
  seq: number;
  id: string;
  type: string;
  createdAt: string;
  /** JSON. */
  data: string;
}

/** Of a studio, recorded after the one with number `after`, up to that with `newest`, oldest first: others' between them are walked past. */
export function listEventsAfter(
  from: Reader,
  providerId: string,
  after: number,
  newest: number,
  limit: number,
): Promise<RecordedEvent[]> {
  return from.read<RecordedEvent>(
    `SELECT seq, id, type, created_at AS createdAt, data FROM events
     WHERE seq > ? AND seq <= ? AND +provider_id = ? AND type <> 'ping' ORDER BY seq LIMIT ?`,
    [after, newest, providerId, limit],
  );
}

/** The number of the newest event, 0 when there is none. */
export async function newestSequence(from: Reader): Promise<number> {
  const newest = await readOne<{ seq: number }>(
    from,
    "SELECT seq FROM events WHERE seq > 0 ORDER BY seq DESC LIMIT 1",
  );
  return newest?.seq ?? 0;
}

/** @param since ISO: older ones count as deleted @throws DomainError not_found, also for another provider's, and for a test */
export async function getEvent(
  from: Reader,
  providerId: string,
  id: string,
  since: string,
): Promise<{ id: string; type: EventType }> {
  const found = await readOne<{ id: string; type: EventType }>(
    from,
    "SELECT id, type FROM events WHERE id = ? AND provider_id = ? AND type <> 'ping' AND created_at > ?",
    [id, providerId, since],
  );
  if (!found) throw notFound("Event");
  return found;
}

/**
 * Personal data of an erased client leave their events; what is still to be delivered goes without them. Cards are found by the email, so
 * this comes before those forget it; what is recorded of the client later must be erased already.
 */
export async function eraseFromEvents(
  tx: Tx,
  providerId: string,
  clientId: string,
  email: string | null,
): Promise<void> {
  await runAny(
    tx,
    `UPDATE events SET data = iif(type LIKE 'client.%',
       json_replace(data, '$.name', 'Erased client', '$.email', NULL, '$.phone', NULL, '$.note', NULL),
       json_replace(data, '$.client.name', 'Erased client', '$.client.email', NULL, '$.client.phone', NULL))
     WHERE client_id = ? AND provider_id = ?`,
    [clientId, providerId],
  );
  await runAny(
    tx,
    `UPDATE events SET data = json_replace(data, '$.purchaserName', 'Erased', '$.purchaserEmail', NULL, '$.giftMessage', NULL)
     WHERE ${CARD_EVENTS} AND data ->> '$.id' IN (SELECT id FROM gift_cards WHERE provider_id = ? AND purchaser_email = ?)`,
    [providerId, providerId, email],
  );
  await runAny(
    tx,
    `UPDATE events SET data = json_replace(data, '$.recipientName', NULL, '$.recipientEmail', NULL, '$.giftMessage', NULL)
     WHERE ${CARD_EVENTS} AND data ->> '$.id' IN (SELECT id FROM gift_cards WHERE provider_id = ? AND recipient_email = ?)`,
    [providerId, providerId, email],
  );
  await eraseFromCardHistories(tx, providerId, clientId);
}
/** The client's bookings in the histories of gift cards, whoever those belong to. */
async function eraseFromCardHistories(tx: Tx, providerId: string, clientId: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE events SET data = json_set(data, '$.redemptions', json((SELECT json_group_array(json(
       iif(value ->> '$.client.id' = ?, json_replace(value, '$.client.name', 'Erased client'), value)))
       FROM json_each(data, '$.redemptions'))))
     WHERE ${CARD_EVENTS} AND instr(data, ?) > 0`,
    [clientId, providerId, clientId],
  );
}

const CARD_EVENTS = "provider_id = ? AND type IN ('gift_card.purchased', 'gift_card.changed')";

/** Deletes what is older than `before`, with its deliveries, but what is still to be delivered, and the newest, whose number is not given again. */
export async function purgeEvents(tx: Tx, before: string, limit: number): Promise<number> {
  const old = await tx.read<{ id: string; seq: number }>(
    `SELECT id, seq FROM (SELECT id, seq, created_at FROM events WHERE seq > 0 AND seq < (SELECT max(seq) FROM events) ORDER BY seq LIMIT 1000)
     WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.event_id = id AND d.next_attempt_at IS NOT NULL)
     ORDER BY seq LIMIT ?`,
    [before, limit],
  );
  for (const { id, seq } of old) {
    await runAny(tx, "DELETE FROM webhook_deliveries WHERE event_id = ?", [id]);
    await runAny(tx, "DELETE FROM events WHERE seq = ?", [seq]);
  }
  return old.length;
}
