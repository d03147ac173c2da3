/** The doctor: proves that every promise the books make is kept (contract, section 8). */
import type { Database, Reader } from "../db/database.ts";
import { listBroken, listDamage, listDangling } from "./checks.ts";

/**
 * A line for each breach, empty when all is well. Reads one snapshot, so what is written meanwhile can't deceive it; a
 * reader that is given must be one already.
 */
export async function findBreaches(db: Database | Reader): Promise<string[]> {
  return "snapshot" in db && typeof db.snapshot === "function" ? await db.snapshot(prove) : await prove(db);
}

async function prove(books: Reader): Promise<string[]> {
  const breaches = [
    await listBroken(books, "seats"), // 1
    await listBroken(books, "oneLive"), // 2
    await listBroken(books, "balances"), // 3
    await listBroken(books, "fulfillments"), // 4
    await listBroken(books, "refunds"), // 5
    await listBroken(books, "mails"), // 6
    await listDamage(books), // 7
    await listDangling(books),
    await listBroken(books, "crossTenantReferences"),
  ].flat();
  return [...new Set(breaches)];
}
