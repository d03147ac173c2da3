/** A database that takes no write: the file was taken from under the server, or its disk is full. */
import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { fillIn } from "../../src/http/openapi/examples.ts";
import { exampleRecords } from "../support/example_records.ts";
import { fetchDocument, operationsOf } from "../support/openapi.ts";
import type { TestApp } from "../support/app.ts";
import { Owner } from "../support/console.ts";
import { keepLog, refused } from "../support/http.ts";
import { person, studio } from "../support/studio.ts";

/** Past the moment for which a look at the file, and a proof of readiness, hold. */
async function aMoment(t: TestApp): Promise<void> {
  t.clock.advance(1000);
  await new Promise((resolve) => setTimeout(resolve, 25));
}

for (const how of ["deleted", "replaced"]) {
  Deno.test(`a database file that was ${how}: nothing is acknowledged, nothing asked of Stripe, and it is not ready`, async () => {
    const log = keepLog();
    await using t = await studio({ log });
    const { studio: s } = t;
    const [free, paid] = [await s.addClass({ priceCents: 0 }), await s.addClass()];
    assert.equal((await s.book(free, person(1))).status, 200);
    const ready = await t.send("GET", "/readyz");
    assert.deepEqual([ready.status, ready.body.status, Object.keys(ready.body.database)], [200, "ready", ["sqlite"]]);

    const file = `${t.directory}/alera.db`;
    await Deno.rename(file, `${file}.away`);
    if (how === "replaced") await Deno.copyFile(`${file}.away`, file);
    await aMoment(t);
    const asked = t.stripe.requests.length;
    const bookings = await Promise.all([2, 3, 4].flatMap((n) => [s.book(free, person(n)), s.book(paid, person(n))]));
    const patched = await s.manage("PATCH", "provider", { reminderHours: 24 });
    for (const got of [...bookings, patched, await t.send("GET", "/readyz")]) {
      refused(got, 503, { code: "unavailable" });
      assert.match(got.headers.get("retry-after")!, /^[1-9]\d*$/);
    }
    const { email } = (await s.manage("GET", "provider")).body;
    const page = await new Owner(t, s, "").send("POST", "/console/signin", new URLSearchParams({ email }).toString());
    assert.deepEqual([page.status, page.headers.get("retry-after")], [503, "5"]);
    assert.equal(t.stripe.requests.length, asked);
    assert.equal(await s.seats(free), "1/0/5", "what is only read is answered");
    assert.ok(!log.lines.some((line) => line.event === "fault"), "one line is enough, and the driver writes it");
    assert.equal((await t.send("GET", "/healthz")).status, 200);

    await Deno.rename(`${file}.away`, file);
    await aMoment(t);
    assert.equal((await t.send("GET", "/readyz")).status, 200);
    assert.equal((await s.book(free, person(2))).status, 200);
    assert.equal(await s.seats(free), "2/0/4");
  });
}

Deno.test("with its disk full the server answers 503, and books again by itself when there is space", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const free = await s.addClass({ priceCents: 0, capacity: 100 });
  const limit = (pages: number) => t.db.write("x", (tx) => tx.read(`PRAGMA max_page_count = ${pages}`));
  await limit(1); // as large as it is now: SQLite's own word for a full disk, from its own hand
  let full = null;
  for (let n = 1; n <= 100 && !full; n++) {
    const got = await s.book(free, person(n));
    if (got.status !== 200) full = got;
  }
  refused(full!, 503, { code: "unavailable" });
  assert.ok(full!.headers.get("retry-after"));
  await limit(1_000_000);
  assert.equal((await s.book(free, person(101))).status, 200);
});

Deno.test("however many ask whether it is ready, no more than one write a second proves it", async () => {
  let writes = 0;
  const wrapDatabase = (db: Database): Database => ({
    ...{ read: db.read.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    write: (scope, work) => (writes++, db.write(scope, work)),
  });
  await using t = await studio({ wrapDatabase });
  const { id } = t.studio;
  const before = t.db.version(id);
  writes = 0;
  const ask = () => Promise.all(Array.from({ length: 20 }, () => t.send("GET", "/readyz")));
  for (const got of [...await ask(), ...await ask()]) assert.equal(got.status, 200);
  assert.equal(writes, 1);
  t.clock.advance(1000);
  await ask();
  assert.equal(writes, 2);
  assert.equal(t.db.version(id), before, "no cached answer is stale for it");
  assert.deepEqual(await t.db.read("SELECT id FROM write_probes"), [{ id: 1 }]);
});

Deno.test("a GET that may have to write says so in the document, and no other does", async () => {
  let full = false;
  const wrapDatabase = (db: Database): Database => ({
    ...{ read: db.read.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    write: (scope, work) =>
      full ? Promise.reject(Object.assign(new Error("full"), { code: "SQLITE_FULL" })) : db.write(scope, work),
  });
  await using t = await studio({ wrapDatabase });
  const { values, credentials } = await exampleRecords(t);
  await t.db.write(null, (tx) => tx.run("UPDATE clients SET feed_token = NULL"));
  full = true;
  const [documented, answered]: string[][] = [[], []];
  for (const { method, path, spec } of operationsOf(await fetchDocument(t))) {
    if (method !== "GET") continue;
    if (spec.responses["503"]) documented.push(path);
    const { params = {}, query = {} } = fillIn(spec["x-example"] ?? {}, values) as Record<
      string,
      Record<string, string>
    >;
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]));
    const headers = credentials[spec["x-auth"] as keyof typeof credentials];
    const { status } = await t.send("GET", `${filled}?${new URLSearchParams(query)}`, undefined, headers);
    if (status === 503) answered.push(path);
  }
  full = false;
  assert.deepEqual(answered, documented);
  assert.ok(answered.includes("/api/customer/me"));
});
