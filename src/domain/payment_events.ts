/** Webhook events that have had their effect: the id is written in the transaction of the effect. */
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

/** Whether this event has had its effect. */
export async function wasHandled(from: Reader, eventId: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 AS handled FROM payment_events WHERE id = ?", [eventId]) !== null;
}

const earlyRefund = (paymentIntentId: string) => `refunded-early:${paymentIntentId}`;

/** A refund that was told before the payment it belongs to: the payment, once told, has to be looked at again. */
export async function noteEarlyRefund(
  tx: Tx,
  event: Pick<PaymentEvent, "type" | "accountId">,
  paymentIntentId: string,
  now: string,
): Promise<void> {
  await recordEvent(tx, { ...event, id: earlyRefund(paymentIntentId) }, "refunded_early", now);
}

/** Whether a refund of this payment was told before the payment itself. */
export async function wasRefundedEarly(from: Reader, accountId: string, paymentIntentId: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 AS early FROM payment_events WHERE id = ? AND account_id = ?", [
    earlyRefund(paymentIntentId),
    accountId,
  ]) !== null;
}

/** Stripe delivers for 3 days; after 30 an id can't come again. */
export async function purgePaymentEvents(tx: Tx, before: string): Promise<void> {
  await tx.run("DELETE FROM payment_events WHERE received_at < ?", [before]);
}
