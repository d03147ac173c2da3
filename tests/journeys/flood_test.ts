/** Three thousand connections that say nothing or half of something, against a server that may have 1,024 descriptors. */
import assert from "node:assert/strict";
import { SOURCE_COMMAND, startServer, until } from "./server.ts";

const FLOOD = 3_000;
const LITTLE = ["sh", "-c", 'ulimit -n 1024; exec "$@"', "sh", ...SOURCE_COMMAND];
const HALVES: [what: string, text: string][] = [
  ["say nothing", ""],
  ["send half a head", "POST /api/classes/x/book HTTP/1.1\r\nhost: localhost\r\nx-a: "],
  ["send half a body", "POST /api/tip/start HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"],
];

async function flood(port: number, text: string): Promise<Deno.TcpConn[]> {
  const bytes = new TextEncoder().encode(text);
  const connections: Deno.TcpConn[] = [];
  for (let n = 0; n < FLOOD; n += 50) {
    const some = await Promise.all(Array.from({ length: 50 }, () => Deno.connect({ hostname: "127.0.0.1", port })));
    connections.push(...some);
    // Who is closed meanwhile can't be written to.
    await Promise.all(some.map((one) => one.write(bytes).catch(() => 0)));
  }
  return connections;
}

Deno.test("three thousand connections that wait end nothing: others are answered meanwhile, and after", async () => {
  await using server = await startServer({ command: LITTLE, demo: false, env: { LOG_FORMAT: "json" } });
  const port = Number(server.env.PORT);
  const status = async () => {
    const answer = await fetch(`${server.url}/readyz`, { headers: { connection: "close" } }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status ?? 0;
  };
  const answers = async (wanted: number[], what: string) => {
    await until(async () => wanted.includes(await status()), () => `${wanted} ${what}`);
  };
  for (const [what, text] of HALVES) {
    const connections = await flood(port, text);
    // With half a body a request is being answered: then the door is full, and says so.
    await answers(text.endsWith("{") ? [200, 503] : [200], what);
    for (const one of connections) one.close();
    await answers([200], `after those who ${what}`);
  }
  assert.match(server.output(), /"event":"too_many_open_files"/, "the limit was met");
  assert.equal(await server.stop(), 0, server.output());
});

Deno.test("a listener that dies ends the process with a line and a code that has it started again", async () => {
  // As on a Deno that has renamed what the limits need: Deno.serve gives up when it has no descriptor left.
  const directory = await Deno.makeTempDir({ prefix: "alera-flood-" });
  const preload = `${directory}/preload.js`;
  await Deno.writeTextFile(
    preload,
    'Object.defineProperty(Deno[Deno.internal], "serveHttpOnConnection", { get: () => undefined, set() {} });',
  );
  const command = LITTLE.toSpliced(-1, 0, `--preload=${preload}`);
  const server = await startServer({ command, directory, demo: false, env: { LOG_FORMAT: "json" } });
  const connections = await flood(Number(server.env.PORT), "").catch(() => []);
  assert.equal((await server.process.status).code, 1, server.output());
  for (const one of connections) one.close();
  await server.stop();
  assert.match(server.output(), /"event":"no_connection_limits"/);
  assert.match(server.output(), /"event":"listener_failed","message":"[^"]*Too many open files/);
  await Deno.remove(directory, { recursive: true });
});
