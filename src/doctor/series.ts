/** Changes of a series: everybody is told once, and what a job is still to do is no breach. */
import { ask } from "./question.ts";

/** Whether a class is still to be closed with its series. */
export const isClosing = (classId: string) =>
  `EXISTS (SELECT 1 FROM series_changes s, json_each(s.class_ids) j WHERE s.next_try_at IS NOT NULL AND j.value = ${classId})`;

/** Whether a booking or waitlist entry is told of its class's cancellation together with others. */
export const isToldWithSeries = (subjectId: string) =>
  `EXISTS (SELECT 1 FROM series_change_items i JOIN series_changes s ON s.id = i.change_id
     WHERE i.subject_id = ${subjectId} AND s.kind = 'cancelled')`;

export const SERIES = [
  ask(
    "series change %s: finished, but client %s is not mailed about %s",
    ["s.id", "i.client_id", "i.subject_id"],
    `FROM series_changes s JOIN series_change_items i ON i.change_id = s.id WHERE s.next_try_at IS NULL AND i.enqueued_at IS NULL`,
  ),
  ask(
    "message %s: missing from the outbox",
    ["i.dedupe_key"],
    `FROM (SELECT DISTINCT dedupe_key, client_id, provider_id, enqueued_at FROM series_change_items WHERE dedupe_key IS NOT NULL) i
     JOIN clients c ON c.id = i.client_id AND c.provider_id = i.provider_id
     WHERE coalesce(c.erased_at > i.enqueued_at, c.email IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.dedupe_key = i.dedupe_key AND m.provider_id = i.provider_id)
       AND NOT EXISTS (SELECT 1 FROM archived_messages m WHERE m.dedupe_key = i.dedupe_key AND m.provider_id = i.provider_id)`,
  ),
];
