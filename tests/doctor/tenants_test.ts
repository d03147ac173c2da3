import assert from "node:assert/strict";
import { studio } from "../support/studio.ts";
import { live } from "./busy_studio.ts";
import { type Case, findingsAfter, proveCases } from "./breaches.ts";

const CASES: Case[] = [
  [
    "a client of another studio",
    (w) => `UPDATE enrollments SET client_id = '${w.othersClient}' WHERE id = '${w.free}'`,
    (w) => [`enrollments ${w.free}: its client_id leads to none of this provider's clients`],
  ],
  [
    "a pack of another client",
    (w) => `UPDATE enrollments SET client_id = '${w.client}' WHERE id = '${w.returned}'`,
    (w) => [`enrollment ${w.returned}: of client ${w.client}, but its pack ${w.pack} is of client $PACKER`],
  ],
  [
    "a promise of another's seat",
    (w) => `UPDATE waitlist_entries SET status = 'Booked', enrollment_id = '${w.paid}' WHERE id = '${w.promoted}'`,
    (w) => [`waitlist entry ${w.promoted}: its enrollment ${w.paid} is of another class or client`],
  ],
];

Deno.test("a cross-tenant reference is found", (test) => proveCases(test, CASES));

Deno.test("no record may lead to another studio's, whichever column leads there", async (test) => {
  await using t = await studio({ onFile: true });
  const w = await live(t);
  // An event that an endpoint is still owed.
  await t.studio.manage("POST", "webhook-endpoints", { url: "http://127.0.0.1:1/hooks", types: ["*"] });
  await t.studio.addClass();
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const owned =
    `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'provider_id'`;
  const references = await t.db.read(
    `SELECT m.name AS child, f."from" AS via FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
     WHERE m.name IN (${owned}) AND f."table" IN (${owned}) AND f."to" = 'id' AND f."from" <> 'provider_id'
       AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'id')
       AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name) s WHERE s.id = f.id AND s."to" = 'state')`,
  );
  assert.ok(references.length > 20);
  for (const { child, via } of references) {
    await test.step(`${child}.${via}`, async () => {
      const [row] = await t.db.read(
        `SELECT rowid AS place, id FROM ${child} WHERE ${via} IS NOT NULL AND provider_id = ? ORDER BY rowid LIMIT 1`,
        [w.provider],
      );
      assert.ok(row, "the world has one");
      const found = await findingsAfter(
        sound,
        `UPDATE ${child} SET provider_id = '${w.other}' WHERE rowid = ${row.place}`,
      );
      assert.ok(
        found.some((line) => line.startsWith(`${child} ${row.id}: its ${via} leads to none of this provider's `)),
        found.join("\n"),
      );
    });
  }
});
