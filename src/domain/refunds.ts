/**
 * What is due back for a payment, and our attempt to refund it: one row for each payment, written before Stripe is called. The
 * idempotency key is made of row and attempt; the attempt grows only after Stripe refused for good. What the studio refunded in its own
 * dashboard is in `dashboard_refunds`, what it paid some other way in `manual_refunds`; the view `refund_sums` says what is still owed.
 */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import type { Checkout } from "./checkouts.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";

export type RefundReason =
  | "cancellation"
  | "class_cancelled"
  | "seat_gone"
  | "duplicate_tip"
  | "buyer_gone"
  | "dashboard";
/**
 * `intent`: to be made, or in doubt; `pending`, `succeeded`: Stripe accepted it, or others have refunded all of it; `failed`: ours does
 * not stand and is not tried again; `refused`: Stripe refused a cancellation's refund, so nothing was cancelled and nothing is due.
 */
export type RefundState = "intent" | "pending" | "succeeded" | "failed" | "refused";

export interface Refund {
  id: string;
  providerId: string;
  checkoutId: string;
  enrollmentId: string | null;
  accountId: string;
  paymentIntentId: string;
  /** What the customer has to get back in all. */
  dueCents: number;
  /** What our attempt asks for, or has refunded: what others have left of it. 0 when they left nothing. */
  amountCents: number;
  currency: string;
  reason: RefundReason;
  state: RefundState;
  attempt: number;
  attemptAt: string;
  tries: number;
  stripeRefundId: string | null;
  lastError: string | null;
  /** When the owner was mailed that it is stuck. */
  ownerNotifiedAt: string | null;
  /** What of it the owner was last mailed about as owed. */
  owedNotifiedCents: number;
  /** When the worker tries or asks next; null: nothing more to do. */
  nextTryAt: string | null;
  createdAt: string;
  updatedAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, checkout_id AS checkoutId, enrollment_id AS enrollmentId, account_id AS accountId,
  payment_intent_id AS paymentIntentId, due_cents AS dueCents, amount_cents AS amountCents, currency, reason, state, attempt,
  attempt_at AS attemptAt, tries, stripe_refund_id AS stripeRefundId, last_error AS lastError, owner_notified_at AS ownerNotifiedAt,
  owed_notified_cents AS owedNotifiedCents, next_try_at AS nextTryAt, created_at AS createdAt, updated_at AS updatedAt FROM refunds`;

/** Same row and attempt, same key: Stripe makes one refund of it, however often it is asked. */
export function refundKey(refund: Refund): string {
  return `alera-refund-${refund.id}-${refund.attempt}`;
}

export function findRefund(from: Reader, id: string): Promise<Refund | null> {
  return readOne<Refund>(from, `${SELECT} WHERE id = ?`, [id]);
}

/** @throws DomainError not_found, also for another provider's */
export async function getRefundOf(from: Reader, providerId: string, id: string): Promise<Refund> {
  const found = await findRefund(from, id);
  if (found?.providerId !== providerId) throw notFound("Refund");
  return found;
}

export function findRefundOfCheckout(from: Reader, checkoutId: string): Promise<Refund | null> {
  return readOne<Refund>(from, `${SELECT} WHERE checkout_id = ?`, [checkoutId]);
}

/** The refund that is due, or was made, for a payment; not one whose cancellation Stripe refused. */
export async function findDueRefund(from: Reader, checkoutId: string): Promise<Refund | null> {
  const refund = await findRefundOfCheckout(from, checkoutId);
  return refund?.state === "refused" ? null : refund;
}

/** Cents that are due and that nobody has refunded: not we, nor the studio in its dashboard or manually. Derived, never stored. */
export async function getOwedCents(from: Reader, refundId: string): Promise<number> {
  const sums = await readOne<{ owed: number }>(
    from,
    "SELECT owed_cents AS owed FROM refund_sums WHERE refund_id = ?",
    [refundId],
  );
  return sums!.owed;
}

/**
 * A refund becomes due. One that Stripe refused before is begun again in its own row, under a new key.
 * @param tryAt null: whoever began it calls Stripe now, and the worker only if that never ends
 */
export async function beginRefund(
  tx: Tx,
  of: Checkout,
  input: { enrollmentId: string | null; amountCents: number; reason: RefundReason },
  tryAt: string | null,
  now: string,
): Promise<Refund> {
  // All of it refunded by others already: then it is due, and done.
  const state = input.amountCents === 0 ? "succeeded" : "intent";
  const nextTryAt = state === "intent" ? tryAt : null;
  const refused = await findRefundOfCheckout(tx, of.id);
  const id = refused?.id ?? newId("rf");
  if (refused) {
    await runOne(
      tx,
      `UPDATE refunds SET enrollment_id = ?, due_cents = ?, amount_cents = ?, reason = ?, state = ?, attempt = attempt + 1, attempt_at = ?,
         tries = 0, stripe_refund_id = NULL, last_error = NULL, owner_notified_at = NULL, next_try_at = ?, updated_at = ?
       WHERE id = ? AND state = 'refused'`,
      [input.enrollmentId, of.amountCents, input.amountCents, input.reason, state, now, nextTryAt, now, id],
    );
  } else {
    await runOne(
      tx,
      `INSERT INTO refunds (id, provider_id, checkout_id, enrollment_id, account_id, payment_intent_id, due_cents, amount_cents, currency,
         reason, state, attempt_at, next_try_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        id,
        of.providerId,
        of.id,
        input.enrollmentId,
        of.accountId,
        of.paymentIntentId!,
        of.amountCents,
        input.amountCents,
        of.currency,
        input.reason,
        state,
        now,
        nextTryAt,
        now,
        now,
      ],
    );
  }
  return (await findRefund(tx, id))!;
}

