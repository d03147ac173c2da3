/** What the console keeps, shows and logs: no secret, and nothing of the inside. */
import assert from "node:assert/strict";
import type { Log } from "../../src/ports/log.ts";
import { HOUR } from "../../src/domain/time.ts";
import { readable, signIn, signinPath } from "../support/console.ts";
import { consoleRecordsOf, pathOf } from "../support/console_records.ts";
import { studio } from "../support/studio.ts";
import { csrfOf, guarded, once } from "./guarded.ts";
import { visitor } from "./signin/visitor.ts";

Deno.test("the log knows pages by their pattern: no search, no link, no cookie, no address is in it", async () => {
  const lines: string[] = [];
  const write = (event: string, fields?: Record<string, unknown>) => void lines.push(JSON.stringify([event, fields]));
  const log: Log = { debug: write, info: write, warn: write, error: write };
  await using t = await studio({ log });
  const owner = await signIn(t, t.studio);
  const its = await consoleRecordsOf(t.studio);
  const link = signinPath(t);
  await visitor(t).send("GET", `${link}?next=/console/clients?q=jane1@example.com`);
  await visitor(t).send("GET", "/console/clients?q=jane1@example.com");
  await owner.send("GET", "/console/clients?q=jane1@example.com");
  await owner.send("GET", "/console/clients/%00jane");
  for (const route of guarded(t).filter((one) => one.method === "GET")) await owner.send("GET", pathOf(its, route));
  await owner.submit("/console/settings/profile", { email: "secret-address@studio.example" });
  await t.settle();
  const all = lines.join("\n");
  assert.match(all, /GET \/console\/signin\/:token/);
  assert.match(all, /GET \/console\/clients"/);
  for (const secret of [owner.cookie.split("=")[1], link.split("/")[3].split("?")[0], t.studio.key]) {
    assert.ok(!all.includes(secret));
  }
  assert.doesNotMatch(all, /jane|secret-address|@|q=|5555551/i);
});

Deno.test("links and sessions are in no export, and only their hashes in the database", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const link = signinPath(t).split("/")[3].split("?")[0];
  const cookie = owner.cookie.split("=")[1];
  const exported = (await t.studio.manage("GET", "export")).text;
  assert.doesNotMatch(exported, /console_sessions|owner_links|token_hash/);
  for (const table of ["owner_links", "console_sessions", "messages", "idempotency_keys", "idempotency_keys"]) {
    const known = await t.db.read("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [table]);
    if (known.length === 0) continue;
    const rows = JSON.stringify(await t.db.read(`SELECT * FROM ${table}`));
    assert.ok(!rows.includes(link) && !rows.includes(cookie), table);
  }
  for (const secret of [link, cookie]) assert.ok(!exported.includes(secret));
});

Deno.test("a fault tells the owner its number and nothing of the inside", async () => {
  await using t = await studio({
    wrapDatabase: (db) =>
      new Proxy(db, {
        get(of, name) {
          if (name !== "read") return Reflect.get(of, name).bind?.(of) ?? Reflect.get(of, name);
          return (sql: string, args?: never[]) =>
            sql.includes("FROM instructors")
              ? Promise.reject(new Error("SQLITE_ERROR: secret inside of jane@example.com"))
              : of.read(sql, args);
        },
      }),
  });
  const owner = await signIn(t, t.studio);
  const got = await owner.send("GET", "/console/settings/instructors");
  assert.equal(got.status, 500);
  assert.match(readable(got.text), /this number: [a-z0-9]+-[a-z0-9]+/);
  assert.doesNotMatch(got.text, /SQLITE|jane|secret inside|at file:|\.tsx?:/);
  assert.match(got.headers.get("content-security-policy")!, /^default-src 'none'/);
});

Deno.test("the way back from a refused form stays in the console", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const referers = [
    ["http://localhost:8000/console/clients?q=a", "/console/clients?q=a"],
    ["https://evil.example/console/x", "/console"],
    ["http://localhost:8000/docs", "/console"],
    ["http://localhost:8000//evil.example/console", "/console"],
    ["javascript:alert(1)//localhost:8000/console", "/console"],
  ];
  for (const [referer, back] of referers) {
    const got = await owner.send("POST", "/console/signout", "csrf=wrong", { referer, host: "localhost:8000" });
    assert.equal(got.status, 403);
    assert.equal(/<a class="button" href="([^"]*)">Back/.exec(got.text)?.[1], back, referer);
  }
});

Deno.test("a session that ends between two clicks ends for forms too, and the form changes nothing", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const other = await signIn(t, t.studio);
  const csrf = await csrfOf(other);
  await owner.submit("/console/settings/devices", {}, "/console/settings/devices/others");
  const before = (await t.studio.manage("GET", "export")).text;
  const body = new URLSearchParams({ csrf, once: once(), name: "Mallory" }).toString();
  assert.equal((await other.send("POST", "/console/settings/instructors", body)).to, "/console/signin");
  assert.equal((await t.studio.manage("GET", "export")).text, before);
  t.clock.advance(HOUR);
  assert.equal((await other.send("GET", "/console")).to, "/console/signin");
});

Deno.test("in development, mailbox and reference answer to no name that a stranger may let lead to this machine", async () => {
  await using t = await studio({ settings: { development: true, publicUrl: "http://workshop.local:8000" } });
  for (const path of ["/dev/mailbox", "/dev/mailbox.json", "/dev/mailbox/1", "/dev/mailbox/1/html", "/docs"]) {
    const at = async (host: string) => (await t.app.request(`http://${host}${path}`)).status;
    for (const host of ["evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io", "1.evil"]) {
      assert.equal(await at(host), 403, `${host}${path}`);
    }
    for (const host of ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.0.7", "workshop.local:8000"]) {
      assert.ok((await at(host)) !== 403, `${host}${path}`);
    }
  }
  const relay = await t.app.request("http://evil.example:8000/docs/try", {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ method: "GET", path: "/api/classes" }),
  });
  assert.equal(relay.status, 403);
  assert.equal(
    (await t.app.request("http://evil.example:8000/healthz")).status,
    200,
    "what holds nothing is for everybody",
  );
});
