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
export const DROP_FULFILLMENT_TRIGGER = "DROP TRIGGER checkouts_fulfillment_is_final;";
export const MAKE_FULFILLMENT_TRIGGER =
  `CREATE TRIGGER checkouts_fulfillment_is_final BEFORE UPDATE OF fulfillment_kind ON checkouts
  WHEN OLD.fulfillment_kind IS NOT NULL BEGIN SELECT RAISE(ABORT, 'no'); END;`;
export const DROP_CREDIT_TRIGGERS = "DROP TRIGGER credit_entries_append_only; DROP TRIGGER credit_entries_kept;";
export const MAKE_CREDIT_TRIGGERS =
  `CREATE TRIGGER credit_entries_append_only BEFORE UPDATE ON credit_entries BEGIN SELECT RAISE(ABORT, 'no'); END;
  CREATE TRIGGER credit_entries_kept BEFORE DELETE ON credit_entries BEGIN SELECT RAISE(ABORT, 'no'); END;`;
export const DROP_GIFT_CARD_TRIGGERS =
  "DROP TRIGGER gift_card_entries_append_only; DROP TRIGGER gift_card_entries_kept;";
export const MAKE_GIFT_CARD_TRIGGERS =
  `CREATE TRIGGER gift_card_entries_append_only BEFORE UPDATE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'no'); END;
  CREATE TRIGGER gift_card_entries_kept BEFORE DELETE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'no'); END;`;

export const fulfillment = (set: string, checkout: string) =>
  `${DROP_FULFILLMENT_TRIGGER} UPDATE checkouts SET ${set} WHERE id = '${checkout}'; ${MAKE_FULFILLMENT_TRIGGER}`;
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

/** What is done to the books behind the server's back, and every line that the doctor must say then, but no other. */
export type Case = [name: string, by: (w: Ids) => string, says: (w: Ids) => string[]];

/** Each case is found, and nothing else is. */
export async function proveCases(test: Deno.TestContext, cases: Case[]): Promise<void> {
  await using t = await studio();
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
      assert.equal(/@|jane|sam|555/i.test(found.join()), false, "nothing personal");
    });
  }
}

/** What the doctor finds in a copy of the books after this was done to it. */
export async function findingsAfter(sound: string, sql: string): Promise<string[]> {
  const copy = `${sound}.copy`;
  for (const end of ["", "-wal", "-shm"]) await Deno.remove(copy + end).catch(() => {});
  await Deno.copyFile(sound, copy);
  const hand = new DatabaseSync(copy);
  hand.exec(`${ALONE} ${sql}`);
  hand.close();
  const db = await openDatabase({ url: `file:${copy}` });
  try {
    return await findBreaches(db);
  } finally {
    await db.close();
  }
}
