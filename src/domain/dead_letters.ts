/** Messages that could not be delivered. */
import { type Reader, readOne, runAny, type Tx } from "../db/database.ts";
import { DomainError, notFound } from "./errors.ts";

/** One of them, as its studio sees it. */
export interface DeadLetter {
  id: number;
  channel: "mail" | "text";
  kind: string;
  recipient: string;
  clientId: string | null;
  clientName: string | null;
  /** Why, without addresses. */
  lastError: string | null;
  createdAt: string;
  /** When what it says is over, where it says so: a held seat, a class to come. */
  goodUntil: string | null;
}

/** A studio's dead letters, newest first. */
export function listDeadLetters(from: Reader, providerId: string, limit: number): Promise<DeadLetter[]> {
  return from.read<DeadLetter>(
    `SELECT m.id, m.channel, m.kind, m.recipient, m.client_id AS clientId, c.name AS clientName, m.last_error AS lastError,
       m.created_at AS createdAt, CASE m.kind WHEN 'waitlist_promoted' THEN m.data ->> '$.expiresAt'
       WHEN 'class_reminder' THEN m.data ->> '$.class.scheduledAt' WHEN 'owner_signin_link' THEN m.created_at END AS goodUntil
     FROM messages m LEFT JOIN clients c ON c.id = m.client_id
     WHERE m.provider_id = ? AND m.state = 'dead' ORDER BY m.created_at DESC, m.id DESC LIMIT ?`,
    [providerId, limit],
  );
}

/**
 * A dead letter is tried again, for as long as a new one. One that is queued or sent already stays as it is.
 * @throws DomainError not_found, 410 (its client was erased)
 */
export async function requeue(tx: Tx, providerId: string, id: number, now: string): Promise<void> {
  const row = await readOne(tx, "SELECT state FROM messages WHERE provider_id = ? AND id = ?", [providerId, id]);
  if (!row) throw notFound("Message");
  if (row.state === "erased") {
    throw new DomainError("client_erased", "This client was erased, and the message with them.");
  }
  await runAny(
    tx,
    `UPDATE messages SET state = 'queued', attempts = 0, next_attempt_at = ?, requeued_at = ?, last_error = NULL
     WHERE provider_id = ? AND id = ? AND state = 'dead'`,
    [now, now, providerId, id],
  );
}