/** Stripe accepted our attempt. @param checkAt when to ask how a pending one ended */
export async function markAccepted(
  tx: Tx,
  id: string,
  result: { id: string; status: "succeeded" | "pending"; amountCents: number },
  checkAt: string | null,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE refunds SET state = ?, stripe_refund_id = ?, amount_cents = ?, last_error = NULL, next_try_at = ?,
       updated_at = iif(state = ?, updated_at, ?) WHERE id = ?`,
    [result.status, result.id, result.amountCents, checkAt, result.status, now, id],
  );
}

/** Ours failed after Stripe had accepted it: it is never made a second time. */
export async function markFailed(tx: Tx, id: string, error: string, now: string): Promise<void> {
  await runOne(
    tx,
    "UPDATE refunds SET state = 'failed', last_error = ?, next_try_at = NULL, updated_at = ? WHERE id = ?",
    [error, now, id],
  );
}

/** Stripe refused the refund of a cancellation: nothing is due. */
export async function markRefused(tx: Tx, id: string, error: string, now: string): Promise<void> {
  await runOne(
    tx,
    "UPDATE refunds SET state = 'refused', last_error = ?, next_try_at = NULL, updated_at = ? WHERE id = ? AND state = 'intent'",
    [error, now, id],
  );
}

/** Others have refunded all that was due: our attempt ends without a refund of its own. */
export async function markCovered(tx: Tx, id: string, now: string): Promise<void> {
  await runOne(
    tx,
    `UPDATE refunds SET state = 'succeeded', amount_cents = 0, last_error = NULL, next_try_at = NULL, updated_at = ?
     WHERE id = ? AND state = 'intent'`,
    [now, id],
  );
}

/** The same request again later, under the same key: it is not known whether Stripe has made it. */
export async function retryAttempt(tx: Tx, id: string, error: string, tryAt: string, now: string): Promise<void> {
  await runOne(
    tx,
    "UPDATE refunds SET tries = tries + 1, last_error = ?, next_try_at = ?, updated_at = ? WHERE id = ? AND state = 'intent'",
    [error, tryAt, now, id],
  );
}

/** A new request under a new key, which alone may ask for another amount. */
export async function beginAttempt(
  tx: Tx,
  id: string,
  amountCents: number,
  error: string | null,
  tryAt: string,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE refunds SET attempt = attempt + 1, attempt_at = ?, tries = tries + 1, amount_cents = ?, last_error = ?, next_try_at = ?,
       updated_at = ? WHERE id = ? AND state = 'intent'`,
    [now, amountCents, error, tryAt, now, id],
  );
}

/** No try before `tryAt`. `since`: from when the last one may be counted as over. */
export async function pauseRefund(tx: Tx, id: string, error: string, since: string, tryAt: string): Promise<void> {
  await runOne(
    tx,
    "UPDATE refunds SET last_error = ?, updated_at = ?, next_try_at = ? WHERE id = ? AND state = 'intent'",
    [error, since, tryAt, id],
  );
}

/** The owner has been mailed that it is stuck: once is enough. */
export async function markOwnerNotified(tx: Tx, id: string, now: string): Promise<void> {
  await runOne(tx, "UPDATE refunds SET owner_notified_at = ? WHERE id = ?", [now, id]);
}

/** What the owner knows to be owed. */
export async function setOwedNotified(tx: Tx, id: string, cents: number): Promise<void> {
  await runOne(tx, "UPDATE refunds SET owed_notified_cents = ? WHERE id = ?", [cents, id]);
}

/** Refunds the worker has to try or to ask about, longest overdue first. */
export function listDueRefunds(from: Reader, now: string, limit: number): Promise<Refund[]> {
  return from.read<Refund>(`${SELECT} WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?`, [now, limit]);
}

/** Refunds of a connected account that Stripe has accepted and not finished. */
export function listPendingRefunds(from: Reader, accountId: string): Promise<Refund[]> {
  return from.read<Refund>(`${SELECT} WHERE account_id = ? AND state = 'pending' ORDER BY created_at, id`, [accountId]);
}

/** Refunds owed to the enrollments of a class. */
export function listRefundsOfClass(from: Reader, classId: string, reason: RefundReason): Promise<Refund[]> {
  return from.read<Refund>(
    `${SELECT} WHERE enrollment_id IN (SELECT id FROM enrollments WHERE class_id = ?) AND reason = ? AND state <> 'refused'
     ORDER BY created_at, id`,
    [classId, reason],
  );
}

/** Whether a refund of a client is still under way. */
export async function isRefundUnderWay(from: Reader, clientId: string): Promise<boolean> {
  return await readOne(
    from,
    `SELECT 1 AS due FROM enrollments e JOIN refunds r ON r.enrollment_id = e.id
     WHERE e.client_id = ? AND r.state IN ('intent', 'pending') LIMIT 1`,
    [clientId],
  ) !== null;
}

/** A customer's refund under way becomes one that the cancelled class owes, which is tried until it succeeds; any other is that already. */
export async function retryUntilRefunded(tx: Tx, id: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE refunds SET reason = 'class_cancelled' WHERE id = ? AND reason = 'cancellation' AND state = 'intent'",
    [id],
  );
}
