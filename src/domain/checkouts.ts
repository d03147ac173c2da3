/**
 * Every Checkout Session: a row written before Stripe is called, found again by the session's id, with exactly one fulfillment once it is
 * paid: a seat, a pack, a gift card, a tip, or a full refund when it can't be fulfilled.
 */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import type { CheckoutRequest } from "../ports/payments.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import { newId } from "./ids.ts";

export type CheckoutKind = "class" | "package" | "gift_card" | "tip";

/** `creating`: Stripe may have it or not; `processing`: completed, the bank has not paid yet. */
export type CheckoutState = "creating" | "open" | "processing" | "paid" | "expired" | "failed";

/** What Stripe says differently from our record, what it refuses to tell of, or that a bank never decided. */
export type DisputeReason =
  | "amount_differs"
  | "currency_differs"
  | "mode_differs"
  | "account_refused"
  | "session_refused"
  | "bank_undecided";

export type FulfillmentKind = "seat" | "package" | "gift_card" | "tip" | "refund";

/** What a paid checkout gave; `id` is of an enrollment, client package, gift card, appointment or refund. */
export interface Fulfillment {
  kind: FulfillmentKind;
  id: string;
}

export interface Checkout {
  id: string;
  providerId: string;
  kind: CheckoutKind;
  /** Enrollment, package type, nothing, or appointment. */
  subjectId: string | null;
  accountId: string;
  amountCents: number;
  currency: string;
  livemode: boolean;
  request: CheckoutRequest;
  /** What the fulfillment needs: buyer, recipient, message. */
  // deno-lint-ignore no-explicit-any
  details: any;
  origin: string | null;
  state: CheckoutState;
  sessionId: string | null;
  url: string | null;
  paymentIntentId: string | null;
  /** Refunded in the studio's own dashboard, when Stripe's list was last read. */
  refundedOutsideCents: number;
  /** Raised by every change to its refunds: a list that Stripe answered before may be outdated. */
  refundRevision: number;
  /** Since when Stripe refuses to list its refunds; null once they are read. */
  refundsUnreadSince: string | null;
  fulfillmentKind: FulfillmentKind | null;
  fulfillmentId: string | null;
  /** Since when it is disputed. Beside the state: a site is told that alone. */
  disputedAt: string | null;
  disputedReason: DisputeReason | null;
  expiresAt: string;
  createdAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, kind, subject_id AS subjectId, account_id AS accountId, amount_cents AS amountCents,
  currency, livemode, request, details, origin, state, session_id AS sessionId, url, payment_intent_id AS paymentIntentId,
  ${outsideCentsSql("checkouts")} AS refundedOutsideCents, refund_revision AS refundRevision,
  refunds_unread_since AS refundsUnreadSince,
  fulfillment_kind AS fulfillmentKind, fulfillment_id AS fulfillmentId, disputed_at AS disputedAt,
  disputed_reason AS disputedReason, expires_at AS expiresAt, created_at AS createdAt FROM checkouts`;

// deno-lint-ignore no-explicit-any
const checkout = (row: any): Checkout => ({
  ...row,
  livemode: row.livemode === 1,
  request: JSON.parse(row.request),
  details: JSON.parse(row.details),
});

async function findWhere(from: Reader, where: string, value: string): Promise<Checkout | null> {
  const row = await readOne(from, `${SELECT} WHERE ${where} = ? LIMIT 1`, [value]);
  return row && checkout(row);
}

export function findCheckout(from: Reader, id: string): Promise<Checkout | null> {
  return findWhere(from, "id", id);
}

export function findCheckoutBySession(from: Reader, sessionId: string): Promise<Checkout | null> {
  return findWhere(from, "session_id", sessionId);
}

export function findCheckoutByPayment(from: Reader, paymentIntentId: string): Promise<Checkout | null> {
  return findWhere(from, "payment_intent_id", paymentIntentId);
}

export type NewCheckout =
  & Pick<
    Checkout,
    "providerId" | "kind" | "subjectId" | "accountId" | "livemode" | "details" | "origin" | "expiresAt"
  >
  & { id: string; request: CheckoutRequest };

/** The id comes first, for the request to Stripe names it. */
export function newCheckoutId(): string {
  return newId("chk");
}

/** @param resumeAt when the reconciler takes over, should this process die before Stripe's answer is stored */
export async function createCheckout(tx: Tx, input: NewCheckout, resumeAt: string, now: string): Promise<void> {
  await runOne(
    tx,
    `INSERT INTO checkouts (id, provider_id, kind, subject_id, account_id, amount_cents, currency, livemode, request, details, origin, state,
       expires_at, next_check_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'creating', ?, ?, ?)`,
    [
      input.id,
      input.providerId,
      input.kind,
      input.subjectId,
      input.accountId,
      input.request.amountCents,
      input.request.currency,
      +input.livemode,
      JSON.stringify(input.request),
      JSON.stringify(input.details),
      input.origin,
      input.expiresAt,
      resumeAt,
      now,
    ],
  );
}

/** creating → open. Stores the session also when a webhook came first and the state has moved on. */
export async function storeSession(
  tx: Tx,
  id: string,
  sessionId: string,
  url: string | null,
  checkAt: string,
): Promise<void> {
  await runOne(tx, "UPDATE checkouts SET session_id = coalesce(session_id, ?), url = coalesce(url, ?) WHERE id = ?", [
    sessionId,
    url,
    id,
  ]);
  await runAny(tx, "UPDATE checkouts SET state = 'open', next_check_at = ? WHERE id = ? AND state = 'creating'", [
    checkAt,
    id,
  ]);
}

/** → processing: completed, the bank has not paid yet. */
export async function markProcessing(
  tx: Tx,
  id: string,
  facts: { sessionId: string; paymentIntentId: string | null },
  checkAt: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE checkouts SET state = 'processing', session_id = coalesce(session_id, ?), payment_intent_id = coalesce(?, payment_intent_id),
       next_check_at = ? WHERE id = ? AND state <> 'paid'`,
    [facts.sessionId, facts.paymentIntentId, checkAt, id],
  );
}

