/**
 * The money and seats of a time range. A sale counts when it was paid. Money refunded because nothing could be given for it is no sale,
 * and its refund none. A refund counts when Stripe made it, when we noticed it in the dashboard, or when the owner recorded a manual one.
 */
import { type Reader, readOne, type SqlValue } from "../db/database.ts";
import { MANUAL_CENTS } from "./sales_refunds.ts";
import { DAY, iso, ms } from "./time.ts";

/**
 * Sales are found by the creation of their checkout, which is indexed: its page can be paid for a day at most. Later payments, by a slow
 * bank or noticed after the server was off, have an index of their own.
 */
const PAID_WITHIN = 2 * DAY;

async function listOf<T>(from: Reader, sql: string, args: SqlValue[]): Promise<T[]> {
  return JSON.parse((await readOne(from, sql, args))!.items);
}

/** When it was paid, its fulfillment, minor units. */
export type Sale = [at: string, fulfillment: "seat" | "package" | "gift_card" | "tip", cents: number];

/** Sales paid in `[fromAt, untilAt)`, in no order. */
export function listSales(from: Reader, providerId: string, fromAt: string, untilAt: string): Promise<Sale[]> {
  const range = [providerId, fromAt, untilAt];
  return listOf(
    from,
    `SELECT json_group_array(json_array(paid_at, fulfillment_kind, amount_cents)) AS items FROM (
       SELECT paid_at, fulfillment_kind, amount_cents FROM checkouts
       WHERE provider_id = ? AND paid_at >= ? AND paid_at < ? AND created_at >= ? AND created_at < ? AND paid_at <= expires_at
         AND state = 'paid' AND fulfillment_kind <> 'refund'
       UNION ALL
       SELECT paid_at, fulfillment_kind, amount_cents FROM checkouts
       WHERE provider_id = ? AND paid_at >= ? AND paid_at < ? AND paid_at > expires_at AND state = 'paid' AND fulfillment_kind <> 'refund')`,
    [...range, iso(ms(fromAt) - PAID_WITHIN), untilAt, ...range],
  );
}

/** Refunds of sales in `[fromAt, untilAt)`, in no order. */
export function listRefundedAmounts(
  from: Reader,
  providerId: string,
  fromAt: string,
  untilAt: string,
): Promise<[at: string, cents: number][]> {
  const range = [providerId, fromAt, untilAt];
  return listOf(
    from,
    `SELECT json_group_array(json_array(at, cents)) AS items FROM (
       SELECT r.updated_at AS at, r.amount_cents AS cents FROM refunds r JOIN checkouts k ON k.id = r.checkout_id
       WHERE r.provider_id = ? AND r.state = 'succeeded' AND r.updated_at >= ? AND r.updated_at < ?
         AND k.fulfillment_kind <> 'refund'
       UNION ALL
       SELECT d.noted_at, d.amount_cents FROM dashboard_refunds d JOIN checkouts k ON k.id = d.checkout_id
       WHERE d.provider_id = ? AND d.noted_at >= ? AND d.noted_at < ? AND k.fulfillment_kind <> 'refund'
       UNION ALL
       SELECT m.created_at, ${MANUAL_CENTS} FROM manual_refunds m JOIN checkouts k ON k.id = m.checkout_id
       WHERE m.provider_id = ? AND m.created_at >= ? AND m.created_at < ? AND k.fulfillment_kind <> 'refund')`,
    [...range, ...range, ...range],
  );
}

/** Classes in `[fromAt, untilAt)`, cancelled ones left out: when, capacity, seats taken (no-shows too). In no order. */
export function listSeatUse(
  from: Reader,
  providerId: string,
  fromAt: string,
  untilAt: string,
): Promise<[at: string, capacity: number, taken: number][]> {
  return listOf(
    from,
    `SELECT json_group_array(json_array(scheduled_at, capacity, enrolled_count)) AS items FROM class_sessions
     WHERE provider_id = ? AND scheduled_at >= ? AND scheduled_at < ? AND status <> 'Cancelled'`,
    [providerId, fromAt, untilAt],
  );
}
