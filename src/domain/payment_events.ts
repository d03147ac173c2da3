/** Webhook events that were handled: the id is written in the transaction of the effect. */
import { type Reader, readOne, type Tx } from "../db/database.ts";
import type { PaymentEvent } from "../ports/payments.ts";

/** False when this event was handled before. */
export async function recordEvent(
  tx: Tx,
  event: Pick<PaymentEvent, "id" | "type" | "accountId">,
  outcome: string,
  now: string,
): Promise<boolean> {
  return await tx.run(
    "INSERT INTO payment_events (id, type, account_id, outcome, received_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
    [event.id, event.type, event.accountId, outcome, now],
  ) === 1;
}

/** Whether this event was handled before. */
export async function wasHandled(from: Reader, eventId: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 AS handled FROM payment_events WHERE id = ?", [eventId]) !== null;
}

const earlyRefund = (paymentIntentId: string) => `refunded-early:${paymentIntentId}`;

/** A refund's event came before its payment's: once the payment is known, its refunds have to be read. */
export async function noteEarlyRefund(
  tx: Tx,
  event: Pick<PaymentEvent, "type" | "accountId">,
  paymentIntentId: string,
  now: string,
): Promise<void> {
  await recordEvent(tx, { ...event, id: earlyRefund(paymentIntentId) }, "refunded_early", now);
}

/** Whether a refund's event came before this payment's. */
export async function wasRefundedEarly(from: Reader, accountId: string, paymentIntentId: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 AS early FROM payment_events WHERE id = ? AND account_id = ?", [
    earlyRefund(paymentIntentId),
    accountId,
  ]) !== null;
}

/** Stripe retries an event for 3 days; after 30 its id can't come again. @returns how many were deleted, `limit` at most */
export function purgePaymentEvents(tx: Tx, before: string, limit: number): Promise<number> {
  return tx.run(
    "DELETE FROM payment_events WHERE rowid IN (SELECT rowid FROM payment_events WHERE received_at < ? LIMIT ?)",
    [before, limit],
  );
}
