/**
 * A client's seat in a class: held while PendingPayment, then Confirmed, and at the end Completed or NoShow, or Cancelled, or Expired.
 * Each change of status that moves a seat takes the seat along, so the class's counts can't drift.
 */
import { type Reader, readOne, type Tx } from "../db/database.ts";
import { confirmHeldSeat, releaseHeldSeat, releaseSeat, takeSeat } from "./class_sessions.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";

export type EnrollmentStatus = "PendingPayment" | "Confirmed" | "Cancelled" | "Expired" | "Completed" | "NoShow";
export type PaidWith = "free" | "card" | "credit";
export type RefundChoice = "policy" | "full" | "none";
export type CancelledBy = "customer" | "owner" | "class" | "dashboard";

export interface Enrollment {
  id: string;
  providerId: string;
  classId: string;
  clientId: string;
  status: EnrollmentStatus;
  phone: string | null;
  priceCents: number;
  paidWith: PaidWith | null;
  clientPackageId: string | null;
  checkoutId: string | null;
  origin: string | null;
  bookedAt: string;
  /** When the hold ends; null for what is no hold. */
  expiresAt: string | null;
  cancelRequestedAt: string | null;
  cancelledAt: string | null;
  cancelledBy: CancelledBy | null;
  cancelReason: string | null;
  cancelWindowHours: number | null;
  lateCancel: boolean | null;
  refundChoice: RefundChoice | null;
  sequence: number;
  updatedAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, class_id AS classId, client_id AS clientId, status, phone, price_cents AS priceCents,
  paid_with AS paidWith, client_package_id AS clientPackageId, checkout_id AS checkoutId, origin, booked_at AS bookedAt,
  expires_at AS expiresAt, cancel_requested_at AS cancelRequestedAt, cancelled_at AS cancelledAt, cancelled_by AS cancelledBy,
  cancel_reason AS cancelReason, cancel_window_hours AS cancelWindowHours, late_cancel AS lateCancel, refund_choice AS refundChoice,
  sequence, updated_at AS updatedAt FROM enrollments`;

// deno-lint-ignore no-explicit-any
const enrollment = (row: any): Enrollment => ({
  ...row,
  lateCancel: row.lateCancel === null ? null : row.lateCancel === 1,
});

/** Whether it has a seat of its own, no mere hold: what `enrolledCount` counts. */
export function isSeated({ status }: Enrollment): boolean {
  return status === "Confirmed" || status === "Completed" || status === "NoShow";
}

/** By id alone: for tokens bound to it and for our own records. Owners ask with `getEnrollmentOf`. */
export async function findEnrollment(from: Reader, id: string): Promise<Enrollment | null> {
  const row = await readOne(from, `${SELECT} WHERE id = ? LIMIT 1`, [id]);
  return row && enrollment(row);
}

/** @throws DomainError not_found */
export async function getEnrollment(from: Reader, id: string): Promise<Enrollment> {
  const found = await findEnrollment(from, id);
  if (!found) throw notFound("Booking");
  return found;
}

/** @throws DomainError not_found, also for another provider's */
export async function getEnrollmentOf(from: Reader, providerId: string, id: string): Promise<Enrollment> {
  const found = await findEnrollment(from, id);
  if (found?.providerId !== providerId) throw notFound("Booking");
  return found;
}

/** The hold or confirmed seat of a client in a class. */
export async function findLiveEnrollment(from: Reader, classId: string, clientId: string): Promise<Enrollment | null> {
  const row = await readOne(
    from,
    `${SELECT} WHERE class_id = ? AND client_id = ? AND status IN ('PendingPayment', 'Confirmed') LIMIT 1`,
    [
      classId,
      clientId,
    ],
  );
  return row && enrollment(row);
}

/** Whether somebody booked a confirmed seat in this class with this phone. */
export async function isPhoneSeated(from: Reader, classId: string, phone: string): Promise<boolean> {
  return await readOne(
    from,
    "SELECT 1 AS seated FROM enrollments WHERE class_id = ? AND phone = ? AND status = 'Confirmed' LIMIT 1",
    [
      classId,
      phone,
    ],
  ) !== null;
}

export async function listEnrollmentsOfClass(
  from: Reader,
  classId: string,
  statuses: EnrollmentStatus[],
): Promise<Enrollment[]> {
  const marks = statuses.map(() => "?").join(", ");
  return (await from.read(`${SELECT} WHERE class_id = ? AND status IN (${marks}) ORDER BY booked_at, id`, [
    classId,
    ...statuses,
  ]))
    .map(enrollment);
}

/** Whether a client holds a seat in a class that is still to come. */
export async function hasFutureSeat(from: Reader, clientId: string, now: string): Promise<boolean> {
  return await readOne(
    from,
    `SELECT 1 AS held FROM enrollments e JOIN class_sessions c ON c.id = e.class_id
     WHERE e.client_id = ? AND e.status IN ('PendingPayment', 'Confirmed') AND c.scheduled_at > ? LIMIT 1`,
    [clientId, now],
  ) !== null;
}

export interface NewEnrollment {
  id?: string;
  providerId: string;
  classId: string;
  clientId: string;
  phone: string | null;
  priceCents: number;
  origin: string | null;
}

/** A confirmed seat; the caller has taken it. */
export async function createConfirmed(
  tx: Tx,
  input: NewEnrollment,
  paid: { with: PaidWith; clientPackageId?: string },
  now: string,
): Promise<Enrollment> {
  return await create(tx, input, "Confirmed", paid.with, paid.clientPackageId ?? null, null, null, now);
}

/** A hold; the caller has taken its seat. */
export async function createHold(
  tx: Tx,
  input: NewEnrollment,
  checkoutId: string,
  expiresAt: string,
  now: string,
): Promise<Enrollment> {
  return await create(tx, input, "PendingPayment", null, null, checkoutId, expiresAt, now);
}

async function create(
  tx: Tx,
  input: NewEnrollment,
  status: EnrollmentStatus,
  paidWith: PaidWith | null,
  clientPackageId: string | null,
  checkoutId: string | null,
  expiresAt: string | null,
  now: string,
): Promise<Enrollment> {
  const id = input.id ?? newId("enr");
  const { providerId, classId, clientId, phone, priceCents, origin } = input;
  await tx.run(
    `INSERT INTO enrollments (id, provider_id, class_id, client_id, status, phone, price_cents, paid_with, client_package_id, checkout_id,
       origin, booked_at, expires_at, confirmed_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      providerId,
      classId,
      clientId,
      status,
      phone,
      priceCents,
      paidWith,
      clientPackageId,
      checkoutId,
      origin,
      now,
      expiresAt,
      status === "Confirmed" ? now : null,
      now,
    ],
  );
  return {
    id,
    providerId,
    classId,
    clientId,
    status,
    phone,
    priceCents,
    paidWith,
    clientPackageId,
    checkoutId,
    origin,
    bookedAt: now,
    expiresAt,
    cancelRequestedAt: null,
    cancelledAt: null,
    cancelledBy: null,
    cancelReason: null,
    cancelWindowHours: null,
    lateCancel: null,
    refundChoice: null,
    sequence: 0,
    updatedAt: now,
  };
}

