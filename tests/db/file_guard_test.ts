/** A file that was taken from under the server, and a disk that takes no more. */
import assert from "node:assert/strict";
import { openEmbedded } from "../../src/db/embedded.ts";

/** Past the moment for which a look at the file holds. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 25));
}

async function world() {
  const directory = await Deno.makeTempDir({ prefix: "alera-guard-" });
  const path = `${directory}/test.db`;
  const told: [event: string, code: unknown][] = [];
  const db = openEmbedded(path, {
    report: (event, error) => void told.push([event, (error as { code?: string } | null)?.code]),
  });
  await db.migration((tx) => tx.script("CREATE TABLE notes (text TEXT NOT NULL) STRICT"));
  return {
    db,
    directory,
    path,
    told,
    add: (text: string) => db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES (?)", [text])),
    notes: async () => (await db.read("SELECT text FROM notes ORDER BY rowid")).map(({ text }) => text),
    async [Symbol.asyncDispose]() {
      await db.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

const MOVED = { code: "SQLITE_READONLY_DBMOVED" };
const UNAVAILABLE = ["database_unavailable", "SQLITE_READONLY_DBMOVED"];

for (const end of ["", "-wal"]) {
  Deno.test(`with the file test.db${end} gone no write is acknowledged, and all goes on when it is back`, async () => {
    await using w = await world();
    const file = w.path + end;
    await w.add("before");
    await Deno.rename(file, `${file}.away`);
    await aMoment();
    const calls = await Promise.allSettled(["one", "two", "three"].map(w.add));
    for (const call of calls) assert.equal((call as PromiseRejectedResult).reason.code, MOVED.code);
    await assert.rejects(w.add("four"), MOVED);
    await assert.rejects(w.db.snapshot((reader) => reader.read("SELECT 1")), MOVED);
    await assert.rejects(w.db.backup(`${w.directory}/copy.db`), MOVED);
    assert.throws(() => Deno.statSync(file), Deno.errors.NotFound, "none was made");
    assert.deepEqual(await w.notes(), ["before"], "what is only read is answered");
    assert.deepEqual(w.told, [UNAVAILABLE], "once");

    await Deno.rename(`${file}.away`, file);
    await aMoment();
    await w.add("after");
    assert.deepEqual(w.told, [UNAVAILABLE, ["database_available", undefined]]);
    assert.deepEqual(await w.notes(), ["before", "after"]);
  });
}

Deno.test("a file that was put in its place is not written to, and nothing more is written to the old one", async () => {
  await using w = await world();
  await w.add("before");
  const other = `${w.directory}/other.db`;
  const another = openEmbedded(other);
  await another.migration((tx) => tx.script("CREATE TABLE notes (text TEXT NOT NULL) STRICT"));
  await another.close();
  await Deno.rename(w.path, `${w.path}.away`);
  await Deno.rename(other, w.path);
  const bytes = await Deno.readFile(w.path);
  await aMoment();
  for (let i = 0; i < 3; i++) await assert.rejects(w.add("lost"), MOVED);
  assert.deepEqual(w.told, [UNAVAILABLE]);
  assert.deepEqual(await w.notes(), ["before"]);
  await w.db.close();
  assert.deepEqual(await Deno.readFile(w.path), bytes);
});

Deno.test("a disk that is full is told once, and once that it takes writes again", async () => {
  await using w = await world();
  const limit = (pages: number) => w.db.write("a", (tx) => tx.read(`PRAGMA max_page_count = ${pages}`));
  const large = "x".repeat(100_000);
  await limit(1); // as small as it is now
  const calls = await Promise.allSettled([w.add(large), w.add(large), w.add(large)]);
  for (const call of calls) assert.equal((call as PromiseRejectedResult).reason.code, "SQLITE_FULL");
  await w.db.write("a", (tx) => tx.read("SELECT 1"));
  await assert.rejects(w.add(large), { code: "SQLITE_FULL" });
  assert.deepEqual(w.told, [["database_unavailable", "SQLITE_FULL"]], "a write that changed nothing proves nothing");
  await limit(1_000_000);
  await w.add(large);
  assert.deepEqual(w.told.slice(1), [["database_available", undefined]]);
  await assert.rejects(w.db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES (NULL), (1.5)")));
  await assert.rejects(w.db.write("a", (tx) => tx.run("INSERT INTO nowhere VALUES (1)")));
  assert.equal(w.told.length, 2, "an error of another kind says nothing of the disk");
});
