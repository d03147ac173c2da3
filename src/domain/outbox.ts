/** Mails and texts: enqueued in the transaction of what they tell, claimed before they are sent, noted after. */
import { type Reader, readOne, runAny, type Tx } from "../db/database.ts";
import { MOST_COUNTED } from "./counting.ts";
import { DAY, HOUR, iso, MINUTE } from "./time.ts";

/** Delivered apart, so that none waits behind another: a sign-in link is wanted now. */
export type Lane = "mail" | "sign_in" | "text";
export const LANES: Lane[] = ["sign_in", "mail", "text"];

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
  /** With the present one. */
  attempts: number;
  createdAt: string;
  /** Since when it is tried: from its creation, or since the owner queued a dead letter again. */
  triedSince: string;
}

const SELECT = `SELECT id, dedupe_key AS dedupeKey, provider_id AS providerId, channel, kind, recipient,
  iif(json_valid(data), data, 'null') AS data, site_origin AS siteOrigin, state, attempts,
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

/** Stores a message, in the transaction of what it tells, unless it was enqueued before. */
export async function enqueueMessage(tx: Tx, message: NewMessage, now: string): Promise<void> {
  const { providerId, clientId, channel, kind, subjectId, to, siteOrigin, data } = message;
  const dedupeKey = `${kind}:${subjectId}`;
  await runAny(
    tx,
    `INSERT INTO messages (provider_id, client_id, channel, kind, lane, dedupe_key, recipient, data, site_origin, next_attempt_at,
       created_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM archived_messages WHERE dedupe_key = ?)
     ON CONFLICT (dedupe_key) DO NOTHING`,
    [
      providerId,
      clientId,
      channel,
      kind,
      laneOf(channel, kind),
      dedupeKey,
      to,
      JSON.stringify(data),
      siteOrigin,
      now,
      now,
      dedupeKey,
    ],
  );
}

function laneOf(channel: "mail" | "text", kind: string): Lane {
  return channel === "text" ? "text" : /signin_link$/.test(kind) ? "sign_in" : "mail";
}

/** When the message of each lane that waits longest was to be sent; lanes where none waits are left out. */
export async function listFirstAttempts(from: Reader): Promise<{ lane: Lane; at: string }[]> {
  const firsts = await Promise.all(LANES.map((lane) =>
    readOne<{ at: string }>(
      from,
      "SELECT next_attempt_at AS at FROM messages WHERE lane = ? AND next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1",
      [lane],
    )
  ));
  return LANES.flatMap((lane, i) => firsts[i] ? [{ lane, at: firsts[i].at }] : []);
}

/** Whether anything of a lane is due. */
export async function hasDueMessages(from: Reader, lane: Lane, now: string): Promise<boolean> {
  return await readOne(from, "SELECT 1 FROM messages WHERE lane = ? AND next_attempt_at <= ? LIMIT 1", [lane, now]) !==
    null;
}

/**
 * Takes what is due, longest waiting first, for an attempt that begins now. Should its process end, it is due again at `lostAt`.
 * @param limit how many at most
 */
export async function claimMessages(
  tx: Tx,
  lane: Lane,
  limit: number,
  lostAt: string,
  now: string,
): Promise<Message[]> {
  const due = await tx.read(
    `${SELECT} WHERE lane = ? AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ?`,
    [lane, now, limit],
  );
  if (due.length === 0) return [];
  await runAny(
    tx,
    `UPDATE messages SET attempts = attempts + 1, next_attempt_at = ?, claimed_at = ? WHERE ${AMONG}`,
    [lostAt, now, JSON.stringify(due.map(({ id }) => id))],
  );
  return due.map((row) => ({ ...message(row), attempts: row.attempts + 1 }));
}

const AMONG = "id IN (SELECT value FROM json_each(?))";

/** More than all lanes of a process claim at a time. */
const MOST_CLAIMED = 500;

/** What a process that has ended was sending is due again. For the start only: nothing of ours is being sent then. What is claimed is due later. */
export async function releaseClaims(tx: Tx, now: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE messages SET next_attempt_at = ?, claimed_at = NULL WHERE id IN (${
      LANES.map((lane) =>
        `SELECT * FROM (SELECT id FROM messages
           WHERE lane = '${lane}' AND next_attempt_at > ? AND claimed_at IS NOT NULL LIMIT ${MOST_CLAIMED})`
      ).join(" UNION ALL ")
    })`,
    [now, now, now, now],
  );
}