// ---------------------------------------------------------------- changes of status, each with its seat

/** PendingPayment → Confirmed. In a class already completed the seat was used: Completed. */
export async function confirmHold(
  tx: Tx,
  held: Enrollment,
  paid: { with: PaidWith; clientPackageId?: string },
  classCompleted: boolean,
  now: string,
): Promise<void> {
  await confirmHeldSeat(tx, held.classId);
  await tx.run(
    `UPDATE enrollments SET status = ?, paid_with = ?, client_package_id = ?, expires_at = NULL, confirmed_at = ?, cancel_requested_at = NULL,
       updated_at = ? WHERE id = ? AND status = 'PendingPayment'`,
    [classCompleted ? "Completed" : "Confirmed", paid.with, paid.clientPackageId ?? null, now, now, held.id],
  );
}

/** Expired → Confirmed, for money or a credit that came late while a seat is free. False when the class is full. */
export async function revive(
  tx: Tx,
  expired: Enrollment,
  paid: { with: PaidWith; clientPackageId?: string },
  now: string,
): Promise<boolean> {
  if (!await takeSeat(tx, expired.classId)) return false;
  await tx.run(
    `UPDATE enrollments SET status = 'Confirmed', paid_with = ?, client_package_id = ?, confirmed_at = ?, updated_at = ?
     WHERE id = ? AND status = 'Expired'`,
    [paid.with, paid.clientPackageId ?? null, now, now, expired.id],
  );
  return true;
}

/** PendingPayment → Expired, and the seat is free again. */
export async function expireHold(tx: Tx, held: Enrollment, now: string): Promise<void> {
  await releaseHeldSeat(tx, held.classId);
  await tx.run(
    "UPDATE enrollments SET status = 'Expired', expires_at = NULL, updated_at = ? WHERE id = ? AND status = 'PendingPayment'",
    [
      now,
      held.id,
    ],
  );
}

