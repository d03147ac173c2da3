/** Checkouts as they are listed: what was to be paid, and how it stands. Reading only. */
import { type Reader, readOne } from "../db/database.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import { notFound } from "./errors.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

/** As a site may tell it: a dispute between our record and Stripe's is the studio's own concern. */
const STATUS =
  `CASE k.state WHEN 'paid' THEN iif(coalesce((SELECT b.refunded_cents FROM refunds r JOIN refund_sums b ON b.refund_id = r.id
    WHERE r.checkout_id = k.id), 0) + ${outsideCentsSql("k")} >= k.amount_cents, 'refunded', 'paid')
  WHEN 'processing' THEN 'processing' WHEN 'expired' THEN 'expired' WHEN 'failed' THEN 'expired' ELSE 'open' END`;

const FIELDS = `'checkoutSessionId', k.session_id, 'kind', k.kind, 'status', ${STATUS}, 'amountCents', k.amount_cents,
  'currency', k.currency, 'enrollmentId', e.id, 'enrollmentStatus', e.status, 'classSession', json(iif(s.id IS NULL, 'null',
  json_object('id', s.id, 'nameSnapshot', s.name_snapshot, 'scheduledAt', s.scheduled_at, 'durationMin', s.duration_min)))`;

const FROM = `checkouts k LEFT JOIN enrollments e ON k.kind = 'class' AND e.id = k.subject_id
  LEFT JOIN class_sessions s ON s.id = e.class_id`;

/** One, by Stripe's session id, as a site may see it. @throws DomainError not_found, also for another provider's */
export async function getCheckoutJson(from: Reader, providerId: string, sessionId: string): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_object(${FIELDS}) AS item FROM ${FROM} WHERE k.session_id = ? AND k.provider_id = ?`,
    [sessionId, providerId],
  );
  if (!row) throw notFound("Checkout");
  return row.item;
}

/**
 * Sessions that are ours by Stripe's metadata, with no row: as after a restore. The reason says why `reconcile` could not make one; null
 * until it has looked.
 */
function listUnknown(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns:
      `json_object('checkoutSessionId', id, 'kind', kind, 'status', state, 'amountCents', amount_cents, 'currency', currency, 'enrollmentId', NULL,
        'enrollmentStatus', NULL, 'classSession', NULL, 'reason', reason, 'disputedAt', NULL, 'refundsUnreadSince', NULL,
        'createdAt', noted_at)`,
    from: "unknown_checkouts",
    where: "provider_id = ?",
    args: [providerId],
    order: "noted_at",
    id: "id",
    descending: true,
    page,
  });
}

const MANAGED_ITEM =
  `json_object(${FIELDS}, 'reason', k.disputed_reason, 'disputedAt', k.disputed_at, 'refundsUnreadSince', k.refunds_unread_since,
    'createdAt', k.created_at)`;

/** One as its studio sees it. The caller knows that it exists. */
export async function managedCheckoutJson(from: Reader, providerId: string, id: string): Promise<string> {
  const row = await readOne(from, `SELECT ${MANAGED_ITEM} AS item FROM ${FROM} WHERE k.id = ? AND k.provider_id = ?`, [
    id,
    providerId,
  ]);
  return row!.item;
}

/** Newest first. @param state `disputed`: Stripe's record differs from ours, or Stripe refuses to say how it stands; `unknown`: no rows of ours; undefined: all rows */
export function listCheckouts(
  from: Reader,
  providerId: string,
  state: "disputed" | "unknown" | undefined,
  page: PageRequest,
): Promise<Page> {
  if (state === "unknown") return listUnknown(from, providerId, page);
  return listPage(from, {
    columns: MANAGED_ITEM,
    from: FROM,
    where: `k.provider_id = ?${state === "disputed" ? " AND k.disputed_at IS NOT NULL" : ""}`,
    args: [providerId],
    order: "k.created_at",
    id: "k.id",
    descending: true,
    page,
  });
}
