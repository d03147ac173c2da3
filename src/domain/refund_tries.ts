/** When a refund is tried or asked about next, and how many are not done. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { MOST_COUNTED } from "./counting.ts";

/** What waits for a later time than any wait of ours is due now: a clock that ran ahead has set it. @returns how many, `limit` at most */
export function pullInDistantRetries(tx: Tx, latest: string, now: string, limit: number): Promise<number> {
  return tx.run(
    "UPDATE refunds SET next_try_at = ? WHERE rowid IN (SELECT rowid FROM refunds WHERE next_try_at > ? LIMIT ?)",
    [now, latest, limit],
  );
}

/** When the refund that waits longest was to be tried; null when none is to be tried. */
export async function findFirstTry(from: Reader): Promise<string | null> {
  const row = await readOne<{ at: string }>(
    from,
    "SELECT next_try_at AS at FROM refunds WHERE next_try_at IS NOT NULL ORDER BY next_try_at LIMIT 1",
  );
  return row?.at ?? null;
}

/** When to look at it again. */
export async function scheduleRefund(tx: Tx, id: string, at: string): Promise<void> {
  await runOne(tx, "UPDATE refunds SET next_try_at = ? WHERE id = ?", [at, id]);
}

/**
 * Refunds that are not done: to be made, tried without a known end, accepted by Stripe but not finished, and those of which something is
 * still owed. Of each `MOST_COUNTED` at most.
 */
export async function countOpenRefunds(
  from: Reader,
): Promise<{ due: number; in_doubt: number; pending: number; owed: number }> {
  const [open] = await from.read<{ due: number; in_doubt: number; pending: number }>(
    `SELECT count(iif(state = 'intent' AND tries = 0, 1, NULL)) AS due, count(iif(state = 'intent' AND tries > 0, 1, NULL)) AS in_doubt,
       count(iif(state = 'pending', 1, NULL)) AS pending
     FROM (SELECT state, tries FROM refunds WHERE next_try_at IS NOT NULL LIMIT ${MOST_COUNTED})`,
  );
  const [owed] = await from.read<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM refunds WHERE owed_notified_cents > 0 LIMIT ${MOST_COUNTED})`,
  );
  return { ...open, owed: owed.n };
}
