/**
 * Everything that touches the file at once, for ten minutes (SOAK_SECONDS): a storm of bookings, checkpoints of ours and of
 * another process, the doctor, backups, and Litestream where LITESTREAM names it or the PATH has it. Then every booking that was
 * answered must be there, and the file, the newest backup and Litestream's copy must be sound. `deno task soak:corruption`
 */
import { findBreaches } from "../../src/doctor/run.ts";
import { openDatabase } from "../../src/db/open.ts";
import { SOURCE_COMMAND } from "../journeys/server.ts";
import { runChild } from "../support/child_process.ts";
import { person, studio } from "../support/studio.ts";

const SECONDS = Number(Deno.env.get("SOAK_SECONDS") ?? 600);
const CALLERS = 24;
const LITESTREAM = Deno.env.get("LITESTREAM") ?? "litestream";

const directory = await Deno.makeTempDir({ prefix: "alera-soak-" });
const path = `${directory}/alera.db`;
const found: string[] = [];
const counts = { bookings: 0, doctor: 0, backups: 0, checkpoints: 0 };
const until = performance.now() + SECONDS * 1000;

/** Again and again, with a pause in between, until the time is over. What it throws is a finding. */
async function again(name: string, pauseMs: number, act: () => Promise<void> | void): Promise<void> {
  while (performance.now() < until) {
    try {
      await act();
    } catch (error) {
      found.push(`${name}: ${(error as Error).message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function hasLitestream(): Promise<boolean> {
  try {
    return (await runChild(LITESTREAM, ["version"])).code === 0;
  } catch {
    return false;
  }
}

const OTHER_PROCESS = `import { DatabaseSync } from "node:sqlite";
  const db = new DatabaseSync(Deno.args[0], { timeout: 20 });
  for (;;) {
    for (const mode of ["PASSIVE", "RESTART", "TRUNCATE"]) {
      try { db.prepare("PRAGMA wal_checkpoint(" + mode + ")").all(); console.log(mode); } catch { /* busy */ }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }`;

/** What is wrong with a copy of the books that nobody writes to. */
async function examine(name: string, file: string, booked: string[]): Promise<void> {
  const db = openDatabase({ url: `file:${file}` });
  try {
    found.push(...(await findBreaches(db, Date.now())).map((line) => `${name}: ${line}`));
    const ids = new Set((await db.read("SELECT id FROM enrollments")).map(({ id }) => id));
    const lost = booked.filter((id) => !ids.has(id));
    if (lost.length > 0) found.push(`${name}: ${lost.length} of ${booked.length} bookings are gone`);
  } finally {
    await db.close();
  }
}

const booked: string[] = [];
let newestBackup: { file: string; booked: number } | null = null;
const replicates = await hasLitestream();
if (!replicates) console.log("SKIPPED: Litestream is not installed; all else runs");

{
  await using t = await studio({ databasePath: path });
  // The doctor's process knows today's time only, and would find every mail overdue.
  t.clock.advance(Date.now() - t.clock.now());
  const classes = await Promise.all(
    Array.from({ length: 150 }, (_, n) => t.studio.addClass({ capacity: 10_000, priceCents: 0, inHours: 48 + n })),
  );
  const replica = replicates
    ? new Deno.Command(LITESTREAM, {
      args: ["replicate", path, `file://${directory}/replica`],
      stdout: "null",
      stderr: "null",
    })
      .spawn()
    : null;
  const other = new Deno.Command(Deno.execPath(), { args: ["eval", OTHER_PROCESS, path], stdout: "piped" }).spawn();
  const counted = other.stdout.pipeThrough(new TextDecoderStream())
    .pipeTo(new WritableStream({ write: (text) => void (counts.checkpoints += text.trim().split("\n").length) }));

  const storm = Array.from({ length: CALLERS }, (_, caller) =>
    again("booking", 0, async () => {
      const n = ++counts.bookings;
      const answer = await t.studio.book(classes[(caller + n) % classes.length], person(n));
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
      booked.push(answer.body.enrollmentId);
    }));
  const doctor = again("doctor", 2000, async () => {
    const env = { ALERA_ENV: "development", ALERA_DATABASE_URL: `file:${path}` };
    const { code, out, err } = await runChild(SOURCE_COMMAND[0], [...SOURCE_COMMAND.slice(1), "doctor"], {
      env,
      deadline: 600_000,
    });
    counts.doctor++;
    if (code !== 0) throw new Error(`${code} ${out} ${err}`);
  });
  const backups = again("backup", 2000, async () => {
    const file = `${directory}/backup-${counts.backups}.db`;
    const sure = booked.length;
    await t.db.backup(file);
    if (newestBackup) await Deno.remove(newestBackup.file);
    newestBackup = { file, booked: sure };
    counts.backups++;
  });
  const telling = setInterval(() => console.log(JSON.stringify(counts), `${found.length} findings`), 30_000);
  await Promise.all([...storm, doctor, backups]);
  clearInterval(telling);
  other.kill("SIGTERM");
  await Promise.all([other.status, counted]);
  found.push(...(await findBreaches(t.db, Date.now())).map((line) => `at the end: ${line}`));
  if (replica) {
    // It copies once a second, and what is left when it is asked to end.
    await new Promise((resolve) => setTimeout(resolve, 5000));
    replica.kill("SIGTERM");
    await replica.status;
  }
}

await examine("the file", path, booked);
if (newestBackup) {
  const { file, booked: sure } = newestBackup as { file: string; booked: number };
  await examine("the newest backup", file, booked.slice(0, sure));
}
if (replicates) {
  const copy = `${directory}/restored.db`;
  const { code, err } = await runChild(LITESTREAM, ["restore", "-o", copy, `file://${directory}/replica`]);
  if (code !== 0) found.push(`litestream restore: ${err}`);
  else await examine("Litestream's copy", copy, booked);
}
console.log(JSON.stringify({ seconds: SECONDS, litestream: replicates, ...counts, booked: booked.length }));
for (const line of new Set(found)) console.log(line);
console.log(found.length ? `${found.length} findings` : "clean");
await Deno.remove(directory, { recursive: true });
Deno.exit(found.length ? 1 : 0);
