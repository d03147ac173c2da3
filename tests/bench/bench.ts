/**
 * The two promises of speed, each as a ratio within one run: `deno task bench [seconds]`.
 * 1. A cached `GET /api/classes` (100 rows) against a bare Deno.serve that answers the same constant string: at least 0.7.
 * 2. Free bookings that survive a power cut, against one transaction at synchronous=FULL each, same statements: at least 6.
 * The server has one core, the load the other (with `taskset`); `wrk` drives the reads where it is installed.
 */
import { setImmediate } from "node:timers";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import { loadMigrations, migrate } from "../../src/db/migrate.ts";
import { openDatabase } from "../../src/db/open.ts";
import { createClass } from "../../src/domain/class_sessions.ts";
import { type Log } from "../../src/ports/log.ts";
import { type Context } from "../../src/workflows/context.ts";
import { InFlight } from "../../src/workflows/in_flight.ts";
import { newId } from "../../src/domain/ids.ts";
import { createProvider } from "../../src/domain/providers.ts";
import { createService } from "../../src/domain/services.ts";
import { createTokens } from "../../src/domain/tokens.ts";
import { bookClass } from "../../src/workflows/bookings/book_class.ts";
import { freePort, until } from "../journeys/server.ts";
import { load, type LoadResult, median, requestBytes } from "./load.ts";

const SECONDS = Number(Deno.args[0] ?? 4);
const CONNECTIONS = 64;
const ROUNDS = 5;
const MAIN = new URL("../../src/main.ts", import.meta.url).pathname;
const OPERATOR = "operator-token-of-the-benchmark";
const ORIGIN = "https://studio.example";
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const migrations = await loadMigrations(new URL("../../migrations/", import.meta.url));
const hasTool = (name: string) =>
  new Deno.Command("which", { args: [name], stdout: "null", stderr: "null" }).outputSync().success;
const pinned = hasTool("taskset") && navigator.hardwareConcurrency > 1;

function spawn(core: number, command: string[], env: Record<string, string> = {}): Deno.ChildProcess {
  const [program, ...args] = pinned ? ["taskset", "-c", String(core), ...command] : command;
  return new Deno.Command(program, { args, env, stdout: "null", stderr: "inherit" }).spawn();
}

async function end(process: Deno.ChildProcess): Promise<void> {
  process.kill("SIGTERM");
  await process.status;
}

// ---------------------------------------------------------------- a server with a studio

interface BenchServer {
  port: number;
  key: string;
  handle: string;
  process: Deno.ChildProcess;
  manage: (path: string, body: unknown) => Promise<{ id: string; key: string }>;
}

async function startAlera(directory: string): Promise<BenchServer> {
  const port = freePort();
  const process = spawn(0, [Deno.execPath(), "run", "-A", MAIN, "serve"], {
    PORT: String(port),
    ALERA_SIMULATOR_PORT: String(freePort()),
    ALERA_ENV: "development",
    ALERA_DATABASE_URL: `file:${directory}/alera.db`,
    ALERA_OPERATOR_TOKEN: OPERATOR,
    ALERA_RATE_LIMITS: "off",
    LOG_FORMAT: "json",
  });
  const url = `http://127.0.0.1:${port}`;
  await until(() =>
    fetch(`${url}/readyz`).then(async (answer) => (await answer.body?.cancel(), answer.ok), () => false)
  );
  const send = async (path: string, body: unknown, token: string) => {
    const answer = await fetch(`${url}/api/manage/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return await answer.json();
  };
  const handle = "bench-studio";
  const { ownerToken } = await send("providers", {
    handle,
    displayName: "Bench",
    email: "o@example.com",
    timezone: "UTC",
  }, OPERATOR);
  const manage = (path: string, body: unknown) => send(path, body, ownerToken);
  const { key } = await manage("api-keys", { label: "Bench", allowedOrigins: [ORIGIN] });
  return { port, key, handle, process, manage };
}

// ---------------------------------------------------------------- reads

/** Over one second: many short turns, taken in pairs, say more on a machine that others use than a few long ones. */
async function readRate(port: number, path: string, headers: Record<string, string>): Promise<number> {
  if (hasTool("wrk")) {
    const flags = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
    const command = ["wrk", "-t1", `-c${CONNECTIONS}`, "-d1s", ...flags, `http://127.0.0.1:${port}${path}`];
    const [program, ...args] = pinned ? ["taskset", "-c", "1", ...command] : command;
    const text = new TextDecoder().decode((await new Deno.Command(program, { args }).output()).stdout);
    if (/Non-2xx/.test(text)) throw new Error(`wrk got refusals:\n${text}`);
    return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)![1]);
  }
  const bytes = requestBytes("GET", path, headers);
  return (await load({ port, connections: CONNECTIONS, seconds: 1, request: () => bytes })).rate;
}

