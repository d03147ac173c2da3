/** A refund that Stripe has, made by us, and whose row a restore lost: recorded again under the id in its metadata. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import type { RefundResult } from "../ports/payments.ts";
import type { Checkout } from "./checkouts.ts";
import { newId } from "./ids.ts";
import { findRefund, type RefundReason } from "./refunds.ts";

/**
 * The payment has no refund row yet.
 * @returns its id: the one in its metadata, unless that is in use already
 */
export async function recordMadeRefund(
  tx: Tx,
  of: Checkout,
  made: RefundResult,
  why: { reason: RefundReason; enrollmentId: string | null },
  now: string,
): Promise<string> {
  const said = made.metadata.alera_refund;
  const id = /^rf-[0-9a-z]{1,60}$/.test(said) && !await findRefund(tx, said) ? said : newId("rf");
  await runOne(
    tx,
    `INSERT INTO refunds (id, provider_id, checkout_id, enrollment_id, account_id, payment_intent_id, due_cents, amount_cents, currency,
       reason, state, stripe_refund_id, attempt_at, next_try_at, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      of.providerId,
      of.id,
      why.enrollmentId,
      of.accountId,
      of.paymentIntentId!,
      of.amountCents,
      Math.min(made.amountCents, of.amountCents),
      of.currency,
      why.reason,
      made.status === "pending" ? "pending" : "succeeded",
      made.id,
      now,
      made.status === "pending" ? now : null,
      now,
      now,
    ],
  );
  return id;
}

/** Whether the books say of this refund what Stripe says. */
export async function isRefundOnRecord(from: Reader, refund: RefundResult): Promise<boolean> {
  const row = await readOne<{ state: string; cents: number }>(
    from,
    "SELECT state, amount_cents AS cents FROM refunds WHERE stripe_refund_id = ?",
    [refund.id],
  );
  if (row) return row.state === refund.status && row.cents === refund.amountCents;
  const mirrored = await readOne(from, "SELECT 1 AS found FROM dashboard_refunds WHERE id = ?", [refund.id]) !== null;
  return mirrored === (refund.status !== "failed");
}
