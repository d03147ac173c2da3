/**
 * Every refund: a row written before Stripe is called (intent), whose idempotency key is made from row and attempt. The attempt grows
 * only after Stripe refused for good; while the outcome is not known, the same key is used again. A checkout has at most one refund
 * that has not failed (a unique index).
 */
import { type Reader, readOne, type Tx } from "../db/database.ts";
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
export type RefundState = "intent" | "pending" | "succeeded" | "failed";

export interface Refund {
  id: string;
  providerId: string;
  checkoutId: string;
  enrollmentId: string | null;
  accountId: string;
  paymentIntentId: string;
  amountCents: number;
  currency: string;
  reason: RefundReason;
  state: RefundState;
  attempt: number;
  tries: number;
  stripeRefundId: string | null;
  lastError: string | null;
  ownerToldAt: string | null;
  /** When the worker tries or asks next; null: nothing more to do. */
  nextTryAt: string | null;
  /** The owner gave the money back outside Stripe: it failed, and is never tried again. */
  manualRefundAt: string | null;
  createdAt: string;
  updatedAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, checkout_id AS checkoutId, enrollment_id AS enrollmentId, account_id AS accountId,
  payment_intent_id AS paymentIntentId, amount_cents AS amountCents, currency, reason, state, attempt, tries,
  stripe_refund_id AS stripeRefundId, last_error AS lastError, owner_told_at AS ownerToldAt, next_try_at AS nextTryAt,
  manual_refund_at AS manualRefundAt, created_at AS createdAt, updated_at AS updatedAt FROM refunds`;

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

/** Whether Stripe ever accepted it, so that its failure came later. What was made in the dashboard was, though we may not know its id. */
export function wasAccepted({ stripeRefundId, reason }: Refund): boolean {
  return stripeRefundId !== null || reason === "dashboard";
}

/** The same in SQL. */
export function wasAcceptedSql(table: string): string {
  return `(${table}.stripe_refund_id IS NOT NULL OR ${table}.reason = 'dashboard')`;
}

export function findRefundByStripeId(from: Reader, stripeRefundId: string): Promise<Refund | null> {
  return readOne<Refund>(from, `${SELECT} WHERE stripe_refund_id = ?`, [stripeRefundId]);
}

/** The one refund of a checkout that has not failed. */
export function findStandingRefund(from: Reader, checkoutId: string): Promise<Refund | null> {
  return readOne<Refund>(from, `${SELECT} WHERE checkout_id = ? AND state <> 'failed'`, [checkoutId]);
}

/** Every refund of a checkout, failed ones too, oldest first. */
export function listRefundsOfCheckout(from: Reader, checkoutId: string): Promise<Refund[]> {
  return from.read<Refund>(`${SELECT} WHERE checkout_id = ? ORDER BY created_at, id`, [checkoutId]);
}

/**
 * The refund that a cancellation made, or (`dashboard`) that made the cancellation; whatever became of it after Stripe accepted it, or
 * after the owner paid it by hand.
 */
export function findRefundOfCancellation(
  from: Reader,
  enrollmentId: string,
  dashboard: boolean,
): Promise<Refund | null> {
  const reasons = dashboard ? "'dashboard'" : "'cancellation', 'class_cancelled'";
  return readOne<Refund>(
    from,
    `${SELECT} WHERE enrollment_id = ? AND reason IN (${reasons})
       AND (state <> 'failed' OR ${wasAcceptedSql("refunds")} OR manual_refund_at IS NOT NULL)
     ORDER BY state = 'failed', created_at DESC LIMIT 1`,
    [enrollmentId],
  );
}

/** A refund that is owed. `tryAt` null: whoever made it calls Stripe now, and the worker only if that never ends. */
export async function createRefund(
  tx: Tx,
  of: Checkout,
  input: {
    enrollmentId: string | null;
    amountCents: number;
    reason: RefundReason;
    /** A refund made elsewhere is a fact already. */
    state?: "intent" | "succeeded";
  },
  tryAt: string | null,
  now: string,
): Promise<Refund> {
  const id = newId("rf");
  const state = input.state ?? "intent";
  await tx.run(
    `INSERT INTO refunds (id, provider_id, checkout_id, enrollment_id, account_id, payment_intent_id, amount_cents, currency, reason, state,
       next_try_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      of.providerId,
      of.id,
      input.enrollmentId,
      of.accountId,
      of.paymentIntentId!,
      input.amountCents,
      of.currency,
      input.reason,
      state,
      tryAt,
      now,
      now,
    ],
  );
  return (await findRefund(tx, id))!;
}

