/**
 * When those booked in a class are reminded of it. The instant is stored with the class, and taken away once everybody was: so a timer
 * reads only what is due, however many studios there are.
 */
import { type Reader, readOne, runAny, type Tx } from "../db/database.ts";

/** A class's instant, in SQL: the studio's hours before it, else a day before free cancellation ends; null when it reminds nobody. */
export function remindAtSql(scheduledAt: string, serviceId: string): string {
  return `(SELECT iif(p.reminder_hours IS 0, NULL, strftime('%Y-%m-%dT%H:%M:%fZ', ${scheduledAt},
      '-' || coalesce(p.reminder_hours, coalesce(s.cancel_window_hours, p.cancel_window_hours) + 24) || ' hours'))
    FROM services s JOIN providers p ON p.id = s.provider_id WHERE s.id = ${serviceId})`;
}

/**
 * To be called when the hours of a studio or of a service have changed: its coming classes get their instants anew. Nobody is reminded twice.
 * @param serviceId null: of all services
 */
export async function replanReminders(tx: Tx, providerId: string, serviceId: string | null, now: string) {
  await runAny(
    tx,
    `UPDATE class_sessions SET remind_at = ${remindAtSql("scheduled_at", "service_id")}
     WHERE provider_id = ? AND scheduled_at > ? AND status = 'Scheduled' AND (? IS NULL OR service_id = ?)`,
    [providerId, now, serviceId, serviceId],
  );
}

/** Of a class `c` that is due: who was mailed its time before the instant, is not reminded of this time yet, and not erased. */
const TO_REMIND = `c.status = 'Scheduled' AND c.scheduled_at > ? AND coalesce(c.moved_at, '') < c.remind_at
  AND e.status = 'Confirmed' AND coalesce(e.moved_at, e.confirmed_at) < c.remind_at
  AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.dedupe_key = 'class_reminder:' || e.id || ':' || c.scheduled_at)
  AND NOT EXISTS (SELECT 1 FROM archived_messages m WHERE m.dedupe_key = 'class_reminder:' || e.id || ':' || c.scheduled_at)
  AND EXISTS (SELECT 1 FROM clients k WHERE k.id = e.client_id AND k.erased_at IS NULL)`;

/** Confirmed enrollments that are to be reminded by now, the class that is due longest first. */
export function listDueReminders(
  from: Reader,
  now: string,
  limit: number,
): Promise<{ id: string; providerId: string; scheduledAt: string; remindAt: string }[]> {
  return from.read(
    `SELECT e.id, e.provider_id AS providerId, c.scheduled_at AS scheduledAt, c.remind_at AS remindAt
     FROM class_sessions c CROSS JOIN enrollments e ON e.class_id = c.id WHERE c.remind_at <= ? AND ${TO_REMIND}
     ORDER BY c.remind_at LIMIT ?`,
    [now, now, limit],
  );
}

/** Due classes in which nobody is left to be reminded: that have begun, too. */
export async function listReminded(from: Reader, now: string, limit: number): Promise<string[]> {
  const rows = await from.read(
    `SELECT c.id FROM class_sessions c WHERE c.remind_at <= ?
       AND NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.class_id = c.id AND ${TO_REMIND}) ORDER BY c.remind_at LIMIT ?`,
    [now, now, limit],
  );
  return rows.map(({ id }) => id);
}

/** They are due no more, unless one of them was planned anew meanwhile. */
export async function endReminders(tx: Tx, classIds: string[], now: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE class_sessions SET remind_at = NULL WHERE id IN (SELECT value FROM json_each(?)) AND remind_at <= ?",
    [JSON.stringify(classIds), now],
  );
}

/** Since when the class that is due longest is; null when none is. */
export async function findFirstDueReminder(from: Reader, now: string): Promise<string | null> {
  const row = await readOne<{ at: string }>(
    from,
    "SELECT max(remind_at, updated_at) AS at FROM class_sessions WHERE remind_at <= ? ORDER BY remind_at LIMIT 1",
    [now],
  );
  return row?.at ?? null;
}
