/** The first response to each `Idempotency-Key`, encrypted, kept for 24 hours. */
import { type Reader, readOne, type Tx } from "../db/database.ts";

export interface NewStoredResponse {
  /** Hash of the request, to tell a repeat from another request under the same key. */
  fingerprint: string;
  status: number;
  bodySealed: string;
}

export interface StoredResponse extends NewStoredResponse {
  createdAt: string;
}

export function findStoredResponse(from: Reader, scope: string): Promise<StoredResponse | null> {
  return readOne<StoredResponse>(
    from,
    "SELECT fingerprint, status, body_sealed AS bodySealed, created_at AS createdAt FROM idempotency_keys WHERE scope = ?",
    [scope],
  );
}

/** Replaces an expired response under the same key: whoever stores has looked for a live one before. */
export async function insertStoredResponse(
  tx: Tx,
  scope: string,
  response: NewStoredResponse,
  now: string,
): Promise<void> {
  await tx.run(
    `INSERT INTO idempotency_keys (scope, fingerprint, status, body_sealed, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (scope) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, body_sealed = excluded.body_sealed,
       created_at = excluded.created_at`,
    [scope, response.fingerprint, response.status, response.bodySealed, now],
  );
}

/** Deletes what was stored before an instant. @returns how many were deleted, `limit` at most */
export function purgeIdempotencyKeys(tx: Tx, before: string, limit: number): Promise<number> {
  return tx.run(
    "DELETE FROM idempotency_keys WHERE rowid IN (SELECT rowid FROM idempotency_keys WHERE created_at < ? LIMIT ?)",
    [before, limit],
  );
}
