/**
 * A client's seat in a class: held while PendingPayment, then Confirmed, and at the end Completed or NoShow, or Cancelled, or Expired.
 * The class's counts follow its status, by triggers.
 */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { type ClientDetails, recordNewBooking } from "./managed_enrollments.ts";
import { takingSeat } from "./seats.ts";

export type EnrollmentStatus = "PendingPayment" | "Confirmed" | "Cancelled" | "Expired" | "Completed" | "NoShow";

export type PaidWith = "free" | "card" | "credit" | "gift_card" | "offline";

export type RefundChoice = "policy" | "full" | "none";

export type CancelledBy = "customer" | "owner" | "class" | "dashboard";

export interface Enrollment {
  id: string;
  providerId: string;
  classId: string;
  clientId: string;
  status: EnrollmentStatus;
  /** Name and phone as given at this booking; null once erased. */
  name: string | null;
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
  /** When it last went to another class. */
  movedAt: string | null;
  sequence: number;
  updatedAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, class_id AS classId, client_id AS clientId, status, name, phone, price_cents AS priceCents,
  paid_with AS paidWith, client_package_id AS clientPackageId, checkout_id AS checkoutId, origin, booked_at AS bookedAt,
  expires_at AS expiresAt, cancel_requested_at AS cancelRequestedAt, cancelled_at AS cancelledAt, cancelled_by AS cancelledBy,
  cancel_reason AS cancelReason, cancel_window_hours AS cancelWindowHours, late_cancel AS lateCancel, refund_choice AS refundChoice,
  moved_at AS movedAt, sequence, updated_at AS updatedAt FROM enrollments`;

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

/** Whether this class has a confirmed booking of this phone and name, whatever their case and spaces: a family may share a phone. */
export async function isPersonSeated(from: Reader, classId: string, name: string, phone: string): Promise<boolean> {
  const seated = await from.read<{ name: string | null }>(
    "SELECT name FROM enrollments WHERE class_id = ? AND phone = ? AND status = 'Confirmed'",
    [classId, phone],
  );
  return seated.some((one) => one.name !== null && plainName(one.name) === plainName(name));
}

/** A name without case and spaces: two that are equal are one person's. */
export const plainName = (name: string) => name.normalize("NFC").toLowerCase().replace(/\s/g, "");

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
  name: string | null;
  phone: string | null;
  priceCents: number;
  origin: string | null;
  /** The client's record; of one whose hold is over already it is not needed. */
  client?: ClientDetails;
}

/** A confirmed seat. @throws DomainError class_full, when the database refuses it */
export async function createConfirmed(
  tx: Tx,
  input: NewEnrollment & { client: ClientDetails },
  paid: { with: PaidWith; clientPackageId?: string },
  now: string,
): Promise<Enrollment> {
  return await create(tx, input, "Confirmed", paid.with, paid.clientPackageId ?? null, null, null, now);
}

/** A hold, which takes a seat. @throws DomainError class_full, when the database refuses it */
export async function createHold(
  tx: Tx,
  input: NewEnrollment & { client: ClientDetails },
  checkoutId: string,
  expiresAt: string,
  now: string,
): Promise<Enrollment> {
  return await create(tx, input, "PendingPayment", null, null, checkoutId, expiresAt, now);
}

/** One whose hold is over, for a payment that arrives without its hold: no seat is taken. */
export async function createExpired(
  tx: Tx,
  input: NewEnrollment,
  checkoutId: string,
  now: string,
): Promise<Enrollment> {
  return await create(tx, input, "Expired", null, null, checkoutId, null, now);
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
  const { providerId, classId, clientId, name, phone, priceCents, origin } = input;
  await takingSeat(
    runOne(
      tx,
      `INSERT INTO enrollments (id, provider_id, class_id, client_id, status, name, phone, price_cents, paid_with, client_package_id,
       checkout_id, origin, booked_at, expires_at, confirmed_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        id,
        providerId,
        classId,
        clientId,
        status,
        name,
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
    ),
  );
  // One whose hold is over already is news only once a payment reinstates it.
  if (status !== "Expired") {
    const type = status === "Confirmed" ? "booking.confirmed" : "booking.held";
    await recordNewBooking(tx, type, { ...input, id, status }, input.client!, now);
  }
  return {
    id,
    providerId,
    classId,
    clientId,
    status,
    name,
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
    movedAt: null,
    sequence: 0,
    updatedAt: now,
  };
}

/** Personal data of an erased client's bookings go. */
export async function eraseEnrollments(tx: Tx, clientId: string): Promise<void> {
  await runAny(tx, "UPDATE enrollments SET name = NULL, phone = NULL, cancel_reason = NULL WHERE client_id = ?", [
    clientId,
  ]);
}
