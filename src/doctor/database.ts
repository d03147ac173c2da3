/** The database itself: a sound file, references that lead somewhere, and the triggers that keep the ledgers. */
import type { Reader } from "../db/database.ts";
import { ask } from "./question.ts";

/** The guards that are triggers: without these, what the code relies on would hold by its own care only. */
const TRIGGERS = [
  "checkouts_fulfillment_exists",
  "checkouts_fulfillment_is_final",
  "client_packages_begin_full",
  "client_packages_match_ledger",
  "credit_entries_append_only",
  "credit_entries_kept",
  "credit_entries_move_balance",
  "enrollments_free_seat",
  "enrollments_move_seat",
  "enrollments_take_seat",
  "gift_card_entries_append_only",
  "gift_card_entries_kept",
  "gift_card_entries_move_balance",
  "gift_card_entries_pay_a_booking",
  "gift_card_entries_return_a_debit",
  "gift_cards_begin_full",
  "gift_cards_match_ledger",
  "manual_refunds_append_only",
  "manual_refunds_kept",
  "manual_refunds_pay_what_is_owed",
  "offline_payments_append_only",
  "offline_payments_kept",
  "offline_payments_pay_a_booking",
  "refunds_ask_again_for_what_is_left",
  "refunds_ask_for_what_is_left",
  "refunds_due_stays_paid",
  "refunds_due_was_paid",
];

export const MISSING_TRIGGERS = [
  ask(
    "trigger %s: it is missing, so what it guards is no longer kept by the database",
    ["column1"],
    `FROM (VALUES ${TRIGGERS.map((name) => `('${name}')`).join(", ")})
     WHERE column1 NOT IN (SELECT name FROM sqlite_schema WHERE type = 'trigger')`,
  ),
];

/** What the engine itself finds wrong with the file. */
export async function listDamage(from: Reader): Promise<string[]> {
  const rows = await from.read(
    "SELECT integrity_check AS found FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
  );
  return rows.map((row) => `database: ${row.found}`);
}

/** References to rows that are not there, or that are another provider's. Whether what a payment gave was paid is asked in checkouts.ts. */
export async function listDangling(from: Reader): Promise<string[]> {
  const found = await from.read(
    `SELECT f."table" AS child, f.rowid AS place, f.parent, l."from" AS via
     FROM pragma_foreign_key_check f JOIN pragma_foreign_key_list(f."table") l ON l.id = f.fkid AND l."to" = 'id'
     WHERE NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(f."table") s WHERE s.id = f.fkid AND s."to" = 'state')`,
  );
  const names = new Map<string, string>();
  for (const table of new Set(found.map((one) => one.child as string))) {
    const rows = await from.read(
      `SELECT rowid AS place, id FROM "${table}" WHERE rowid IN (SELECT rowid FROM pragma_foreign_key_check('${table}'))`,
    );
    for (const row of rows) names.set(`${table} ${row.place}`, row.id);
  }
  return found.map(({ child, place, parent, via }) =>
    `${child} ${names.get(`${child} ${place}`) ?? `row ${place}`}: its ${via} leads to none of ${
      via === "provider_id" ? "" : "this provider's "
    }${parent}`
  );
}
