/** The cached list. `wrk` drives it where it is installed. */
import { CONNECTIONS, cpuOf, end, hasTool, ORIGIN, pinned, startAlera, startScript } from "./processes.ts";
import { load, median, requestBytes } from "./load.ts";

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

/**
 * Against a bare Deno.serve that answers the same constant string, and one that must read the same four headers and answer the
 * same four, in turns.
 */
export async function reads(directory: string, turns: number): Promise<void> {
  const alera = await startAlera(directory);
  const service = { name: "Pilates Class", durationMin: 50, priceCents: 2000, capacity: 6 };
  const { id: serviceId } = await alera.manage("services", service);
  for (let n = 0; n < 100; n++) await alera.addClass(serviceId, 24 + n);
  const from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const to = new Date(Date.now() + 41 * 86_400_000).toISOString().slice(0, 10);
  const path = `/api/classes?handle=${alera.handle}&from=${from}&to=${to}`;
  const headers = { "x-alera-key": alera.key, origin: ORIGIN };
  const answer = await fetch(`${alera.url}${path}`, { headers });
  const body = await answer.text();
  const rows = JSON.parse(body).classes.length;
  if (rows !== 100) throw new Error(`${rows} rows, not 100`);
  const bare = await startScript(directory, (port) => serving(port, body, ""));
  const withHeaders = await startScript(directory, (port) =>
    serving(
      port,
      body,
      `
  const read = request.headers;
  if (read.get("x-alera-key") === null || read.get("origin") === null) return new Response(null, { status: 401 });
  if (read.get("if-none-match") !== null) return new Response(null, { status: 304 });
  if (read.get("x-request-id") !== null) id = read.get("x-request-id");`,
      `"cache-control": "private, max-age=5", etag: ${
        JSON.stringify(answer.headers.get("etag"))
      }, "x-request-id": id + n++`,
    ));
  const rates = { bare: [] as number[], withHeaders: [] as number[], alera: [] as number[] };
  const cpu = { bare: [] as number[], withHeaders: [] as number[], alera: [] as number[] };
  const servers = { bare, withHeaders, alera };
  for (let turn = 0; turn < turns; turn++) {
    for (const which of ["bare", "withHeaders", "alera"] as const) {
      const { port, process } = servers[which];
      const before = cpuOf(process);
      const rate = await (which === "bare" ? readRate(port, "/", {}) : readRate(port, path, headers));
      rates[which].push(rate);
      cpu[which].push((cpuOf(process) - before) * 1000 / rate);
    }
  }
  const of = (which: keyof typeof rates) => median(rates[which]).toFixed(0).padStart(8);
  const ratio = (to: keyof typeof rates) =>
    median(rates.alera.map((rate, i) => rate / rates[to][i])).toFixed(2).padStart(8);
  const tool = hasTool("wrk") ? "wrk" : "own load";
  console.log(
    `\nGET /api/classes, 100 rows (${body.length} bytes), ${CONNECTIONS} connections, ${tool}, medians of ${turns} turns`,
  );
  console.log(`  bare Deno.serve, same string            ${of("bare")} /s`);
  console.log(`  bare, reads four headers, answers four  ${of("withHeaders")} /s`);
  console.log(`  Alera, cached                           ${of("alera")} /s`);
  console.log(`  ratio to the bare one                   ${ratio("bare")}   (promised: 0.70)`);
  console.log(`  ratio to the one with headers           ${ratio("withHeaders")}   (promised: 0.95)`);
  const each = (which: keyof typeof cpu) => median(cpu[which]).toFixed(1);
  console.log(`  processor time, µs a request            ${each("bare")}, ${each("withHeaders")}, ${each("alera")}`);
  for (const { process } of [bare, withHeaders, alera]) await end(process);
}

const serving = (port: number, body: string, work: string, headers = "") => `
const body = ${JSON.stringify(body)};
let id = "benchmark-", n = 0;
Deno.serve({ port: ${port}, hostname: "127.0.0.1", onListen() {} }, (request) => {
  if (request.url.length < 30) return new Response("up");${work}
  return new Response(body, { headers: { "content-type": "application/json", ${headers} } });
});`;
