/** What clients paid elsewhere for their bookings: at the desk, or in another system. Nothing of it is at Stripe. Append-only. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { newId } from "./ids.ts";

/** How it was paid. */
export const OFFLINE_METHODS = ["cash", "terminal", "other"] as const;
export type OfflineMethod = typeof OFFLINE_METHODS[number];

/** In SQL, of the enrollment `e`: what was paid elsewhere, or null. */
export const OFFLINE_CENTS = "(SELECT o.amount_cents FROM offline_payments o WHERE o.enrollment_id = e.id)";

/** In SQL, of the enrollment `e`: cents paid for it, whichever way; 0 for a credit, and while unpaid. */
export const PAID_CENTS = `CASE e.paid_with WHEN 'card' THEN e.price_cents WHEN 'gift_card' THEN e.price_cents
  WHEN 'offline' THEN ${OFFLINE_CENTS} ELSE 0 END`;

/** The enrollment is paid with `offline` already. @param method null: not said */
export async function recordOfflinePayment(
  tx: Tx,
  { id, providerId }: { id: string; providerId: string },
  paid: { amountCents: number; method: OfflineMethod | null },
  now: string,
): Promise<void> {
  await runOne(
    tx,
    "INSERT INTO offline_payments (id, enrollment_id, provider_id, amount_cents, method, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    [newId("paid"), id, providerId, paid.amountCents, paid.method, now],
  );
}

/** Paid elsewhere in `[fromAt, untilAt)`, in no order; without bookings cancelled in full, whose money the owner pays back. */
export async function listOfflineAmounts(
  from: Reader,
  providerId: string,
  fromAt: string,
  untilAt: string,
): Promise<[at: string, cents: number][]> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json_array(created_at, amount_cents)) AS items FROM offline_payments o
     WHERE provider_id = ? AND created_at >= ? AND created_at < ? AND NOT EXISTS (
       SELECT 1 FROM enrollments e WHERE e.id = o.enrollment_id AND e.status = 'Cancelled' AND e.refund_choice = 'full')`,
    [providerId, fromAt, untilAt],
  );
  return JSON.parse(row!.items);
}
