import assert from "node:assert/strict";
import { createLog } from "../../src/adapters/log.ts";

Deno.test("the line of a request says what this request was, whatever the one before was", () => {
  let written = "";
  let at = Date.parse("2026-05-11T15:00:00.000Z");
  const log = createLog({ level: "info", format: "json", now: () => at, write: (text) => void (written += text) });
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
  log.flush();
  const lines = written.trimEnd().split("\n").map((line) => JSON.parse(line));
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
