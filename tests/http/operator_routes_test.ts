import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { startApp } from "../support/app.ts";
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
  assert.ok(metrics.text.includes('route="GET /api/classes/:id",status="401"'));
  assert.ok(!metrics.text.includes("jane") && !metrics.text.includes("BREW"));
  broken = true;
  assert.equal((await t.send("GET", "/healthz")).status, 200);
  refused(await t.send("GET", "/readyz"), 503);
  broken = false;
  assert.match((await t.send("GET", "/openapi.json")).body.openapi, /^3\.1\./);
});