/** → paid, with its fulfillment, for good. The database refuses a second fulfillment. */
export async function markPaid(
  tx: Tx,
  id: string,
  facts: { sessionId: string; paymentIntentId: string | null },
  fulfillment: Fulfillment,
  checkAt: string | null,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE checkouts SET state = 'paid', session_id = coalesce(session_id, ?), payment_intent_id = coalesce(?, payment_intent_id),
       paid_at = ?, fulfillment_kind = ?, fulfillment_id = ?, disputed_at = NULL, disputed_reason = NULL, next_check_at = ? WHERE id = ? AND state <> 'paid'`,
    [facts.sessionId, facts.paymentIntentId, now, fulfillment.kind, fulfillment.id, checkAt, id],
  );
}

/** → expired or failed: it can't be paid any more. The caller knows that it is not paid. */
export async function markUnpayable(tx: Tx, id: string, state: "expired" | "failed"): Promise<void> {
  await runOne(
    tx,
    `UPDATE checkouts SET state = ?, disputed_at = NULL, disputed_reason = NULL, next_check_at = NULL
     WHERE id = ? AND state <> 'paid'`,
    [state, id],
  );
}

/** → expired, although it may have been paid: Stripe is still asked about it. One that has ended already stays as it is. */
export async function markReleased(tx: Tx, id: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE checkouts SET state = 'expired' WHERE id = ? AND state IN ('creating', 'open', 'processing')",
    [
      id,
    ],
  );
}

/** It is disputed since `now`, unless it was before, or is settled meanwhile; the last reason counts. */
export async function markDisputed(tx: Tx, id: string, reason: DisputeReason, now: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE checkouts SET disputed_at = coalesce(disputed_at, ?), disputed_reason = ?
     WHERE id = ? AND state IN ('open', 'processing', 'expired')`,
    [now, reason, id],
  );
}

/** Stripe says the same as our record after all. */
export async function clearDispute(tx: Tx, id: string): Promise<void> {
  await runOne(tx, "UPDATE checkouts SET disputed_at = NULL, disputed_reason = NULL WHERE id = ?", [id]);
}

/** Its refunds have changed. */
export async function raiseRefundRevision(tx: Tx, id: string): Promise<void> {
  await runOne(tx, "UPDATE checkouts SET refund_revision = refund_revision + 1 WHERE id = ?", [id]);
}

/** Checkouts of a connected account of which Stripe may know more than we do. */
export async function listUnsettledCheckouts(from: Reader, accountId: string): Promise<Checkout[]> {
  return (await from.read(
    `${SELECT} WHERE account_id = ? AND (state IN ('open', 'processing') OR disputed_at IS NOT NULL) ORDER BY created_at, id`,
    [accountId],
  )).map(checkout);
}

/** Every connected account that was ever to be paid, and of every studio. */
export async function listAccounts(from: Reader): Promise<string[]> {
  const rows = await from.read(
    "SELECT stripe_account_id AS id FROM providers WHERE stripe_account_id IS NOT NULL UNION SELECT account_id FROM checkouts",
  );
  return rows.map(({ id }) => id);
}

/** Whether this studio has any checkout: amounts are on record in its currency then. */
export async function hasCheckouts(from: Reader, providerId: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 FROM checkouts WHERE provider_id = ? LIMIT 1", [providerId]) !== null;
}

/** Checkouts of this email that can still be paid. */
export async function listPayableCheckouts(from: Reader, providerId: string, email: string): Promise<Checkout[]> {
  return (await from.read(
    `${SELECT} WHERE provider_id = ? AND request ->> '$.customerEmail' = ? AND state IN ('creating', 'open', 'processing')`,
    [providerId, email],
  )).map(checkout);
}

/** Stripe refuses to list its refunds: how they stand is in doubt until `markRefundsRead`. */
export async function markRefundsUnread(tx: Tx, id: string, now: string): Promise<void> {
  await runOne(
    tx,
    "UPDATE checkouts SET refunds_unread_since = coalesce(refunds_unread_since, ?) WHERE id = ?",
    [now, id],
  );
}

/** Stripe has listed its refunds. */
export async function markRefundsRead(tx: Tx, id: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE checkouts SET refunds_unread_since = NULL WHERE id = ? AND refunds_unread_since IS NOT NULL",
    [id],
  );
}
