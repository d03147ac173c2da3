/**
 * What a studio sold and gave back, as its owner looks at it: the money of a time range, and lists of packs, gift cards, tips and
 * refunds, newest first. Reading only.
 *
 * A sale counts when it was paid, for what its money gave: a seat, a pack, a card, a tip. Money that could have no fulfillment and went straight
 * back is no sale, and its refund none either. A refund counts when the money went: by Stripe's word, when we were told of the studio's own
 * dashboard (`dashboard_refunds`; the refunds row with reason `dashboard` is the same money), or when the owner paid by hand.
 */
import { type Reader, readOne, type SqlValue } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";
import type { RefundReason, RefundState } from "./refunds.ts";
import { DAY, iso, ms } from "./time.ts";

/**
 * Sales are found by when their checkout was made, which is indexed: its page can be paid for a day at most. What was paid after that, by
 * a bank that took its time or told to a server that had been off, is in an index of its own, however late it came.
 */
const PAID_WITHIN = 2 * DAY;

async function listOf<T>(from: Reader, sql: string, args: SqlValue[]): Promise<T[]> {
  return JSON.parse((await readOne(from, sql, args))!.items);
}

/** When, what it gave, minor units. */
export type Sale = [at: string, gave: "seat" | "pack" | "card" | "tip", cents: number];

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

/** What an owner paid manually counts as far as it is not refunded some other way too. */
const MANUAL =
  `max(0, min(m.amount_cents, k.amount_cents - (SELECT refunded_cents + outside_cents FROM refund_sums WHERE refund_id = m.refund_id)))`;

