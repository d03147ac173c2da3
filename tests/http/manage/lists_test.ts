/** Every list of the management API, read page by page (`owner_endpoint.ts`). */
import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { invalid } from "../../support/http.ts";
import { type Studio, studio } from "../../support/studio.ts";

/** Reads a list to its end; `between` runs after each page. */
async function readAll(s: Studio, path: string, limit: number, between: () => Promise<unknown> = async () => {}) {
  const ids: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const query: string = `${path}${path.includes("?") ? "&" : "?"}limit=${limit}${
      cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""
    }`;
    const got = await s.manage("GET", query);
    assert.equal(got.status, 200, got.text);
    assert.ok(got.body.items.length <= limit);
    ids.push(...got.body.items.map((one: { id: string }) => one.id));
    cursor = got.body.nextCursor;
    if (cursor) assert.equal(got.body.items.length, limit);
    pages++;
    await between();
  } while (cursor);
  return { ids, pages };
}

Deno.test("every list has pages of 50 unless told, of 1 to 200, and a cursor that is its own", async () => {
  await using t = await studio();
  const { studio: s } = t;
  for (let i = 0; i < 2; i++) {
    await s.manage("POST", "classes", {
      serviceId: s.serviceId,
      scheduledAt: iso(t.clock.now() + DAY),
      repeat: { weekly: 104 },
    });
  }
  assert.deepEqual((await s.manage("GET", "classes")).body.items.length, 50);
  assert.deepEqual((await s.manage("GET", "classes?limit=200")).body.items.length, 200);
  const lists = t.app.routes().filter(({ method, path }) =>
    method === "GET" && path.startsWith("/api/manage/") && !path.includes(":") &&
    !["provider", "stripe", "export"].some((one) => path === `/api/manage/${one}`)
  );
  assert.ok(lists.length >= 9);
  for (const { path } of lists) {
    const list = path.replace("/api/manage/", "");
    for (const limit of ["0", "201", "-1", "1.5", "x", "", "1e9"]) {
      invalid(await s.manage("GET", `${list}?limit=${limit}`), "limit");
    }
    for (
      const cursor of [
        "x",
        "",
        "%00",
        btoa("[]"),
        btoa('["a"]'),
        btoa('[1,"b"]'),
        btoa('{"a":1}'),
        btoa('["a","b","c"]'),
        "é",
      ]
    ) {
      invalid(await s.manage("GET", `${list}?cursor=${encodeURIComponent(decodeURIComponent(cursor))}`), "cursor");
    }
    const got = await s.manage("GET", `${list}?limit=1`);
    assert.deepEqual(Object.keys(got.body).sort(), ["items", "nextCursor"]);
  }
});

Deno.test("pages lose and double nothing, whatever their size", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made: string[] = [];
  for (let i = 0; i < 25; i++) {
    if (i % 5 === 0) t.clock.advance(1000); // several at the same moment
    made.push((await s.manage("POST", "instructors", { name: `I ${i}` })).body.id);
  }
  for (const limit of [1, 4, 5, 24, 25, 26]) {
    const { ids, pages } = await readAll(s, "instructors", limit);
    assert.deepEqual([...ids].sort(), [...made].sort());
    assert.equal(new Set(ids).size, 25);
    assert.equal(pages, Math.ceil(25 / limit));
  }
});

Deno.test("rows that come while a list is read neither hide nor repeat another", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const at = t.clock.now() + 100 * DAY;
  const add = async (ms: number) =>
    (await s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt: iso(ms) })).body.id as string;
  const made: string[] = [];
  for (let i = 0; i < 12; i++) made.push(await add(at + i * 1000));
  let n = 0;
  const { ids } = await readAll(s, "classes", 3, async () => {
    // Before, between and after what has been read, and at the same moment.
    await add(at - ++n * 1000);
    await add(at + 2500 + n);
    if (n < 3) await add(at + 11_500 + n);
  });
  assert.equal(new Set(ids).size, ids.length, "something came twice");
  assert.deepEqual(made.filter((id) => !ids.includes(id)), []);
  const order = new Map(
    (await s.manage("GET", "classes?limit=200")).body.items.map((one: { id: string }, i: number) => [one.id, i]),
  );
  assert.deepEqual(
    ids.map((id) => order.get(id)),
    ids.map((id) => order.get(id)).toSorted((a, b) => Number(a) - Number(b)),
  );
});

Deno.test("rows that go while a list is read hide no other", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made: string[] = [];
  for (let i = 0; i < 9; i++) {
    const closed = { label: "x", startsAt: iso(t.clock.now() + i * 1000), endsAt: iso(t.clock.now() + DAY) };
    made.push((await s.manage("POST", "blackouts", closed)).body.id);
  }
  // The last one of the page that was just read: the cursor's own.
  let read = 0;
  const { ids } = await readAll(s, "blackouts", 2, async () => {
    read += 2;
    if (read <= 8) assert.equal((await s.manage("DELETE", `blackouts/${made[read - 1]}`)).status, 204);
  });
  assert.deepEqual(ids, made);
});
