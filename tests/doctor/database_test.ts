import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { studio } from "../support/studio.ts";
import { live } from "./busy_studio.ts";
import { type Case, findingsAfter, proveCases } from "./breaches.ts";

const CASES: Case[] = [
  [
    "a row that is not there",
    (w) => `DELETE FROM gift_cards WHERE id = '${w.card}'; DELETE FROM checkouts WHERE id = '${w.cardCheckout}'`,
    () => [`gift_card_entries $DEBIT: its gift_card_id leads to none of this provider's gift_cards`],
  ],
  [
    "an index that lies",
    () =>
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(sql, 'status = ''Waiting''', 'status <> ''Waiting''') WHERE name = 'waitlist_waiting'`,
    () => ["$DAMAGE"],
  ],
];

Deno.test("every trigger that is missing is found", async () => {
  await using t = await studio({ onFile: true });
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const triggers = await t.db.read("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name");
  assert.ok(triggers.length > 20);
  assert.deepEqual(
    await findingsAfter(sound, triggers.map(({ name }) => `DROP TRIGGER ${name};`).join(" ")),
    triggers.map(({ name }) => `trigger ${name}: it is missing, so what it guards is no longer kept by the database`),
  );
});

Deno.test("a damaged database is found", (test) => proveCases(test, CASES));

Deno.test("a file that can't be read is a finding", async () => {
  await using t = await studio({ onFile: true });
  await live(t);
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const copy = new DatabaseSync(sound);
  const { page } = copy.prepare("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'messages'").get() as {
    page: number;
  };
  const { size } = copy.prepare("SELECT page_size AS size FROM pragma_page_size").get() as { size: number };
  copy.close();
  const file = await Deno.open(sound, { read: true, write: true });
  await file.seek((page - 1) * size, Deno.SeekMode.Start);
  await file.write(new Uint8Array(size).fill(7));
  file.close();
  const found = await findingsAfter(sound, "");
  assert.ok(found.length > 0);
  for (const line of found) assert.ok(line.startsWith("database: "), line);
});
