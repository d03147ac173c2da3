/** When a commit counts as being on disk, and what happens when the disk fails. */
import assert from "node:assert/strict";
import { LogSync } from "../../src/db/embedded/log_sync.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { runChild } from "../support/child_process.ts";

/** A disk whose syncs end when the test says so. */
function slowDisk() {
  const syncs: PromiseWithResolvers<void>[] = [];
  const failures: unknown[] = [];
  const file = {
    syncData: () => {
      const sync = Promise.withResolvers<void>();
      syncs.push(sync);
      return sync.promise;
    },
    close() {},
  };
  return { syncs, failures, file, log: new LogSync(file, (error) => failures.push(error)) };
}

/** Long enough for everything that can go on to go on. */
function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

Deno.test("what is committed while a sync runs waits for the next, which all of it shares", async () => {
  const { syncs, log } = slowDisk();
  const told: string[] = [];
  const tell = (what: string) => log.read(() => what).then((it) => told.push(it));
  await tell("nothing is waited for");
  log.committed();
  const first = tell("first");
  log.committed();
  const others = [tell("second")];
  log.committed();
  others.push(tell("third"));
  await aMoment();
  assert.deepEqual(told, ["nothing is waited for"]);
  assert.equal(syncs.length, 1);
  syncs[0].resolve();
  await first;
  await aMoment();
  assert.deepEqual(told, ["nothing is waited for", "first"]);
  assert.equal(syncs.length, 2);
  syncs[1].resolve();
  await Promise.all(others);
  assert.equal(log.durable, null);
  log.committed();
  assert.equal(syncs.length, 3);
});

Deno.test("after a sync that failed nobody is answered, also not by a later one", async () => {
  const { syncs, failures, log } = slowDisk();
  const told: string[] = [];
  log.committed();
  log.read(() => "first").then((it) => told.push(it));
  log.committed();
  log.read(() => "second").then((it) => told.push(it));
  syncs[0].reject(new Error("the disk is gone"));
  await aMoment();
  log.committed();
  log.read(() => "third").then((it) => told.push(it));
  await aMoment();
  assert.deepEqual(told, []);
  assert.equal(syncs.length, 1);
  assert.deepEqual(failures, [new Error("the disk is gone")]);
});

Deno.test("writes, refusals, reads and snapshots wait for the disk; the next transaction does not", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-db-" });
  const { syncs, file } = slowDisk();
  const db = openEmbedded(`${directory}/test.db`, { openLog: () => file });
  const answered: string[] = [];
  const tell = (what: string, asked: Promise<unknown>) => asked.catch(() => {}).then(() => answered.push(what));
  const schema = db.migration((tx) => tx.script("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT"));
  await aMoment();
  syncs[0].resolve(); // that of the start
  await aMoment();
  syncs[1].resolve();
  await schema;

  const asked = [tell("write", db.write("a", (tx) => tx.run("INSERT INTO notes VALUES (1)")))];
  await aMoment();
  let seen: unknown;
  asked.push(
    tell("refusal", db.write("a", (tx) => tx.run("INSERT INTO notes VALUES (1)"))),
    tell("read", db.read("SELECT id FROM notes")),
    tell("snapshot", db.snapshot((reader) => reader.read("SELECT id FROM notes"))),
    tell("next", db.write("a", async (tx) => seen = await tx.read("SELECT id FROM notes"))),
  );
  await aMoment();
  assert.deepEqual(answered, []);
  assert.deepEqual(seen, [{ id: 1 }], "the next transaction has run");
  for (let i = 2; answered.length < asked.length; i++, await aMoment()) syncs[i].resolve();
  await Promise.all(asked);
  assert.deepEqual(answered.sort(), ["next", "read", "refusal", "snapshot", "write"]);
  await db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a disk that can't sync ends the process with a line, and the write is not answered", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-db-" });
  const module = new URL("../../src/db/embedded.ts", import.meta.url).href;
  const program = `import { openEmbedded } from ${JSON.stringify(module)};
    let broken = false;
    const syncData = () => broken ? Promise.reject(new Error("no space for what was written")) : Promise.resolve();
    const db = openEmbedded(${JSON.stringify(`${directory}/test.db`)}, { openLog: () => ({ syncData, close() {} }) });
    await db.migration((tx) => tx.script("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT"));
    broken = true;
    await db.write("a", (tx) => tx.run("INSERT INTO notes VALUES (1)"));
    console.log("answered");`;
  const ended = await runChild(Deno.execPath(), ["eval", program], { cwd: new URL("../../", import.meta.url) });
  assert.equal(ended.code, 1);
  assert.equal(ended.out, "");
  assert.equal(ended.err, "database_sync_failed: no space for what was written\n");
  await Deno.remove(directory, { recursive: true });
});
