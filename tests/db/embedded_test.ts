/** What only a local file can promise: versions for caches, backups, and getting on with other processes. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Database } from "../../src/db/database.ts";
import { type EmbeddedOptions, openEmbedded } from "../../src/db/embedded.ts";
import type { MigrationTarget } from "../../src/db/migrate.ts";
import { runChild } from "../support/child_process.ts";

interface World extends AsyncDisposable {
  db: Database & MigrationTarget;
  directory: string;
  path: string;
}

async function open(options?: EmbeddedOptions): Promise<World> {
  const directory = await Deno.makeTempDir({ prefix: "alera-db-" });
  const path = `${directory}/not/there/yet/test.db`;
  const db = openEmbedded(path, options);
  await db.migration((tx) => tx.script("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT"));
  return {
    db,
    directory,
    path,
    async [Symbol.asyncDispose]() {
      await db.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function addNote(db: Database, scope: string | null, text: string): Promise<number> {
  return db.write(scope, (tx) => tx.run("INSERT INTO notes (text) VALUES (?)", [text]));
}

/** Runs a program in another process, on the file at `path`, and answers what it printed. */
async function elsewhere(path: string, program: string): Promise<string> {
  const args = ["eval", `const path = ${JSON.stringify(path)};\n${program}`];
  const { out, err } = await runChild(Deno.execPath(), args, { cwd: new URL("../../", import.meta.url) });
  return out.trim() || err;
}

