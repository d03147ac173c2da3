import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { OPERATOR, startApp } from "../support/app.ts";
import { refused } from "../support/http.ts";

Deno.test("health, readiness and metrics answer without credentials; a database that is gone is not ready", async () => {
  let broken = false;
  const wrapDatabase = (db: Database): Database => ({
    ...{ write: db.write.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    read: (sql, args) => broken ? Promise.reject(new Error("gone")) : db.read(sql, args),
  });
  await using t = await startApp({ wrapDatabase });
  for (const path of ["/healthz", "/readyz"]) assert.equal((await t.send("GET", path)).status, 200);
  await t.send("GET", "/api/classes/jane@example.com");
  await t.send("BREW-1", "/api/classes/x");
  await t.send("BREW-2", "/api/classes/x");
  const metrics = await t.send("GET", "/metrics");
  assert.equal(metrics.status, 200);
  assert.match(metrics.headers.get("content-type")!, /^text\/plain/);
  assert.ok(metrics.text.includes('method="GET",route="/api/classes/:id",status="401"'));
  assert.ok(!metrics.text.includes("jane") && !metrics.text.includes("BREW"));
  broken = true;
  assert.equal((await t.send("GET", "/healthz")).status, 200);
  t.clock.advance(1000);
  refused(await t.send("GET", "/readyz"), 503, { code: "unavailable" });
  broken = false;
  assert.match((await t.send("GET", "/openapi.json")).body.openapi, /^3\.1\./);
});

Deno.test("without a token the metrics answer on this machine only, and not to whom a proxy on it asks for", async () => {
  await using t = await startApp({ trustProxy: "fly-client-ip" });
  const ask = (url: string, peer: string, headers: Record<string, string> = {}) =>
    t.app.request(url, { headers }, peer).then((answer) => answer.status);
  for (const peer of ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"]) {
    assert.equal(await ask("http://127.0.0.1:8000/metrics", peer), 200, peer);
  }
  for (const peer of ["203.0.113.9", "10.0.0.1", "::2", "1.127.0.1", "::ffff:10.0.0.1"]) {
    assert.equal(await ask("http://127.0.0.1:8000/metrics", peer), 403, peer);
  }
  assert.equal(await ask("https://booking.example/metrics", "127.0.0.1"), 403);
  for (const header of ["x-forwarded-for", "forwarded", "via", "x-real-ip", "fly-client-ip"]) {
    assert.equal(await ask("http://localhost/metrics", "127.0.0.1", { [header]: "127.0.0.1" }), 403, header);
  }
});

Deno.test("with a token the metrics answer whoever has it, from anywhere, and nobody else", async () => {
  await using t = await startApp({ metricsToken: "let-me-see" });
  const ask = (headers: Record<string, string>, peer = "203.0.113.9") =>
    t.app.request("https://booking.example/metrics", { headers }, peer).then((answer) => answer.status);
  assert.equal(await ask({ authorization: "Bearer let-me-see", "x-forwarded-for": "203.0.113.9" }), 200);
  for (const authorization of ["Bearer let-me-sea", "Bearer ", "let-me-see", `Bearer ${OPERATOR}`]) {
    assert.equal(await ask({ authorization }), 401, authorization);
  }
  assert.equal(await ask({}, "127.0.0.1"), 401);
});
