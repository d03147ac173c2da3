/** Enrollments as they are listed: the roster, a client's bookings. */
import { type Reader, readOne } from "../db/database.ts";
import { MOST_COUNTED } from "./counting.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import type { CancelledBy, EnrollmentStatus, PaidWith } from "./enrollments.ts";
import { RETURNED_CENTS, SEAT_GIFT_CARD } from "./gift_card_entries.ts";
import { PERSON } from "./managed_enrollments.ts";
import { PAID_CENTS } from "./offline_payments.ts";

/** `{id, status, bookedAt, classId, client, …}` of a class, for the roster. */
export async function rosterJson(from: Reader, classId: string, holds: boolean): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json(item)) AS items FROM (
       SELECT json_object('id', e.id, 'status', e.status, 'bookedAt', e.booked_at, 'classId', e.class_id, 'priceCents', e.price_cents,
         'paidWith', e.paid_with, 'paidCents', ${PAID_CENTS}, 'expiresAt', e.expires_at, 'cancelledAt', e.cancelled_at, 'lateCancel', json(iif(e.late_cancel IS NULL, 'null',
         iif(e.late_cancel, 'true', 'false'))), 'client', ${PERSON}) AS item
       FROM enrollments e JOIN clients cl ON cl.id = e.client_id
       WHERE e.class_id = ? AND ${
      holds
        ? "e.status = 'PendingPayment'"
        : "(e.status IN ('Confirmed', 'Completed', 'NoShow') OR e.status = 'Cancelled' AND e.confirmed_at IS NOT NULL)"
    } ORDER BY e.booked_at, e.id)`,
    [classId],
  );
  return row!.items;
}

export interface ClientEnrollment {
  id: string;
  status: EnrollmentStatus;
  bookedAt: string;
  expiresAt: string | null;
  updatedAt: string;
  cancelledAt: string | null;
  sequence: number;
  classId: string;
  className: string;
  scheduledAt: string;
  durationMin: number;
  classSequence: number;
  classUpdatedAt: string;
  instructorName: string | null;
  checkoutUrl: string | null;
  priceCents: number;
  paidWith: PaidWith | null;
  /** Whichever way; 0 for a credit, and while unpaid. */
  paidCents: number;
  /** Refunded by us, in the dashboard, and manually; back on the gift card that paid. */
  refundedCents: number;
  /** The rule that a cancellation follows, or followed. */
  cancelWindowHours: number;
}

/** All of a client's enrollments but Expired ones, by time of class. */
export function listEnrollmentsOfClient(from: Reader, clientId: string): Promise<ClientEnrollment[]> {
  return from.read<ClientEnrollment>(
    `SELECT e.id, e.status, e.booked_at AS bookedAt, e.expires_at AS expiresAt, e.updated_at AS updatedAt, e.cancelled_at AS cancelledAt,
       e.sequence, c.id AS classId, c.name_snapshot AS className, c.scheduled_at AS scheduledAt, c.duration_min AS durationMin,
       c.sequence AS classSequence, c.updated_at AS classUpdatedAt, i.name AS instructorName,
       CASE WHEN e.status = 'PendingPayment' THEN k.url END AS checkoutUrl, e.price_cents AS priceCents, e.paid_with AS paidWith,
       ${PAID_CENTS} AS paidCents,
       CASE e.paid_with WHEN 'gift_card' THEN ${RETURNED_CENTS}
         ELSE coalesce((SELECT b.refunded_cents + b.manual_cents FROM refunds r JOIN refund_sums b ON b.refund_id = r.id
         WHERE r.checkout_id = e.checkout_id), 0) + iif(k.id IS NULL, 0, ${outsideCentsSql("k")}) END AS refundedCents,
       coalesce(e.cancel_window_hours, s.cancel_window_hours, p.cancel_window_hours) AS cancelWindowHours
     FROM enrollments e JOIN class_sessions c ON c.id = e.class_id JOIN services s ON s.id = c.service_id
     JOIN providers p ON p.id = e.provider_id LEFT JOIN instructors i ON i.id = c.instructor_id
     LEFT JOIN checkouts k ON k.id = e.checkout_id
     WHERE e.client_id = ? AND e.status <> 'Expired' ORDER BY c.scheduled_at, e.id`,
    [clientId],
  );
}

/** A booking as its studio reads it: when, how it was paid, what was refunded. */
export interface BookingOfClient {
  id: string;
  status: EnrollmentStatus;
  /** As given at the booking. */
  name: string | null;
  bookedAt: string;
  expiresAt: string | null;
  checkedInAt: string | null;
  cancelledAt: string | null;
  cancelledBy: CancelledBy | null;
  lateCancel: 0 | 1 | null;
  priceCents: number;
  paidWith: PaidWith | null;
  /** Whichever way; 0 for a credit, and while unpaid. */
  paidCents: number;
  packName: string | null;
  /** Of a credit; 0: it was returned. */
  creditBalance: number | null;
  /** JSON `SeatGiftCard`. */
  giftCard: string | null;
  /** Refunded in the studio's own dashboard. */
  refundedOutsideCents: number | null;
  /** The refund that counts: one that has not failed before one that has. */
  refund: string | null;
  classId: string;
  className: string;
  scheduledAt: string;
  durationMin: number;
}

/**
 * A client's bookings whose class has not begun (`upcoming`, soonest first) or has (`past`, latest first). Without expired holds, except
 * those whose late payment was refunded.
 */
export function listBookingsOfClient(
  from: Reader,
  providerId: string,
  clientId: string,
  which: "upcoming" | "past",
  now: string,
  limit: number,
): Promise<BookingOfClient[]> {
  const [later, direction] = which === "upcoming" ? [">", "ASC"] : ["<=", "DESC"];
  return from.read<BookingOfClient>(
    `SELECT e.id, e.status, e.name, e.booked_at AS bookedAt, e.expires_at AS expiresAt, e.checked_in_at AS checkedInAt,
       e.cancelled_at AS cancelledAt, e.cancelled_by AS cancelledBy, e.late_cancel AS lateCancel, e.price_cents AS priceCents,
       e.paid_with AS paidWith, ${PAID_CENTS} AS paidCents, ${SEAT_GIFT_CARD} AS giftCard, p.name_snapshot AS packName, ${
      outsideCentsSql("k")
    } AS refundedOutsideCents,
       (SELECT sum(t.delta) FROM credit_entries t WHERE t.client_package_id = e.client_package_id AND t.enrollment_id = e.id) AS creditBalance,
       (SELECT json_object('state', r.state, 'amountCents', r.amount_cents, 'reason', r.reason, 'owedCents', b.owed_cents,
          'manualCents', b.manual_cents)
        FROM refunds r JOIN refund_sums b ON b.refund_id = r.id WHERE r.checkout_id = e.checkout_id) AS refund,
       c.id AS classId, c.name_snapshot AS className, c.scheduled_at AS scheduledAt, c.duration_min AS durationMin
     FROM enrollments e JOIN class_sessions c ON c.id = e.class_id LEFT JOIN client_packages p ON p.id = e.client_package_id
     LEFT JOIN checkouts k ON k.id = e.checkout_id
     WHERE e.client_id = ? AND e.provider_id = ? AND c.scheduled_at ${later} ?
       AND (e.status <> 'Expired' OR EXISTS (SELECT 1 FROM refunds r WHERE r.enrollment_id = e.id))
     ORDER BY c.scheduled_at ${direction}, e.booked_at ${direction} LIMIT ?`,
    [clientId, providerId, now, limit],
  );
}

/** Holds whose time has not passed, `MOST_COUNTED` at most. */
export async function countLiveHolds(from: Reader, now: string): Promise<number> {
  const row = await readOne<{ n: number }>(
    from,
    `SELECT count(*) AS n FROM (SELECT 1 FROM enrollments WHERE status = 'PendingPayment' AND expires_at > ? LIMIT ${MOST_COUNTED})`,
    [now],
  );
  return row!.n;
}
