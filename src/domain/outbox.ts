/** Mails and texts: enqueued in the transaction of what they tell, delivered by a job at least once. */
import { type Reader, readOne, type Tx } from "../db/database.ts";
import { DomainError, notFound } from "./errors.ts";

export interface Message {
  id: number;
  /** Kind and subject: unique, and the name by which a transport can recognise a repeat. */
  dedupeKey: string;
  providerId: string;
  channel: "mail" | "text";
  kind: string;
  recipient: string;
  // deno-lint-ignore no-explicit-any
  data: any;
  siteOrigin: string | null;
  state: "queued" | "sent" | "dead" | "erased";
  attempts: number;
  createdAt: string;
  /** Since when it is tried: from its creation, or since the owner queued a dead letter again. */
  triedSince: string;
}

const SELECT =
  `SELECT id, dedupe_key AS dedupeKey, provider_id AS providerId, channel, kind, recipient, data, site_origin AS siteOrigin, state, attempts,
  created_at AS createdAt, coalesce(requeued_at, created_at) AS triedSince FROM messages`;
// deno-lint-ignore no-explicit-any
const message = (row: any): Message => ({ ...row, data: JSON.parse(row.data) });

export interface NewMessage {
  providerId: string;
  clientId: string | null;
  channel: "mail" | "text";
  kind: string;
  /** What the message is about. With the kind it is the dedupe key: enqueued again, it stays one message. */
  subjectId: string;
  to: string;
  /** The site its links lead to; null for this server. */
  siteOrigin: string | null;
  data: unknown;
}

/** Mail is in no cached answer: a write under this name raises no provider's version. */
export const OUTBOX_SCOPE = "outbox";

/** Stores a message, in the transaction of what it tells. */
export async function enqueueMessage(tx: Tx, message: NewMessage, now: string): Promise<void> {
  const { providerId, clientId, channel, kind, subjectId, to, siteOrigin, data } = message;
  await tx.run(
    `INSERT INTO messages (provider_id, client_id, channel, kind, dedupe_key, recipient, data, site_origin, next_attempt_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dedupe_key) DO NOTHING`,
    [providerId, clientId, channel, kind, `${kind}:${subjectId}`, to, JSON.stringify(data), siteOrigin, now, now],
  );
}

/** Messages to be delivered now, longest waiting first. */
export async function listDueMessages(from: Reader, now: string, limit: number): Promise<Message[]> {
  return (await from.read(`${SELECT} WHERE next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?`, [now, limit])).map(
    message,
  );
}

/** @param keepData development shows what was sent; elsewhere links that sign people in don't stay */
export async function markSent(tx: Tx, id: number, keepData: boolean, now: string): Promise<void> {
  await tx.run(
    `UPDATE messages SET state = 'sent', attempts = attempts + 1, sent_at = ?, next_attempt_at = NULL, last_error = NULL${
      keepData ? "" : ", data = '{}'"
    } WHERE id = ? AND state = 'queued'`,
    [now, id],
  );
}

/** @param error why not yet, without addresses; @param at when it is due again, ISO */
export async function retryLater(tx: Tx, id: number, error: string, at: string): Promise<void> {
  await tx.run(
    "UPDATE messages SET attempts = attempts + 1, last_error = ?, next_attempt_at = ? WHERE id = ? AND state = 'queued'",
    [
      error,
      at,
      id,
    ],
  );
}

/** The dead letter: kept, with its reason, for someone to look at. */
export async function markDead(tx: Tx, id: number, error: string): Promise<void> {
  await tx.run(
    "UPDATE messages SET state = 'dead', attempts = attempts + 1, last_error = ?, next_attempt_at = NULL WHERE id = ? AND state = 'queued'",
    [error, id],
  );
}

/**
 * A client has another email or phone: what waits, or could not be delivered, goes there. What was sent stays as it was sent, and theirs,
 * so that erasing them finds it; mails with a card know nobody but their address.
 */
