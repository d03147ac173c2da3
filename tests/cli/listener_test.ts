import assert from "node:assert/strict";
import { listen, type ListenOptions } from "../../src/cli/listener.ts";
import { silentLog } from "../support/silent_log.ts";

function start(options: Partial<ListenOptions> = {}) {
  const listener = listen({
    port: 0,
    hostname: "127.0.0.1",
    log: silentLog,
    answer: () => new Response("here"),
    ...options,
  });
  const { port } = listener.addr;
  return {
    listener,
    port,
    url: `http://127.0.0.1:${port}/`,
    connect: () => Deno.connect({ hostname: "127.0.0.1", port }),
    [Symbol.asyncDispose]: () => listener.shutdown(),
  };
}
const GET = new TextEncoder().encode("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
const ask = async (url: string) => {
  const answer = await fetch(url, { headers: { connection: "close" } });
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get("retry-after") };
};
const accepted = async (s: ReturnType<typeof start>, n: number) => {
  while (s.listener.connections() !== n) await new Promise((resolve) => setTimeout(resolve, 5));
};

Deno.test("the peer's address, requests one after another on one connection, and a fault that is answered", async () => {
  let fails = false;
  await using s = start({
    answer: (request, peer) => {
      if (fails) throw new Error("broken");
      return new Response(`${peer} ${new URL(request.url).pathname}`);
    },
  });
  const connection = await s.connect();
  const buffer = new Uint8Array(1_000);
  for (let n = 0; n < 3; n++) {
    await connection.write(GET);
    const text = new TextDecoder().decode(buffer.subarray(0, (await connection.read(buffer))!));
    assert.match(text, /^HTTP\/1\.1 200 OK\r\n[^]*127\.0\.0\.1 \/$/);
  }
  assert.equal(s.listener.connections(), 1);
  connection.close();
  await accepted(s, 0);
  fails = true;
  assert.equal((await ask(s.url)).status, 500);
});

Deno.test("with as many connections as there may be, an idle one makes room for a new one", async () => {
  await using s = start({ most: 3 });
  const idle = await Promise.all([1, 2, 3].map(s.connect));
  await accepted(s, 3);
  assert.equal((await ask(s.url)).status, 200);
  assert.equal(await idle[0].read(new Uint8Array(1)).catch(() => null), null, "the one that waited longest has gone");
  for (const one of idle) one.close();
});

Deno.test("with as many requests being answered as there may be connections: 503, and all are answered in the end", async () => {
  const release = Promise.withResolvers<void>();
  await using s = start({ most: 3, answer: () => release.promise.then(() => new Response("late")) });
  const slow = [1, 2, 3].map(() => ask(s.url));
  await accepted(s, 3);
  while (true) {
    const full = await ask(s.url);
    assert.deepEqual([full.status, full.retryAfter, JSON.parse(full.text).error.length > 0], [503, "1", true]);
    break;
  }
  release.resolve();
  for (const one of await Promise.all(slow)) assert.deepEqual([one.status, one.text], [200, "late"]);
  assert.equal((await ask(s.url)).status, 200);
});

Deno.test("a shutdown lets what is being answered come to its end, and takes nobody new", async () => {
  const release = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  const s = start({ answer: () => (began.resolve(), release.promise.then(() => new Response("x".repeat(1e6)))) });
  const idle = await s.connect();
  const slow = ask(s.url);
  await began.promise;
  const ended = s.listener.shutdown();
  await assert.rejects(ask(s.url));
  release.resolve();
  assert.equal((await slow).text.length, 1e6);
  idle.close();
  await ended;
});

Deno.test("a runtime without a way to limit connections is named in the log, and serves", async () => {
  const said: string[] = [];
  const log = { ...silentLog, warn: (event: string) => void said.push(event) };
  const listener = listen(
    { port: 0, hostname: "127.0.0.1", log, answer: (_, peer) => new Response(peer) },
    null,
  );
  assert.equal((await ask(`http://127.0.0.1:${listener.addr.port}/`)).text, "127.0.0.1");
  assert.deepEqual(said, ["no_connection_limits"]);
  await listener.shutdown();
});

Deno.test("a connection that is gone when it must make room ends nothing", async () => {
  const gone = (connection: Deno.TcpConn, signal: AbortSignal) => {
    signal.addEventListener("abort", () => {
      throw new Deno.errors.BadResource("Bad resource ID");
    });
    connection.close();
    return { finished: new Promise<void>(() => {}), shutdown: () => Promise.resolve() };
  };
  const options = { port: 0, hostname: "127.0.0.1", log: silentLog, answer: () => new Response("here"), most: 1 };
  const listener = listen(options, gone);
  for (let n = 0; n < 3; n++) {
    const client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    await client.read(new Uint8Array(1)).catch(() => null);
    client.close();
  }
  assert.equal(listener.connections(), 1);
  await listener.shutdown();
});
