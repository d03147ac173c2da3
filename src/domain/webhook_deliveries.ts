/** An event for an endpoint: enqueued with the event, claimed before it is sent, noted after; tried again for three days. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { newId } from "./ids.ts";
import { listBySequence, type Page, type PageRequest } from "./pagination.ts";

/** A delivery for each enabled endpoint of the studio that wants this type; most studios have none. @returns how many */
export async function enqueueDeliveries(
  tx: Tx,
  providerId: string,
  eventId: string,
  type: string,
  now: string,
): Promise<number> {
  const endpoints = await enabledEndpoints(tx, providerId);
  if (endpoints.length === 0) return 0;
  const wanting = endpoints.filter(({ types }) => JSON.parse(types).some((one: string) => one === "*" || one === type));
  for (const { id } of wanting) await enqueueDelivery(tx, providerId, eventId, id, now);
  return wanting.length;
}

interface Subscriber {
  id: string;
  types: string;
}

/** Read once for all events of a transaction: what changes an endpoint records none. */
const subscribers = new WeakMap<Tx, { providerId: string; endpoints: Subscriber[] }>();

async function enabledEndpoints(tx: Tx, providerId: string): Promise<Subscriber[]> {
  const known = subscribers.get(tx);
  if (known?.providerId === providerId) return known.endpoints;
  const endpoints = await tx.read<Subscriber>(
    "SELECT id, types FROM webhook_endpoints WHERE provider_id = ? AND status = 'enabled'",
    [providerId],
  );
  subscribers.set(tx, { providerId, endpoints });
  return endpoints;
}

