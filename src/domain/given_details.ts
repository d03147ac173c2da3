/** Name and phone as they were given with a booking or a waitlist entry: they are kept with it. */
import { runAny, type Tx } from "../db/database.ts";

/** A client's record has a new name or phone: what was made under the old ones follows, what is under other people's doesn't. */
export async function followDetails(
  tx: Tx,
  clientId: string,
  from: { name: string; phone: string | null },
  to: { name: string; phone: string | null },
): Promise<void> {
  for (const table of ["enrollments", "waitlist_entries"]) {
    await runAny(
      tx,
      `UPDATE ${table} SET phone = iif(phone IS ?, ?, phone), name = ? WHERE client_id = ? AND name = ?`,
      [from.phone, to.phone, to.name, clientId, from.name],
    );
  }
}
