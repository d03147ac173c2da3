/**
 * Dated classes and their seats. `enrolled_count` counts Confirmed, Completed and NoShow enrollments, `held_count` live holds. Both
 * change only here, in one conditional statement each, so that no check can be separated from its act.
 */
import { type Reader, readOne, type SqlValue, type Tx } from "../db/database.ts";
import { DomainError, notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export type ClassStatus = "Scheduled" | "Cancelled" | "Completed";

export interface ClassSession {
  id: string;
  providerId: string;
  serviceId: string;
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
  /** Grows with every change that a calendar shows. */
  sequence: number;
  /** The service's, else the provider's. */
  cancelWindowHours: number;
  createdAt: string;
  updatedAt: string;
}

const SELECT =
  `SELECT c.id, c.provider_id AS providerId, c.service_id AS serviceId, c.instructor_id AS instructorId, i.name AS instructorName,
  c.name_snapshot AS nameSnapshot, c.scheduled_at AS scheduledAt, c.duration_min AS durationMin, c.price_cents AS priceCents, c.capacity,
  c.public_note AS publicNote, c.status, c.enrolled_count AS enrolledCount, c.held_count AS heldCount, c.sequence,
  coalesce(s.cancel_window_hours, p.cancel_window_hours) AS cancelWindowHours, c.created_at AS createdAt, c.updated_at AS updatedAt
  FROM class_sessions c JOIN services s ON s.id = c.service_id JOIN providers p ON p.id = c.provider_id
  LEFT JOIN instructors i ON i.id = c.instructor_id`;
const ONE = `${SELECT} WHERE c.provider_id = ? AND c.id = ? LIMIT 1`;

/** Fields of the reference, as JSON made by SQLite. */
const PUBLIC_FIELDS =
  `'id', c.id, 'scheduledAt', c.scheduled_at, 'nameSnapshot', c.name_snapshot, 'durationMin', c.duration_min,
  'priceCents', c.price_cents, 'capacity', c.capacity, 'enrolledCount', c.enrolled_count,
  'seatsLeft', max(0, c.capacity - c.enrolled_count - c.held_count), 'publicNote', c.public_note`;
const INSTRUCTOR = "'instructor', json(iif(i.id IS NULL, 'null', json_object('id', i.id, 'name', i.name)))";

/** The one rule of fullness, for booking and waitlist alike. */
export function seatsLeft(session: ClassSession): number {
  return Math.max(0, session.capacity - session.enrolledCount - session.heldCount);
}

export function findClass(from: Reader, providerId: string, id: string): Promise<ClassSession | null> {
  return readOne<ClassSession>(from, ONE, [providerId, id]);
}

/** @throws DomainError not_found, also for another provider's class */
export async function getClass(from: Reader, providerId: string, id: string): Promise<ClassSession> {
  const found = await findClass(from, providerId, id);
  if (!found) throw notFound("Class");
  return found;
}

/** @throws DomainError gone, when nobody can book or wait any more */
export function refuseUnlessBookable(session: ClassSession, now: string): void {
  if (session.status === "Cancelled") throw new DomainError("gone", "This class was cancelled.");
  if (session.status === "Completed" || session.scheduledAt <= now) {
    throw new DomainError("gone", "This class has already started.");
  }
}

/** A JSON array of the Scheduled classes that start in `[fromAt, untilAt)`, and the first start: until then the answer holds. */
export async function scheduledClassesJson(
  from: Reader,
  providerId: string,
  fromAt: string,
  untilAt: string,
): Promise<{ items: string; firstStart: string | null }> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json(item)) AS items, min(start) AS firstStart FROM (
       SELECT json_object(${PUBLIC_FIELDS}, ${INSTRUCTOR}) AS item, c.scheduled_at AS start
       FROM class_sessions c LEFT JOIN instructors i ON i.id = c.instructor_id
       WHERE c.provider_id = ? AND c.scheduled_at >= ? AND c.scheduled_at < ? AND c.status = 'Scheduled'
       ORDER BY c.scheduled_at, c.id)`,
    [providerId, fromAt, untilAt],
  );
  return row as { items: string; firstStart: string | null };
}

/** Any class of the studio in the reference's shape with `status`, `serviceId` and more, for the studio itself. */
const MANAGED_ITEM =
  `json_object(${PUBLIC_FIELDS}, ${INSTRUCTOR}, 'status', c.status, 'serviceId', c.service_id, 'heldCount', c.held_count,
  'waitingCount', (SELECT count(*) FROM waitlist_entries w WHERE w.class_id = c.id AND w.status = 'Waiting'),
  'createdAt', c.created_at, 'updatedAt', c.updated_at)`;
const MANAGED_FROM = "class_sessions c LEFT JOIN instructors i ON i.id = c.instructor_id";

/** One class as its owner sees it. @throws DomainError not_found */
export async function managedClassJson(from: Reader, providerId: string, id: string): Promise<string> {
  const row = await readOne(
    from,
    `SELECT ${MANAGED_ITEM} AS item FROM ${MANAGED_FROM} WHERE c.provider_id = ? AND c.id = ?`,
    [
      providerId,
      id,
    ],
  );
  if (!row) throw notFound("Class");
  return row.item;
}

/** Classes by time, from and until instants when given. */
export function listManagedClasses(
  from: Reader,
  providerId: string,
  filter: { fromAt?: string; untilAt?: string; status?: ClassStatus },
  page: PageRequest,
): Promise<Page> {
  let where = "c.provider_id = ?";
  const args: SqlValue[] = [providerId];
  if (filter.fromAt) where += " AND c.scheduled_at >= ?", args.push(filter.fromAt);
  if (filter.untilAt) where += " AND c.scheduled_at < ?", args.push(filter.untilAt);
  if (filter.status) where += " AND c.status = ?", args.push(filter.status);
  return listPage(from, {
    columns: MANAGED_ITEM,
    from: MANAGED_FROM,
    where,
    args,
    order: "c.scheduled_at",
    id: "c.id",
    page,
  });
}

/** What an instructor teaches from `fromAt` until before `untilAt`, cancelled classes left out. */
export function listClassesOfInstructor(
  from: Reader,
  providerId: string,
  instructorId: string,
  fromAt: string,
  untilAt: string,
): Promise<
  {
    id: string;
    name: string;
    scheduledAt: string;
    durationMin: number;
    instructorId: string;
    instructorName: string;
  }[]
> {
  return from.read(
    `SELECT c.id, c.name_snapshot AS name, c.scheduled_at AS scheduledAt, c.duration_min AS durationMin, i.id AS instructorId,
       i.name AS instructorName
     FROM class_sessions c JOIN instructors i ON i.id = c.instructor_id
     WHERE c.provider_id = ? AND c.scheduled_at >= ? AND c.scheduled_at < ? AND c.instructor_id = ? AND c.status <> 'Cancelled'
     ORDER BY c.scheduled_at, c.id`,
    [providerId, fromAt, untilAt, instructorId],
  );
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

export async function createClass(tx: Tx, providerId: string, input: ClassInput, now: string): Promise<string> {
  const id = newId("class");
  await tx.run(
    `INSERT INTO class_sessions (id, provider_id, service_id, instructor_id, name_snapshot, scheduled_at, duration_min, price_cents, capacity,
       public_note, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      providerId,
      input.serviceId,
      input.instructorId,
      input.nameSnapshot,
      input.scheduledAt,
      input.durationMin,
      input.priceCents,
      input.capacity,
      input.publicNote,
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
  await tx.run(
    `UPDATE class_sessions SET instructor_id = ?, scheduled_at = ?, duration_min = ?, price_cents = ?, capacity = ?, public_note = ?,
       sequence = sequence + 1, updated_at = ? WHERE id = ?`,
    [next.instructorId, next.scheduledAt, next.durationMin, next.priceCents, next.capacity, next.publicNote, now, id],
  );
}

