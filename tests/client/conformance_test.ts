/** Our server passes the conformance suite; one that differs in one thing is found out. */
import assert from "node:assert/strict";
import { type RunningServer, startServer } from "../journeys/server.ts";
import { runChild } from "../support/child_process.ts";

const SUITE = new URL("../../client/conformance", import.meta.url).pathname;

interface Result {
  name: string;
  state: string;
  says?: string;
}

const suite = (...args: string[]) => runChild(Deno.execPath(), ["run", "-A", SUITE, ...args]);

async function resultsOf({ demo }: RunningServer, url: string): Promise<{ code: number; results: Result[] }> {
  const { key, origin, handle, ownerToken } = demo;
  const given = { url, key, origin, handle, "owner-token": ownerToken };
  const { code, out, err } = await suite(
    "--json",
    ...Object.entries(given).map(([name, value]) => `--${name}=${value}`),
  );
  assert.ok(code < 2, err);
  return { code, results: JSON.parse(out).results };
}

const failuresOf = (results: Result[]) =>
  results.filter(({ state }) => state === "failed").map(({ name, says }) => `${name}: ${says}`);

/** In front of a server: what `spoil` answers instead of it. */
function proxy(target: string, spoil: (request: Request, response: Response) => Promise<Response>) {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = request.body ? await request.clone().arrayBuffer() : undefined;
    const headers = new Headers(request.headers);
    headers.delete("host");
    return await spoil(request, await fetch(target + pathname + search, { method: request.method, headers, body }));
  });
}

Deno.test("this server behaves as the API must; one that differs in one thing is found out", async (t) => {
  await using server = await startServer({ env: { ALERA_RATE_LIMITS: "on" } });

  await t.step("ours passes", async () => {
    const { code, results } = await resultsOf(server, server.url);
    assert.deepEqual(failuresOf(results), []);
    assert.equal(code, 0);
    assert.deepEqual(results.filter(({ state }) => state === "skipped").length, 1, "the customer's own page");
    assert.ok(results.length > 30);
  });

  await t.step("a full class that answers 400, and a seat count that is one too high", async () => {
    await using broken = proxy(server.url, async (request, response) => {
      const text = await response.text();
      const counted = request.method === "GET" && /^\/api\/classes\/[^/]+$/.test(new URL(request.url).pathname)
        ? text.replace(/"seatsLeft":(\d+)/, (_, n) => `"seatsLeft":${Number(n) + 1}`)
        : text;
      const status = text.includes('"class_full"') ? 400 : response.status;
      return new Response(status === 304 || status === 204 ? null : counted, { status, headers: response.headers });
    });
    const { code, results } = await resultsOf(server, `http://127.0.0.1:${broken.addr.port}`);
    assert.equal(code, 1);
    const failed = failuresOf(results).join("\n");
    assert.match(failed, /last seat: exactly one gets it: status and code: \[400,"class_full"\]/);
    assert.match(failed, /one class with its studio.*: class:/);
    assert.ok(results.filter(({ state }) => state === "passed").length > 15, failed);
  });
});

Deno.test("the suite says what it needs", async () => {
  const help = await suite("--help");
  assert.equal(help.code, 0);
  assert.match(help.out, /--owner-token TOKEN/);
  const missing = await suite("--url", "http://localhost:1");
  assert.deepEqual([missing.code, missing.err], [2, "conformance: --key, --origin, --handle missing: see --help\n"]);
  assert.equal((await suite("--nonsense")).code, 2);
});