/** A delivery to one endpoint, whatever its types. */
export async function enqueueDelivery(
  tx: Tx,
  providerId: string,
  eventId: string,
  endpointId: string,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `INSERT INTO webhook_deliveries (id, provider_id, endpoint_id, event_id, next_attempt_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [newId("dlv"), providerId, endpointId, eventId, now, now],
  );
}

const ITEM =
  `json_object('id', d.id, 'eventId', d.event_id, 'endpointId', d.endpoint_id, 'type', e.type, 'state', d.state,
  'attempts', d.attempts, 'lastStatus', d.last_status, 'lastError', d.last_error, 'nextAttemptAt', d.next_attempt_at,
  'createdAt', d.created_at)`;
const FROM = "webhook_deliveries d JOIN events e ON e.id = d.event_id AND e.provider_id = d.provider_id";

/** A delivery as its owner sees it. */
export interface ManagedDelivery {
  id: string;
  eventId: string;
  endpointId: string;
  type: string;
  state: "pending" | "delivered" | "failed";
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  nextAttemptAt: string | null;
  createdAt: string;
}

/** Of an endpoint, newest first. */
export function listDeliveries(from: Reader, providerId: string, endpointId: string, page: PageRequest): Promise<Page> {
  return listBySequence(from, page, (before, limit) => ({
    sql: `SELECT ${ITEM} AS item, d.seq FROM ${FROM}
      WHERE d.endpoint_id = ? AND d.provider_id = ? AND d.seq < ? ORDER BY d.seq DESC LIMIT ?`,
    args: [endpointId, providerId, before, limit],
  }), Number.MAX_SAFE_INTEGER);
}

/** How many are still to be made to an endpoint; at most 1,000 are counted. */
export async function countPending(from: Reader, endpointId: string): Promise<number> {
  return (await readOne<{ n: number }>(
    from,
    `SELECT count(*) AS n FROM (SELECT 1 FROM webhook_deliveries WHERE endpoint_id = ? AND next_attempt_at IS NOT NULL LIMIT 1000)`,
    [endpointId],
  ))!.n;
}

/** What a delivery to this endpoint sends: type, time and data of its event. Null when there is none such. */
export function findDeliveredEvent(
  from: Reader,
  providerId: string,
  endpointId: string,
  deliveryId: string,
): Promise<{ eventId: string; type: string; createdAt: string; data: string } | null> {
  return readOne(
    from,
    `SELECT e.id AS eventId, e.type, e.created_at AS createdAt, e.data FROM ${FROM}
     WHERE d.id = ? AND d.endpoint_id = ? AND d.provider_id = ?`,
    [deliveryId, endpointId, providerId],
  );
}

/** The newest deliveries of an event, as many as were just enqueued, in their order. */
export async function newestDeliveriesJson(
  from: Reader,
  providerId: string,
  eventId: string,
  count: number,
): Promise<string[]> {
  const rows = await from.read<{ item: string }>(
    `SELECT ${ITEM} AS item FROM ${FROM} WHERE d.event_id = ? AND d.provider_id = ? ORDER BY d.seq DESC LIMIT ?`,
    [eventId, providerId, count],
  );
  return rows.map((row) => row.item).reverse();
}

/** What is to be sent, and where. */
export interface Delivery {
  seq: number;
  id: string;
  providerId: string;
  endpointId: string;
  eventId: string;
  type: string;
  /** When the event was recorded. */
  createdAt: string;
  /** JSON. */
  data: string;
  /** With the present one. */
  attempts: number;
  url: string;
  secretSealed: string;
  oldSecretSealed: string | null;
  oldSecretUntil: string | null;
}

/** Endpoints that are owed something, each found by one step along the index: a long queue of one hides no other's. */
const OWED = `WITH RECURSIVE owed (id) AS (
  SELECT (SELECT endpoint_id FROM webhook_deliveries WHERE next_attempt_at IS NOT NULL ORDER BY endpoint_id LIMIT 1)
  UNION ALL
  SELECT (SELECT endpoint_id FROM webhook_deliveries WHERE next_attempt_at IS NOT NULL AND endpoint_id > owed.id
    ORDER BY endpoint_id LIMIT 1) FROM owed WHERE owed.id IS NOT NULL)`;

/**
 * Endpoints of which something is due. `isFailing`: nothing was delivered since its first failure.
 */
export function listDueEndpoints(from: Reader, now: string): Promise<{ id: string; isFailing: 0 | 1 }[]> {
  return from.read(
    `${OWED}
     SELECT w.id, w.failing_since IS NOT NULL AS isFailing FROM owed CROSS JOIN webhook_endpoints w ON w.id = owed.id
     WHERE EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.endpoint_id = owed.id AND d.next_attempt_at <= ?)`,
    [now],
  );
}

/**
 * Takes what is due for an endpoint, longest waiting first, for an attempt that begins now. Should its process end, it is due again at
 * `lostAt`.
 */
export async function claimDeliveries(
  tx: Tx,
  endpointId: string,
  limit: number,
  lostAt: string,
  now: string,
): Promise<Delivery[]> {
  const due = await tx.read<Delivery>(
    `SELECT d.seq, d.id, d.provider_id AS providerId, d.endpoint_id AS endpointId, d.event_id AS eventId, e.type,
       e.created_at AS createdAt, e.data, d.attempts + 1 AS attempts, w.url, w.secret_sealed AS secretSealed,
       w.old_secret_sealed AS oldSecretSealed, w.old_secret_until AS oldSecretUntil
     FROM webhook_deliveries d JOIN events e ON e.id = d.event_id AND e.provider_id = d.provider_id
       JOIN webhook_endpoints w ON w.id = d.endpoint_id
     WHERE d.endpoint_id = ? AND d.next_attempt_at <= ? ORDER BY d.next_attempt_at, d.seq LIMIT ?`,
    [endpointId, now, limit],
  );
  for (const { seq } of due) {
    await runOne(
      tx,
      "UPDATE webhook_deliveries SET attempts = attempts + 1, next_attempt_at = ?, claimed_at = ? WHERE seq = ?",
      [lostAt, now, seq],
    );
  }
  return due;
}

/** What a process that has ended was sending is due again. For the start only. @returns how many, `limit` at most */
export function releaseDeliveryClaims(tx: Tx, now: string, limit: number): Promise<number> {
  return tx.run(
    `UPDATE webhook_deliveries SET next_attempt_at = ?, claimed_at = NULL
     WHERE seq IN (SELECT seq FROM webhook_deliveries WHERE claimed_at IS NOT NULL LIMIT ?)`,
    [now, limit],
  );
}

/** Changes nothing for one that has ended meanwhile. */
export async function markDelivered(tx: Tx, seq: number, status: number): Promise<void> {
  await runAny(
    tx,
    `UPDATE webhook_deliveries SET state = 'delivered', last_status = ?, last_error = NULL, next_attempt_at = NULL, claimed_at = NULL
     WHERE seq = ? AND state = 'pending'`,
    [status, seq],
  );
}

/** Changes nothing for one that has ended meanwhile. @param retryAt null: it has failed for good */
export async function markAttemptFailed(
  tx: Tx,
  seq: number,
  failure: { status: number | null; error: string },
  retryAt: string | null,
): Promise<void> {
  await runAny(
    tx,
    `UPDATE webhook_deliveries SET state = ?, last_status = ?, last_error = ?, next_attempt_at = ?, claimed_at = NULL
     WHERE seq = ? AND state = 'pending'`,
    [retryAt ? "pending" : "failed", failure.status, failure.error, retryAt, seq],
  );
}

/** The endpoint is off: what it was still owed has failed. */
export async function failPending(tx: Tx, endpointId: string, error: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE webhook_deliveries SET state = 'failed', last_error = ?, next_attempt_at = NULL, claimed_at = NULL
     WHERE endpoint_id = ? AND next_attempt_at IS NOT NULL`,
    [error, endpointId],
  );
}