/** Raises the sequence: calendars show the status. */
export async function setClassStatus(tx: Tx, id: string, status: ClassStatus, now: string): Promise<void> {
  await tx.run("UPDATE class_sessions SET status = ?, sequence = sequence + 1, updated_at = ? WHERE id = ?", [
    status,
    now,
    id,
  ]);
}

/**
 * Raises the sequence of the studio's classes that start later than `sinceAt`: calendars show its name, and the instructor's, with each.
 * @param instructorId whose name is new; null: the studio's own
 */
export async function noteNewName(
  tx: Tx,
  providerId: string,
  instructorId: string | null,
  sinceAt: string,
  now: string,
): Promise<void> {
  await tx.run(
    `UPDATE class_sessions SET sequence = sequence + 1, updated_at = ?
     WHERE provider_id = ? AND scheduled_at > ? AND (? IS NULL OR instructor_id = ?)`,
    [now, providerId, sinceAt, instructorId, instructorId],
  );
}

// ---------------------------------------------------------------- seats

/** Takes a free seat for a confirmed enrollment. False when the class is full. */
export async function takeSeat(tx: Tx, id: string): Promise<boolean> {
  return await tx.run(
    "UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = ? AND enrolled_count + held_count < capacity",
    [id],
  ) === 1;
}

/** Takes a free seat for a hold. False when the class is full. */
export async function holdSeat(tx: Tx, id: string): Promise<boolean> {
  return await tx.run(
    "UPDATE class_sessions SET held_count = held_count + 1 WHERE id = ? AND enrolled_count + held_count < capacity",
    [id],
  ) === 1;
}

/** A hold becomes a confirmed seat. */
export async function confirmHeldSeat(tx: Tx, id: string): Promise<void> {
  await tx.run(
    "UPDATE class_sessions SET held_count = held_count - 1, enrolled_count = enrolled_count + 1 WHERE id = ?",
    [id],
  );
}

/** A hold ends without a booking. */
export async function releaseHeldSeat(tx: Tx, id: string): Promise<void> {
  await tx.run("UPDATE class_sessions SET held_count = held_count - 1 WHERE id = ?", [id]);
}

/** A confirmed booking ends; its seat is free again. */
export async function releaseSeat(tx: Tx, id: string): Promise<void> {
  await tx.run("UPDATE class_sessions SET enrolled_count = enrolled_count - 1 WHERE id = ?", [id]);
}
