/** Who is signed in to the console: mailed links that work once, and the sessions they open. Only hashes are stored. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId, randomText } from "./ids.ts";
import { hashSecret } from "./tokens.ts";

export interface ConsoleSession {
  id: string;
  providerId: string;
  /** Browser and system in words. */
  device: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

const COLUMNS = `id, provider_id AS providerId, device, created_at AS createdAt, last_seen_at AS lastSeenAt,
  expires_at AS expiresAt`;

/** A new link's token, 200 random bits; only ever known here and in the mail. */
export async function createOwnerLink(
  tx: Tx,
  provider: { id: string; email: string },
  expiresAt: string,
  now: string,
): Promise<string> {
  const token = randomText(40);
  await runOne(
    tx,
    "INSERT INTO owner_links (token_hash, provider_id, email, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
    [hashSecret(token), provider.id, provider.email, now, expiresAt],
  );
  return token;
}

/** How many links a studio was mailed since, used or not, and how many of them its owner can still use. */
export async function countOwnerLinks(
  from: Reader,
  provider: { id: string; email: string },
  since: string,
  now: string,
): Promise<{ mailed: number; usable: number }> {
  const row = await readOne<{ mailed: number; usable: number }>(
    from,
    `SELECT count(*) AS mailed, count(*) FILTER (WHERE used_at IS NULL AND expires_at > ? AND email = ?) AS usable
     FROM owner_links WHERE provider_id = ? AND created_at >= ?`,
    [now, provider.email, provider.id, since],
  );
  return row!;
}

/** Whose link this is, while it can still be used. */
export async function findOwnerLink(
  from: Reader,
  token: string,
  now: string,
): Promise<{ providerId: string; email: string } | null> {
  return await readOne(
    from,
    `SELECT provider_id AS providerId, email FROM owner_links
     WHERE token_hash = ? AND used_at IS NULL AND expires_at > ? LIMIT 1`,
    [hashSecret(token), now],
  );
}

/** Uses a link up. False when it was used before, or is too old. */
export async function takeOwnerLink(tx: Tx, token: string, now: string): Promise<boolean> {
  return await tx.run(
    "UPDATE owner_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?",
    [now, hashSecret(token), now],
  ) === 1;
}

/** A new session's token, 200 random bits; the browser's cookie alone knows it. */
export async function createConsoleSession(
  tx: Tx,
  providerId: string,
  device: string,
  expiresAt: string,
  now: string,
): Promise<string> {
  const token = randomText(40);
  await runOne(
    tx,
    `INSERT INTO console_sessions (id, provider_id, token_hash, device, created_at, last_seen_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [newId("cs"), providerId, hashSecret(token), device, now, now, expiresAt],
  );
  return token;
}

/** A session that is neither revoked nor over. */
export async function findConsoleSession(from: Reader, token: string, now: string): Promise<ConsoleSession | null> {
  return await readOne(
    from,
    `SELECT ${COLUMNS} FROM console_sessions WHERE token_hash = ? AND revoked_at IS NULL AND expires_at > ? LIMIT 1`,
    [hashSecret(token), now],
  );
}

/** A studio's sessions that are neither revoked nor over, newest first. */
export function listConsoleSessions(from: Reader, providerId: string, now: string): Promise<ConsoleSession[]> {
  return from.read<ConsoleSession>(
    `SELECT ${COLUMNS} FROM console_sessions WHERE provider_id = ? AND revoked_at IS NULL AND expires_at > ?
     ORDER BY created_at DESC, id DESC`,
    [providerId, now],
  );
}

/** Notes that a session is in use, for the list of devices. */
export async function touchConsoleSession(tx: Tx, id: string, now: string): Promise<void> {
  await runAny(tx, "UPDATE console_sessions SET last_seen_at = ? WHERE id = ?", [now, id]);
}

/** A second time changes nothing. @throws DomainError not_found (also another studio's) */
export async function revokeConsoleSession(tx: Tx, providerId: string, id: string, now: string): Promise<void> {
  const known = await readOne(tx, "SELECT 1 FROM console_sessions WHERE provider_id = ? AND id = ? LIMIT 1", [
    providerId,
    id,
  ]);
  if (!known) throw notFound("Device");
  await runAny(tx, "UPDATE console_sessions SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", [now, id]);
}

/** Signs out everywhere but here; with null everywhere. Answers how many. */
export async function revokeOtherSessions(
  tx: Tx,
  providerId: string,
  keptId: string | null,
  now: string,
): Promise<number> {
  return await tx.run(
    "UPDATE console_sessions SET revoked_at = ? WHERE provider_id = ? AND id IS NOT ? AND revoked_at IS NULL",
    [now, providerId, keptId],
  );
}

/** Forgets links and sessions that ended before. @returns how many of the kind that had more, `limit` at most */
export async function purgeConsoleSessions(tx: Tx, before: string, limit: number): Promise<number> {
  const links = await tx.run(
    "DELETE FROM owner_links WHERE token_hash IN (SELECT token_hash FROM owner_links WHERE expires_at < ? LIMIT ?)",
    [before, limit],
  );
  const sessions = await tx.run(
    "DELETE FROM console_sessions WHERE id IN (SELECT id FROM console_sessions WHERE expires_at < ? LIMIT ?)",
    [before, limit],
  );
  return Math.max(links, sessions);
}
