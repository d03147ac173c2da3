/** A database of every schema that was ever released ends at the newest one with the same data. */
import assert from "node:assert/strict";
import { loadMigrations, type Migration } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { findBreaches } from "../../src/doctor/run.ts";
import { live } from "../doctor/busy_studio.ts";
import { studio } from "../support/studio.ts";
import { contentsOf, differences, dump, load, upgrade } from "./upgrade.ts";

const migrations = await loadMigrations(new URL("../../migrations/", import.meta.url));
const newest = migrations.at(-1)!.name;

/** What a migration changes on purpose, by its name, in the words of `differences`. */
const INTENDED: Record<string, string[]> = {};

/** One that is to come: it adds, and touches no row that is there. */
const NEXT: Migration = {
  name: `${String(migrations.length + 1).padStart(4, "0")}_next`,
  sql: `ALTER TABLE providers ADD COLUMN motto TEXT NOT NULL DEFAULT 'Breathe; in';
    CREATE TABLE mottos (id TEXT PRIMARY KEY, provider_id TEXT NOT NULL REFERENCES providers (id)) STRICT;
    INSERT INTO mottos SELECT 'motto-' || id, id FROM providers;
    CREATE INDEX mottos_by_provider ON mottos (provider_id);
    CREATE TRIGGER mottos_stay BEFORE DELETE ON mottos BEGIN SELECT RAISE(ABORT, 'mottos stay'); END;`,
};

/** A busy studio's rows, in the newest schema. */
async function busyRows(): Promise<string> {
  await using t = await studio({ onFile: true });
  await live(t);
  const copy = `${t.directory}/copy.db`;
  await t.db.backup(copy);
  return dump(copy);
}

/** The rows that a release wrote; those of today's code for the newest schema. */
async function rowsOf(name: string): Promise<string> {
  if (name === newest) return await busyRows();
  return await Deno.readTextFile(new URL(`upgrades/${name}.sql`, import.meta.url)).catch(() => {
    throw new Error(`there are no rows of ${name}: see tests/db/upgrades/README.md`);
  });
}

async function withFile(use: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "alera-upgrade-" });
  try {
    await use(`${directory}/alera.db`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function breaches(path: string): Promise<string[]> {
  const db = openDatabase({ url: `file:${path}` });
  try {
    return await findBreaches(db);
  } finally {
    await db.close();
  }
}

for (const [n, { name }] of migrations.entries()) {
  Deno.test(`a database of ${name} ends at the newest schema and the one to come with the same data, and sound`, () =>
    withFile(async (path) => {
      const rows = await rowsOf(name);
      await load(path, migrations.slice(0, n + 1), rows);
      const before = contentsOf(path);
      const filled = [...before.values()].filter((table) => table.length > 0).length;
      assert.ok(filled > 15, `only ${filled} tables hold something`);
      if (name === newest) assert.equal(dump(path), rows, "what was loaded is what was dumped");
      const applied = await upgrade(path, [...migrations, NEXT]);
      assert.deepEqual(applied, [...migrations.slice(n + 1), NEXT].map((one) => one.name));
      const intended = applied.flatMap((one) => INTENDED[one] ?? []);
      assert.deepEqual(differences(before, contentsOf(path)), intended);
      assert.deepEqual(await breaches(path), []);
      assert.equal(contentsOf(path).get("mottos")!.length, before.get("providers")!.length);
    }));
}

Deno.test("control: a migration that loses or changes something is found", () =>
  withFile(async (path) => {
    const rows = await busyRows();
    const careless: [sql: string, found: RegExp][] = [
      ["UPDATE clients SET name = upper(name)", /^clients: \d+ of \d+ rows are not as they were/],
      ["DROP TABLE waitlist_entries", /^waitlist_entries: gone$/],
      ["ALTER TABLE instructors RENAME COLUMN name TO called", /^instructors\.name: gone$/],
      ["DELETE FROM payment_events WHERE rowid % 2", /^payment_events: \d+ of \d+ rows are not as they were, \d+ are/],
      ["UPDATE providers SET updated_at = created_at, bio = 'new'", /^providers: \d+ of \d+ rows/],
    ];
    for (const [n, [sql, found]] of careless.entries()) {
      const file = `${path}.${n}`;
      await load(file, migrations, rows);
      const before = contentsOf(file);
      await upgrade(file, [...migrations, { name: NEXT.name, sql }]);
      const lines = differences(before, contentsOf(file));
      assert.ok(lines.some((line) => found.test(line)), `${sql}: ${lines.join("; ")}`);
    }
  }));
