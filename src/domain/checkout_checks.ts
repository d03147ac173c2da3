/** When Stripe is asked about a checkout next, so that a lost webhook loses nothing. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";

/** When the reconciler asks Stripe next; null: never. */
export async function scheduleCheck(tx: Tx, id: string, at: string | null): Promise<void> {
  await runOne(tx, "UPDATE checkouts SET next_check_at = ? WHERE id = ?", [at, id]);
}

/**
 * Checks later than any wait of ours are due now: a clock that ran ahead has scheduled them. Except for checkouts that expire as late
 * themselves: there the present clock is wrong, and a payable page would be closed.
 * @returns how many, `limit` at most
 */
export function pullInDistantChecks(tx: Tx, latest: string, now: string, limit: number): Promise<number> {
  return tx.run(
    `UPDATE checkouts SET next_check_at = ? WHERE rowid IN (
       SELECT rowid FROM checkouts WHERE next_check_at > ? AND expires_at <= ? LIMIT ?)`,
    [now, latest, latest, limit],
  );
}

/** The ids of checkouts the reconciler has to ask Stripe about, longest overdue first. */
export function listDueCheckouts(from: Reader, now: string, limit: number): Promise<{ id: string }[]> {
  return from.read("SELECT id FROM checkouts WHERE next_check_at <= ? ORDER BY next_check_at LIMIT ?", [now, limit]);
}

/** The ids of checkouts that Stripe may have or not, the thousand that are due first: no process has more under way. */
export function listCreatingCheckouts(from: Reader): Promise<{ id: string }[]> {
  return from.read(
    "SELECT id FROM checkouts WHERE next_check_at IS NOT NULL AND state = 'creating' ORDER BY next_check_at LIMIT 1000",
  );
}

/** When the checkout that waits longest was to be asked about; null when none is to be asked about ever. */
export async function findFirstCheck(from: Reader): Promise<string | null> {
  const row = await readOne<{ at: string }>(
    from,
    "SELECT next_check_at AS at FROM checkouts WHERE next_check_at IS NOT NULL ORDER BY next_check_at LIMIT 1",
  );
  return row?.at ?? null;
}