/** The bank takes its time: the hold lasts until the bank says yes or no. */
export async function holdUntilBankAnswers(tx: Tx, id: string, now: string): Promise<void> {
  await tx.run("UPDATE enrollments SET expires_at = NULL, updated_at = ? WHERE id = ? AND status = 'PendingPayment'", [
    now,
    id,
  ]);
}

/** The cancel could not be done; the booking is as it was. */
export async function withdrawCancellation(tx: Tx, id: string): Promise<void> {
  await tx.run(
    `UPDATE enrollments SET cancel_requested_at = NULL, cancelled_by = NULL, cancel_reason = NULL, cancel_window_hours = NULL, late_cancel = NULL,
       refund_choice = NULL WHERE id = ? AND cancelled_at IS NULL`,
    [id],
  );
}

export interface Cancellation {
  by: CancelledBy;
  reason: string | null;
  windowHours: number;
  late: boolean;
  choice: RefundChoice;
}

/**
 * PendingPayment, Confirmed, or Expired by this very cancel → Cancelled; also Completed or NoShow, when the class began before its refund
 * was made. The seat it had is free again.
 */
export async function markCancelled(tx: Tx, from: Enrollment, how: Cancellation, now: string): Promise<void> {
  if (from.status === "PendingPayment") await releaseHeldSeat(tx, from.classId);
  if (isSeated(from)) await releaseSeat(tx, from.classId);
  await tx.run(
    `UPDATE enrollments SET status = 'Cancelled', cancelled_at = ?, cancelled_by = ?, cancel_reason = ?, cancel_window_hours = ?, late_cancel = ?,
       refund_choice = ?, expires_at = NULL, sequence = sequence + 1, updated_at = ? WHERE id = ?`,
    [now, how.by, how.reason, how.windowHours, +how.late, how.choice, now, from.id],
  );
}

/** Writes down how a cancel will be done, while its refund is at Stripe: whoever finishes it, finishes it the same way. */
export async function requestCancellation(tx: Tx, id: string, how: Cancellation, now: string): Promise<void> {
  await tx.run(
    `UPDATE enrollments SET cancel_requested_at = coalesce(cancel_requested_at, ?), cancelled_by = ?, cancel_reason = ?, cancel_window_hours = ?,
       late_cancel = ?, refund_choice = ? WHERE id = ? AND status IN ('PendingPayment', 'Confirmed')`,
    [now, how.by, how.reason, how.windowHours, +how.late, how.choice, id],
  );
}

/** The plan that was written down, if any. */
export function requestedCancellation(of: Enrollment): Cancellation | null {
  if (of.cancelledBy === null || of.cancelWindowHours === null || of.lateCancel === null || of.refundChoice === null) {
    return null;
  }
  return {
    by: of.cancelledBy,
    reason: of.cancelReason,
    windowHours: of.cancelWindowHours,
    late: of.lateCancel,
    choice: of.refundChoice,
  };
}

/** Confirmed or Completed → NoShow; the seat stays used. Who did not come is not ticked off either. */
export async function markNoShow(tx: Tx, id: string, now: string): Promise<void> {
  await tx.run(
    `UPDATE enrollments SET status = 'NoShow', checked_in_at = NULL, updated_at = ?
     WHERE id = ? AND status IN ('Confirmed', 'Completed')`,
    [
      now,
      id,
    ],
  );
}

/** NoShow → Confirmed, or Completed in a class that is. */
export async function undoNoShow(tx: Tx, id: string, to: "Confirmed" | "Completed", now: string): Promise<void> {
  await tx.run("UPDATE enrollments SET status = ?, updated_at = ? WHERE id = ? AND status = 'NoShow'", [to, now, id]);
}

/** Everybody with a seat who was not ticked off → NoShow. Answers how many. */
export function markRestNoShow(tx: Tx, classId: string, now: string): Promise<number> {
  return tx.run(
    `UPDATE enrollments SET status = 'NoShow', updated_at = ?
     WHERE class_id = ? AND status IN ('Confirmed', 'Completed') AND checked_in_at IS NULL`,
    [now, classId],
  );
}

/** Ticked off on the roster, or not any more (null). The first tick stays. */
export async function setCheckedIn(tx: Tx, id: string, at: string | null, now: string): Promise<void> {
  await tx.run(
    `UPDATE enrollments SET checked_in_at = iif(? IS NULL, NULL, coalesce(checked_in_at, ?)), updated_at = ?
     WHERE id = ? AND status IN ('Confirmed', 'Completed')`,
    [at, at, now, id],
  );
}

/** Nobody of a class is ticked off any more. */
export async function resetCheckIns(tx: Tx, classId: string, now: string): Promise<void> {
  await tx.run(
    "UPDATE enrollments SET checked_in_at = NULL, updated_at = ? WHERE class_id = ? AND checked_in_at IS NOT NULL",
    [now, classId],
  );
}

