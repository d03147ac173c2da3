/** Refunds that the owner paid outside Stripe, such as in cash: at most one for each payment, never changed. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { newId } from "./ids.ts";
import type { Refund } from "./refunds.ts";

export interface ManualRefund {
  refundId: string;
  amountCents: number;
  createdAt: string;
}

export function findManualRefund(from: Reader, refundId: string): Promise<ManualRefund | null> {
  return readOne<ManualRefund>(
    from,
    "SELECT refund_id AS refundId, amount_cents AS amountCents, created_at AS createdAt FROM manual_refunds WHERE refund_id = ?",
    [refundId],
  );
}

/** The database refuses a second one. */
export async function createManualRefund(tx: Tx, of: Refund, amountCents: number, now: string): Promise<void> {
  await runOne(
    tx,
    "INSERT INTO manual_refunds (id, refund_id, provider_id, checkout_id, amount_cents, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    [newId("mr"), of.id, of.providerId, of.checkoutId, amountCents, now],
  );
}
