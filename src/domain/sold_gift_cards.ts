/** The gift cards a studio sold, as its owner lists them. Reading only. */
import { type Reader, readOne } from "../db/database.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import { notFound } from "./errors.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface SoldGiftCard {
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
  /** In the studio's Stripe dashboard; the card keeps its balance. */
  refundedCents: number;
}

const CARD =
  `json_object('id', g.id, 'soldAt', g.created_at, 'codeLast4', g.code_last4, 'initialCents', g.initial_cents, 'balanceCents', g.balance_cents,
  'currency', g.currency, 'purchaserName', g.purchaser_name, 'purchaserEmail', g.purchaser_email, 'recipientName', g.recipient_name,
  'recipientEmail', g.recipient_email, 'message', g.message, 'expiresAt', g.expires_at, 'refundedCents', ${
    outsideCentsSql("k")
  })`;
const CARD_FROM = "gift_cards g LEFT JOIN checkouts k ON k.id = g.checkout_id";

export function listSoldGiftCards(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
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

/** All cards ever sold: how many, for how much, and what clients can still spend at `now`. */
export async function sumSoldGiftCards(
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

/** What was taken from a card, or below zero, what came back to it. */
export interface GiftCardUse {
  at: string;
  cents: number;
  /** The studio's own, of the visit that the card paid for; null for a booking. */
  reference: string | null;
  /** What it was taken for at the desk. */
  purpose: string | null;
  classId: string | null;
  className: string | null;
  scheduledAt: string | null;
  clientId: string | null;
  clientName: string | null;
}

/** A card and all its uses, oldest first. @throws DomainError not_found, also for another provider's */
export async function getSoldGiftCard(
  from: Reader,
  providerId: string,
  id: string,
): Promise<{ card: SoldGiftCard; uses: GiftCardUse[] }> {
  const row = await readOne(from, `SELECT ${CARD} AS item FROM ${CARD_FROM} WHERE g.id = ? AND g.provider_id = ?`, [
    id,
    providerId,
  ]);
  if (!row) throw notFound("Gift card");
  const uses = await from.read<GiftCardUse>(
    `SELECT t.created_at AS at, t.debit_cents AS cents, t.appointment_id AS reference, t.purpose,
       c.id AS classId, c.name_snapshot AS className, c.scheduled_at AS scheduledAt, cl.id AS clientId,
       coalesce(e.name, cl.name) AS clientName
     FROM gift_card_entries t LEFT JOIN enrollments e ON e.id = t.enrollment_id LEFT JOIN class_sessions c ON c.id = e.class_id
     LEFT JOIN clients cl ON cl.id = e.client_id
     WHERE t.gift_card_id = ? AND t.provider_id = ? ORDER BY t.created_at, t.rowid`,
    [id, providerId],
  );
  return { card: JSON.parse(row.item), uses };
}