async function reads(directory: string): Promise<void> {
  const alera = await startAlera(directory);
  const service = await alera.manage("services", {
    name: "Pilates Class",
    durationMin: 50,
    priceCents: 2000,
    capacity: 6,
  });
  const start = Date.now() + 86_400_000;
  for (let n = 0; n < 100; n++) {
    await alera.manage("classes", {
      serviceId: service.id,
      scheduledAt: new Date(start + n * 3_600_000).toISOString(),
    });
  }
  const from = new Date(start).toISOString().slice(0, 10);
  const to = new Date(start + 40 * 86_400_000).toISOString().slice(0, 10);
  const path = `/api/classes?handle=${alera.handle}&from=${from}&to=${to}`;
  const headers = { "x-alera-key": alera.key, origin: ORIGIN };
  const body = await (await fetch(`http://127.0.0.1:${alera.port}${path}`, { headers })).text();
  const rows = JSON.parse(body).classes.length;
  if (rows !== 100) throw new Error(`${rows} rows, not 100`);

  const barePort = freePort();
  const script = await Deno.makeTempFile({ dir: directory, suffix: ".js" });
  await Deno.writeTextFile(
    script,
    `const body = ${JSON.stringify(body)};
Deno.serve({ port: ${barePort}, hostname: "127.0.0.1", onListen() {} }, () => new Response(body, { headers: { "content-type": "application/json" } }));`,
  );
  const bare = spawn(0, [Deno.execPath(), "run", "-A", script]);
  await until(() =>
    fetch(`http://127.0.0.1:${barePort}/`).then(async (answer) => (await answer.body?.cancel(), true), () => false)
  );
  const rates = { bare: [] as number[], alera: [] as number[] };
  for (let turn = 0; turn < ROUNDS * SECONDS; turn++) {
    rates.bare.push(await readRate(barePort, "/", {}));
    rates.alera.push(await readRate(alera.port, path, headers));
  }
  const ratios = rates.alera.map((rate, i) => rate / rates.bare[i]);
  console.log(
    `\nGET /api/classes, 100 rows (${body.length} bytes), ${CONNECTIONS} connections, ${
      hasTool("wrk") ? "wrk" : "own load"
    }`,
  );
  console.log(`  bare Deno.serve, same string   ${median(rates.bare).toFixed(0).padStart(8)} req/s`);
  console.log(`  Alera, cached                  ${median(rates.alera).toFixed(0).padStart(8)} req/s`);
  console.log(`  ratio                          ${median(ratios).toFixed(2).padStart(8)}   (promised: 0.70)`);
  await end(bare);
  await end(alera.process);
}

// ---------------------------------------------------------------- bookings

async function bookOverHttp(directory: string): Promise<LoadResult> {
  const alera = await startAlera(directory);
  const service = await alera.manage("services", {
    name: "Open floor",
    durationMin: 50,
    priceCents: 0,
    capacity: 10_000,
  });
  const classes: string[] = [];
  for (let n = 0; n < 30; n++) {
    classes.push(
      (await alera.manage("classes", {
        serviceId: service.id,
        scheduledAt: new Date(Date.now() + (n + 48) * 3_600_000).toISOString(),
      })).id,
    );
  }
  const headers = { "x-alera-key": alera.key, origin: ORIGIN };
  const result = await load({
    port: alera.port,
    connections: CONNECTIONS,
    seconds: SECONDS,
    warmUpSeconds: 2,
    request: (connection, n) =>
      requestBytes(
        "POST",
        `/api/classes/${classes[(connection + n) % classes.length]}/book`,
        headers,
        JSON.stringify(guest(connection, n)),
      ),
  });
  await end(alera.process);
  return result;
}

