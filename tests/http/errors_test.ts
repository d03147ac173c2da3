import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { DatabaseFaults } from "../support/faults.ts";
import { keepLog, refused } from "../support/http.ts";
import { person, studio } from "../support/studio.ts";

Deno.test("a fault is 500 with the request's id and no internals", async () => {
  const log = keepLog();
  let broken = false;
  const wrapDatabase = (db: Database): Database => ({
    ...{ write: db.write.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    read: (sql, args) =>
      broken
        ? Promise.reject(
          Object.assign(new Error(`SQLITE_CORRUPT in ${sql} jane@example.com`), { code: "SQLITE_CORRUPT" }),
        )
        : db.read(sql, args),
  });
  await using t = await studio({ log, wrapDatabase, broken: true });
  const { studio: s } = t;
  const id = await s.addClass();
  broken = true;
  const got = [
    await s.call("GET", `/api/classes/${id}`, undefined, { "x-request-id": "given-1" }),
    await s.manage("GET", "clients", undefined, { "x-request-id": "given-2" }),
    await t.send("GET", `/api/cal/${"a".repeat(32)}.ics`, undefined, { "x-request-id": "given-3" }),
  ];
  broken = false;
  for (const [n, answer] of got.entries()) {
    refused(answer, 500, { requestId: `given-${n + 1}` });
    assert.ok(!/sqlite|select|corrupt|jane|error:|\.ts|stack/i.test(answer.text), answer.text);
    const line = log.lines.find((one) => one.event === "fault" && one.fields.requestId === `given-${n + 1}`);
    assert.deepEqual([line?.level, line?.fields.code], ["error", "SQLITE_CORRUPT"]);
  }
  assert.ok(!/jane@example\.com|SELECT/.test(log.text()), "messages are not logged");
  assert.equal((await s.call("GET", `/api/classes/${id}`)).status, 200);
});

Deno.test("a write that fails is 500, changes nothing, and a retry works", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const { studio: s } = t;
  const id = await s.addClass({ priceCents: 0 });
  faults.commit = true;
  const got = await s.book(id, person());
  refused(got, 500, { requestId: got.headers.get("x-request-id") });
  assert.equal(await s.seats(id), "0/0/6");
  assert.equal((await s.book(id, person())).status, 200);
});
