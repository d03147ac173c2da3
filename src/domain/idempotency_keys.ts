/** First answers kept for `Idempotency-Key`, sealed, for 24 hours. */
import { type Reader, readOne, type Tx } from "../db/database.ts";

export interface StoredResponse {
  fingerprint: string;
  status: number;
  bodySealed: string;
  createdAt: string;
}

export function findStoredResponse(from: Reader, scope: string): Promise<StoredResponse | null> {
  return readOne<StoredResponse>(
    from,
    "SELECT fingerprint, status, body_sealed AS bodySealed, created_at AS createdAt FROM idempotency_keys WHERE scope = ?",
    [scope],
  );
}

/** The first one stays; one that is older than a day makes room. */
export async function storeResponse(
  tx: Tx,
  scope: string,
  answer: { fingerprint: string; status: number; bodySealed: string },
  now: string,
): Promise<void> {
  await tx.run(
    `INSERT INTO idempotency_keys (scope, fingerprint, status, body_sealed, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (scope) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, body_sealed = excluded.body_sealed,
       created_at = excluded.created_at`,
    [scope, answer.fingerprint, answer.status, answer.bodySealed, now],
  );
}

/** Forgets what was answered before an instant. */
export async function purgeIdempotencyKeys(tx: Tx, before: string): Promise<void> {
  await tx.run("DELETE FROM idempotency_keys WHERE created_at < ?", [before]);
}
