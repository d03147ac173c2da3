import assert from "node:assert/strict";
import { createLog } from "../../src/adapters/log.ts";
import { until } from "../journeys/server.ts";

/** A stream that takes everything, until told otherwise. */
function memory() {
  let written = "";
  const decoder = new TextDecoder();
  const it = {
    /** Bytes that one write takes; or what it does instead. */
    takes: (bytes: Uint8Array): Promise<number> => Promise.resolve(bytes.length),
    text: () => written,
    stream: {
      async write(bytes: Uint8Array): Promise<number> {
        const n = await it.takes(bytes);
        written += decoder.decode(bytes.subarray(0, n), { stream: true });
        return n;
      },
    },
  };
  return it;
}
const parsed = (text: string) => text.trimEnd().split("\n").map((line) => JSON.parse(line));

Deno.test("the line of a request says what this request was, whatever the one before was", async () => {
  const { stream, text } = memory();
  let at = Date.parse("2026-05-11T15:00:00.000Z");
  const log = createLog({ level: "info", format: "json", now: () => at, stream });
  const asked: [string, string, number, number, string | undefined][] = [
    ["a-1", "GET /api/classes", 200, 0, "prov-1"],
    ["a-2", "GET /api/classes", 200, 0, "prov-1"],
    ["a-3", "GET /api/classes", 200, 0, "prov-2"],
    ["a-4", "GET /api/classes", 304, 0, "prov-2"],
    ["a-5", "GET /api/classes", 304, 1.25, "prov-2"],
    ["a-6", "GET /healthz", 304, 1.25, undefined],
    ["a-7", "GET /healthz", 200, 0, undefined],
    ["a-8", "GET /api/classes", 200, 0, "prov-1"],
  ];
  for (const one of asked) {
    log.request!(at, ...one);
    at += 7;
  }
  log.info("listening", { port: 8000 });
  await log.flush();
  const lines = text().trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.slice(0, -1),
    asked.map(([id, route, status, ms, provider], n) => ({
      at: new Date(Date.parse("2026-05-11T15:00:00.000Z") + 7 * n).toISOString(),
      level: "info",
      event: "request",
      id,
      route,
      status,
      ms,
      ...(provider === undefined ? {} : { provider }),
    })),
  );
  assert.deepEqual(lines.at(-1), { at: "2026-05-11T15:00:00.056Z", level: "info", event: "listening", port: 8000 });
});

Deno.test("a stream that takes a few bytes at a time gets every line whole", async () => {
  const it = memory();
  it.takes = (bytes) => Promise.resolve(Math.min(7, bytes.length));
  const log = createLog({ level: "info", format: "json", now: () => 0, stream: it.stream });
  for (let n = 0; n < 50; n++) log.error("é", { n });
  await log.flush();
  assert.deepEqual(parsed(it.text()).map((line) => line.n), Array.from({ length: 50 }, (_, n) => n));
});

Deno.test("a stream that stalls costs lines, no memory and nobody's time; once it flows the log says how many are missing", async () => {
  const it = memory();
  const stalled = Promise.withResolvers<void>();
  it.takes = (bytes) => stalled.promise.then(() => bytes.length);
  const log = createLog({ level: "info", format: "json", now: () => 0, stream: it.stream });
  const filler = "x".repeat(1_000);
  for (let n = 0; n < 5_000; n++) log.error("event", { n, filler });
  assert.ok(log.linesDropped!() > 3_000, `${log.linesDropped!()} dropped`);
  await log.flush(); // it waits for a moment only
  assert.equal(it.text(), "");
  stalled.resolve();
  await log.flush();
  const lines = parsed(it.text());
  const dropped = lines.filter((line) => line.event === "log_lines_dropped");
  assert.deepEqual(dropped.map((line) => line.lines), [log.linesDropped!()]);
  assert.equal(lines.length - 1 + log.linesDropped!(), 5_000);
  log.error("after", {});
  await log.flush();
  assert.equal(parsed(it.text()).at(-1).event, "after");
});

Deno.test("a stream that fails throws nothing at whoever logs, and gets the lines once it works", async () => {
  const it = memory();
  it.takes = () => Promise.reject(new Error("No space left on device (os error 28)"));
  const log = createLog({ level: "info", format: "json", now: () => 0, stream: it.stream });
  log.error("kept", {});
  await log.flush();
  assert.equal(it.text(), "");
  it.takes = (bytes) => Promise.resolve(bytes.length);
  await until(() => Promise.resolve(it.text() !== ""));
  assert.deepEqual(parsed(it.text()).map((line) => line.event), ["kept"]);
});

Deno.test("fields that JSON can't hold end nothing", async () => {
  for (const format of ["json", "pretty"] as const) {
    const it = memory();
    const log = createLog({ level: "info", format, now: () => 0, stream: it.stream });
    const circle: Record<string, unknown> = { n: 1n };
    circle.circle = circle;
    log.error("odd", circle);
    await log.flush();
    assert.match(it.text(), /odd.*n circle/);
  }
});
