import assert from "node:assert/strict";
import { createBackupDirectory } from "../../../src/adapters/backup_directory.ts";
import { proveCopy } from "../../../src/cli/prove_copy.ts";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { backUp } from "../../../src/workflows/maintenance/back_up.ts";
import { keepLog } from "../../support/http.ts";
import { studio } from "../../support/studio.ts";

const REALLY = /^alera-\d{8}T\d{6}Z\.db$/;

/** A studio whose database is backed up every day, three of which are kept. */
async function world() {
  const log = keepLog();
  const t = await studio({ onFile: true, broken: true, log });
  const directory = `${t.directory}/backups`;
  const proof = { prove: proveCopy };
  const backups = createBackupDirectory(
    { directory, every: DAY, keep: 3 },
    (file, signal) => t.db.backup(file, proof.prove, signal),
  );
  t.ctx.backups = backups;
  return {
    t,
    directory,
    /** What looks at the copy; the doctor unless a test says otherwise. */
    proof,
    log,
    names: () => [...Deno.readDirSync(directory)].map(({ name }) => name).sort(),
    run: () => backUp(backups, t.ctx),
    failures: () => log.lines.filter(({ event }) => event === "backup_failed").length,
    age: async () => /^alera_backup_age_seconds (\S+)$/m.exec((await t.send("GET", "/metrics")).text)?.[1],
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
}

Deno.test("a backup is due at first, then when the newest is a day old; the newest three stay, and no other file goes", async () => {
  await using w = await world();
  assert.equal(await w.age(), "+Inf");
  assert.equal(await w.run(), true);
  assert.match(w.names().join(), REALLY);
  assert.equal(await w.run(), false);
  w.t.clock.advance(23 * HOUR);
  assert.equal(await w.run(), false);
  assert.ok(Number(await w.age()) >= 23 * 3600 && Number(await w.age()) < 24 * 3600);
  const [first] = w.names();
  await Deno.writeTextFile(`${w.directory}/alera-notes.db`, "mine");
  await Deno.writeTextFile(`${w.directory}/alera-29991231T000000Z.db`, "of a clock that was wrong");
  await Deno.writeTextFile(`${w.directory}/alera-20200101T000000Z.db.unfinished`, "of a crash");
  for (let day = 0; day < 3; day++) {
    w.t.clock.advance(DAY);
    assert.equal(await w.run(), true);
  }
  assert.equal(w.names().filter((name) => REALLY.test(name)).length, 4, "three, and the one of the future");
  assert.ok(!w.names().includes(first));
  assert.deepEqual(w.names().filter((name) => !REALLY.test(name)), ["alera-notes.db"]);
  assert.equal(w.failures(), 0);
});

Deno.test("a backup that fails is logged and tried again, costs no older one, and its copy is kept once", async () => {
  await using w = await world();
  const classId = await w.t.studio.addClass({ priceCents: 0 });
  await w.run();
  const [sound] = w.names();
  const enrolled = (by: number) =>
    w.t.db.write(
      null,
      (tx) => tx.run("UPDATE class_sessions SET enrolled_count = enrolled_count + ? WHERE id = ?", [by, classId]),
    );
  await enrolled(1);
  for (let day = 1; day < 6; day++) {
    w.t.clock.advance(DAY);
    assert.equal(await w.run(), false);
    assert.equal(w.failures(), day);
    assert.deepEqual(w.names().filter((name) => !name.endsWith(".unproven")), [sound]);
    assert.equal(w.names().length, 2);
  }
  assert.ok(Number(await w.age()) >= 5 * 24 * 3600);
});

Deno.test("when the process ends, a backup is given up wherever it is: no file is left, and nothing is complained of", async () => {
  await using w = await world();
  assert.equal(await w.run(), true);
  const sound = w.names();
  w.t.clock.advance(DAY);
  const reached = Promise.withResolvers<void>();
  // A proof that takes for ever: statement upon statement, as on a large file.
  w.proof.prove = async (copy) => {
    for (;;) {
      await copy.read("SELECT COUNT(*) FROM class_sessions");
      reached.resolve();
    }
  };
  const running = w.run();
  await reached.promise;
  assert.equal(w.names().length, 2, "it was under way");
  w.t.ctx.backups!.stop();
  assert.equal(await running, false);
  assert.deepEqual(w.names(), sound);
  assert.equal(w.failures(), 0);
  assert.ok(w.log.lines.some(({ event }) => event === "backup_given_up"));
  assert.equal(await w.run(), false, "no other is begun");
  assert.deepEqual(w.names(), sound);
});
