/**
 * Speed with the data on a libSQL server: `deno run -A tests/bench/server_bench.ts [seconds] [main.ts of another version]`.
 * Lists and free bookings a second over HTTP, and, with another version, how many times as many. DATABASE_SERVER names a server whose
 * database may be filled; else each turn has a small one of the tests, in a process of its own.
 */
import { freePort, until } from "../journeys/server.ts";
import { load, requestBytes } from "./load.ts";

const SECONDS = Number(Deno.args[0] ?? 4);
const HERE = new URL("../../src/main.ts", import.meta.url).pathname;
const DATA_SERVER = new URL("../support/serve_hrana.ts", import.meta.url).pathname;
const CONNECTIONS = 32;
const OPERATOR = "operator-token-of-the-benchmark";
const ORIGIN = "https://studio.example";

interface Rates {
  lists: number;
  bookings: number;
}

const start = (args: string[], env: Record<string, string> = {}) =>
  new Deno.Command(Deno.execPath(), { args: ["run", "-A", ...args], env, stdout: "null", stderr: "inherit" }).spawn();

async function answers(url: string): Promise<void> {
  await until(
    () => fetch(url).then(async (answer) => (await answer.body?.cancel(), answer.ok), () => false),
    () => url,
  );
}

async function measure(main: string): Promise<Rates> {
  const directory = await Deno.makeTempDir({ prefix: "alera-bench-" });
  const [dataPort, port] = [freePort(), freePort()];
  const data = start([DATA_SERVER, `${directory}/alera.db`, String(dataPort)]);
  const database = Deno.env.get("DATABASE_SERVER") ?? `http://127.0.0.1:${dataPort}`;
  await answers(`${database}/v3`);
  const alera = start([main, "serve"], {
    PORT: String(port),
    ALERA_SIMULATOR_PORT: String(freePort()),
    ALERA_ENV: "development",
    ALERA_DATABASE_URL: database,
    ALERA_OPERATOR_TOKEN: OPERATOR,
    ALERA_RATE_LIMITS: "off",
    LOG_LEVEL: "error",
  });
  try {
    await answers(`http://127.0.0.1:${port}/readyz`);
    return await measureRates(port);
  } finally {
    for (const process of [alera, data]) {
      process.kill("SIGTERM");
      await process.status;
    }
    await Deno.remove(directory, { recursive: true });
  }
}

async function measureRates(port: number): Promise<Rates> {
  const send = async (path: string, body: unknown, token: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/manage/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return await answer.json();
  };
  const handle = `bench-${port}`;
  const studio = { handle, displayName: "Bench", email: `o${port}@example.com`, timezone: "UTC" };
  const { ownerToken } = await send("providers", studio, OPERATOR);
  const { key } = await send("api-keys", { label: "Bench", allowedOrigins: [ORIGIN] }, ownerToken);
  const service = { name: "Open floor", durationMin: 50, priceCents: 0, capacity: 10_000 };
  const { id: serviceId } = await send("services", service, ownerToken);
  const classes: string[] = [];
  const first = Date.now() + 86_400_000;
  for (let n = 0; n < 30; n++) {
    const scheduledAt = new Date(first + n * 3_600_000).toISOString();
    classes.push((await send("classes", { serviceId, scheduledAt }, ownerToken)).id);
  }
  const headers = { "x-alera-key": key, origin: ORIGIN };
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const list = requestBytes("GET", `/api/classes?handle=${handle}&from=${day(first)}&to=${day(first + 9e8)}`, headers);
  const common = { port, connections: CONNECTIONS, seconds: SECONDS, warmUpSeconds: 1 };
  const lists = await load({ ...common, request: () => list });
  const bookings = await load({
    ...common,
    request: (connection, n) => {
      const guest = { name: `Guest ${n}`, email: `guest-${connection}-${n}@example.com` };
      const phone = String(5_000_000_000 + connection * 10_000_000 + n);
      const path = `/api/classes/${classes[(connection + n) % classes.length]}/book`;
      return requestBytes("POST", path, headers, JSON.stringify({ ...guest, phone }));
    },
  });
  for (const { statuses } of [lists, bookings]) {
    if (Object.keys(statuses).join() !== "200") console.log("refusals:", statuses);
  }
  return { lists: lists.rate, bookings: bookings.rate };
}

const now = await measure(HERE);
console.log(`this version: ${now.lists.toFixed(0)} lists, ${now.bookings.toFixed(0)} bookings a second`);
if (Deno.args[1]) {
  const other = await measure(Deno.args[1]);
  console.log(`the other:    ${other.lists.toFixed(0)} lists, ${other.bookings.toFixed(0)} bookings a second`);
  console.log(
    `ratio:        ${(now.lists / other.lists).toFixed(1)} and ${(now.bookings / other.bookings).toFixed(1)}`,
  );
}
