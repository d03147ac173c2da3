/**
 * Changes of a class and those that follow it in its series, and what each client is to be told of one. The change itself is made in one
 * write; a job closes and mails in small ones, and goes on after a crash.
 */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { newId } from "./ids.ts";

export interface SeriesChange {
  id: string;
  providerId: string;
  kind: "moved" | "cancelled";
  /** All that it changed. */
  classIds: string[];
  message: string | null;
  createdAt: string;
  /** Null: it is finished. */
  nextTryAt: string | null;
}

const SELECT = `SELECT id, provider_id AS providerId, kind, class_ids AS classIds, message, created_at AS createdAt,
  next_try_at AS nextTryAt FROM series_changes`;
// deno-lint-ignore no-explicit-any
const seriesChange = (row: any): SeriesChange => ({ ...row, classIds: JSON.parse(row.classIds) });

/** Begins with the first of the classes. It is due at once. */
export async function beginSeriesChange(
  tx: Tx,
  input: Pick<SeriesChange, "providerId" | "kind" | "classIds" | "message">,
  now: string,
): Promise<SeriesChange> {
  const id = newId("sc");
  const { providerId, kind, classIds, message } = input;
  await runOne(
    tx,
    `INSERT INTO series_changes (id, provider_id, kind, class_id, class_ids, message, created_at, next_try_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, providerId, kind, classIds[0], JSON.stringify(classIds), message, now, now],
  );
  return { id, ...input, createdAt: now, nextTryAt: now };
}

/** By id, as it is now. */
export async function getSeriesChange(from: Reader, id: string): Promise<SeriesChange> {
  return seriesChange(await readOne(from, `${SELECT} WHERE id = ?`, [id]));
}

/** The cancellation that began with this class, if any. */
export async function findSeriesCancellation(
  from: Reader,
  providerId: string,
  classId: string,
): Promise<SeriesChange | null> {
  const row = await readOne(
    from,
    `${SELECT} WHERE class_id = ? AND provider_id = ? AND kind = 'cancelled' ORDER BY created_at DESC LIMIT 1`,
    [classId, providerId],
  );
  return row && seriesChange(row);
}

/** Those that are not finished and due, longest first. */
export async function listDueSeriesChanges(from: Reader, now: string, limit: number): Promise<SeriesChange[]> {
  return (await from.read(`${SELECT} WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?`, [now, limit])).map(
    seriesChange,
  );
}

/** Since when the change that is due longest is; null when none is. */
export async function findFirstSeriesChange(from: Reader): Promise<string | null> {
  const row = await readOne<{ at: string }>(
    from,
    "SELECT next_try_at AS at FROM series_changes WHERE next_try_at IS NOT NULL ORDER BY next_try_at LIMIT 1",
  );
  return row?.at ?? null;
}

/** @param at null: everybody was closed and mailed */
export async function setNextTry(tx: Tx, id: string, at: string | null): Promise<void> {
  await runAny(tx, "UPDATE series_changes SET next_try_at = ? WHERE id = ?", [at, id]);
}

/** What one booking's or waitlist entry's client is to be told. */
export interface SeriesChangeItem {
  subjectId: string;
  clientId: string;
  classId: string;
  // deno-lint-ignore no-explicit-any
  data: any;
}

/** Everybody who has or holds a seat in a class that moved. */
export async function addMovedItems(
  tx: Tx,
  changeId: string,
  classId: string,
  previousScheduledAt: string,
): Promise<void> {
  await runAny(
    tx,
    `INSERT INTO series_change_items (change_id, client_id, subject_id, provider_id, class_id, data)
     SELECT ?, client_id, id, provider_id, class_id, json_object('previousScheduledAt', ?) FROM enrollments
     WHERE class_id = ? AND status IN ('Confirmed', 'PendingPayment')`,
    [changeId, previousScheduledAt, classId],
  );
}

/** One of a class that is cancelled, once, unless it was mailed by itself. @param mail the dedupe key of that mail */
export async function addCancelledItem(
  tx: Tx,
  change: { id: string; providerId: string },
  { subjectId, clientId, classId, data }: SeriesChangeItem,
  mail: string,
): Promise<void> {
  await runAny(
    tx,
    `INSERT INTO series_change_items (change_id, client_id, subject_id, provider_id, class_id, data)
     SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM messages WHERE dedupe_key = ?)
       AND NOT EXISTS (SELECT 1 FROM archived_messages WHERE dedupe_key = ?) ON CONFLICT DO NOTHING`,
    [change.id, clientId, subjectId, change.providerId, classId, JSON.stringify(data), mail, mail],
  );
}

/** Whether a booking or waitlist entry is told of a cancellation together with others. */
export async function isToldWithSeries(from: Reader, subjectId: string): Promise<boolean> {
  return await readOne(
    from,
    `SELECT 1 FROM series_change_items i JOIN series_changes s ON s.id = i.change_id
     WHERE i.subject_id = ? AND s.kind = 'cancelled' LIMIT 1`,
    [subjectId],
  ) !== null;
}

/** The items of the next clients who are to be mailed, by client. */
export async function listNextItems(from: Reader, changeId: string, clients: number): Promise<SeriesChangeItem[][]> {
  const rows = await from.read<SeriesChangeItem>(
    `SELECT i.subject_id AS subjectId, i.client_id AS clientId, i.class_id AS classId, i.data FROM (
       SELECT DISTINCT client_id FROM series_change_items WHERE change_id = ? AND enqueued_at IS NULL ORDER BY client_id LIMIT ?) n
     JOIN series_change_items i ON i.change_id = ? AND i.client_id = n.client_id
     ORDER BY i.client_id, i.subject_id`,
    [changeId, clients, changeId],
  );
  const items = rows.map((row) => ({ ...row, data: JSON.parse(row.data) }));
  return [...Map.groupBy(items, (one) => one.clientId).values()];
}

/** A client's mail is in the outbox. @param dedupeKey null: there was nothing to tell any more */
export async function markEnqueued(
  tx: Tx,
  changeId: string,
  clientId: string,
  dedupeKey: string | null,
  now: string,
): Promise<void> {
  await runAny(
    tx,
    "UPDATE series_change_items SET enqueued_at = ?, dedupe_key = ? WHERE change_id = ? AND client_id = ?",
    [now, dedupeKey, changeId, clientId],
  );
}
