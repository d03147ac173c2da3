/** Mails and texts owed, written in the transaction of their cause and delivered by the worker at least once. */
import { type Reader, readOne, type Tx } from "../db/database.ts";
import type { MailData, MailKind } from "./context.ts";

export interface Message {
  id: number;
  /** Kind and what it is about: unique, and the name by which transports can tell a repeat. */
  cause: string;
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
}

const SELECT =
  `SELECT id, cause, provider_id AS providerId, channel, kind, recipient, data, site_origin AS siteOrigin, state, attempts,
  created_at AS createdAt FROM messages`;
// deno-lint-ignore no-explicit-any
const message = (row: any): Message => ({ ...row, data: JSON.parse(row.data) });

/**
 * Owes a mail. `about` with the kind names the cause: the same cause owes one mail, however often it is written.
 */
export async function oweMail<K extends MailKind>(
  tx: Tx,
  owed: {
    providerId: string;
    clientId: string | null;
    kind: K;
    about: string;
    to: string;
    siteOrigin: string | null;
    data: MailData[K];
  },
  now: string,
): Promise<void> {
  await owe(tx, { ...owed, channel: "mail" }, now);
}

/** Owes a text message. */
export async function oweText(
  tx: Tx,
  owed: { providerId: string; clientId: string | null; kind: string; about: string; to: string; text: string },
  now: string,
): Promise<void> {
  await owe(
    tx,
    { ...owed, channel: "text", kind: `text_${owed.kind}`, siteOrigin: null, data: { text: owed.text } },
    now,
  );
}

async function owe(
  tx: Tx,
  owed: {
    providerId: string;
    clientId: string | null;
    channel: "mail" | "text";
    kind: string;
    about: string;
    to: string;
    siteOrigin: string | null;
    data: unknown;
  },
  now: string,
): Promise<void> {
  await tx.run(
    `INSERT INTO messages (provider_id, client_id, channel, kind, cause, recipient, data, site_origin, next_attempt_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cause) DO NOTHING`,
    [
      owed.providerId,
      owed.clientId,
      owed.channel,
      owed.kind,
      `${owed.kind}:${owed.about}`,
      owed.to,
      JSON.stringify(owed.data),
      owed.siteOrigin,
      now,
      now,
    ],
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
