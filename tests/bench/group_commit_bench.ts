/**
 * What sharing a commit is worth: 64 callers book seats through `write()`, then through one transaction at
 * synchronous=FULL each, the same statements on the same disk. Run with: deno run -A tests/bench/group_commit_bench.ts
 */
import { setImmediate } from "node:timers";
import { DatabaseSync } from "node:sqlite";
import { openEmbedded } from "../../src/db/embedded.ts";

const CALLERS = 64;
const SECONDS = Number(Deno.args[0] ?? 3);

const SCHEMA = `
  CREATE TABLE classes (id INTEGER PRIMARY KEY, seats INTEGER NOT NULL, taken INTEGER NOT NULL) STRICT;
  CREATE TABLE bookings (id TEXT PRIMARY KEY, class_id INTEGER NOT NULL REFERENCES classes (id), client TEXT NOT NULL) STRICT;
  CREATE INDEX bookings_by_class ON bookings (class_id, client);
  INSERT INTO classes VALUES (1, 1000000000, 0);
`;
const BOOK = "INSERT INTO bookings (id, class_id, client) SELECT ?, id, ? FROM classes WHERE id = ? AND taken < seats";
const TAKE_SEAT = "UPDATE classes SET taken = taken + 1 WHERE id = ? AND taken < seats";

/** Bookings per second of callers that each book again as soon as they are answered. */
async function rate(book: (id: string, client: string) => Promise<unknown>): Promise<number> {
  let done = 0;
  const start = performance.now();
  const end = start + SECONDS * 1000;
  await Promise.all(Array.from({ length: CALLERS }, async (_, caller) => {
    for (let n = 0; performance.now() < end; n++) {
      await book(`${caller}-${n}`, `client ${n}`);
      done++;
    }
  }));
  return done / ((performance.now() - start) / 1000);
}

async function grouped(directory: string): Promise<number> {
  const db = openEmbedded(`${directory}/grouped.db`);
  await db.migration((tx) => tx.script(SCHEMA));
  const result = await rate((id, client) =>
    db.write("studio", async (tx) => {
      await tx.run(BOOK, [id, client, 1]);
      if (await tx.run(TAKE_SEAT, [1]) !== 1) throw new Error("full");
    })
  );
  await db.close();
  return result;
}

async function alone(directory: string): Promise<number> {
  const engine = new DatabaseSync(`${directory}/alone.db`);
  engine.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + SCHEMA);
  const [book, take] = [engine.prepare(BOOK), engine.prepare(TAKE_SEAT)];
  const result = await rate((id, name) => {
    engine.exec("BEGIN IMMEDIATE");
    book.run(id, name, 1n);
    take.run(1n);
    engine.exec("COMMIT");
    return new Promise((resolve) => setImmediate(resolve));
  });
  engine.close();
  return result;
}

const directory = Deno.makeTempDirSync({ prefix: "alera-bench-" });
try {
  const one = await alone(directory);
  const many = await grouped(directory);
  console.log(`one each       ${one.toFixed(0).padStart(8)} bookings/s`);
  console.log(`write()        ${many.toFixed(0).padStart(8)} bookings/s`);
  console.log(`ratio          ${(many / one).toFixed(1).padStart(8)}`);
} finally {
  Deno.removeSync(directory, { recursive: true });
}
