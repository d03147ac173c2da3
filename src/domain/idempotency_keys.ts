/** What is kept for each `Idempotency-Key` for 24 hours, encrypted: the result of its effect, then its response. */
import { type Reader, readOne, runAny, type Tx } from "../db/database.ts";
import type { Tokens } from "./tokens.ts";

/** A request that came with an `Idempotency-Key`. */
export interface KeyedRequest {
  /** Hash of the key and the credential that sent it. */
  scope: string;
  /** Hash of the request, to tell a repeat from another request under the same key. */
  fingerprint: string;
  /** What is kept for it is sealed by these. */
  tokens: Tokens;
}

export interface IdempotencyKey {
  fingerprint: string;
  /** What the write with the effect returned; null when there is none to be had again. */
  resultSealed: string | null;
  /** Null: not answered yet. */
  response: StoredResponse | null;
  createdAt: string;
}

export interface StoredResponse {
  status: number;
  bodySealed: string;
}

export async function findIdempotencyKey(from: Reader, scope: string): Promise<IdempotencyKey | null> {
  const row = await readOne(
    from,
    `SELECT fingerprint, result_sealed AS resultSealed, status, body_sealed AS bodySealed, created_at AS createdAt
     FROM idempotency_keys WHERE scope = ?`,
    [scope],
  );
  if (!row) return null;
  const { status, bodySealed, ...key } = row;
  return { ...key, response: status === null ? null : { status, bodySealed } } as IdempotencyKey;
}

/** Replaces what there is under this key: whoever stores has looked for a live one before, in the same transaction. */
export async function putIdempotencyKey(
  tx: Tx,
  request: KeyedRequest,
  { resultSealed, response }: Pick<IdempotencyKey, "resultSealed" | "response">,
  now: string,
): Promise<void> {
  await runAny(
    tx,
    `INSERT INTO idempotency_keys (scope, fingerprint, result_sealed, status, body_sealed, created_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (scope) DO UPDATE SET fingerprint = excluded.fingerprint, result_sealed = excluded.result_sealed,
       status = excluded.status, body_sealed = excluded.body_sealed, created_at = excluded.created_at`,
    [request.scope, request.fingerprint, resultSealed, response?.status ?? null, response?.bodySealed ?? null, now],
  );
}

/** Frees a key whose request came to nothing. */
export async function deleteUnanswered(tx: Tx, scope: string): Promise<void> {
  await runAny(tx, "DELETE FROM idempotency_keys WHERE scope = ? AND status IS NULL", [scope]);
}

/** Deletes what was stored before an instant. @returns how many were deleted, `limit` at most */
export function purgeIdempotencyKeys(tx: Tx, before: string, limit: number): Promise<number> {
  return tx.run(
    "DELETE FROM idempotency_keys WHERE rowid IN (SELECT rowid FROM idempotency_keys WHERE created_at < ? LIMIT ?)",
    [before, limit],
  );
}
