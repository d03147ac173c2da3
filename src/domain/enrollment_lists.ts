/** Enrollments as they are listed: the roster, a client's bookings, due reminders. */
import { type Reader, readOne } from "../db/database.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import type { CancelledBy, EnrollmentStatus, PaidWith } from "./enrollments.ts";
import { PERSON } from "./managed_enrollments.ts";

/** `{id, status, bookedAt, classId, client, …}` of a class, for the roster. */
export async function rosterJson(from: Reader, classId: string, holds: boolean): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json(item)) AS items FROM (
       SELECT json_object('id', e.id, 'status', e.status, 'bookedAt', e.booked_at, 'classId', e.class_id, 'priceCents', e.price_cents,
         'paidWith', e.paid_with, 'expiresAt', e.expires_at, 'cancelledAt', e.cancelled_at, 'lateCancel', json(iif(e.late_cancel IS NULL, 'null',
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
}

/** All of a client's enrollments but Expired ones, by time of class. */
export function listEnrollmentsOfClient(from: Reader, clientId: string): Promise<ClientEnrollment[]> {
  return from.read<ClientEnrollment>(
    `SELECT e.id, e.status, e.booked_at AS bookedAt, e.expires_at AS expiresAt, e.updated_at AS updatedAt, e.cancelled_at AS cancelledAt,
       e.sequence, c.id AS classId, c.name_snapshot AS className, c.scheduled_at AS scheduledAt, c.duration_min AS durationMin,
       c.sequence AS classSequence, c.updated_at AS classUpdatedAt, i.name AS instructorName,
       CASE WHEN e.status = 'PendingPayment' THEN k.url END AS checkoutUrl
     FROM enrollments e JOIN class_sessions c ON c.id = e.class_id LEFT JOIN instructors i ON i.id = c.instructor_id
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
  packName: string | null;
  /** Of a credit; 0: it was returned. */
  creditBalance: number | null;
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
       e.paid_with AS paidWith, p.name_snapshot AS packName, ${outsideCentsSql("k")} AS refundedOutsideCents,
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

const HOURS_BEFORE = "coalesce(p.reminder_hours, coalesce(s.cancel_window_hours, p.cancel_window_hours) + 24)";
const REMIND_AT = `strftime('%Y-%m-%dT%H:%M:%fZ', c.scheduled_at, '-' || ${HOURS_BEFORE} || ' hours')`;

/**
 * Confirmed enrollments to be reminded: the time of the reminder has come and the class not begun, the client was mailed its time earlier
 * than that, by the confirmation or when the class moved, no reminder of this time was enqueued, and the client is not erased.
 */
export function listDueReminders(
  from: Reader,
  now: string,
  limit: number,
): Promise<{ id: string; providerId: string; scheduledAt: string; remindAt: string }[]> {
  return from.read(
    `SELECT e.id, e.provider_id AS providerId, c.scheduled_at AS scheduledAt, ${REMIND_AT} AS remindAt FROM ${DUE_REMINDERS} LIMIT ?`,
    [now, now, now, limit],
  );
}

/** Since when the oldest of these reminders is due; null when none is. */
export async function findFirstDueReminder(from: Reader, now: string): Promise<string | null> {
  const row = await readOne<{ at: string | null }>(from, `SELECT min(${REMIND_AT}) AS at FROM ${DUE_REMINDERS}`, [
    now,
    now,
    now,
  ]);
  return row!.at;
}

// CROSS JOIN keeps this order: SQLite would begin with all confirmed enrollments. Three times the present.
const DUE_REMINDERS =
  `providers p CROSS JOIN class_sessions c ON c.provider_id = p.id CROSS JOIN services s ON s.id = c.service_id
     CROSS JOIN enrollments e ON e.class_id = c.id
     WHERE p.reminder_hours IS NOT 0 AND c.scheduled_at > ? AND c.scheduled_at <= strftime('%Y-%m-%dT%H:%M:%fZ', ?, '+' || coalesce(
         p.reminder_hours, max(p.cancel_window_hours, (SELECT coalesce(max(w.cancel_window_hours), 0) FROM services w WHERE w.provider_id = p.id)) + 24
       ) || ' hours')
       AND c.status = 'Scheduled' AND ${REMIND_AT} <= ? AND coalesce(c.moved_at, '') < ${REMIND_AT}
       AND e.status = 'Confirmed' AND e.confirmed_at < ${REMIND_AT}
       AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.dedupe_key = 'class_reminder:' || e.id || ':' || c.scheduled_at)
       AND NOT EXISTS (SELECT 1 FROM archived_messages m WHERE m.dedupe_key = 'class_reminder:' || e.id || ':' || c.scheduled_at)
       AND EXISTS (SELECT 1 FROM clients k WHERE k.id = e.client_id AND k.erased_at IS NULL)`;
