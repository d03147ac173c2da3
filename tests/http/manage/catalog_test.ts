/** What the studio offers: instructors, services, closures, class packs; and how lists are read page by page. */
import { deepStrictEqual as same, ok as truth, strictEqual as equal } from "node:assert";
import { DAY, iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

Deno.test("an instructor is added and listed", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "instructors", { name: "  Sarah Lee " });
  isId(made.body.id, "ins");
  same([made.status, made.body], [201, { id: made.body.id, name: "Sarah Lee" }]);
  const listed = await s.manage("GET", "instructors");
  same([listed.status, listed.body], [200, { items: [made.body], nextCursor: null }]);
  invalid(await s.manage("POST", "instructors", {}), "name");
});

Deno.test("a service has defaults: one seat, the provider's window, tips", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "services", { name: "Private", durationMin: 60, priceCents: 12_000 });
  const expected = {
    id: made.body.id,
    name: "Private",
    durationMin: 60,
    priceCents: 12_000,
    capacity: 1,
    cancelWindowHours: null,
    tipsEnabled: true,
  };
  same([made.status, made.body], [201, expected]);
  const changed = await s.manage("PATCH", `services/${made.body.id}`, { tipsEnabled: false, cancelWindowHours: 12 });
  same([changed.status, changed.body], [200, { ...expected, tipsEnabled: false, cancelWindowHours: 12 }]);
  same((await s.manage("PATCH", `services/${made.body.id}`, { cancelWindowHours: null })).body.cancelWindowHours, null);
  const { items } = (await s.manage("GET", "services")).body;
  same(items.map((one: { name: string }) => one.name).sort(), ["Pilates Class", "Private"]);
  refused(await s.manage("PATCH", "services/svc-none", { tipsEnabled: false }), 404);
});

Deno.test("a change of a service leaves the classes that are made as they are", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  await s.manage("PATCH", `services/${s.serviceId}`, { name: "Barre", priceCents: 3000, durationMin: 30, capacity: 2 });
  const { nameSnapshot, priceCents, durationMin, capacity } = await s.class(id);
  same([nameSnapshot, priceCents, durationMin, capacity], ["Pilates Class", 2000, 50, 6]);
  const next = await s.class(await s.addClass());
  same([next.nameSnapshot, next.priceCents, next.durationMin, next.capacity], ["Barre", 3000, 30, 2]);
});

Deno.test("a price is 0 or at least 50 cents, of a class pack at least 50", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const service = { name: "x", durationMin: 30 };
  const at = { serviceId: s.serviceId, scheduledAt: iso(t.clock.now() + DAY) };
  for (const priceCents of [0, 50, 51, 99_999_999]) {
    equal((await s.manage("POST", "services", { ...service, priceCents })).status, 201);
    equal((await s.manage("PATCH", `services/${s.serviceId}`, { priceCents })).status, 200);
    equal((await s.manage("POST", "classes", { ...at, priceCents })).status, 201);
    equal((await s.manage("PATCH", `classes/${classId}`, { priceCents })).status, 200);
  }
  for (const priceCents of [1, 49, -1, -50, 50.5, "50", 100_000_000, null]) {
    invalid(await s.manage("POST", "services", { ...service, priceCents }), "priceCents");
    invalid(await s.manage("PATCH", `services/${s.serviceId}`, { priceCents }), "priceCents");
    invalid(await s.manage("POST", "classes", { ...at, priceCents }), "priceCents");
    invalid(await s.manage("PATCH", `classes/${classId}`, { priceCents }), "priceCents");
  }
  const pack = { name: "Pack", sessionsTotal: 5 };
  equal((await s.manage("POST", "package-types", { ...pack, priceCents: 50 })).status, 201);
  for (const priceCents of [0, 49, -1, "50"]) {
    invalid(await s.manage("POST", "package-types", { ...pack, priceCents }), "priceCents");
  }
});

Deno.test("a service's other fields are checked", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const service = { name: "x", durationMin: 30, priceCents: 0 };
  invalid(await s.manage("POST", "services", {}), "durationMin", "name", "priceCents");
  const bad: [string, unknown[]][] = [
    ["name", ["", "x".repeat(121), 5, null]],
    ["durationMin", [0, -1, 1.5, "30", 1441]],
    ["capacity", [0, -1, 1.5, "6"]],
    ["cancelWindowHours", [-1, 1.5, "24"]],
    ["tipsEnabled", ["true", 1, null]],
  ];
  for (const [field, values] of bad) {
    for (const value of values) {
      invalid(await s.manage("POST", "services", { ...service, [field]: value }), field);
      invalid(await s.manage("PATCH", `services/${s.serviceId}`, { [field]: value }), field);
    }
  }
});

