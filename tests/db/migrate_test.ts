import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Database } from "../../src/db/database.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { loadMigrations, migrate, type Migration, MigrationError, type MigrationTarget } from "../../src/db/migrate.ts";
import { openRemote } from "../../src/db/remote.ts";
import { serveHrana } from "../support/hrana_server.ts";
import { runChild } from "../support/child_process.ts";

interface World extends AsyncDisposable {
  directory: string;
  /** Opens the same database once more. */
  open(): Promise<Database & MigrationTarget>;
}

const DRIVERS = ["embedded", "server"] as const;

async function world(driver: typeof DRIVERS[number]): Promise<World> {
  const directory = await Deno.makeTempDir({ prefix: "alera-migrate-" });
  const path = `${directory}/test.db`;
  const server = driver === "server" ? serveHrana(path) : null;
  const opened: Database[] = [];
  return {
    directory,
    open() {
      const db = server ? openRemote({ url: server.url }) : openEmbedded(path);
      opened.push(db);
      return Promise.resolve(db);
    },
    async [Symbol.asyncDispose]() {
      for (const db of opened) await db.close();
      await server?.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function each(name: string, test: (world: World) => Promise<void>): void {
  for (const driver of DRIVERS) {
    Deno.test(`${driver}: ${name}`, async () => {
      await using here = await world(driver);
      await test(here);
    });
  }
}

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const now = () => NOW;

const FIRST: Migration = {
  name: "0001_notes",
  sql: `-- it's a comment; with traps
    CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT DEFAULT 'a;b -- c''d') STRICT; /* ; */
    CREATE TABLE log (text TEXT) STRICT;
    CREATE TRIGGER logged AFTER INSERT ON notes BEGIN
      INSERT INTO log VALUES (new.text || ';');
      UPDATE log SET text = CASE WHEN text = ';' THEN 'empty' ELSE text END;
    END;
    INSERT INTO notes (id) VALUES (1);
    -- the end`,
};
const SECOND: Migration = { name: "0002_more", sql: "ALTER TABLE notes ADD COLUMN more TEXT;" };
const THIRD: Migration = { name: "0003_index", sql: "CREATE INDEX notes_by_text ON notes (text)" };

async function history(db: Database): Promise<string[]> {
  return (await db.read("SELECT name FROM schema_migrations ORDER BY name")).map(({ name }) => name);
}

each("each migration is applied once, in order, and recorded", async (world) => {
  const db = await world.open();
  assert.deepEqual(await migrate(db, [FIRST], now), ["0001_notes"]);
  assert.deepEqual(await migrate(db, [FIRST, SECOND, THIRD], now), ["0002_more", "0003_index"]);
  assert.deepEqual(await migrate(db, [FIRST, SECOND, THIRD], now), []);
  assert.deepEqual(await history(db), ["0001_notes", "0002_more", "0003_index"]);
  assert.deepEqual(await db.read("SELECT text FROM log"), [{ text: "a;b -- c'd;" }]);
  assert.deepEqual(await db.read("SELECT * FROM schema_migrations WHERE name = '0001_notes'"), [{
    name: "0001_notes",
    checksum: createHash("sha256").update(FIRST.sql).digest("hex"),
    applied_at: "2026-01-02T03:04:05.000Z",
  }]);
});

each("a migration that fails leaves nothing behind, the ones before it stay", async (world) => {
  const db = await world.open();
  const broken = { name: "0002_broken", sql: "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);" };
  const error = await migrate(db, [FIRST, broken, THIRD], now).catch((error) => error);
  assert.ok(error instanceof MigrationError);
  assert.match(error.message, /0002_broken.*nowhere/);
  assert.deepEqual(await history(db), ["0001_notes"]);
  assert.deepEqual(await db.read("SELECT name FROM sqlite_schema WHERE name = 'half'"), []);
  assert.deepEqual(await migrate(db, [FIRST, SECOND], now), ["0002_more"]);
});

each("a migration whose commit fails leaves nothing behind", async (world) => {
  const db = await world.open();
  const broken = {
    name: "0001_dangling",
    sql: `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO b VALUES (1);`,
  };
  await assert.rejects(migrate(db, [broken], now), /FOREIGN KEY/);
  assert.deepEqual(await db.read("SELECT name FROM sqlite_schema WHERE type = 'table'"), []);
});

each("a changed, a missing and a skipped migration are refused", async (world) => {
  const db = await world.open();
  await migrate(db, [FIRST, THIRD], now);
  const refusals: [Migration[], RegExp][] = [
    [[{ ...FIRST, sql: FIRST.sql + " " }, THIRD, SECOND], /0001_notes was changed/],
    [[FIRST], /0003_index .* not here/],
    [[FIRST, SECOND], /0003_index .* not here/],
    [[FIRST, SECOND, THIRD], /0002_more was never applied/],
  ];
  for (const [migrations, reason] of refusals) {
    await assert.rejects(migrate(db, migrations, now), (error: Error) => {
      assert.ok(error instanceof MigrationError);
      assert.match(error.message, reason);
      return true;
    });
  }
  assert.deepEqual(await history(db), ["0001_notes", "0003_index"]);
});

each("a migration may not end its own transaction", async (world) => {
  const db = await world.open();
  for (
    const sql of [
      "CREATE TABLE x (a); COMMIT;",
      "BEGIN; CREATE TABLE x (a)",
      "begin immediate transaction;",
      "-- \n ROLLBACK",
    ]
  ) {
    await assert.rejects(migrate(db, [{ name: "0001_x", sql }], now), MigrationError, sql);
  }
  assert.deepEqual(await db.read("SELECT name FROM sqlite_schema"), []);
});

each("two that start at once apply each migration once", async (world) => {
  const [one, two] = [await world.open(), await world.open()];
  const counting = Array.from({ length: 5 }, (_, i) => ({
    name: `000${i + 1}_count`,
    sql: `CREATE TABLE IF NOT EXISTS counts (n); INSERT INTO counts VALUES (${i});`,
  }));
  const applied = await Promise.all([migrate(one, counting, now), migrate(two, counting, now)]);
  assert.deepEqual(applied.flat().sort(), counting.map(({ name }) => name));
  assert.deepEqual(await one.read("SELECT count(*) AS n FROM counts"), [{ n: 5 }]);
});

Deno.test("two processes that start at once apply each migration once", async () => {
  await using here = await world("embedded");
  const module = (name: string) => JSON.stringify(new URL(`../../src/db/${name}.ts`, import.meta.url).href);
  const program = `
    import { openEmbedded } from ${module("embedded")};
    import { migrate } from ${module("migrate")};
    const db = openEmbedded(${JSON.stringify(`${here.directory}/test.db`)});
    const migrations = Array.from({ length: 9 }, (_, i) => ({ name: "000" + (i + 1) + "_x", sql: "CREATE TABLE t" + i + " (a)" }));
    const applied = await migrate(db, migrations, Date.now);
    await db.close();
    console.log(applied.length);`;
  const outputs = await Promise.all(
    [1, 2, 3].map(() => runChild(Deno.execPath(), ["eval", program], { cwd: new URL("../../", import.meta.url) })),
  );
  const counts = outputs.map(({ out, err }) => {
    const printed = out.trim();
    assert.match(printed, /^\d$/, err);
    return Number(printed);
  });
  assert.equal(counts.reduce((sum, count) => sum + count), 9);
});

Deno.test("migrations are read from numbered files without gaps", async () => {
  await using here = await world("embedded");
  const directory = pathToFileURL(`${here.directory}/migrations/`);
  const put = (name: string, sql: string) => Deno.writeTextFile(new URL(name, directory), sql);
  await Deno.mkdir(directory);
  assert.deepEqual(await loadMigrations(directory), []);
  await put("README.md", "no migration");
  const expected = [8, 3, 9, 1, 7, 2, 6, 5, 4].map((n) => ({ name: `000${n}_x`, sql: `SELECT 'é${n}'` }));
  for (const { name, sql } of expected) await put(`${name}.sql`, sql);
  expected.sort((a, b) => a.name < b.name ? -1 : 1);
  assert.deepEqual(await loadMigrations(directory), expected);
  for (const name of ["0011_gap.sql", "0002_twice.sql", "0010_Not snake.sql", "10_ten.sql"]) {
    await put(name, "");
    await assert.rejects(loadMigrations(directory), MigrationError, name);
    await Deno.remove(new URL(name, directory));
  }
});

each("this repository's own migrations apply", async (world) => {
  const db = await world.open();
  const migrations = await loadMigrations(new URL("../../migrations/", import.meta.url));
  assert.deepEqual(await migrate(db, migrations, now), migrations.map(({ name }) => name));
  assert.deepEqual(await db.read("PRAGMA foreign_key_check"), []);
});