/** Stripe's word on it. `succeeded` and `pending` both mean: accepted. */
export async function markRefunded(
  tx: Tx,
  id: string,
  result: { stripeRefundId: string | null; state: "succeeded" | "pending" },
  checkAt: string | null,
  now: string,
): Promise<void> {
  await tx.run(
    `UPDATE refunds SET state = ?, stripe_refund_id = coalesce(?, stripe_refund_id), last_error = NULL, next_try_at = ?, updated_at = ?
     WHERE id = ? AND state <> 'failed'`,
    [result.state, result.stripeRefundId, checkAt, now, id],
  );
}

/** Refused for good, or failed later. */
export async function markRefundFailed(
  tx: Tx,
  id: string,
  error: string,
  stripeRefundId: string | null,
  now: string,
): Promise<void> {
  await tx.run(
    `UPDATE refunds SET state = 'failed', last_error = ?, stripe_refund_id = coalesce(?, stripe_refund_id), next_try_at = NULL, updated_at = ?
     WHERE id = ?`,
    [error, stripeRefundId, now, id],
  );
}

/** Not settled yet: again later, under the same key. With `nextCents` under a new one, which alone may ask for another amount. */
export async function retryRefundLater(
  tx: Tx,
  id: string,
  error: string,
  nextCents: number | null,
  tryAt: string,
  now: string,
): Promise<void> {
  await tx.run(
    `UPDATE refunds SET tries = tries + 1, attempt = attempt + ?, amount_cents = coalesce(?, amount_cents), last_error = ?, next_try_at = ?,
       updated_at = ? WHERE id = ? AND state = 'intent'`,
    [+(nextCents !== null), nextCents, error, tryAt, now, id],
  );
}

/** The owner gave the money back outside Stripe: for Stripe it failed, and nobody takes it up again. */
export async function markManuallyRefunded(tx: Tx, id: string, now: string): Promise<void> {
  await tx.run(
    `UPDATE refunds SET state = 'failed', manual_refund_at = ?, next_try_at = NULL, updated_at = ?
     WHERE id = ? AND state IN ('intent', 'failed') AND manual_refund_at IS NULL`,
    [now, now, id],
  );
}

/** No new try before `tryAt`; `error` and `since` say what is known of the last one, and from when it may be counted as over. */
export async function pauseRefund(tx: Tx, id: string, error: string, since: string, tryAt: string): Promise<void> {
  await tx.run(
    "UPDATE refunds SET last_error = ?, updated_at = ?, next_try_at = ? WHERE id = ? AND state = 'intent'",
    [error, since, tryAt, id],
  );
}

/** The owner has been mailed that it is stuck: once is enough. */
export async function markOwnerTold(tx: Tx, id: string, now: string): Promise<void> {
  await tx.run("UPDATE refunds SET owner_told_at = ? WHERE id = ?", [now, id]);
}

/** What waits for a later time than any wait of ours is due now: a clock that ran ahead has set it. */
export async function recallRefunds(tx: Tx, latest: string, now: string): Promise<void> {
  await tx.run("UPDATE refunds SET next_try_at = ? WHERE next_try_at > ?", [now, latest]);
}

/** Refunds the worker has to try or to ask about, longest overdue first. */
export function listDueRefunds(from: Reader, now: string, limit: number): Promise<Refund[]> {
  return from.read<Refund>(`${SELECT} WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?`, [now, limit]);
}

/** Refunds owed to the enrollments of a class. */
export function listRefundsOfClass(from: Reader, classId: string, reason: RefundReason): Promise<Refund[]> {
  return from.read<Refund>(
    `${SELECT} WHERE enrollment_id IN (SELECT id FROM enrollments WHERE class_id = ?) AND reason = ? ORDER BY created_at, id`,
    [classId, reason],
  );
}

/** Whether money is still on its way back to a client. */
export async function isRefundUnderWay(from: Reader, clientId: string): Promise<boolean> {
  return await readOne(
    from,
    `SELECT 1 AS due FROM enrollments e JOIN refunds r ON r.enrollment_id = e.id
     WHERE e.client_id = ? AND r.state IN ('intent', 'pending') LIMIT 1`,
    [clientId],
  ) !== null;
}