Deno.test("a closure is added, listed by its start, and deleted", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const holiday = {
    label: "Studio closed for Memorial Day",
    startsAt: "2026-05-25T00:00:00.000Z",
    endsAt: "2026-05-27T00:00:00.000Z",
    allDay: true,
    kind: "holiday",
  };
  const made = await s.manage("POST", "blackouts", holiday);
  isId(made.body.id, "bo");
  same([made.status, made.body], [201, { id: made.body.id, ...holiday }]);
  const earlier = await s.manage("POST", "blackouts", {
    label: "Works",
    startsAt: "2026-05-20T09:00:00+02:00",
    endsAt: "2026-05-20T10:00:00Z",
    allDay: false,
    kind: "maintenance",
  });
  same([earlier.body.startsAt, earlier.body.endsAt], ["2026-05-20T07:00:00.000Z", "2026-05-20T10:00:00.000Z"]);
  same((await s.manage("GET", "blackouts")).body, { items: [earlier.body, made.body], nextCursor: null });
  const removed = await s.manage("DELETE", `blackouts/${made.body.id}`);
  same([removed.status, removed.text], [204, ""]);
  refused(await s.manage("DELETE", `blackouts/${made.body.id}`), 404);
  same((await s.manage("GET", "blackouts")).body.items, [earlier.body]);
  invalid(await s.manage("POST", "blackouts", { ...holiday, endsAt: holiday.startsAt }), "endsAt");
  invalid(await s.manage("POST", "blackouts", { ...holiday, endsAt: "2026-05-24T00:00:00.000Z" }), "endsAt");
  for (
    const startsAt of ["2026-05-25", "2026-05-25T00:00:00", "2026-02-30T00:00:00Z", "yesterday", 1779667200000, null]
  ) {
    invalid(await s.manage("POST", "blackouts", { ...holiday, startsAt }), "startsAt");
  }
  invalid(await s.manage("POST", "blackouts", { ...holiday, allDay: "yes" }), "allDay");
});

Deno.test("a kind of class pack is added, changed and taken off sale", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "package-types", { name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000 });
  isId(made.body.id, "pkg");
  const expected = {
    id: made.body.id,
    name: "5-Class Pack",
    sessionsTotal: 5,
    priceCents: 9000,
    validDays: null,
    active: true,
  };
  same([made.status, made.body], [201, expected]);
  const changed = await s.manage("PATCH", `package-types/${made.body.id}`, { priceCents: 8000, validDays: 90 });
  same([changed.status, changed.body], [200, { ...expected, priceCents: 8000, validDays: 90 }]);
  const off = await s.manage("PATCH", `package-types/${made.body.id}`, { active: false });
  same(off.body, { ...changed.body, active: false });
  same((await s.manage("GET", "package-types")).body, { items: [off.body], nextCursor: null });
  refused(await s.manage("PATCH", "package-types/pkg-none", { active: false }), 404);
  for (const sessionsTotal of [0, -1, 1.5, "5"]) {
    invalid(await s.manage("POST", "package-types", { name: "x", sessionsTotal, priceCents: 50 }), "sessionsTotal");
  }
});

Deno.test("a pack that is sold stays as it was sold", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const session = await s.startPack(person(), 5, 90);
  const [{ id }] = (await s.manage("GET", "package-types")).body.items;
  // Also what changes while the buyer pays.
  await s.manage("PATCH", `package-types/${id}`, { name: "Other", sessionsTotal: 1, validDays: 1 });
  await t.stripe.pay(session);
  await t.settle();
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": await s.signIn(person().email) });
  const [{ packageTypeName, sessionsTotal, expiresAt }] = me.body.packages;
  same([packageTypeName, sessionsTotal, expiresAt], ["5-Class Pack", 5, iso(t.clock.now() + 90 * DAY)]);
});

// ---------------------------------------------------------------- pages

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
    equal(got.status, 200, got.text);
    truth(got.body.items.length <= limit);
    ids.push(...got.body.items.map((one: { id: string }) => one.id));
    cursor = got.body.nextCursor;
    if (cursor) equal(got.body.items.length, limit);
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
  same((await s.manage("GET", "classes")).body.items.length, 50);
  same((await s.manage("GET", "classes?limit=200")).body.items.length, 200);
  const lists = t.app.routes().filter(({ method, path }) =>
    method === "GET" && path.startsWith("/api/manage/") && !path.includes(":") &&
    !["provider", "stripe", "export"].some((one) => path === `/api/manage/${one}`)
  );
  truth(lists.length >= 9);
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
    same(Object.keys(got.body).sort(), ["items", "nextCursor"]);
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
    same([...ids].sort(), [...made].sort());
    equal(new Set(ids).size, 25);
    equal(pages, Math.ceil(25 / limit));
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
  equal(new Set(ids).size, ids.length, "something came twice");
  same(made.filter((id) => !ids.includes(id)), []);
  const order = new Map(
    (await s.manage("GET", "classes?limit=200")).body.items.map((one: { id: string }, i: number) => [one.id, i]),
  );
  same(ids.map((id) => order.get(id)), ids.map((id) => order.get(id)).toSorted((a, b) => Number(a) - Number(b)));
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
    if (read <= 8) equal((await s.manage("DELETE", `blackouts/${made[read - 1]}`)).status, 204);
  });
  same(ids, made);
});
