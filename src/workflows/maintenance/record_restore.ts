/** A backup took the place of a newer file. */
import type { Database } from "../../db/database.ts";
import { recordRestore as record } from "../../domain/restores.ts";
import { iso } from "../../domain/time.ts";

/** To be called once on the restored file: from then on the doctor asks for a reconciliation, which begins where these books end. */
export async function recordRestore({ db, clock }: { db: Database; clock: { now(): number } }): Promise<void> {
  await db.write("restores", (tx) => record(tx, iso(clock.now())));
}