/** Changes nothing for those whose client was erased meanwhile. @param keepData development shows what was sent; elsewhere links that sign people in don't stay */
export async function markSent(tx: Tx, ids: number[], keepData: boolean, now: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE messages SET state = 'sent', sent_at = ?, next_attempt_at = NULL, claimed_at = NULL, last_error = NULL${
      keepData ? "" : ", data = '{}'"
    } WHERE ${AMONG} AND state = 'queued'`,
    [now, JSON.stringify(ids)],
  );
}

/** Changes nothing for one whose client was erased meanwhile. @param error why not yet, without addresses; @param at when it is due again, ISO */
export async function retryLater(tx: Tx, id: number, error: string, at: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE messages SET last_error = ?, next_attempt_at = ?, claimed_at = NULL WHERE id = ? AND state = 'queued'",
    [error, at, id],
  );
}

/** A dead letter: kept with its reason, for the owner to see, unless its client was erased meanwhile. */
export async function markDead(tx: Tx, id: number, error: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE messages SET state = 'dead', last_error = ?, next_attempt_at = NULL, claimed_at = NULL WHERE id = ? AND state = 'queued'",
    [error, id],
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

/**
 * How many messages are still to be sent, by their age, and how many are dead. Of each at most `MOST_COUNTED` are looked at: a monitor
 * needs to know no more, and asking must cost little however long the queue is.
 */
export async function countOpenMessages(
  from: Reader,
  nowMs: number,
): Promise<{ minute: number; hour: number; day: number; older: number; dead: number }> {
  const [minute, hour, day] = await Promise.all([MINUTE, HOUR, DAY].map((age) => lastIdBefore(from, iso(nowMs - age))));
  const [ages] = await from.read<{ minute: number; hour: number; day: number; older: number }>(
    // By ids, which the index has: the rows themselves would cost a backlog of 10,000 more than 60 ms.
    `SELECT count(iif(id > ?, 1, NULL)) AS minute, count(iif(id <= ? AND id > ?, 1, NULL)) AS hour,
       count(iif(id <= ? AND id > ?, 1, NULL)) AS day, count(iif(id <= ?, 1, NULL)) AS older
     FROM (SELECT id FROM messages WHERE next_attempt_at IS NOT NULL LIMIT ${MOST_COUNTED})`,
    [minute, minute, hour, hour, day, day],
  );
  const [dead] = await from.read<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM messages WHERE state = 'dead' LIMIT ${MOST_COUNTED})`,
  );
  return { ...ages, dead: dead.n };
}

/** The newest message that was enqueued at `at` or before; 0: none. Ids grow with time, so each look rules out half of those that are left. */
async function lastIdBefore(from: Reader, at: string): Promise<number> {
  const middle = "(low + high) / 2";
  const isBefore = `coalesce((SELECT created_at FROM messages WHERE id >= ${middle} ORDER BY id LIMIT 1) <= ?, 0)`;
  const [{ id }] = await from.read<{ id: number }>(
    `WITH RECURSIVE search (low, high) AS (
       SELECT 0, (SELECT coalesce(max(id), 0) + 1 FROM messages)
       UNION ALL
       SELECT iif(${isBefore}, ${middle}, low), iif(${isBefore}, high, ${middle}) FROM search WHERE low + 1 < high
     ) SELECT max(low) AS id FROM search`,
    [at, at],
  );
  return id;
}

/** How many messages of a kind were enqueued for a subject since `since`. */
export async function countRecent(from: Reader, kind: string, subjectId: string, since: string): Promise<number> {
  const [{ n }] = await from.read<{ n: number }>(
    // A range of the unique index: GLOB would scan where the subject is a parameter.
    "SELECT count(*) AS n FROM messages WHERE dedupe_key >= ? AND dedupe_key < ? AND created_at > ?",
    [`${kind}:${subjectId}:`, `${kind}:${subjectId};`, since],
  );
  return n;
}
