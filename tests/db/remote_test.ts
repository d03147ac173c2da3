/** What a server between us and the data adds: connections that break, answers that never come. */
import assert from "node:assert/strict";
import { type Database, runOne } from "../../src/db/database.ts";
import type { MigrationTarget } from "../../src/db/migrate.ts";
import { openRemote, type RemoteOptions } from "../../src/db/remote.ts";
import { takeLease } from "../../src/db/remote/lease.ts";
import { UnknownCommitError } from "../../src/db/group_commit.ts";
import { type Fault, type HranaServer, serveHrana } from "../support/hrana_server.ts";

interface World extends AsyncDisposable {
  db: Database & MigrationTarget;
  server: HranaServer;
  /** Orders `fault` for the next `times` requests with this text in their SQL. */
  break(fault: Fault, text: string, times?: number): void;
}

async function open(options: Partial<RemoteOptions> = {}): Promise<World> {
  const directory = await Deno.makeTempDir({ prefix: "alera-db-" });
  const server = serveHrana(`${directory}/test.db`);
  const db = openRemote({ url: server.url, ...options });
  await db.migration((tx) => tx.script("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT) STRICT"));
  return {
    db,
    server,
    break(fault, text, times = 1) {
      server.fault = (sql) => {
        if (times === 0 || !sql.some((statement) => statement.includes(text))) return;
        times--;
        // A real server gives up the transaction of a client that is gone.
        if (fault === "drop") server.restart();
        return fault;
      };
    },
    async [Symbol.asyncDispose]() {
      await db.close();
      await server.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function addNote(db: Database, text: string): Promise<number> {
  return db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES (?)", [text]));
}

async function texts(db: Database): Promise<string[]> {
  return (await db.read("SELECT text FROM notes ORDER BY id")).map(({ text }) => text);
}

Deno.test("reads of one turn share a round trip; one that is wrong fails alone", async () => {
  await using world = await open();
  await addNote(world.db, "one");
  let before = world.server.requests;
  const both = await Promise.all([texts(world.db), world.db.read("SELECT ? AS value", [7])]);
  assert.deepEqual(both, [["one"], [{ value: 7 }]]);
  assert.equal(world.server.requests, before + 1);
  const [right, wrong] = await Promise.allSettled([texts(world.db), world.db.read("SELECT nonsense")]);
  assert.deepEqual([right.status, wrong.status], ["fulfilled", "rejected"]);
  before = world.server.requests;
  world.break("drop", "SELECT text", 1);
  assert.deepEqual((await Promise.all([texts(world.db), texts(world.db)])).flat(), ["one", "one"]);
});

Deno.test("what nobody waits for travels with the next statement", async () => {
  await using world = await open();
  const before = world.server.requests;
  await Promise.all(Array.from({ length: 5 }, (_, n) =>
    world.db.write("a", async (tx) => {
      for (let i = 0; i < 10; i++) await runOne(tx, "INSERT INTO notes (text) VALUES (?)", [`${n} ${i}`]);
      await Promise.all([tx.read("SELECT 1 AS one"), tx.read("SELECT 2 AS two")]);
    })));
  assert.equal((await texts(world.db)).length, 50);
  assert.equal(world.server.requests - before, 1 + 5 + 1 + 1, "begin, a round trip for each call, commit; the look");
});

Deno.test("who holds the lease may cache: its own commits, and those that may have happened, make it stale at once", async () => {
  await using world = await open();
  await using lease = await takeLease(world.server, 0);
  const db = openRemote({ url: world.server.url, lease: lease! });
  const first = db.version("a");
  assert.equal(typeof first, "number");
  await addNote(db, "one");
  const second = db.version("a");
  assert.notEqual(second, first);
  world.break("drop-answer", "COMMIT");
  await assert.rejects(addNote(db, "two"), UnknownCommitError);
  assert.notEqual(db.version("a"), second);
  await db.close();
});

Deno.test("without the lease nothing may be cached, and nothing be backed up, where others write", async () => {
  await using world = await open();
  assert.equal(world.db.version("a"), null);
  await assert.rejects(world.db.backup("/tmp/never"), /embedded/);
});

Deno.test("a write whose connection breaks before COMMIT is run again", async () => {
  for (const text of ["BEGIN", "INSERT"]) {
    await using world = await open();
    world.break("drop", text, 3);
    await Promise.all([addNote(world.db, "one"), addNote(world.db, "two"), addNote(world.db, "three")]);
    assert.deepEqual(await texts(world.db), ["one", "two", "three"], text);
    world.break("drop", text, 3);
    await addNote(world.db, "four");
    assert.deepEqual((await texts(world.db)).length, 4, text);
  }
});

Deno.test("a write the server has forgotten before COMMIT is run again", async () => {
  await using world = await open();
  let runs = 0;
  await world.db.write("a", async (tx) => {
    await tx.run("INSERT INTO notes (text) VALUES ('one')");
    if (++runs === 1) world.server.restart();
    await tx.run("INSERT INTO notes (text) VALUES ('two')");
  });
  assert.equal(runs, 2);
  assert.deepEqual(await texts(world.db), ["one", "two"]);
});

Deno.test("a connection that keeps breaking fails the write", async () => {
  await using world = await open({ lockWaitMs: 50 });
  world.break("drop", "INSERT", Infinity);
  await assert.rejects(addNote(world.db, "one"));
  world.break("drop", "BEGIN", Infinity);
  await assert.rejects(addNote(world.db, "two"));
  world.server.fault = () => undefined;
  await addNote(world.db, "three");
  assert.deepEqual(await texts(world.db), ["three"]);
});

Deno.test("a COMMIT without answer is an error for everyone in it, and is not repeated", async () => {
  for (const fault of ["drop-answer", "drop"] as const) {
    await using world = await open();
    world.break(fault, "COMMIT");
    const results = await Promise.allSettled([addNote(world.db, "one"), addNote(world.db, "two")]);
    for (const result of results) assert.ok((result as PromiseRejectedResult).reason instanceof UnknownCommitError);
    world.break(fault, "COMMIT");
    await assert.rejects(addNote(world.db, "three"), UnknownCommitError);
    world.server.fault = () => undefined;
    await addNote(world.db, "four");
    assert.deepEqual(await texts(world.db), fault === "drop" ? ["four"] : ["one", "two", "three", "four"]);
  }
});

Deno.test("a server that does not answer is given up", async () => {
  await using world = await open({ timeoutMs: 500, lockWaitMs: 50 });
  world.break("hang", "SELECT text", Infinity);
  await assert.rejects(texts(world.db), { name: "TimeoutError" });
  world.break("hang", "COMMIT");
  await assert.rejects(addNote(world.db, "one"), UnknownCommitError);
  world.server.restart();
  await addNote(world.db, "two");
  assert.deepEqual(await texts(world.db), ["two"]);
});

Deno.test("a read whose connection breaks is asked again", async () => {
  await using world = await open();
  world.break("drop", "SELECT text", 2);
  assert.deepEqual(await texts(world.db), []);
  world.break("drop", "SELECT text", Infinity);
  await assert.rejects(texts(world.db));
  const before = world.server.requests;
  await assert.rejects(world.db.read("SELECT nonsense"), /nonsense/);
  assert.equal(world.server.requests, before + 1, "an answer, though an error, is no reason to ask again");
});

Deno.test("a write waits for the server's lock", async () => {
  await using world = await open();
  const other = openRemote({ url: world.server.url });
  let release!: () => void;
  const held = new Promise<void>((resolve) => release = resolve);
  let begun!: () => void;
  const started = new Promise<void>((resolve) => begun = resolve);
  const theirs = other.write("a", async (tx) => {
    await tx.run("INSERT INTO notes (text) VALUES ('theirs')");
    begun();
    await held;
  });
  await started;
  const ours = addNote(world.db, "ours");
  const before = world.server.requests;
  while (world.server.requests < before + 4) await new Promise((resolve) => setTimeout(resolve, 1));
  release();
  await Promise.all([theirs, ours]);
  await other.close();
  assert.deepEqual(await texts(world.db), ["theirs", "ours"]);
});

Deno.test("savepoints cost no round trips", async () => {
  await using world = await open();
  const before = world.server.requests;
  await Promise.all([
    addNote(world.db, "one"),
    addNote(world.db, "two"),
    world.db.write("a", () => Promise.reject(new Error("no"))).catch(() => {}),
    addNote(world.db, "three"),
  ]);
  assert.equal(world.server.requests - before, 5, "begin, three statements, commit");
});

Deno.test("ws: URLs are spoken to by HTTP", async () => {
  await using world = await open();
  const other = openRemote({ url: world.server.url.replace("http:", "ws:") });
  await addNote(other, "one");
  await other.close();
  assert.deepEqual(await texts(world.db), ["one"]);
});
