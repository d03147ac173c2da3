/** First answers kept for `Idempotency-Key`, sealed, for 24 hours. */
import { type Reader, readOne, type Tx } from "../db/database.ts";

export interface RememberedAnswer {
  fingerprint: string;
  status: number;
  bodySealed: string;
  createdAt: string;
}

export function findAnswer(from: Reader, scope: string): Promise<RememberedAnswer | null> {
  return readOne<RememberedAnswer>(
    from,
    "SELECT fingerprint, status, body_sealed AS bodySealed, created_at AS createdAt FROM remembered_answers WHERE scope = ?",
    [scope],
  );
}

/** The first one stays; one that is older than a day makes room. */
export async function rememberAnswer(
  tx: Tx,
  scope: string,
  answer: { fingerprint: string; status: number; bodySealed: string },
  now: string,
): Promise<void> {
  await tx.run(
    `INSERT INTO remembered_answers (scope, fingerprint, status, body_sealed, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (scope) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status, body_sealed = excluded.body_sealed,
       created_at = excluded.created_at`,
    [scope, answer.fingerprint, answer.status, answer.bodySealed, now],
  );
}

/** Forgets what was answered before an instant. */
export async function forgetAnswers(tx: Tx, before: string): Promise<void> {
  await tx.run("DELETE FROM remembered_answers WHERE created_at < ?", [before]);
}
