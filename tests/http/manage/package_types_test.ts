import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { person, studio } from "../../support/studio.ts";

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
  assert.deepEqual([made.status, made.body], [201, expected]);
  const changed = await s.manage("PATCH", `package-types/${made.body.id}`, { priceCents: 8000, validDays: 90 });
  assert.deepEqual([changed.status, changed.body], [200, { ...expected, priceCents: 8000, validDays: 90 }]);
  const off = await s.manage("PATCH", `package-types/${made.body.id}`, { active: false });
  assert.deepEqual(off.body, { ...changed.body, active: false });
  assert.deepEqual((await s.manage("GET", "package-types")).body, { items: [off.body], nextCursor: null });
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
  assert.deepEqual([packageTypeName, sessionsTotal, expiresAt], ["5-Class Pack", 5, iso(t.clock.now() + 90 * DAY)]);
});
