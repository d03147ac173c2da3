/** The roster of a class: each person, how the seat was paid, and what became of seat and payment. Reading only. */
import type { Reader } from "../db/database.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import { type CancelledBy, type EnrollmentStatus, type PaidWith, plainName, type RefundChoice } from "./enrollments.ts";
import { SEAT_GIFT_CARD, type SeatGiftCard } from "./gift_card_entries.ts";
import { OFFLINE_CENTS } from "./offline_payments.ts";
import type { RefundReason, RefundState } from "./refunds.ts";

export interface RosterRow {
  id: string;
  classId: string;
  status: EnrollmentStatus;
  bookedAt: string;
  paidWith: PaidWith | null;
  /** What was paid elsewhere; null unless `offline`. */
  offlineCents: number | null;
  /** Of the hold; null without one, or while a bank payment is processing. */
  expiresAt: string | null;
  checkedInAt: string | null;
  cancelledAt: string | null;
  cancelledBy: CancelledBy | null;
  lateCancel: boolean | null;
  refundChoice: RefundChoice | null;
  client: {
    id: string;
    /** As given with this booking. */
    name: string;
    note: string | null;
    /** Whom the note is about, where the booking is for somebody else: a family may share a client's record. Else null. */
    noteAbout: string | null;
  };
  /** The pack that paid, as it is now. */
  pack: { name: string; left: number } | null;
  /** What was, or is to be, paid by card. */
  payment: { amountCents: number; refundedOutsideCents: number; processing: boolean } | null;
  /** What was due back, and what became of it; `refused`: nothing was, for Stripe refused and the booking stands. */
  refund: {
    id: string;
    state: RefundState;
    amountCents: number;
    reason: RefundReason;
    lastError: string | null;
    dueCents: number;
    owedCents: number;
    manualCents: number;
  } | null;
  creditReturned: boolean;
  giftCard: SeatGiftCard | null;
  fromWaitlist: boolean;
  /** No class before this one, and no visit. Never where the booking is for somebody else: whose visits those were is not known. */
  firstVisit: boolean;
}

const ROW =
  `json_object('id', e.id, 'classId', e.class_id, 'status', e.status, 'bookedAt', e.booked_at, 'paidWith', e.paid_with, 'offlineCents', ${OFFLINE_CENTS},
  'expiresAt', e.expires_at, 'checkedInAt', e.checked_in_at, 'cancelledAt', e.cancelled_at, 'cancelledBy', e.cancelled_by,
  'lateCancel', json(CASE e.late_cancel WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END), 'refundChoice', e.refund_choice,
  'client', json_object('id', cl.id, 'name', coalesce(e.name, cl.name), 'note', cl.note, 'noteAbout', cl.name),
  'pack', json(iif(p.id IS NULL, 'null', json_object('name', p.name_snapshot, 'left', p.sessions_remaining))),
  'payment', json(iif(k.id IS NULL, 'null', json_object('amountCents', k.amount_cents, 'refundedOutsideCents', ${
    outsideCentsSql("k")
  },
    'processing', json(iif(k.state = 'processing', 'true', 'false'))))),
  'refund', json((SELECT json_object('id', r.id, 'state', r.state, 'amountCents', r.amount_cents, 'reason', r.reason, 'lastError', r.last_error,
    'dueCents', b.due_cents, 'owedCents', b.owed_cents, 'manualCents', b.manual_cents)
    FROM refunds r JOIN refund_sums b ON b.refund_id = r.id WHERE r.checkout_id = e.checkout_id)),
  'creditReturned', json(iif(EXISTS (SELECT 1 FROM credit_entries t
    WHERE t.client_package_id = e.client_package_id AND t.enrollment_id = e.id AND t.delta = 1), 'true', 'false')),
  'giftCard', json(${SEAT_GIFT_CARD}),
  'fromWaitlist', json(iif(EXISTS (SELECT 1 FROM waitlist_entries w
    WHERE w.enrollment_id = e.id AND w.class_id = e.class_id AND w.status = 'Promoted'), 'true', 'false')),
  'firstVisit', json(iif(EXISTS (SELECT 1 FROM enrollments o JOIN class_sessions oc ON oc.id = o.class_id
      WHERE o.client_id = e.client_id AND o.id <> e.id AND o.status IN ('Confirmed', 'Completed') AND oc.scheduled_at < c.scheduled_at)
    OR EXISTS (SELECT 1 FROM appointments a
      WHERE a.client_id = e.client_id AND a.status = 'Completed' AND a.scheduled_at < c.scheduled_at), 'false', 'true')))`;

const FROM = `enrollments e JOIN clients cl ON cl.id = e.client_id JOIN class_sessions c ON c.id = e.class_id
  LEFT JOIN client_packages p ON p.id = e.client_package_id LEFT JOIN checkouts k ON k.id = e.checkout_id`;

function rosterRow(item: string): RosterRow {
  const row: RosterRow = JSON.parse(item);
  const { client } = row;
  const isOther = plainName(client.name) !== plainName(client.noteAbout!);
  return {
    ...row,
    client: { ...client, noteAbout: isOther ? client.noteAbout : null },
    firstVisit: row.firstVisit && !isOther,
  };
}

/** Whoever has, holds or had a seat in a class, by time of booking. Holds that expired are left out. */
export async function listRosterRows(from: Reader, providerId: string, classId: string): Promise<RosterRow[]> {
  const rows = await from.read<{ item: string }>(
    `SELECT ${ROW} AS item FROM ${FROM} WHERE e.class_id = ? AND e.provider_id = ? AND e.status <> 'Expired'
       AND (e.status <> 'Cancelled' OR e.confirmed_at IS NOT NULL OR e.cancelled_by = 'class') ORDER BY e.booked_at, e.id`,
    [classId, providerId],
  );
  return rows.map((row) => rosterRow(row.item));
}

/** One booking in the same shape, in any status. Null also for another provider's. */
export async function findRosterRow(from: Reader, providerId: string, enrollmentId: string): Promise<RosterRow | null> {
  const rows = await from.read<{ item: string }>(
    `SELECT ${ROW} AS item FROM ${FROM} WHERE e.id = ? AND e.provider_id = ?`,
    [enrollmentId, providerId],
  );
  return rows.length ? rosterRow(rows[0].item) : null;
}
