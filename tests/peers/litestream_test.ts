/**
 * The drill of a lost machine with Litestream's copy: a rush, `kill -9` for both at once, no file left, the copy restored as
 * docs/operating.md says. `deno task test:litestream`; LITESTREAM names another program.
 */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { until } from "../journeys/server.ts";
import { person, ServedStudio } from "../journeys/studio.ts";
import { endOf, runChild } from "../support/child_process.ts";

const PROGRAM = Deno.env.get("LITESTREAM") ?? "litestream";
const CONFIG = new URL("../../deploy/litestream.yml", import.meta.url).pathname;
const CLIENTS = 8;
/** So many syncs the rush goes on for. */
const SYNCS = 8;

const isInstalled = await runChild(PROGRAM, ["version"]).then(() => true, (error) => {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
  if (Deno.env.get("CI") === "true") throw new Error("Litestream is not installed, and CI needs it.");
  console.log(
    "Skipped: Litestream is not installed (go install github.com/benbjohnson/litestream/cmd/litestream@v0.5.18).",
  );
  return false;
});

interface Sync {
  /** The last transaction that is in it, as Litestream counts, hexadecimal. */
  txid: string;
  /** When its file was written, ms. */
  at: number;
}

/** What Litestream has copied, oldest first: a file for each sync. */
async function syncs(replica: string): Promise<Sync[]> {
  const directory = `${replica}/ltx/0`;
  const found: Sync[] = [];
  try {
    for await (const { name } of Deno.readDir(directory)) {
      const txid = /^[0-9a-f]{16}-([0-9a-f]{16})\.ltx$/.exec(name)?.[1];
      if (txid) found.push({ txid, at: (await Deno.stat(`${directory}/${name}`)).mtime!.getTime() });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort((a, b) => a.txid < b.txid ? -1 : 1);
}

Deno.test(
  "of what was answered before Litestream's last sync nothing is missing",
  { ignore: !isInstalled },
  async () => {
    await using s = await ServedStudio.open();
    const classes = await Promise.all(Array.from({ length: 4 }, () => s.addClass(10_000, 0)));
    const replica = `${s.directory}/replica`;
    const env = { LITESTREAM_DATABASE: `${s.directory}/alera.db`, LITESTREAM_REPLICA_URL: `file://${replica}` };
    const litestream = new Deno.Command(PROGRAM, {
      args: ["replicate", "-config", CONFIG],
      env,
      stdout: "null",
      stderr: "null",
    }).spawn();

    const answered: { id: string; at: number }[] = [];
    let people = 0;
    let over = false;
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (!over) {
        const n = ++people;
        const answer = await s.book(classes[n % classes.length], person(n)).catch(() => null);
        if (answer === null) return;
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        answered.push({ id: answer.body.enrollmentId, at: Date.now() });
      }
    });
    await until(async () => (await syncs(replica)).length >= SYNCS, () => "the copies");
    litestream.kill("SIGKILL");
    await s.kill();
    over = true;
    await Promise.all([endOf(litestream, () => "", 10_000), ...clients]);
    for (const suffix of ["", "-wal", "-shm"]) await Deno.remove(`${s.directory}/alera.db${suffix}`).catch(() => {});

    /** Restores the copy, up to a transaction. @returns who of those is not in it */
    const missingIn = async (file: string, expected: { id: string }[], ...more: string[]) => {
      const { code, err } = await runChild(PROGRAM, ["restore", "-o", file, ...more, `file://${replica}`]);
      assert.equal(code, 0, err);
      const db = new DatabaseSync(file, { readOnly: true });
      const ids = new Set(db.prepare("SELECT id FROM enrollments").all().map((row) => row.id));
      db.close();
      return expected.filter(({ id }) => !ids.has(id));
    };
    const copied = await syncs(replica);
    // The last sync began after the one before it was written, and read what had been committed by then.
    const sure = answered.filter(({ at }) => at < copied.at(-2)!.at);
    assert.ok(sure.length > 100, `${sure.length} of ${answered.length}: too few to prove anything`);
    const file = `${s.directory}/restored.db`;
    assert.deepEqual(await missingIn(file, sure), []);
    // Control: in a copy that ends earlier some are missing.
    const earlier = await missingIn(`${s.directory}/earlier.db`, sure, "-txid", copied[1].txid);
    assert.ok(earlier.length > 0, "a copy of an earlier state had everything too");

    const restored = await s.alera("restore", file);
    assert.equal(restored.code, 0, restored.says);
    await s.start();
    await until(async () => (await s.alera("reconcile")).code === 0, () => s.server.output());
    const doctor = await s.doctor();
    assert.equal(doctor.code, 0, doctor.says);
    const id = (await s.book(classes[0], person(1_000_000))).body.enrollmentId;
    assert.ok(id, "it goes on");
    console.log(`${answered.length} answered, ${sure.length} before the last sync of ${copied.length}: none missing`);
  },
);
