/**
 * What a studio pays for the others: the same operations beside 10 studios and beside 10,000 with five million enrollments
 * (GROWTH_STUDIOS), in turns. In this process, through the whole application; then how long a server takes to be ready.
 */
import { DatabaseSync } from "node:sqlite";
import { loadMigrations, migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { HOUR, iso } from "../../src/domain/time.ts";
import { startServer } from "../journeys/server.ts";
import { signIn } from "../support/console.ts";
import { person, studio } from "../support/studio.ts";
import { median } from "./load.ts";

const FEW = 10;
const MANY = Number(Deno.env.get("GROWTH_STUDIOS") ?? 10_000);
const TURNS = 15;
/** Of an operation in one turn. */
const TIMES = 12;

export async function growth(directory: string): Promise<void> {
  const [few, many] = [`${directory}/few.db`, `${directory}/many.db`];
  await fill(few, FEW);
  const began = performance.now();
  await fill(many, MANY);
  const megabytes = (file: string) => (Deno.statSync(file).size / 2 ** 20).toFixed(0);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `\n${MANY} studios, ${MANY * 500} enrollments: ${megabytes(many)} MB, made in ${seconds} s; and ${FEW}, ${
      FEW * 500
    }`,
  );
  {
    await using small = await world(few);
    await using large = await world(many);
    const times = new Map<string, { small: number[]; large: number[] }>();
    for (let turn = 0; turn <= TURNS; turn++) {
      for (const what of Object.keys(small.operations) as (keyof typeof small.operations)[]) {
        const taken = { small: await timed(small.operations[what]), large: await timed(large.operations[what]) };
        if (turn === 0) times.set(what, { small: [], large: [] }); // warms up
        else for (const size of ["small", "large"] as const) times.get(what)![size].push(taken[size]);
      }
    }
    console.log("  ms, medians                    beside few    beside many   ratio of pairs (promised: 1.25)");
    for (const [what, { small, large }] of times) {
      const ratio = median(large.map((ms, i) => ms / small[i]));
      const ms = (of: number[]) => median(of).toFixed(2).padStart(14);
      console.log(`  ${what.padEnd(24)}${ms(small)}${ms(large)}${ratio.toFixed(2).padStart(17)}`);
    }
  }
  for (const file of [few, many]) {
    const started = performance.now();
    const server = await startServer({ directory, demo: false, env: { ALERA_DATABASE_URL: `file:${file}` } });
    const ready = performance.now() - started;
    await server.stop();
    console.log(`  ready after ${ready.toFixed(0).padStart(6)} ms at ${megabytes(file)} MB`);
  }
}

async function timed(operation: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < TIMES; n++) await operation();
  return (performance.now() - began) / TIMES;
}

/** The rows of other studios, with the indexes made at the end: that is much faster. */
async function fill(file: string, studios: number): Promise<void> {
  const db = openDatabase({ url: `file:${file}` });
  await migrate(db, await loadMigrations(new URL("../../migrations/", import.meta.url)), Date.now);
  await db.close();
  const engine = new DatabaseSync(file);
  engine.exec("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN");
  const later = engine.prepare(
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND (type = 'index' AND tbl_name = 'enrollments' OR name = 'enrollments_take_seat')",
  ).all() as { type: string; name: string; sql: string }[];
  for (const { type, name } of later) engine.exec(`DROP ${type} ${name}`);
  const rows = await Deno.readTextFile(new URL("./many_studios.sql", import.meta.url));
  engine.exec(rows.replaceAll("{STUDIOS}", String(studios)));
  for (const { sql } of later) engine.exec(sql);
  engine.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  engine.close();
}

/** A studio among the others, with a week of classes and a full roster. */
async function world(databasePath: string) {
  const t = await studio({ databasePath, broken: true });
  const s = t.studio;
  const classes: string[] = [];
  for (let n = 0; n < 20; n++) classes.push(await s.addClass({ priceCents: 0, capacity: 10_000, inHours: 60 + n * 5 }));
  const paid = await s.addClass({ capacity: 10_000 });
  for (let n = 0; n < 20; n++) await s.book(classes[0], person(n));
  await t.settle();
  const { token } = await s.buyPack(person(1));
  const owner = await signIn(t, s);
  const range = `from=${iso(t.clock.now()).slice(0, 10)}&to=${iso(t.clock.now() + 240 * HOUR).slice(0, 10)}`;
  let n = 1000;
  const ok = async (answer: Promise<{ status: number; text: string }>) => {
    const { status, text } = await answer;
    if (status !== 200) throw new Error(`${status}: ${text}`);
  };
  const operations = {
    "book": () => ok(s.book(classes[n % 20], person(n++))),
    // The booking before it has outdated the cached list.
    "book, and list": async () => {
      await ok(s.book(classes[n % 20], person(n++)));
      await ok(s.call("GET", `/api/classes?handle=${s.handle}&${range}`));
    },
    "book paid, and settle": () => s.seat(paid, person(n++)),
    "me": () => ok(t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })),
    "roster": () => ok(s.manage("GET", `classes/${classes[0]}/roster`)),
    "console week": () => ok(owner.send("GET", "/console")),
    "a pass of the timers": () => t.settle(),
  };
  return { operations, [Symbol.asyncDispose]: () => t[Symbol.asyncDispose]() };
}
