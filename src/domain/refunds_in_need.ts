/** Refunds about which the owner has to do something. Reading only. */
import { type Reader, readOne } from "../db/database.ts";
import { notFound } from "./errors.ts";
import type { RefundReason } from "./refunds.ts";

/** A refund that Stripe would not make, that a bank returned, or of which a part is still owed. */
export interface RefundInNeed {
  id: string;
  /** `intent`: tried again automatically; `owed`: for the owner to pay; `refused`: the booking stands. */
  state: "intent" | "owed" | "refused";
  /** What is still owed, or was refused. */
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

const IN_NEED = `SELECT r.id, iif(r.state IN ('intent', 'refused'), r.state, 'owed') AS state, r.reason,
  iif(r.state = 'refused', r.amount_cents, b.owed_cents) AS amountCents, r.last_error AS lastError, r.next_try_at AS nextTryAt,
  r.created_at AS createdAt, r.payment_intent_id AS paymentIntentId, r.enrollment_id AS enrollmentId,
  k.request ->> '$.productName' AS what, e.class_id AS classId, coalesce(s.scheduled_at, a.scheduled_at) AS scheduledAt,
  c.id AS clientId, coalesce(e.name, c.name, k.details ->> '$.name', k.details ->> '$.purchaserName') AS clientName
  FROM refunds r JOIN refund_sums b ON b.refund_id = r.id JOIN checkouts k ON k.id = r.checkout_id
  LEFT JOIN enrollments e ON e.id = r.enrollment_id LEFT JOIN class_sessions s ON s.id = e.class_id
  LEFT JOIN appointments a ON a.id = k.subject_id LEFT JOIN clients c ON c.id = coalesce(e.client_id, a.client_id)
  WHERE r.provider_id = ? AND (r.state = 'intent' AND r.owner_notified_at IS NOT NULL
    OR r.state NOT IN ('intent', 'refused') AND r.owed_notified_cents > 0 AND b.owed_cents > 0
    OR r.state = 'refused' AND e.status = 'Confirmed' AND s.scheduled_at > ?)`;

/**
 * Oldest first: stuck until the owner was mailed, owed because a refund failed, or refused while the booking it was for is still to come.
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
