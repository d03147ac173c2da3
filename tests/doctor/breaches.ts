/** Breaks a promise in a copy of the books, and compares what the doctor says then. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../../src/db/open.ts";
import { findBreaches } from "../../src/doctor/run.ts";
import { studio } from "../support/studio.ts";
import { type Ids, live, type World } from "./busy_studio.ts";

/** The doctor finds nothing. */
export const clean = async (t: World) => assert.deepEqual(await t.doctor(), []);

export const ALONE = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;";
export const fulfillment = (set: string, checkout: string) => `UPDATE checkouts SET ${set} WHERE id = '${checkout}';`;
export const copyOfEnrollment = (of: string, as: string, more: string) =>
  `INSERT INTO enrollments (id, provider_id, class_id, client_id, status, price_cents, paid_with, booked_at, updated_at)
   SELECT '${as}', provider_id, class_id, client_id, ${more}, booked_at, updated_at FROM enrollments WHERE id = '${of}';`;
export const copyOfRefund = (of: string, as: string, state: string, more = "checkout_id, enrollment_id") =>
  `INSERT INTO refunds (id, provider_id, checkout_id, enrollment_id, account_id, payment_intent_id, due_cents, amount_cents, currency, reason,
     state, attempt_at, next_try_at, created_at, updated_at)
   SELECT '${as}', provider_id, ${more}, account_id, payment_intent_id, due_cents, amount_cents, currency, reason, '${state}', attempt_at,
     next_try_at, created_at, updated_at FROM refunds WHERE id = '${of}';`;
/** The owner says that it was paid outside Stripe. */
export const paidManually = (refund: string) =>
  `INSERT INTO manual_refunds (id, refund_id, provider_id, checkout_id, amount_cents, created_at)
   SELECT 'mr-' || id, id, provider_id, checkout_id, due_cents, created_at FROM refunds WHERE id = '${refund}';`;
export const forgotten = (dedupeKey: string) => `DELETE FROM messages WHERE dedupe_key = '${dedupeKey}';`;
export const missing = (dedupeKey: string) => [`message ${dedupeKey}: missing from the outbox`];

interface Trigger {
  name: string;
  sql: string;
}

/** What is done to the books behind the server's back, and every line that the doctor must say then, but no other. */
export type Case = [name: string, by: (w: Ids) => string, says: (w: Ids) => string[]];

/** Each case is found, and nothing else is. */
export async function proveCases(test: Deno.TestContext, cases: Case[]): Promise<void> {
  await using t = await studio({ onFile: true });
  const w = await live(t);
  await clean(t);
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const find = async (sql: string, id: string) => String((await t.db.read(sql, [id]))[0].id);
  const known: Record<string, string> = {
    $DASHBOARD: await find("SELECT id FROM refunds WHERE enrollment_id = ?", w.dashboard),
    $PARTED: await find("SELECT checkout_id AS id FROM enrollments WHERE id = ?", w.parted),
    $LATE: await find("SELECT checkout_id AS id FROM enrollments WHERE id = ?", w.late),
    $PACKER: await find("SELECT client_id AS id FROM client_packages WHERE id = ?", w.pack),
    $DEBIT: await find("SELECT id FROM gift_card_entries WHERE gift_card_id = ?", w.card),
  };
  for (const [name, by, says] of cases) {
    await test.step(name, async () => {
      const found = await findingsAfter(sound, by(w));
      const expected = says(w).map((line) => line.replace(/\$[A-Z]+/g, (name) => known[name] ?? name));
      if (expected[0] === "$DAMAGE") {
        assert.ok(found.length > 0);
        for (const line of found) assert.ok(line.startsWith("database: "), line);
      } else assert.deepEqual(found, expected);
      const words = found.join().replace(/\w+-[0-9a-z]{24}/g, ""); // an id may spell a name
      assert.equal(/@|jane|sam|555/i.test(words), false, "nothing personal");
    });
  }
}

/** What the doctor finds in a copy of the books after this was done to it. No trigger prevents it; all but those dropped are there again. */
export async function findingsAfter(sound: string, sql: string): Promise<string[]> {
  const copy = `${sound}.copy`;
  for (const end of ["", "-wal", "-shm"]) await Deno.remove(copy + end).catch(() => {});
  await Deno.copyFile(sound, copy);
  const hand = new DatabaseSync(copy, { defensive: false }); // it may write to the schema
  const triggers = hand.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all() as unknown as Trigger[];
  const drop = (names: string[]) => names.map((name) => `DROP TRIGGER ${name};`).join(" ");
  const dropped = [...sql.matchAll(/DROP TRIGGER (\w+);/g)].map(([, name]) => name);
  hand.exec(`${ALONE} ${drop(triggers.map((one) => one.name))} ${sql.replace(/DROP TRIGGER \w+;/g, "")}`);
  for (const one of triggers) if (!dropped.includes(one.name)) hand.exec(one.sql);
  hand.close();
  const db = await openDatabase({ url: `file:${copy}` });
  try {
    return await findBreaches(db);
  } finally {
    await db.close();
  }
}