const guest = (caller: number, n: number) => ({
  name: "Jane Doe",
  email: `jane-${caller}-${n}@example.com`,
  phone: String(5_000_000_000 + caller * 10_000_000 + n),
});

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
      classes.push(await createClass(tx, provider.id, input, now));
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
    settings: { holdMinutes: 30, platformFeeBps: 0, publicUrl: ORIGIN, development: false },
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
  const booked = await bookClass(recording, { providerId, origin: ORIGIN }, classes[0], pattern);
  const clientId = (await db.read("SELECT client_id AS id FROM enrollments WHERE id = ?", [booked.enrollmentId]))[0].id;
  await db.close();
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
      [booked.enrollmentId, newId("enr")],
      [clientId, newId("cli")],
      [pattern.email, who.email],
      [pattern.phone, who.phone],
    ]);
    const swap = (value: unknown): SQLInputValue => {
      if (typeof value === "number") return BigInt(value);
      if (typeof value !== "string") return value as SQLInputValue;
      const whole = fresh.get(value);
      return whole ??
        (value.includes(booked.enrollmentId)
          ? value.replaceAll(booked.enrollmentId, fresh.get(booked.enrollmentId)!)
          : value);
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
    settings: { holdMinutes: 30, platformFeeBps: 0, publicUrl: ORIGIN, development: false },
    inFlight: new InFlight(),
    wake() {},
  };
}

/** What one measurement leaves in memory must not slow the next. */
async function inOwnProcess(what: "batched" | "grouped", directory: string): Promise<InProcess> {
  const args = ["run", "-A", new URL(import.meta.url).pathname, String(SECONDS), what, directory];
  const { stdout, success } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).output();
  if (!success) throw new Error(`${what} failed`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

async function bookings(directory: string): Promise<void> {
  const each: InProcess[] = [];
  const together: InProcess[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    each.push(await inOwnProcess("batched", await Deno.makeTempDir({ dir: directory })));
    together.push(await inOwnProcess("grouped", await Deno.makeTempDir({ dir: directory })));
  }
  const http = await bookOverHttp(await Deno.makeTempDir({ dir: directory }));
  const ratios = together.map(({ rate }, i) => rate / each[i].rate);
  const rates = (of: InProcess[]) => median(of.map(({ rate }) => rate)).toFixed(0).padStart(8);
  const tail = (of: InProcess[]) => median(of.map(({ p99 }) => p99)).toFixed(1);
  console.log(`\nFree bookings, durable, ${CONNECTIONS} callers`);
  console.log(`  a transaction each, in process ${rates(each)} /s   p99 ${tail(each)} ms`);
  console.log(`  Alera, in process              ${rates(together)} /s   p99 ${tail(together)} ms`);
  console.log(`  ratio                          ${median(ratios).toFixed(1).padStart(8)}   (promised: 6)`);
  console.log(
    `  Alera, over HTTP               ${http.rate.toFixed(0).padStart(8)} /s   p50 ${http.p50.toFixed(1)} ms, p99 ${
      http.p99.toFixed(1)
    } ms`,
  );
  if (Object.keys(http.statuses).join() !== "200") {
    throw new Error(`refusals over HTTP: ${JSON.stringify(http.statuses)}`);
  }
}

const [, what, where] = Deno.args;
if (where) {
  console.log(JSON.stringify(await (what === "grouped" ? grouped : batched)(where)));
} else {
  const directory = await Deno.makeTempDir({ prefix: "alera-bench-" });
  try {
    const cores = pinned ? ", server on one core, load on the other" : "";
    console.log(`medians of ${ROUNDS} rounds of ${SECONDS} s, reads in turns of 1 s${cores}`);
    if (what !== "bookings") await reads(directory);
    if (what !== "reads") await bookings(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
