/** The log is moved into the file beside the writes, does not grow without end, and a failure is tried again. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Database } from "../../src/db/database.ts";
import { Checkpointer } from "../../src/db/embedded/checkpointer.ts";
import { openEmbedded } from "../../src/db/embedded.ts";
import { runChild } from "../support/child_process.ts";

const SCHEMA = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT";
const PAGE = 4096;

async function inDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "alera-db-" });
  try {
    await work(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** So many commits, one after the other. */
async function commit(db: Database, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await db.write("a", (tx) => tx.run("INSERT INTO notes (text) VALUES (?)", ["x".repeat(2000)]));
  }
}

Deno.test("under a steady stream of commits the log is begun anew, and a long snapshot only puts that off", () =>
  inDirectory(async (directory) => {
    const path = `${directory}/test.db`;
    const reported: string[] = [];
    const db = openEmbedded(path, { longLog: 100, report: (event) => void reported.push(event) });
    const pages = () => Math.floor(Deno.statSync(`${path}-wal`).size / PAGE);
    await db.migration((tx) => tx.script(SCHEMA));
    let written = 0;
    const writers = async (times: number) => {
      await Promise.all([1, 2, 3, 4].map(() => commit(db, times)));
      written += 4 * times;
    };
    const held = await db.snapshot(async (reader) => {
      await writers(120);
      assert.deepEqual(await reader.read("SELECT id FROM notes"), []);
      return pages();
    });
    assert.ok(held > 400, `${held} pages: the snapshot keeps the log`);
    // A busy machine starts the checkpointer's thread late: the log may grow until then, and no longer.
    let before = 0;
    for (const deadline = Date.now() + 60_000; pages() > before && Date.now() < deadline;) {
      before = pages();
      await writers(120);
    }
    assert.equal(pages(), before, "it was begun anew");
    await db.close();
    assert.deepEqual(reported, []);
    const copy = new DatabaseSync(path);
    assert.deepEqual({ ...copy.prepare("SELECT count(*) AS n FROM notes").get() }, { n: written });
    copy.close();
  }));

Deno.test("a checkpoint that fails is told and tried again", () =>
  inDirectory(async (directory) => {
    const reported: unknown[] = [];
    const path = `${directory}/gone/test.db`;
    const checkpointer = new Checkpointer({
      path,
      longLog: 100,
      hold() {},
      report: (event, error) => void reported.push([event, (error as { code?: string }).code]),
    });
    const due = async () => {
      for (let n = 0; n < 64; n++) checkpointer.committed();
      await checkpointer.idle();
    };
    await due();
    await due();
    const failed = ["database_checkpoint_failed", "SQLITE_CANTOPEN"];
    assert.deepEqual(reported, [failed, failed]);
    Deno.mkdirSync(`${directory}/gone`);
    const db = new DatabaseSync(path);
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    await due();
    assert.equal(reported.length, 2);
    assert.ok(Deno.statSync(path).size > PAGE, "moved");
    await checkpointer.close();
    db.close();
  }));

Deno.test("the checkpointer's thread lets the process end", () =>
  inDirectory(async (directory) => {
    const module = new URL("../../src/db/embedded.ts", import.meta.url).href;
    const program = `import { openEmbedded } from ${JSON.stringify(module)};
      const db = openEmbedded(${JSON.stringify(`${directory}/test.db`)});
      await db.migration((tx) => tx.script("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT"));
      for (let i = 0; i < 200; i++) await db.write("a", (tx) => tx.run("INSERT INTO notes DEFAULT VALUES"));
      console.log("over");`;
    const ended = await runChild(Deno.execPath(), ["eval", program], { cwd: new URL("../../", import.meta.url) });
    assert.deepEqual([ended.code, ended.out], [0, "over\n"], ended.err);
  }));