/** Past the millisecond for which a version may be remembered. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

Deno.test("the connections have the settings that make commits safe", async () => {
  await using world = await open();
  const pragmas = await world.db.migration(async (tx) => [
    ...await tx.read("PRAGMA journal_mode"),
    ...await tx.read("PRAGMA synchronous"),
    ...await tx.read("PRAGMA foreign_keys"),
  ]);
  assert.deepEqual(pragmas, [{ journal_mode: "wal" }, { synchronous: 1 }, { foreign_keys: 1 }]);
  await assert.rejects(world.db.read("INSERT INTO notes (text) VALUES ('x') RETURNING id"), /readonly/);
});

Deno.test("a version rises with every commit of its scope, and only then", async () => {
  await using world = await open();
  const { db } = world;
  const [a, b] = [db.version("a")!, db.version("b")!];
  assert.equal(db.version("a"), a);

  await addNote(db, "a", "one");
  assert.ok(db.version("a")! > a);
  assert.equal(db.version("b"), b);

  const before = db.version("a")!;
  await assert.rejects(db.write("a", () => Promise.reject(new Error("no"))));
  await db.read("SELECT * FROM notes");
  await db.snapshot((reader) => reader.read("SELECT * FROM notes"));
  await aMoment();
  assert.equal(db.version("a"), before);
  assert.equal(db.version("b"), b, "our own commits are not taken for another process's");

  await addNote(db, null, "everybody's");
  assert.ok(db.version("a")! > before);
  assert.ok(db.version("b")! > b);
});

Deno.test("a version has risen when the caller is answered, and may be asked at any time", async () => {
  await using world = await open();
  const { db } = world;
  const before = db.version("a")!;
  const seen: number[] = [];
  const writes = Array.from({ length: 30 }, async (_, i) => {
    await db.write("a", async (tx) => {
      seen.push(db.version("a")!);
      await aMoment();
      await tx.run("INSERT INTO notes (text) VALUES (?)", [String(i)]);
      seen.push(db.version("a")!);
    });
    assert.ok(db.version("a")! > before);
  });
  const watching = setInterval(() => seen.push(db.version("a")!));
  await Promise.all(writes);
  clearInterval(watching);
  assert.ok(seen.every((version, i) => i === 0 || version >= seen[i - 1]), "it never falls");
});

Deno.test("after a script that ended its own transaction nothing more is written outside one", async () => {
  await using world = await open();
  const { db } = world;
  const script = db.migration(async (tx) => {
    await tx.script("CREATE TABLE one (a); END;");
    await tx.run("INSERT INTO notes (text) VALUES ('alone')");
  });
  await assert.rejects(script, /rolled back/);
  assert.deepEqual(await db.read("SELECT text FROM notes"), []);
});

Deno.test("a commit of another process outdates every version", async () => {
  await using world = await open();
  const { db, path } = world;
  const [a, b] = [db.version("a")!, db.version("b")!];
  const printed = await elsewhere(
    path,
    `import { DatabaseSync } from "node:sqlite";
     new DatabaseSync(path, { timeout: 5000 }).exec("INSERT INTO notes (text) VALUES ('from elsewhere')");
     console.log("done");`,
  );
  assert.equal(printed, "done");
  assert.ok(db.version("a")! > a);
  assert.ok(db.version("b")! > b);
  assert.deepEqual(await db.read("SELECT text FROM notes"), [{ text: "from elsewhere" }]);
  const after = db.version("a")!;
  await aMoment();
  assert.equal(db.version("a"), after);

  const neighbour = new DatabaseSync(path, { timeout: 5000 });
  neighbour.exec("INSERT INTO notes (text) VALUES ('from next door')");
  await aMoment();
  assert.ok(db.version("a")! > after);
  neighbour.close();
});

Deno.test("a write that was answered survives the process's sudden death", async () => {
  await using world = await open();
  await elsewhere(
    world.path,
    `import { openEmbedded } from ${JSON.stringify(new URL("../../src/db/embedded.ts", import.meta.url).href)};
     const db = openEmbedded(path);
     await Promise.all([1, 2, 3].map((i) => db.write("a", (tx) => tx.run("INSERT INTO notes (id) VALUES (?)", [i]))));
     Deno.kill(Deno.pid, "SIGKILL");`,
  );
  assert.deepEqual(await world.db.read("SELECT id FROM notes"), [{ id: 1 }, { id: 2 }, { id: 3 }]);
});

Deno.test("a write waits for another process's transaction without holding up the event loop", async () => {
  await using world = await open();
  const { db, path } = world;
  const other = new DatabaseSync(path, { timeout: 0 });
  other.exec("BEGIN IMMEDIATE; INSERT INTO notes (text) VALUES ('theirs')");
  const write = db.write("a", (tx) => tx.read("INSERT INTO notes (text) VALUES ('ours') RETURNING id"));
  for (let turn = 0; turn < 20; turn++) await aMoment(); // would not come back before the wait is over if it blocked
  assert.deepEqual(await db.read("SELECT text FROM notes"), []);
  other.exec("COMMIT");
  assert.deepEqual(await write, [{ id: 2 }]);
  const [checkpoint] = other.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all() as unknown as { busy: number }[];
  assert.equal(checkpoint.busy, 0, "the attempts that failed have left no snapshot open");
  other.close();
});

Deno.test("a write that never gets the lock fails, and the next one works", async () => {
  await using world = await open({ lockWaitMs: 30 });
  const { db, path } = world;
  const other = new DatabaseSync(path, { timeout: 0 });
  other.exec("BEGIN IMMEDIATE");
  const writes = await Promise.allSettled([addNote(db, "a", "one"), addNote(db, "a", "two")]);
  for (const write of writes) assert.match((write as PromiseRejectedResult).reason.code, /^SQLITE_BUSY/);
  await assert.rejects(addNote(db, "a", "alone"), { code: /^SQLITE_BUSY/ });
  other.exec("COMMIT");
  other.close();
  assert.equal(await addNote(db, "a", "later"), 1);
  assert.deepEqual(await db.read("SELECT text FROM notes"), [{ text: "later" }]);
});

Deno.test("two processes writing at once lose nothing", async () => {
  await using world = await open();
  const { db, path } = world;
  const theirs = elsewhere(
    path,
    `import { openEmbedded } from ${JSON.stringify(new URL("../../src/db/embedded.ts", import.meta.url).href)};
     const db = openEmbedded(path);
     for (let i = 0; i < 100; i++) await db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES ('theirs')"));
     await db.close();
     console.log("done");`,
  );
  let running = true;
  const ours = (async () => {
    let count = 0;
    for (; running; count++) await addNote(db, "a", "ours");
    return count;
  })();
  assert.equal(await theirs, "done");
  running = false;
  const count = await ours;
  const counts = await db.read("SELECT text, count(*) AS n FROM notes GROUP BY text ORDER BY text");
  assert.deepEqual(counts, [{ text: "ours", n: count }, { text: "theirs", n: 100 }]);
});

Deno.test("a backup is whole, for its owner's eyes, and replaces nothing", async () => {
  await using world = await open();
  const { db, directory } = world;
  await Promise.all(Array.from({ length: 50 }, (_, i) => addNote(db, "a", `note ${i}`)));
  const file = `${directory}/it's a backup.db`;
  // Of a backup that was cut off: a log that SQLite would read, were the new copy not begun as an empty file.
  await Deno.copyFile(`${world.path}-wal`, `${file}.unfinished-wal`);
  const [, , during] = await Promise.all([
    db.backup(file),
    addNote(db, "a", "meanwhile"),
    db.read("SELECT count(*) AS n FROM notes"),
  ]);
  assert.ok(during[0].n >= 50);

  const copy = new DatabaseSync(file);
  assert.deepEqual(copy.prepare("PRAGMA integrity_check").all().map((row) => ({ ...row })), [{
    integrity_check: "ok",
  }]);
  const [{ n }] = copy.prepare("SELECT count(*) AS n FROM notes").all() as unknown as { n: number }[];
  assert.ok(n >= 50);
  assert.deepEqual(
    { ...copy.prepare("PRAGMA journal_mode").get() },
    { journal_mode: "delete" },
    "one file, without a log",
  );
  copy.close();
  assert.deepEqual([...Deno.readDirSync(directory)].filter(({ name }) => name.includes(".unfinished")), []);
  assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);

  await assert.rejects(db.backup(file), /exists already/);
  await assert.rejects(db.backup(`${directory}/no/such/place.db`));
  await Deno.mkdir(`${directory}/fails.db.unfinished-journal/in the way`, { recursive: true });
  await assert.rejects(db.backup(`${directory}/fails.db`));
  const names = [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
  assert.deepEqual(names.filter((name) => name.endsWith("unfinished")), []);
  assert.equal(await addNote(db, "a", "after"), 1);
});

Deno.test("closing leaves everything in the one file", async () => {
  await using world = await open();
  const { db, path } = world;
  await addNote(db, "a", "kept");
  await db.close();
  assert.equal((await Deno.stat(`${path}-wal`).catch(() => null))?.size ?? 0, 0);
  await Deno.copyFile(path, `${path}.moved`);
  const moved = openEmbedded(`${path}.moved`);
  assert.deepEqual(await moved.read("SELECT text FROM notes"), [{ text: "kept" }]);
  await moved.close();
  await assert.rejects(db.backup(`${path}.late`), /closed/);
});

Deno.test("only a file can be opened", () => {
  for (const path of ["", ":memory:"]) assert.throws(() => openEmbedded(path), /Not a database file/);
});

Deno.test("a new database is for its owner's eyes, and so is its log; one that is there keeps its mode", async () => {
  await using world = await open();
  for (const end of ["", "-wal", "-shm"]) assert.equal((await Deno.stat(world.path + end)).mode! & 0o777, 0o600, end);
  const path = `${world.directory}/shared.db`;
  await Deno.writeFile(path, new Uint8Array(), { mode: 0o640 });
  await Deno.chmod(path, 0o640);
  const db = openEmbedded(path);
  await db.read("SELECT 1");
  await db.close();
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o640);
});