/** Deliveries of deleted endpoints, and then these. @returns how many rows, `limit` at most */
export async function purgeDeletedEndpoints(tx: Tx, limit: number): Promise<number> {
  const deleted = await readOne<{ id: string }>(
    tx,
    "SELECT id FROM webhook_endpoints WHERE status = 'deleted' LIMIT 1",
  );
  if (!deleted) return 0;
  const rows = await tx.run(
    "DELETE FROM webhook_deliveries WHERE seq IN (SELECT seq FROM webhook_deliveries WHERE endpoint_id = ? LIMIT ?)",
    [deleted.id, limit],
  );
  if (rows < limit) await runOne(tx, "DELETE FROM webhook_endpoints WHERE id = ? AND status = 'deleted'", [deleted.id]);
  return limit; // there may be more
}

/** How many deliveries are still to be made, of all studios; at most 10,000 are counted. */
export async function countPendingDeliveries(from: Reader): Promise<number> {
  return (await readOne<{ n: number }>(
    from,
    "SELECT count(*) AS n FROM (SELECT 1 FROM webhook_deliveries WHERE next_attempt_at IS NOT NULL LIMIT 10000)",
  ))!.n;
}

/**
 * When the delivery that waits longest was to be sent, of endpoints to which nothing is being sent; null when none waits. A queue at an
 * endpoint that is slow or dead waits for that endpoint, not for us. What was claimed and lost counts.
 */
export async function findFirstDelivery(from: Reader, now: string): Promise<string | null> {
  const row = await readOne<{ at: string | null }>(
    from,
    `${OWED}
     SELECT min((SELECT next_attempt_at FROM webhook_deliveries d WHERE d.endpoint_id = owed.id AND d.next_attempt_at IS NOT NULL
       ORDER BY next_attempt_at LIMIT 1)) AS at
     FROM owed WHERE owed.id NOT IN
       (SELECT endpoint_id FROM webhook_deliveries WHERE claimed_at IS NOT NULL AND +next_attempt_at > ?)`,
    [now],
  );
  return row?.at ?? null;
}
