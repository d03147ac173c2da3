/** The database itself: a sound file, references that lead somewhere, and the triggers that keep the ledgers. */
import type { Reader } from "../db/database.ts";
import { ask } from "./question.ts";

/** What keeps fulfillments and ledgers from ever being changed: without these, balances would prove nothing. */
const TRIGGERS = [
  "checkouts_fulfillment_is_final",
  "credit_entries_append_only",
  "credit_entries_kept",
  "gift_card_entries_append_only",
  "gift_card_entries_kept",
];

export const MISSING_TRIGGERS = [
  ask(
    "trigger %s: it is missing, so what is written could be changed",
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

/** References to rows that are not there. */
export async function listDangling(from: Reader): Promise<string[]> {
  const found = await from.read(
    `SELECT f."table" AS child, f.rowid AS place, f.parent, l."from" AS via
     FROM pragma_foreign_key_check f JOIN pragma_foreign_key_list(f."table") l ON l.id = f.fkid`,
  );
  const names = new Map<string, string>();
  for (const table of new Set(found.map((one) => one.child as string))) {
    const rows = await from.read(
      `SELECT rowid AS place, id FROM "${table}" WHERE rowid IN (SELECT rowid FROM pragma_foreign_key_check('${table}'))`,
    );
    for (const row of rows) names.set(`${table} ${row.place}`, row.id);
  }
  return found.map(({ child, place, parent, via }) =>
    `${child} ${names.get(`${child} ${place}`) ?? `row ${place}`}: its ${via} leads to none of ${parent}`
  );
}
