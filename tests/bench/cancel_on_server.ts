/**
 * Cancelling a class of paid seats with the data on a libSQL server, while others book and read: how long it takes, and how long the
 * others wait meanwhile. `deno run -A tests/bench/cancel_on_server.ts [seats]`. DATABASE_SERVER names a server whose database is
 * emptied; else there is a small one of the tests, in a process of its own.
 */
import { empty } from "../support/database.ts";
import { freePort, until } from "../journeys/server.ts";
import { person, type Studio, studio } from "../support/studio.ts";

const SEATS = Number(Deno.args[0] ?? 40);
/** How long the others are watched before the class is cancelled, ms. */
const BEFORE = 3_000;
const OTHERS = 4;

const directory = await Deno.makeTempDir({ prefix: "alera-bench-" });
const named = Deno.env.get("DATABASE_SERVER");
const port = freePort();
const data = named ? null : new Deno.Command(Deno.execPath(), {
  args: [
    "run",
    "-A",
    new URL("../support/serve_hrana.ts", import.meta.url).pathname,
    `${directory}/alera.db`,
    String(port),
  ],
  stdout: "null",
  stderr: "inherit",
}).spawn();
const url = named ?? `http://127.0.0.1:${port}`;
try {
  await until(
    () => fetch(`${url}/v3`).then(async (answer) => (await answer.body?.cancel(), answer.ok), () => false),
    () => url,
  );
  if (named) await empty(named);
  await using t = await studio({ databaseUrl: url });
  const s = t.studio;
  const classId = await s.addClass({ capacity: SEATS });
  const held = await Promise.all(Array.from({ length: SEATS }, (_, i) => s.hold(classId, person(i))));
  await Promise.all(held.map((one) => t.stripe.pay(one.session)));
  await t.settle();
  const others = await watchOthers(s);
  await new Promise((resolve) => setTimeout(resolve, BEFORE));
  others.mark();
  const began = performance.now();
  const { status, body } = await s.manage("POST", `classes/${classId}/cancel`);
  const took = performance.now() - began;
  const [before, during] = await others.end();
  if (status !== 200 || body.refundedCount !== SEATS) throw new Error(`${status} ${JSON.stringify(body)}`);
  await t.settle();
  const breaches = await t.doctor();
  if (breaches.length > 0) throw new Error(breaches.join("\n"));
  console.log(`A class of ${SEATS} paid seats was cancelled in ${took.toFixed(0)} ms, each seat refunded.`);
  for (const [what, times] of [["before", before], ["meanwhile", during]] as const) {
    const of = (kind: "book" | "list") => times.filter((one) => one.kind === kind).map(({ ms }) => ms);
    const longest = (kind: "book" | "list") => Math.max(0, ...of(kind)).toFixed(0).padStart(5);
    console.log(
      `  ${what.padEnd(10)} longest booking ${longest("book")} ms of ${of("book").length}, ` +
        `longest list ${longest("list")} ms of ${of("list").length}`,
    );
  }
} finally {
  data?.kill("SIGTERM");
  await data?.status;
  await Deno.remove(directory, { recursive: true });
}

interface Waited {
  kind: "book" | "list";
  ms: number;
  /** When it was asked. */
  at: number;
}

/** Some book free seats of the same studio, one asks for its list, one after the other without a pause. */
async function watchOthers(s: Studio) {
  const free = await s.addClass({ capacity: 10_000, priceCents: 0 });
  const list = `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-31`;
  const waited: Waited[] = [];
  let [isOver, marked, guests] = [false, Infinity, 1000];
  const keep = async (kind: Waited["kind"], ask: () => Promise<{ status: number; text: string }>) => {
    while (!isOver) {
      const at = performance.now();
      const { status, text } = await ask();
      if (status !== 200) throw new Error(text);
      waited.push({ kind, ms: performance.now() - at, at });
    }
  };
  const asking = [
    keep("list", () => s.call("GET", list)),
    ...Array.from({ length: OTHERS }, () => keep("book", () => s.book(free, person(guests++)))),
  ];
  return {
    mark() {
      marked = performance.now();
    },
    /** Those that had their answer before the mark, and the others. */
    async end(): Promise<[before: Waited[], during: Waited[]]> {
      isOver = true;
      await Promise.all(asking);
      const isBefore = (one: Waited) => one.at + one.ms < marked;
      return [waited.filter(isBefore), waited.filter((one) => !isBefore(one))];
    },
  };
}