export async function moveMessages(
  tx: Tx,
  providerId: string,
  clientId: string,
  from: string,
  to: string,
): Promise<void> {
  await tx.run(
    `UPDATE messages SET client_id = ? WHERE provider_id = ? AND recipient = ? AND client_id IS NULL AND kind IN ('gift_card', 'gift_card_receipt')`,
    [clientId, providerId, from],
  );
  await tx.run(
    "UPDATE messages SET recipient = ? WHERE provider_id = ? AND client_id = ? AND recipient = ? AND state IN ('queued', 'dead')",
    [to, providerId, clientId, from],
  );
}

/** What was written to an erased client goes; what was still to be sent is not. What tells the owner of them, names nobody. */
export async function eraseMessages(
  tx: Tx,
  providerId: string,
  clientId: string,
  email: string,
  name: string,
): Promise<void> {
  await tx.run(
    `UPDATE messages SET data = json_set(data, '$.customerName', 'A client')
     WHERE provider_id = ? AND client_id IS NULL AND data ->> '$.customerName' = ?`,
    [providerId, name],
  );
  await tx.run(
    `UPDATE messages SET recipient = '', data = '{}', last_error = NULL, next_attempt_at = NULL, state = CASE state WHEN 'sent' THEN 'sent' ELSE 'erased' END
     WHERE provider_id = ? AND (client_id = ? OR recipient = ?)`,
    [providerId, clientId, email],
  );
}

/** Who gave a card, in a mail about it, after they were erased. */
const NOBODY = "Somebody";

/**
 * Mails to others about a card no longer name an erased person: who gave it and with what words, or whom it was for. They are still sent,
 * for the card is the recipient's. They are found through the cards, so this must come before those forget the email.
 */
export async function eraseFromCardMails(tx: Tx, providerId: string, email: string): Promise<void> {
  await tx.run(
    `UPDATE messages SET data = json_replace(data, '$.purchaserName', ?, '$.message', NULL)
     WHERE dedupe_key IN (SELECT 'gift_card:' || id FROM gift_cards WHERE provider_id = ? AND purchaser_email = ?)`,
    [NOBODY, providerId, email],
  );
  await tx.run(
    `UPDATE messages SET data = json_replace(data, '$.recipientName', NULL, '$.recipientEmail', NULL)
     WHERE dedupe_key IN (SELECT 'gift_card_receipt:' || id FROM gift_cards WHERE provider_id = ? AND recipient_email = ?)`,
    [providerId, email],
  );
}

/** Newest first, for the mailbox of development. */
export async function listMessages(from: Reader, limit: number): Promise<Message[]> {
  return (await from.read(`${SELECT} ORDER BY id DESC LIMIT ?`, [limit])).map(message);
}

export async function findMessage(from: Reader, id: number): Promise<Message | null> {
  const row = await readOne(from, `${SELECT} WHERE id = ?`, [id]);
  return row && message(row);
}

/** How many messages are in each state, for the metrics and the doctor. */
export async function countMessages(from: Reader): Promise<Record<string, number>> {
  return Object.fromEntries(
    (await from.read("SELECT state, count(*) AS n FROM messages GROUP BY state")).map((row) => [row.state, row.n]),
  );
}

/** A message that could not be delivered, as its studio sees it. */
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
 * @throws DomainError not_found, gone (its client was erased)
 */
export async function requeue(tx: Tx, providerId: string, id: number, now: string): Promise<void> {
  const row = await readOne(tx, "SELECT state FROM messages WHERE provider_id = ? AND id = ?", [providerId, id]);
  if (!row) throw notFound("Message");
  if (row.state === "erased") throw new DomainError("gone", "This client was erased, and the message with them.");
  await tx.run(
    `UPDATE messages SET state = 'queued', attempts = 0, next_attempt_at = ?, requeued_at = ?, last_error = NULL
     WHERE provider_id = ? AND id = ? AND state = 'dead'`,
    [now, now, providerId, id],
  );
}
