/** What moves when two clients become one. */
import { type Reader, runAny, type Tx } from "../db/database.ts";

/** A class in which both have something that one client has once. */
export interface MergeConflict {
  classId: string;
  reason: "already_booked" | "already_waiting";
}

interface Claim {
  classId: string;
  waiting: 0 | 1;
}

/** Classes where both hold a seat, or one does and the other waits, or both wait. */
export async function listMergeConflicts(from: Reader, oneId: string, otherId: string): Promise<MergeConflict[]> {
  const [ones, others] = await Promise.all([listClaims(from, oneId), listClaims(from, otherId)]);
  return ones.flatMap(({ classId, waiting }) => {
    const other = others.find((one) => one.classId === classId);
    if (!other) return [];
    return [{ classId, reason: waiting || other.waiting ? "already_waiting" as const : "already_booked" as const }];
  });
}

/** Seats and waits of a client that are live. */
function listClaims(from: Reader, clientId: string): Promise<Claim[]> {
  return from.read<Claim>(
    `SELECT class_id AS classId, 0 AS waiting FROM enrollments WHERE client_id = ? AND status IN ('PendingPayment', 'Confirmed')
     UNION ALL SELECT class_id, 1 FROM waitlist_entries WHERE client_id = ? AND status = 'Waiting'`,
    [clientId, clientId],
  );
}

/** Bookings, packs, waits, appointments, mails and events of one client become another's. */
export async function moveRecords(
  tx: Tx,
  { id, providerId }: { id: string; providerId: string },
  intoId: string,
): Promise<void> {
  for (const table of ["client_packages", "enrollments", "waitlist_entries", "appointments", "messages", "events"]) {
    await runAny(tx, `UPDATE ${table} SET client_id = ? WHERE client_id = ? AND provider_id = ?`, [
      intoId,
      id,
      providerId,
    ]);
  }
}
