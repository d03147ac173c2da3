/** When this file took the place of a newer one, and whether Stripe was asked since then what it does not know. */
import { type Reader, readOne, runAny, type Tx } from "../db/database.ts";

/** The file was restored now. What it knows of payments ends with its newest event or checkout. */
export async function recordRestore(tx: Tx, now: string): Promise<void> {
  await runAny(
    tx,
    `INSERT INTO restores (restored_at, books_end_at) VALUES (?, (SELECT max(at) FROM (
       SELECT max(received_at) AS at FROM payment_events UNION ALL SELECT max(created_at) FROM checkouts))) ON CONFLICT (restored_at) DO NOTHING`,
    [now],
  );
}

/** Where the books end, of the earliest restore after which nobody asked Stripe; null: there is none. */
export async function findUnreconciledRestore(from: Reader): Promise<{ booksEndAt: string | null } | null> {
  return await readOne(
    from,
    "SELECT min(books_end_at) AS booksEndAt FROM restores WHERE reconciled_at IS NULL GROUP BY reconciled_at",
  );
}

/** Every account was compared with the books since then. */
export async function markReconciled(tx: Tx, since: string, now: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE restores SET reconciled_at = ? WHERE reconciled_at IS NULL AND (books_end_at IS NULL OR books_end_at >= ?)",
    [now, since],
  );
}

/** Tables in which whatever happens leaves a time. */
const RECORDS: Record<string, string> = {
  providers: "updated_at",
  class_sessions: "updated_at",
  clients: "updated_at",
  appointments: "updated_at",
  enrollments: "updated_at",
  waitlist_entries: "joined_at",
  checkouts: "created_at",
  refunds: "updated_at",
  credit_entries: "created_at",
  gift_card_entries: "created_at",
  payment_events: "received_at",
  messages: "created_at",
  api_keys: "created_at",
};

/** When the newest of these books' records was made or changed; null: there is none. Reads whole tables. */
export async function findNewestRecord(from: Reader): Promise<string | null> {
  const times = Object.entries(RECORDS).map(([table, column]) => `SELECT max(${column}) AS at FROM ${table}`);
  const found = await readOne<{ newest: string | null }>(
    from,
    `SELECT max(at) AS newest FROM (${times.join(" UNION ALL ")})`,
  );
  return found?.newest ?? null;
}
