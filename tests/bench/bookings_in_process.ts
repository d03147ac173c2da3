/** What sharing a commit is worth for the whole booking. Each measurement has a process of its own. */
import { setImmediate } from "node:timers";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import { loadMigrations, migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { createClass } from "../../src/domain/class_sessions.ts";
import { type Log } from "../../src/ports/log.ts";
import { type Context } from "../../src/workflows/context.ts";
import { InFlight } from "../../src/workflows/in_flight.ts";
import { type IdPrefix, newId } from "../../src/domain/ids.ts";
import { createProvider } from "../../src/domain/providers.ts";
import { createService } from "../../src/domain/services.ts";
import { createTokens } from "../../src/domain/tokens.ts";
import { bookClass } from "../../src/workflows/bookings/book_class.ts";
import { CONNECTIONS, ORIGIN } from "./processes.ts";
import { guest, median } from "./load.ts";

/** An id of ours, wherever it stands. */
const ID = /\b[a-z]{2,6}-[0-9a-hjkmnp-tv-z]{24}\b/g;
const SECONDS = 4;
const ROUNDS = 5;
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const migrations = await loadMigrations(new URL("../../migrations/", import.meta.url));

interface InProcess {
  rate: number;
  p99: number;
}

/** Callers that each book again as soon as they are answered; the first second warms up and does not count. */
async function inProcess(book: (caller: number, n: number) => Promise<unknown>): Promise<InProcess> {
  const times: number[] = [];
  const counted = performance.now() + 1000;
  const until = counted + SECONDS * 1000;
  await Promise.all(Array.from({ length: CONNECTIONS }, async (_, caller) => {
    for (let n = 0; performance.now() < until; n++) {
      const asked = performance.now();
      await book(caller, n);
      if (asked > counted) times.push(performance.now() - asked);
    }
  }));
  times.sort((a, b) => a - b);
  return { rate: times.length / SECONDS, p99: times[Math.floor(times.length * 0.99)] };
}

async function prepare(file: string) {
  const db = openDatabase({ url: `file:${file}` });
  await migrate(db, migrations, Date.now);
  const now = new Date().toISOString();
  const studio = await db.write(null, async (tx) => {
    const { provider } = (await createProvider(
      tx,
      { handle: "bench", displayName: "Bench", email: "o@example.com", timezone: "UTC" },
      now,
    ))!;
    const service = {
      name: "Open floor",
      durationMin: 50,
      priceCents: 0,
      capacity: 100_000,
      cancelWindowHours: null,
      tipsEnabled: true,
    };
    const { id: serviceId } = await createService(tx, provider.id, service, now);
    const classes: string[] = [];
    for (let n = 0; n < 30; n++) {
      const scheduledAt = new Date(Date.now() + (n + 48) * 3_600_000).toISOString();
      const input = {
        serviceId,
        instructorId: null,
        nameSnapshot: service.name,
        scheduledAt,
        durationMin: 50,
        priceCents: 0,
        capacity: 100_000,
        publicNote: null,
      };
      classes.push(await createClass(tx, provider.id, input, null, now));
    }
    return { providerId: provider.id, classes };
  });
  return { db, ...studio };
}

async function grouped(directory: string): Promise<InProcess> {
  const { db, providerId, classes } = await prepare(`${directory}/grouped.db`);
  const ctx = {
    db,
    log: silent,
    clock: { now: Date.now },
    tokens: createTokens("a secret of the benchmark with 32 bytes"),
    calendar: createCalendarWriter(),
    settings: { holdMinutes: 30, platformFeeBps: 0, stripeMode: "connect", publicUrl: ORIGIN, development: false },
    inFlight: new InFlight(),
    wake() {},
  } as unknown as Context;
  const tenant = { providerId, origin: ORIGIN };
  const rate = await inProcess((caller, n) =>
    bookClass(ctx, tenant, classes[(caller + n) % classes.length], guest(caller, n))
  );
  await db.close();
  return rate;
}

/** What a booking writes, recorded from the real operation, one transaction each. */
async function batched(directory: string): Promise<InProcess> {
  const { db, providerId, classes } = await prepare(`${directory}/batched.db`);
  const statements: { sql: string; args: unknown[] }[] = [];
  const recording = {
    ...ctxFor(db),
    db: {
      read: db.read.bind(db),
      write: (scope: string | null, work: (tx: unknown) => Promise<unknown>) =>
        db.write(scope, (tx) =>
          work({
            read: (sql: string, args: unknown[] = []) => (statements.push({ sql, args }), tx.read(sql, args as never)),
            run: (sql: string, args: unknown[] = []) => (statements.push({ sql, args }), tx.run(sql, args as never)),
          })),
    },
  } as unknown as Context;
  const pattern = guest(99, 1);
  await bookClass(recording, { providerId, origin: ORIGIN }, classes[0], pattern);
  await db.close();
  // Every other id in what was recorded was made by the booking: the next one needs its own.
  const standing = new Set([providerId, ...classes]);
  const engine = new DatabaseSync(`${directory}/batched.db`);
  engine.exec("PRAGMA synchronous = FULL");
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string) => {
    if (!prepared.has(sql)) prepared.set(sql, engine.prepare(sql));
    return prepared.get(sql)!;
  };
  const rate = await inProcess((caller, n) => {
    const who = guest(caller, n);
    const fresh = new Map<string, string>([
      [classes[0], classes[(caller + n) % classes.length]],
      [pattern.email, who.email],
      [pattern.phone, who.phone],
    ]);
    const newFor = (id: string) => {
      if (!fresh.has(id)) fresh.set(id, newId(id.split("-")[0] as IdPrefix));
      return fresh.get(id)!;
    };
    const swap = (value: unknown): SQLInputValue => {
      if (typeof value === "number") return BigInt(value);
      if (typeof value !== "string") return value as SQLInputValue;
      return fresh.get(value) ?? value.replace(ID, (id) => standing.has(id) ? id : newFor(id));
    };
    engine.exec("BEGIN IMMEDIATE");
    for (const { sql, args } of statements) statement(sql).all(...args.map(swap));
    engine.exec("COMMIT");
    return new Promise((resolve) => setImmediate(resolve));
  });
  engine.close();
  return rate;
}

