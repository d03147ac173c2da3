/** Disputed checkouts as the owner reads them. Reading only. */
import { type Reader, readOne } from "../db/database.ts";
import type { CheckoutKind, CheckoutState, DisputeReason } from "./checkouts.ts";
import { MOST_COUNTED } from "./counting.ts";

export interface DisputedCheckout {
  id: string;
  kind: CheckoutKind;
  /** `expired`: its seat is free. */
  state: CheckoutState;
  reason: DisputeReason;
  amountCents: number;
  /** What it was to be paid for, as on Stripe's page. */
  what: string;
  disputedAt: string;
  createdAt: string;
  /** When its page expired. */
  expiresAt: string;
  classId: string | null;
  scheduledAt: string | null;
  clientId: string | null;
  /** As the buyer is known; null once erased. */
  clientName: string | null;
}

/** Newest first, at most `limit`. */
export function listDisputedCheckouts(from: Reader, providerId: string, limit: number): Promise<DisputedCheckout[]> {
  return from.read(
    `SELECT k.id, k.kind, k.state, k.disputed_reason AS reason, k.amount_cents AS amountCents, k.request ->> '$.productName' AS what,
       k.disputed_at AS disputedAt, k.created_at AS createdAt, k.expires_at AS expiresAt, e.class_id AS classId,
       coalesce(s.scheduled_at, a.scheduled_at) AS scheduledAt, c.id AS clientId,
       coalesce(c.name, k.details ->> '$.name', k.details ->> '$.purchaserName') AS clientName
     FROM checkouts k LEFT JOIN enrollments e ON k.kind = 'class' AND e.id = k.subject_id LEFT JOIN class_sessions s ON s.id = e.class_id
       LEFT JOIN appointments a ON k.kind = 'tip' AND a.id = k.subject_id LEFT JOIN clients c ON c.id = coalesce(e.client_id, a.client_id)
     WHERE k.provider_id = ? AND k.disputed_at IS NOT NULL ORDER BY k.created_at DESC, k.id DESC LIMIT ?`,
    [providerId, limit],
  );
}

/** Checkouts that stand in dispute, `MOST_COUNTED` at most. */
export async function countDisputed(from: Reader): Promise<number> {
  const row = await readOne<{ n: number }>(
    from,
    `SELECT count(*) AS n FROM (SELECT 1 FROM checkouts WHERE disputed_at IS NOT NULL LIMIT ${MOST_COUNTED})`,
  );
  return row!.n;
}