/** Every Confirmed enrollment of a class → Completed. Answers how many. */
export function completeEnrollments(tx: Tx, classId: string, now: string): Promise<number> {
  return tx.run(
    "UPDATE enrollments SET status = 'Completed', updated_at = ? WHERE class_id = ? AND status = 'Confirmed'",
    [now, classId],
  );
}

/** Personal data of an erased client's bookings go. */
export async function eraseEnrollments(tx: Tx, clientId: string): Promise<void> {
  await tx.run("UPDATE enrollments SET phone = NULL, cancel_reason = NULL WHERE client_id = ?", [clientId]);
}

// ---------------------------------------------------------------- views

/** `{id, status, bookedAt, classId, client, …}` of a class, for the roster. */
export async function rosterJson(from: Reader, classId: string, holds: boolean): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json(item)) AS items FROM (
       SELECT json_object('id', e.id, 'status', e.status, 'bookedAt', e.booked_at, 'classId', e.class_id, 'priceCents', e.price_cents,
         'paidWith', e.paid_with, 'expiresAt', e.expires_at, 'cancelledAt', e.cancelled_at, 'lateCancel', json(iif(e.late_cancel IS NULL, 'null',
         iif(e.late_cancel, 'true', 'false'))), 'client', json_object('id', cl.id, 'name', cl.name, 'email', cl.email, 'phone', cl.phone)) AS item
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

/** One enrollment in the roster's shape. */
export async function managedEnrollmentJson(from: Reader, id: string): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_object('id', e.id, 'status', e.status, 'bookedAt', e.booked_at, 'classId', e.class_id, 'client',
       json_object('id', cl.id, 'name', cl.name, 'email', cl.email, 'phone', cl.phone)) AS item
     FROM enrollments e JOIN clients cl ON cl.id = e.client_id WHERE e.id = ?`,
    [id],
  );
  return row!.item;
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

/** A booking as its studio reads it: when, how it was paid, and what became of the money. */
export interface BookingOfClient {
  id: string;
  status: EnrollmentStatus;
  bookedAt: string;
  expiresAt: string | null;
  checkedInAt: string | null;
  cancelledAt: string | null;
  cancelledBy: CancelledBy | null;
  lateCancel: 0 | 1 | null;
  priceCents: number;
  paidWith: PaidWith | null;
  packName: string | null;
  /** Of a credit; 0: it was given back. */
  creditBalance: number | null;
  /** Given back in the studio's own dashboard. */
  refundedOutsideCents: number | null;
  /** The refund that counts: one that has not failed before one that has. */
  refund: string | null;
  classId: string;
  className: string;
  scheduledAt: string;
  durationMin: number;
}

/**
 * A client's bookings that have not begun (`upcoming`, soonest first) or have (`past`, latest first). Holds that ran out don't count,
 * unless money came for them and went back.
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
    `SELECT e.id, e.status, e.booked_at AS bookedAt, e.expires_at AS expiresAt, e.checked_in_at AS checkedInAt,
       e.cancelled_at AS cancelledAt, e.cancelled_by AS cancelledBy, e.late_cancel AS lateCancel, e.price_cents AS priceCents,
       e.paid_with AS paidWith, p.name_snapshot AS packName, (SELECT coalesce(sum(d.amount_cents), 0) FROM dashboard_refunds d WHERE d.checkout_id = k.id) AS refundedOutsideCents,
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

/** Confirmed enrollments, of clients that are not erased, whose class starts in `(fromAt, untilAt]`, which were booked before that day began and are not reminded yet. */
export function listUpcoming(
  from: Reader,
  fromAt: string,
  untilAt: string,
  limit: number,
): Promise<{ id: string; providerId: string }[]> {
  return from.read(
    // CROSS JOIN keeps this order: SQLite would begin with every confirmed enrollment there is.
    `SELECT e.id, e.provider_id AS providerId FROM providers p CROSS JOIN class_sessions c ON c.provider_id = p.id
     CROSS JOIN enrollments e ON e.class_id = c.id
     WHERE c.scheduled_at > ? AND c.scheduled_at <= ? AND c.status = 'Scheduled' AND e.status = 'Confirmed'
       AND e.confirmed_at < strftime('%Y-%m-%dT%H:%M:%fZ', c.scheduled_at, '-24 hours')
       AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.dedupe_key = 'class_reminder:' || e.id)
       AND EXISTS (SELECT 1 FROM clients k WHERE k.id = e.client_id AND k.erased_at IS NULL)
     LIMIT ?`,
    [fromAt, untilAt, limit],
  );
}