/** A customer's refund under way becomes one that the cancelled class owes. */
export async function retryUntilRefunded(tx: Tx, id: string): Promise<void> {
  await tx.run(
    "UPDATE refunds SET reason = 'class_cancelled' WHERE id = ? AND reason = 'cancellation' AND state = 'intent'",
    [id],
  );
}

/** When to ask Stripe again about a refund it has accepted. */
export async function askRefundAgain(tx: Tx, id: string, at: string): Promise<void> {
  await tx.run("UPDATE refunds SET next_try_at = ? WHERE id = ? AND state = 'pending'", [at, id]);
}

/** A refund that Stripe would not make, or a bank sent back. */
export interface RefundInNeed {
  id: string;
  /** `intent`: tried again by itself; `failed`: nothing more happens by itself. */
  state: "intent" | "failed";
  /** Stripe had accepted it before it failed: then the booking is cancelled. Refused at once, it still stands. */
  accepted: 0 | 1;
  /** What is still owed of it: a part may have been given back in the dashboard since. */
  amountCents: number;
  reason: RefundReason;
  lastError: string | null;
  nextTryAt: string | null;
  createdAt: string;
  /** What it was paid for, as on Stripe's page. */
  what: string;
  paymentIntentId: string;
  enrollmentId: string | null;
  classId: string | null;
  scheduledAt: string | null;
  clientId: string | null;
  /** As the buyer is known; null once erased. */
  clientName: string | null;
}

const IN_NEED = `SELECT r.id, r.state, ${wasAcceptedSql("r")} AS accepted, r.reason,
  CASE WHEN k.refunded_outside_cents < k.amount_cents THEN min(r.amount_cents, k.amount_cents - k.refunded_outside_cents)
    ELSE r.amount_cents END AS amountCents, r.last_error AS lastError,
  r.next_try_at AS nextTryAt, r.created_at AS createdAt, r.payment_intent_id AS paymentIntentId, r.enrollment_id AS enrollmentId,
  k.request ->> '$.productName' AS what, e.class_id AS classId,
  coalesce(s.scheduled_at, a.scheduled_at) AS scheduledAt, c.id AS clientId,
  coalesce(c.name, k.details ->> '$.name', k.details ->> '$.purchaserName') AS clientName
  FROM refunds r JOIN checkouts k ON k.id = r.checkout_id
  LEFT JOIN enrollments e ON e.id = r.enrollment_id LEFT JOIN class_sessions s ON s.id = e.class_id
  LEFT JOIN appointments a ON a.id = k.subject_id LEFT JOIN clients c ON c.id = coalesce(e.client_id, a.client_id)
  WHERE r.provider_id = ? AND r.state IN ('intent', 'failed') AND r.manual_refund_at IS NULL
    AND (r.state = 'intent' AND r.owner_told_at IS NOT NULL
      OR r.state = 'failed' AND k.refunded_outside_cents < k.amount_cents AND (${
  wasAcceptedSql("r")
} OR e.status = 'Confirmed' AND s.scheduled_at > ?))
    AND NOT EXISTS (SELECT 1 FROM refunds other WHERE other.checkout_id = r.checkout_id AND other.id <> r.id
      AND (other.state <> 'failed' OR other.manual_refund_at IS NOT NULL OR (other.created_at, other.id) > (r.created_at, r.id)))`;

/**
 * Refunds that the owner has to do something about, oldest first: stuck until the owner was told, sent back by a bank, or refused while
 * the booking it was for is still to come.
 */
export function listRefundsInNeed(from: Reader, providerId: string, now: string): Promise<RefundInNeed[]> {
  return from.read<RefundInNeed>(`${IN_NEED} ORDER BY r.created_at`, [providerId, now]);
}

/** @throws DomainError not_found, also for one that needs nobody */
export async function getRefundInNeed(
  from: Reader,
  providerId: string,
  id: string,
  now: string,
): Promise<RefundInNeed> {
  const found = await readOne<RefundInNeed>(from, `${IN_NEED} AND r.id = ?`, [providerId, now, id]);
  if (!found) throw notFound("Refund");
  return found;
}
