/** Refunds as the owner's list shows them: one item for each payment of which something was due. Reading only. */
import { type Reader, readOne } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";
import type { RefundState } from "./refunds.ts";

/** `owed`, once no attempt of ours is open any more, comes before what became of ours. */
const STATE = "iif(r.state IN ('pending', 'succeeded', 'failed') AND b.owed_cents > 0, 'owed', r.state)";
const ITEM =
  `json_object('id', r.id, 'enrollmentId', r.enrollment_id, 'checkoutSessionId', k.session_id, 'amountCents', r.due_cents,
  'currency', r.currency, 'reason', r.reason, 'state', ${STATE}, 'refundedCents', b.refunded_cents,
  'refundedOutsideCents', b.outside_cents, 'paidByHandCents', b.manual_cents, 'owedCents', b.owed_cents,
  'stripeRefundId', r.stripe_refund_id, 'unreadSince', k.refunds_unread_since, 'createdAt', r.created_at)`;
const FROM = "refunds r JOIN refund_sums b ON b.refund_id = r.id JOIN checkouts k ON k.id = r.checkout_id";

/** Newest first. @param state `failed` holds those owed after our own failed, too */
export function listRefunds(
  from: Reader,
  providerId: string,
  state: Exclude<RefundState, "refused"> | "owed" | undefined,
  page: PageRequest,
): Promise<Page> {
  const wanted = state === undefined ? "" : state === "failed" ? " AND r.state = 'failed'" : ` AND ${STATE} = ?`;
  return listPage(from, {
    columns: ITEM,
    from: FROM,
    where: `r.provider_id = ? AND r.state <> 'refused'${wanted}`,
    args: [providerId, ...(state && state !== "failed" ? [state] : [])],
    order: "r.created_at",
    id: "r.id",
    descending: true,
    page,
  });
}

/** One item, as JSON. @throws DomainError not_found, also for another provider's */
export async function getRefundItem(from: Reader, providerId: string, id: string): Promise<string> {
  const row = await readOne<{ item: string }>(
    from,
    `SELECT ${ITEM} AS item FROM ${FROM} WHERE r.id = ? AND r.provider_id = ?`,
    [id, providerId],
  );
  if (!row) throw notFound("Refund");
  return row.item;
}