/** Money of sales that went back in `[fromAt, untilAt)`, in no order. */
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
       SELECT m.created_at, ${MANUAL} FROM manual_refunds m JOIN checkouts k ON k.id = m.checkout_id
       WHERE m.provider_id = ? AND m.created_at >= ? AND m.created_at < ? AND k.fulfillment_kind <> 'refund')`,
    [...range, ...range, ...range],
  );
}

/** Classes in `[fromAt, untilAt)` but cancelled ones: when, seats in all, seats taken (no-shows too). In no order. */
export function listSeatUse(
  from: Reader,
  providerId: string,
  fromAt: string,
  untilAt: string,
): Promise<[at: string, seats: number, taken: number][]> {
  return listOf(
    from,
    `SELECT json_group_array(json_array(scheduled_at, capacity, enrolled_count)) AS items FROM class_sessions
     WHERE provider_id = ? AND scheduled_at >= ? AND scheduled_at < ? AND status <> 'Cancelled'`,
    [providerId, fromAt, untilAt],
  );
}

// ---------------------------------------------------------------- packs

export interface SoldPack {
  id: string;
  soldAt: string;
  name: string;
  sessionsTotal: number;
  sessionsRemaining: number;
  expiresAt: string | null;
  priceCents: number;
  currency: string;
  /** In the studio's own dashboard: the pack stays what it was. */
  refundedCents: number;
  clientId: string;
  clientName: string;
  clientEmail: string | null;
}

export function listSoldPacks(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns:
      `json_object('id', p.id, 'soldAt', p.created_at, 'name', p.name_snapshot, 'sessionsTotal', p.sessions_total,
      'sessionsRemaining', p.sessions_remaining, 'expiresAt', p.expires_at, 'priceCents', k.amount_cents, 'currency', k.currency,
      'refundedCents', (SELECT coalesce(sum(d.amount_cents), 0) FROM dashboard_refunds d WHERE d.checkout_id = k.id), 'clientId', c.id, 'clientName', c.name, 'clientEmail', c.email)`,
    from: "client_packages p JOIN checkouts k ON k.id = p.checkout_id JOIN clients c ON c.id = p.client_id",
    where: "p.provider_id = ?",
    args: [providerId],
    order: "p.created_at",
    id: "p.id",
    descending: true,
    page,
  });
}

/** How many packs were ever sold, and for how much. */
export async function sumSoldPacks(from: Reader, providerId: string): Promise<{ count: number; cents: number }> {
  return (await readOne<{ count: number; cents: number }>(
    from,
    `SELECT count(*) AS count, coalesce(sum(k.amount_cents), 0) AS cents
     FROM client_packages p JOIN checkouts k ON k.id = p.checkout_id WHERE p.provider_id = ?`,
    [providerId],
  ))!;
}

// ---------------------------------------------------------------- gift cards

export interface SoldCard {
  id: string;
  soldAt: string;
  codeLast4: string;
  initialCents: number;
  balanceCents: number;
  currency: string;
  purchaserName: string;
  purchaserEmail: string | null;
  recipientName: string | null;
  recipientEmail: string | null;
  message: string | null;
  expiresAt: string | null;
  /** In the studio's own dashboard: the card stays worth its balance. */
  refundedCents: number;
}

const CARD =
  `json_object('id', g.id, 'soldAt', g.created_at, 'codeLast4', g.code_last4, 'initialCents', g.initial_cents, 'balanceCents', g.balance_cents,
  'currency', g.currency, 'purchaserName', g.purchaser_name, 'purchaserEmail', g.purchaser_email, 'recipientName', g.recipient_name,
  'recipientEmail', g.recipient_email, 'message', g.message, 'expiresAt', g.expires_at, 'refundedCents', (SELECT coalesce(sum(d.amount_cents), 0) FROM dashboard_refunds d WHERE d.checkout_id = k.id))`;
const CARD_FROM = "gift_cards g JOIN checkouts k ON k.id = g.checkout_id";

export function listSoldCards(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: CARD,
    from: CARD_FROM,
    where: "g.provider_id = ?",
    args: [providerId],
    order: "g.created_at",
    id: "g.id",
    descending: true,
    page,
  });
}

/** How many cards were ever sold, for how much, and what of it clients can still spend at `now`. */
export async function sumSoldCards(
  from: Reader,
  providerId: string,
  now: string,
): Promise<{ count: number; cents: number; leftCents: number }> {
  return (await readOne<{ count: number; cents: number; leftCents: number }>(
    from,
    `SELECT count(*) AS count, coalesce(sum(initial_cents), 0) AS cents,
       coalesce(sum(iif(expires_at IS NULL OR expires_at > ?, balance_cents, 0)), 0) AS leftCents
     FROM gift_cards WHERE provider_id = ?`,
    [now, providerId],
  ))!;
}

/** A use of a card. The reference is the studio's own: which visit it paid for. */
export interface CardEntry {
  at: string;
  reference: string;
  cents: number;
}

/** A card and all its uses, oldest first. @throws DomainError not_found, also for another provider's */
export async function getSoldCard(
  from: Reader,
  providerId: string,
  id: string,
): Promise<{ card: SoldCard; entries: CardEntry[] }> {
  const row = await readOne(from, `SELECT ${CARD} AS item FROM ${CARD_FROM} WHERE g.id = ? AND g.provider_id = ?`, [
    id,
    providerId,
  ]);
  if (!row) throw notFound("Gift card");
  const entries = await from.read<{ at: string; reference: string; cents: number }>(
    `SELECT created_at AS at, appointment_id AS reference, debit_cents AS cents FROM gift_card_entries
     WHERE gift_card_id = ? AND provider_id = ? ORDER BY created_at, rowid`,
    [id, providerId],
  );
  return { card: JSON.parse(row.item), entries };
}

// ---------------------------------------------------------------- tips

export interface KeptTip {
  /** The appointment's. */
  id: string;
  tippedAt: string;
  cents: number;
  currency: string;
  refundedCents: number;
  serviceName: string;
  scheduledAt: string;
  clientId: string;
  clientName: string;
}

export function listKeptTips(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns:
      `json_object('id', a.id, 'tippedAt', a.tip_captured_at, 'cents', a.tip_amount_cents, 'currency', k.currency,
      'refundedCents', (SELECT coalesce(sum(d.amount_cents), 0) FROM dashboard_refunds d WHERE d.checkout_id = k.id), 'serviceName', s.name, 'scheduledAt', a.scheduled_at, 'clientId', c.id,
      'clientName', c.name)`,
    from: `appointments a JOIN checkouts k ON k.id = a.tip_checkout_id JOIN services s ON s.id = a.service_id
      JOIN clients c ON c.id = a.client_id`,
    where: "a.provider_id = ? AND a.tip_captured_at IS NOT NULL",
    args: [providerId],
    order: "a.tip_captured_at",
    id: "a.id",
    descending: true,
    page,
  });
}

/** How many tips were ever kept, and how much. */
export async function sumKeptTips(from: Reader, providerId: string): Promise<{ count: number; cents: number }> {
  return (await readOne<{ count: number; cents: number }>(
    from,
    `SELECT count(*) AS count, coalesce(sum(tip_amount_cents), 0) AS cents FROM appointments
     WHERE provider_id = ? AND tip_captured_at IS NOT NULL`,
    [providerId],
  ))!;
}

// ---------------------------------------------------------------- refunds

export interface MadeRefund {
  id: string;
  /** When it was asked for; of the dashboard's, when we were told. */
  at: string;
  cents: number;
  currency: string;
  reason: RefundReason;
  state: RefundState;
  /** For the owner to pay. */
  owedCents: number;
  manualRefundAt: string | null;
  ownerNotifiedAt: string | null;
  /** When the money went; null while it has not. */
  settledAt: string | null;
  /** What it was paid for, as on Stripe's page. */
  what: string;
  classId: string | null;
  scheduledAt: string | null;
  giftCardId: string | null;
  clientId: string | null;
  /** As the buyer is known; null once erased. */
  clientName: string | null;
}

/**
 * Ours, and each part that was given back in the dashboard: a row of ours about the same money is left out. Bare columns alone in a FROM,
 * so the union is read in the order of both indexes, and a page costs no more than its rows.
 */
const REFUNDS = `(SELECT id, provider_id, created_at AS at FROM refunds WHERE amount_cents > 0
  UNION ALL SELECT id, provider_id, noted_at AS at FROM dashboard_refunds)`;

export function listMadeRefunds(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: `(SELECT json_object('id', b.id, 'at', b.at, 'currency', k.currency,
        'cents', CASE WHEN m.refund_id IS NULL THEN coalesce(r.amount_cents, d.amount_cents) ELSE ${MANUAL} END,
        'reason', coalesce(r.reason, 'dashboard'), 'state', coalesce(r.state, 'succeeded'),
        'owedCents', CASE WHEN r.id IS NULL THEN 0 ELSE (SELECT owed_cents FROM refund_sums WHERE refund_id = r.id) END,
        'manualRefundAt', m.created_at, 'ownerNotifiedAt', r.owner_notified_at,
        'settledAt', CASE WHEN r.id IS NULL THEN d.noted_at WHEN r.state = 'succeeded' THEN r.updated_at ELSE m.created_at END,
        'what', k.request ->> '$.productName', 'classId', e.class_id, 'scheduledAt', coalesce(s.scheduled_at, a.scheduled_at),
        'giftCardId', g.id, 'clientId', c.id,
        'clientName', coalesce(c.name, g.purchaser_name, k.details ->> '$.name', k.details ->> '$.purchaserName'))
      FROM (SELECT b.id) LEFT JOIN refunds r ON r.id = b.id LEFT JOIN dashboard_refunds d ON d.id = b.id
      LEFT JOIN manual_refunds m ON m.refund_id = r.id
      LEFT JOIN checkouts k ON k.id = coalesce(r.checkout_id, d.checkout_id)
      LEFT JOIN enrollments e ON e.id = k.subject_id LEFT JOIN class_sessions s ON s.id = e.class_id
      LEFT JOIN appointments a ON a.id = k.subject_id LEFT JOIN client_packages p ON p.checkout_id = k.id
      LEFT JOIN gift_cards g ON g.checkout_id = k.id
      LEFT JOIN clients c ON c.id = coalesce(e.client_id, a.client_id, p.client_id))`,
    from: `${REFUNDS} b`,
    where: "b.provider_id = ?",
    args: [providerId],
    order: "b.at",
    id: "b.id",
    descending: true,
    page,
  });
}