function ctxFor(db: unknown) {
  return {
    db,
    log: silent,
    clock: { now: Date.now },
    tokens: createTokens("a secret of the benchmark with 32 bytes"),
    settings: { holdMinutes: 30, platformFeeBps: 0, stripeMode: "connect", publicUrl: ORIGIN, development: false },
    inFlight: new InFlight(),
    wake() {},
  };
}

/** What one measurement leaves in memory must not slow the next. */
async function inOwnProcess(what: "batched" | "grouped", directory: string): Promise<InProcess> {
  const args = ["run", "-A", new URL(import.meta.url).pathname, what, directory];
  const { stdout, success } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).output();
  if (!success) throw new Error(`${what} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Against a transaction at synchronous=FULL each, the same statements. */
export async function bookingsInProcess(directory: string): Promise<void> {
  const each: InProcess[] = [];
  const together: InProcess[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    each.push(await inOwnProcess("batched", await Deno.makeTempDir({ dir: directory })));
    together.push(await inOwnProcess("grouped", await Deno.makeTempDir({ dir: directory })));
  }
  const ratios = together.map(({ rate }, i) => rate / each[i].rate);
  const rates = (of: InProcess[]) => median(of.map(({ rate }) => rate)).toFixed(0).padStart(8);
  const tail = (of: InProcess[]) => median(of.map(({ p99 }) => p99)).toFixed(1);
  console.log(
    `\nFree bookings in process, durable, ${CONNECTIONS} callers, medians of ${ROUNDS} rounds of ${SECONDS} s`,
  );
  console.log(`  a transaction each                      ${rates(each)} /s   p99 ${tail(each)} ms`);
  console.log(`  Alera                                   ${rates(together)} /s   p99 ${tail(together)} ms`);
  console.log(`  ratio                                   ${median(ratios).toFixed(1).padStart(8)}   (promised: 6)`);
}

if (import.meta.main) {
  const [what, where] = Deno.args;
  console.log(JSON.stringify(await (what === "grouped" ? grouped : batched)(where)));
}
