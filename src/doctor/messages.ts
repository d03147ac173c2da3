/** Messages: everything that somebody must be notified of is in the outbox, once. */
import { ask } from "./question.ts";
import { isClosing, isToldWithSeries } from "./series.ts";

/** A mail for each row, unless its client was erased first. @param at when it was due; without it any erasure counts */
function enqueued(kind: string, row: string, from: string, client?: string, at?: string): string {
  const erased = client
    ? `AND NOT EXISTS (SELECT 1 FROM clients gone WHERE gone.id = ${client} AND gone.erased_at IS NOT NULL${
      at ? ` AND gone.erased_at <= ${at}` : ""
    })`
    : "";
  return ask(
    "message %s: missing from the outbox",
    [`'${kind}:' || ${row}.id`],
    `FROM ${from} ${erased} AND ${notEnqueued(kind, `${row}.id`, `${row}.provider_id`)}`,
  );
}

function notEnqueued(kind: string, subject: string, provider: string): string {
  const none = (table: string) =>
    `NOT EXISTS (SELECT 1 FROM ${table} m WHERE m.dedupe_key = '${kind}:' || ${subject} AND m.provider_id = ${provider})`;
  return `${none("messages")} AND ${none("archived_messages")}`;
}

export const MESSAGES = [
  enqueued(
    "booking_confirmed",
    "e",
    "enrollments e WHERE e.confirmed_at IS NOT NULL",
    "e.client_id",
    "e.confirmed_at",
  ),
  // A booking whose refund was under way when its class was cancelled gets the mail about the class.
  enqueued(
    "payment_link",
    "e",
    `checkouts k JOIN enrollments e ON e.id = k.subject_id
     WHERE k.details ->> '$.mailLink' = 1 AND k.url IS NOT NULL AND k.state = 'open' AND e.status = 'PendingPayment' AND e.expires_at IS NOT NULL`,
    "e.client_id",
  ),
  enqueued(
    "booking_cancelled",
    "e",
    `enrollments e WHERE e.status = 'Cancelled' AND e.cancelled_by <> 'class' AND (e.confirmed_at IS NOT NULL OR e.cancelled_by = 'owner')
       AND ${notEnqueued("class_cancelled", "e.id", "e.provider_id")} AND NOT ${isToldWithSeries("e.id")}
       AND ${notEnqueued("payment_refunded", "coalesce(e.checkout_id, '')", "e.provider_id")}`,
    "e.client_id",
    "e.cancelled_at",
  ),
  enqueued(
    "class_cancelled",
    "e",
    `enrollments e WHERE e.status = 'Cancelled' AND e.cancelled_by = 'class' AND NOT ${isToldWithSeries("e.id")}`,
    "e.client_id",
    "e.cancelled_at",
  ),
  enqueued(
    "class_cancelled",
    "e",
    `class_sessions c JOIN enrollments e ON e.class_id = c.id WHERE c.status = 'Cancelled' AND e.status = 'Confirmed'
       AND NOT ${isToldWithSeries("e.id")} AND NOT ${isClosing("c.id")}`,
    "e.client_id",
  ),
  enqueued("waitlist_joined", "w", "waitlist_entries w WHERE 1"),
  enqueued(
    "waitlist_promoted",
    "w",
    `waitlist_entries w JOIN enrollments e ON e.id = w.enrollment_id JOIN checkouts k ON k.id = e.checkout_id
     WHERE w.status = 'Promoted' AND k.url IS NOT NULL`,
    "w.client_id",
    "w.promoted_at",
  ),
  enqueued(
    "waitlist_closed",
    "w",
    `waitlist_entries w WHERE w.status = 'Closed' AND NOT ${isToldWithSeries("w.id")}`,
    "w.client_id",
  ),
  enqueued("pack_bought", "p", "client_packages p WHERE 1"),
  // One issued at the desk without an address is mailed to nobody.
  enqueued(
    "gift_card",
    "g",
    "gift_cards g WHERE coalesce(g.checkout_id, g.recipient_email, g.purchaser_email) IS NOT NULL",
  ),
  enqueued(
    "gift_card_receipt",
    "g",
    "gift_cards g WHERE g.recipient_email IS NOT NULL AND coalesce(g.checkout_id, g.purchaser_email) IS NOT NULL",
  ),
  enqueued("post_visit", "a", "appointments a WHERE a.status = 'Completed'", "a.client_id"),
  enqueued("tip_received", "a", "appointments a WHERE a.tip_checkout_id IS NOT NULL"),
  enqueued(
    "payment_refunded",
    "k",
    "checkouts k JOIN enrollments e ON e.id = k.subject_id WHERE k.kind = 'class' AND k.fulfillment_kind = 'refund'",
    "e.client_id",
    "k.paid_at",
  ),
  enqueued(
    "payment_refunded",
    "k",
    "checkouts k JOIN appointments a ON a.id = k.subject_id WHERE k.kind = 'tip' AND k.fulfillment_kind = 'refund'",
    "a.client_id",
    "k.paid_at",
  ),
  ask(
    "refund %s: the owner was notified of %s cents owed, but no such mail is in the outbox",
    ["r.id", "r.owed_notified_cents"],
    `FROM refunds r WHERE r.owed_notified_cents > 0 AND NOT EXISTS (
       SELECT 1 FROM messages m WHERE m.provider_id = r.provider_id AND m.dedupe_key GLOB 'refund_failed:' || r.id || ':*')
       AND NOT EXISTS (SELECT 1 FROM archived_messages m
         WHERE m.dedupe_key >= 'refund_failed:' || r.id || ':' AND m.dedupe_key < 'refund_failed:' || r.id || ';')`,
  ),
  ask(
    "enrollment %s: moved at %s, but no mail about it is in the outbox",
    ["e.id", "e.moved_at"],
    `FROM enrollments e WHERE e.moved_at IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM clients gone WHERE gone.id = e.client_id AND (gone.email IS NULL OR gone.erased_at <= e.moved_at))
       AND NOT EXISTS (SELECT 1 FROM messages m
         WHERE m.dedupe_key >= 'booking_rescheduled:' || e.id || ':' AND m.dedupe_key < 'booking_rescheduled:' || e.id || ';')
       AND NOT EXISTS (SELECT 1 FROM archived_messages m
         WHERE m.dedupe_key >= 'booking_rescheduled:' || e.id || ':' AND m.dedupe_key < 'booking_rescheduled:' || e.id || ';')`,
  ),
  enqueued("refund_stuck", "r", "refunds r WHERE r.owner_notified_at IS NOT NULL"),
  ask(
    "message %s: %s times in the outbox, expected once",
    ["dedupe_key", "count(*)"],
    "FROM messages GROUP BY dedupe_key HAVING count(*) > 1",
  ),
  ask(
    "message %s: in the outbox again, though it was archived",
    ["a.dedupe_key"],
    "FROM archived_messages a JOIN messages m ON m.dedupe_key = a.dedupe_key",
  ),
  ask(
    "message %s: queued, but nothing will try to send it (no next_attempt_at)",
    ["dedupe_key"],
    "FROM messages WHERE state = 'queued' AND next_attempt_at IS NULL",
  ),
  ask(
    "message %s: %s, but it would be sent once more (at %s)",
    ["dedupe_key", "state", "next_attempt_at"],
    "FROM messages WHERE next_attempt_at IS NOT NULL AND state <> 'queued'",
  ),
];
