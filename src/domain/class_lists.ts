/** Classes as they are listed, as JSON made by SQLite: the public schedule and the studio's own. */
import { type Reader, readOne, type SqlValue } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { listPage, type Page, type PageRequest, readAllPages } from "./pagination.ts";
import type { ClassStatus } from "./class_sessions.ts";

/** The class of the API reference. */
const PUBLIC_FIELDS =
  `'id', c.id, 'scheduledAt', c.scheduled_at, 'nameSnapshot', c.name_snapshot, 'durationMin', c.duration_min,
  'priceCents', c.price_cents, 'capacity', c.capacity, 'enrolledCount', c.enrolled_count,
  'seatsLeft', max(0, c.capacity - c.enrolled_count - c.held_count), 'publicNote', c.public_note`;

/** What a site shows besides: what a cancellation costs, how many wait, where it is. Of the service `s` and the provider `p`. */
const SITE_FIELDS =
  `'currency', p.currency, 'cancelWindowHours', coalesce(s.cancel_window_hours, p.cancel_window_hours),
  'waitlistCount', (SELECT count(*) FROM waitlist_entries w WHERE w.class_id = c.id AND w.status = 'Waiting'), 'location', p.address`;

const INSTRUCTOR = "'instructor', json(iif(i.id IS NULL, 'null', json_object('id', i.id, 'name', i.name)))";

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
       SELECT json_object(${PUBLIC_FIELDS}, ${SITE_FIELDS}, ${INSTRUCTOR}) AS item, c.scheduled_at AS start
       FROM class_sessions c JOIN services s ON s.id = c.service_id JOIN providers p ON p.id = c.provider_id
       LEFT JOIN instructors i ON i.id = c.instructor_id
       WHERE c.provider_id = ? AND c.scheduled_at >= ? AND c.scheduled_at < ? AND c.status = 'Scheduled'
       ORDER BY c.scheduled_at, c.id)`,
    [providerId, fromAt, untilAt],
  );
  return row as { items: string; firstStart: string | null };
}

/** A class as the management API shows it. */
export interface ManagedClass {
  id: string;
  serviceId: string;
  seriesId: string | null;
  nameSnapshot: string;
  scheduledAt: string;
  durationMin: number;
  priceCents: number;
  capacity: number;
  enrolledCount: number;
  heldCount: number;
  waitingCount: number;
  publicNote: string | null;
  status: ClassStatus;
  instructor: { id: string; name: string } | null;
}

/** The public fields, and what only the studio sees. */
const MANAGED_ITEM =
  `json_object(${PUBLIC_FIELDS}, ${INSTRUCTOR}, 'status', c.status, 'serviceId', c.service_id, 'seriesId', c.series_id, 'heldCount', c.held_count,
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

/** Classes that start in `[fromAt, untilAt)`, all of them, by time. */
export function listClassesBetween(
  from: Reader,
  providerId: string,
  fromAt: string,
  untilAt: string,
): Promise<ManagedClass[]> {
  return readAllPages((page) => listManagedClasses(from, providerId, { fromAt, untilAt }, page));
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
