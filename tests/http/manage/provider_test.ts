import assert from "node:assert/strict";
import { startApp } from "../../support/app.ts";
import { invalid } from "../../support/http.ts";
import { addStudio, person, studio } from "../../support/studio.ts";

Deno.test("the owner changes settings one by one; handle and Stripe state are not among them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const before = (await s.manage("GET", "provider")).body;
  const changes: Record<string, unknown> = {
    displayName: "New name",
    email: "new@example.com",
    timezone: "Asia/Tokyo",
    currency: "jpy",
    bio: "Bio",
    avatarKey: "a/b.png",
    cancelWindowHours: 48,
    giftCardValidDays: 30,
  };
  let expected = before;
  for (const [field, value] of Object.entries(changes)) {
    const got = await s.manage("PATCH", "provider", { [field]: value });
    expected = { ...expected, [field]: value };
    assert.deepEqual([got.status, got.body], [200, expected]);
  }
  for (const field of ["bio", "avatarKey", "giftCardValidDays"]) {
    assert.equal((await s.manage("PATCH", "provider", { [field]: null })).body[field], null);
  }
  assert.equal((await s.manage("PATCH", "provider", { bio: " " })).body.bio, null, "as in a new one");
  const ignored = await s.manage("PATCH", "provider", { handle: "other", id: "x", stripe: {}, chargesEnabled: false });
  assert.deepEqual([ignored.body.handle, ignored.body.id, ignored.body.stripe], [s.handle, s.id, before.stripe]);
  assert.equal((await s.manage("PATCH", "provider", {})).status, 200);
  invalid(await s.manage("PATCH", "provider", { timezone: "Nowhere" }), "timezone");
  invalid(await s.manage("PATCH", "provider", { displayName: "", email: "x" }), "displayName", "email");
});

Deno.test("the currency changes until the first checkout exists, however close they come", async () => {
  await using t = await startApp();
  const found: Record<number, number> = {};
  for (let round = 0; round < 12; round++) {
    const s = await addStudio(t);
    const type = await s.manage("POST", "package-types", { name: "Pack", sessionsTotal: 5, priceCents: 9000 });
    const pack = { packageTypeId: type.body.id, handle: s.handle, ...person() };
    const asks = [
      () => s.call("POST", "/api/packages/start", pack),
      () => s.manage("PATCH", "provider", { currency: "eur" }),
      () => s.call("POST", "/api/packages/start", { ...pack, email: "another@example.com" }),
    ];
    const [first, changed] = await Promise.all(round % 2 ? asks.map((ask) => ask()) : [asks[0](), asks[1]()]);
    assert.equal(first.status, 200, first.text);
    found[changed.status] = (found[changed.status] ?? 0) + 1;
    const { currency } = (await s.manage("GET", "provider")).body;
    for (const one of await s.books("checkouts")) assert.equal(one.currency, currency);
    assert.equal((await s.manage("PATCH", "provider", { currency: "jpy" })).status, 409);
    assert.equal((await s.manage("PATCH", "provider", { currency: currency.toUpperCase(), bio: "Open" })).status, 200);
  }
  assert.ok(Object.keys(found).every((status) => status === "200" || status === "409"), JSON.stringify(found));
});

Deno.test("the currency stays once a gift card was issued: its amount is in it", async () => {
  await using t = await studio();
  const { studio: s } = t;
  assert.equal((await s.manage("PATCH", "provider", { currency: "eur" })).status, 200);
  await s.manage("POST", "gift-cards", { amountCents: 5000, purchaserName: "Ann" });
  const refused = await s.manage("PATCH", "provider", { currency: "jpy" });
  assert.deepEqual([refused.status, refused.body.code], [409, "currency_locked"]);
});
