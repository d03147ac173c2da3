/** Every refund on its own, ours, manual ones and each made in the Stripe dashboard, as the owner lists them. Reading only. */
import type { Reader } from "../db/database.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";
import type { RefundReason, RefundState } from "./refunds.ts";

/** SQL: a manual refund (`m`) of a checkout (`k`) counts as far as the payment is not refunded some other way too. */
export const MANUAL_CENTS =
  `max(0, min(m.amount_cents, k.amount_cents - (SELECT refunded_cents + outside_cents FROM refund_sums WHERE refund_id = m.refund_id)))`;

export interface SalesRefund {
  id: string;
  /** When it was asked for; for one made in the dashboard, when we noticed it. */
  at: string;
  cents: number;
  currency: string;
  reason: RefundReason;
  state: RefundState;
  /** For the owner to pay. */
  owedCents: number;
  manualRefundAt: string | null;
  ownerNotifiedAt: string | null;
  /** When it was refunded; null until then. */
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

/** Bare columns alone in a FROM: so the union is read in the order of both indexes, and a page costs no more than its rows. */
const REFUNDS = `(SELECT id, provider_id, created_at AS at FROM refunds WHERE amount_cents > 0
  UNION ALL SELECT id, provider_id, noted_at AS at FROM dashboard_refunds)`;

export function listSalesRefunds(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: `(SELECT json_object('id', b.id, 'at', b.at, 'currency', k.currency,
        'cents', CASE WHEN m.refund_id IS NULL THEN coalesce(r.amount_cents, d.amount_cents) ELSE ${MANUAL_CENTS} END,
        'reason', coalesce(r.reason, 'dashboard'), 'state', coalesce(r.state, 'succeeded'),
        'owedCents', CASE WHEN r.id IS NULL THEN 0 ELSE (SELECT owed_cents FROM refund_sums WHERE refund_id = r.id) END,
        'manualRefundAt', m.created_at, 'ownerNotifiedAt', r.owner_notified_at,
        'settledAt', CASE WHEN r.id IS NULL THEN d.noted_at WHEN r.state = 'succeeded' THEN r.updated_at ELSE m.created_at END,
        'what', k.request ->> '$.productName', 'classId', e.class_id, 'scheduledAt', coalesce(s.scheduled_at, a.scheduled_at),
        'giftCardId', g.id, 'clientId', c.id,
        'clientName', coalesce(e.name, c.name, g.purchaser_name, k.details ->> '$.name', k.details ->> '$.purchaserName'))
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
