/** Dated classes. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { DomainError, notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { remindAtSql } from "./reminders.ts";
import { MINUTE, ms } from "./time.ts";

export type ClassStatus = "Scheduled" | "Cancelled" | "Completed";

export interface ClassSession {
  id: string;
  providerId: string;
  serviceId: string;
  /** Of the classes it was scheduled with, weekly; null: it was scheduled alone. */
  seriesId: string | null;
  instructorId: string | null;
  instructorName: string | null;
  nameSnapshot: string;
  scheduledAt: string;
  durationMin: number;
  priceCents: number;
  capacity: number;
  publicNote: string | null;
  status: ClassStatus;
  enrolledCount: number;
  heldCount: number;
  /** Raised by every change that calendars show. */
  sequence: number;
  /** The service's, else the provider's. */
  cancelWindowHours: number;
  createdAt: string;
  updatedAt: string;
}

const SELECT =
  `SELECT c.id, c.provider_id AS providerId, c.service_id AS serviceId, c.series_id AS seriesId, c.instructor_id AS instructorId, i.name AS instructorName,
  c.name_snapshot AS nameSnapshot, c.scheduled_at AS scheduledAt, c.duration_min AS durationMin, c.price_cents AS priceCents, c.capacity,
  c.public_note AS publicNote, c.status, c.enrolled_count AS enrolledCount, c.held_count AS heldCount, c.sequence,
  coalesce(s.cancel_window_hours, p.cancel_window_hours) AS cancelWindowHours, c.created_at AS createdAt, c.updated_at AS updatedAt
  FROM class_sessions c JOIN services s ON s.id = c.service_id JOIN providers p ON p.id = c.provider_id
  LEFT JOIN instructors i ON i.id = c.instructor_id`;

const ONE = `${SELECT} WHERE c.provider_id = ? AND c.id = ? LIMIT 1`;

export function findClass(from: Reader, providerId: string, id: string): Promise<ClassSession | null> {
  return readOne<ClassSession>(from, ONE, [providerId, id]);
}

/** @throws DomainError not_found, also for another provider's class */
export async function getClass(from: Reader, providerId: string, id: string): Promise<ClassSession> {
  const found = await findClass(from, providerId, id);
  if (!found) throw notFound("Class");
  return found;
}

/** A class that is cancelled or completed can't be changed. */
export function classOver(status: "Cancelled" | "Completed"): DomainError {
  const code = status === "Cancelled" ? "class_cancelled" : "class_completed";
  return new DomainError(code, `This class is ${status.toLowerCase()} and can't be changed any more.`);
}

/** @throws DomainError class_cancelled, class_started, when the class can't be booked, nor its waitlist joined, any more */
export function refuseUnlessBookable(session: ClassSession, now: string): void {
  if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
  if (session.status === "Completed" || session.scheduledAt <= now) {
    throw new DomainError("class_started", "This class has already started.");
  }
}

/** Walk-ins are booked until the class ends. @throws DomainError class_cancelled, class_completed, class_started (it is over) */
export function refuseUnlessOpenAtDesk(session: ClassSession, now: string): void {
  if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
  if (session.status === "Completed") throw new DomainError("class_completed", "This class is completed.");
  if (ms(session.scheduledAt) + session.durationMin * MINUTE <= ms(now)) {
    throw new DomainError("class_started", "This class is over.");
  }
}

export interface ClassInput {
  serviceId: string;
  instructorId: string | null;
  nameSnapshot: string;
  scheduledAt: string;
  durationMin: number;
  priceCents: number;
  capacity: number;
  publicNote: string | null;
}

/** The Scheduled classes of its series from this one on, by time; this one alone when it has no series. */
export async function listFollowing(from: Reader, session: ClassSession): Promise<ClassSession[]> {
  const { providerId, seriesId, scheduledAt } = session;
  if (seriesId === null) return [session];
  return await from.read<ClassSession>(
    `${SELECT} WHERE c.series_id = ? AND +c.provider_id = ? AND c.scheduled_at >= ? AND c.status = 'Scheduled'
     ORDER BY c.scheduled_at, c.id`,
    [seriesId, providerId, scheduledAt],
  );
}

/** @param seriesId what the classes of a weekly series share */
export async function createClass(
  tx: Tx,
  providerId: string,
  input: ClassInput,
  seriesId: string | null,
  now: string,
): Promise<string> {
  const id = newId("class");
  await runOne(
    tx,
    `INSERT INTO class_sessions (id, provider_id, service_id, series_id, instructor_id, name_snapshot, scheduled_at, duration_min, price_cents, capacity,
       public_note, remind_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${
      remindAtSql("?", "?")
    }, ?, ?)`,
    [
      id,
      providerId,
      input.serviceId,
      seriesId,
      input.instructorId,
      input.nameSnapshot,
      input.scheduledAt,
      input.durationMin,
      input.priceCents,
      input.capacity,
      input.publicNote,
      input.scheduledAt,
      input.serviceId,
      now,
      now,
    ],
  );
  return id;
}

/** Raises the sequence, for calendars ignore a change without it. The caller has checked the capacity. */
export async function updateClass(
  tx: Tx,
  id: string,
  next: Omit<ClassInput, "serviceId" | "nameSnapshot">,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE class_sessions SET moved_at = iif(scheduled_at = ?, moved_at, ?),
       remind_at = iif(scheduled_at = ?, remind_at, ${
      remindAtSql("?", "service_id")
    }), instructor_id = ?, scheduled_at = ?, duration_min = ?, price_cents = ?, capacity = ?, public_note = ?,
       sequence = sequence + 1, updated_at = ? WHERE id = ?`,
    [
      next.scheduledAt,
      now,
      next.scheduledAt,
      next.scheduledAt,
      next.instructorId,
      next.scheduledAt,
      next.durationMin,
      next.priceCents,
      next.capacity,
      next.publicNote,
      now,
      id,
    ],
  );
}

/** From Scheduled. Raises the sequence: calendars show the status. */
export async function setClassStatus(tx: Tx, id: string, status: ClassStatus, now: string): Promise<void> {
  await runOne(
    tx,
    "UPDATE class_sessions SET status = ?, remind_at = NULL, sequence = sequence + 1, updated_at = ? WHERE id = ?",
    [status, now, id],
  );
}

/**
 * Raises the sequence of the studio's classes that start later than `sinceAt`: calendars show its name and address, and the instructor's
 * name, with each.
 * @param instructorId whose name is new; null: the studio's own name or address
 */
export async function noteNewName(
  tx: Tx,
  providerId: string,
  instructorId: string | null,
  sinceAt: string,
  now: string,
): Promise<void> {
  await runAny(
    tx,
    `UPDATE class_sessions SET sequence = sequence + 1, updated_at = ?
     WHERE provider_id = ? AND scheduled_at > ? AND (? IS NULL OR instructor_id = ?)`,
    [now, providerId, sinceAt, instructorId, instructorId],
  );
}
