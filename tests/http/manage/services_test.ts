import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { invalid, refused } from "../../support/http.ts";
import { studio } from "../../support/studio.ts";

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
  assert.deepEqual([made.status, made.body], [201, expected]);
  const changed = await s.manage("PATCH", `services/${made.body.id}`, { tipsEnabled: false, cancelWindowHours: 12 });
  assert.deepEqual([changed.status, changed.body], [200, { ...expected, tipsEnabled: false, cancelWindowHours: 12 }]);
  assert.deepEqual(
    (await s.manage("PATCH", `services/${made.body.id}`, { cancelWindowHours: null })).body.cancelWindowHours,
    null,
  );
  const { items } = (await s.manage("GET", "services")).body;
  assert.deepEqual(items.map((one: { name: string }) => one.name).sort(), ["Pilates Class", "Private"]);
  refused(await s.manage("PATCH", "services/svc-none", { tipsEnabled: false }), 404);
});

Deno.test("a change of a service leaves the classes that are made as they are", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  await s.manage("PATCH", `services/${s.serviceId}`, { name: "Barre", priceCents: 3000, durationMin: 30, capacity: 2 });
  const { nameSnapshot, priceCents, durationMin, capacity } = await s.class(id);
  assert.deepEqual([nameSnapshot, priceCents, durationMin, capacity], ["Pilates Class", 2000, 50, 6]);
  const next = await s.class(await s.addClass());
  assert.deepEqual([next.nameSnapshot, next.priceCents, next.durationMin, next.capacity], ["Barre", 3000, 30, 2]);
});

Deno.test("a price is 0 or at least 50 cents, of a class pack at least 50", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const service = { name: "x", durationMin: 30 };
  const at = { serviceId: s.serviceId, scheduledAt: iso(t.clock.now() + DAY) };
  for (const priceCents of [0, 50, 51, 99_999_999]) {
    assert.equal((await s.manage("POST", "services", { ...service, priceCents })).status, 201);
    assert.equal((await s.manage("PATCH", `services/${s.serviceId}`, { priceCents })).status, 200);
    assert.equal((await s.manage("POST", "classes", { ...at, priceCents })).status, 201);
    assert.equal((await s.manage("PATCH", `classes/${classId}`, { priceCents })).status, 200);
  }
  for (const priceCents of [1, 49, -1, -50, 50.5, "50", 100_000_000, null]) {
    invalid(await s.manage("POST", "services", { ...service, priceCents }), "priceCents");
    invalid(await s.manage("PATCH", `services/${s.serviceId}`, { priceCents }), "priceCents");
    invalid(await s.manage("POST", "classes", { ...at, priceCents }), "priceCents");
    invalid(await s.manage("PATCH", `classes/${classId}`, { priceCents }), "priceCents");
  }
  const pack = { name: "Pack", sessionsTotal: 5 };
  assert.equal((await s.manage("POST", "package-types", { ...pack, priceCents: 50 })).status, 201);
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
