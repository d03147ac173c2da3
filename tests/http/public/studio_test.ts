/** GET /api/provider and /api/package-types, and what a class says besides. */
import assert from "node:assert/strict";
import { DAY } from "../../../src/domain/time.ts";
import { refused } from "../../support/http.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";

const provider = (s: Studio, headers: Record<string, string> = {}) =>
  s.call("GET", `/api/provider?handle=${s.handle}`, undefined, headers);
const packs = (s: Studio) => s.call("GET", `/api/package-types?handle=${s.handle}`);
const classes = (s: Studio) => s.call("GET", `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-06-20`);

Deno.test("the provider, as a site shows it", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const changed = await s.manage("PATCH", "provider", { address: "12 Main Street, Chicago", cancelWindowHours: 12 });
  assert.equal(changed.body.address, "12 Main Street, Chicago");
  const got = await provider(s);
  assert.equal(got.status, 200);
  assert.deepEqual(got.body, {
    provider: {
      id: s.id,
      handle: s.handle,
      displayName: "Sculpt Pilates Co.",
      bio: null,
      avatarKey: null,
      timezone: "America/Chicago",
      currency: "usd",
      address: "12 Main Street, Chicago",
      cancelWindowHours: 12,
      holdMinutes: 30,
      canTakePayments: true,
      giftCards: { minCents: 1000, maxCents: 500_000 },
    },
  });
  const other = await addStudio(t, { onboarded: false });
  assert.equal((await provider(other)).body.provider.canTakePayments, false);
  refused(await s.call("GET", `/api/provider?handle=${other.handle}`), 403, { code: "wrong_provider" });
  refused(await s.call("GET", "/api/provider?handle=nobody"), 403, { code: "wrong_provider" });
  refused(await s.call("GET", "/api/provider"), 400);
});

Deno.test("the class packs on sale, with their currency, oldest first", async () => {
  await using t = await studio();
  const { studio: s } = t;
  assert.deepEqual((await packs(s)).body, { packageTypes: [] });
  const made = async (name: string, more = {}) =>
    (await s.manage("POST", "package-types", { name, sessionsTotal: 5, priceCents: 9000, ...more })).body.id;
  const five = await made("Five", { validDays: 180 });
  t.clock.advance(1000);
  const ten = await made("Ten", { sessionsTotal: 10, priceCents: 17_000 });
  await made("Gone", { active: false });
  const other = await addStudio(t);
  await other.manage("POST", "package-types", { name: "Other", sessionsTotal: 5, priceCents: 9000 });
  assert.deepEqual((await packs(s)).body.packageTypes, [
    { id: five, name: "Five", sessionsTotal: 5, priceCents: 9000, currency: "usd", validDays: 180 },
    { id: ten, name: "Ten", sessionsTotal: 10, priceCents: 17_000, currency: "usd", validDays: null },
  ]);
  await s.manage("PATCH", `package-types/${five}`, { active: false });
  assert.deepEqual((await packs(s)).body.packageTypes.map((one: { id: string }) => one.id), [ten]);
  refused(await s.call("GET", `/api/package-types?handle=${other.handle}`), 403, { code: "wrong_provider" });
});

Deno.test("a class says what a cancellation costs, how many wait, and where it is; in the list as in the detail", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.manage("PATCH", "provider", { address: "12 Main Street" });
  const instructor = await s.manage("POST", "instructors", { name: "Sarah Lee" });
  const id = await s.addClass({ capacity: 1, priceCents: 0 });
  await s.manage("PATCH", `classes/${id}`, { instructorId: instructor.body.id });
  await s.book(id, person(1));
  await s.wait(id, person(2));
  const listed = (await classes(s)).body.classes[0];
  const { class: shown } = (await s.call("GET", `/api/classes/${id}`)).body;
  assert.deepEqual(shown, listed);
  assert.deepEqual(
    [listed.currency, listed.cancelWindowHours, listed.waitlistCount, listed.location, listed.instructor],
    ["usd", 24, 1, "12 Main Street", { id: instructor.body.id, name: "Sarah Lee" }],
  );
  const service = await s.manage("GET", "services");
  await s.manage("PATCH", `services/${service.body.items[0].id}`, { cancelWindowHours: 6 });
  await s.manage("PATCH", "provider", { address: null });
  for (const one of [(await classes(s)).body.classes[0], (await s.call("GET", `/api/classes/${id}`)).body.class]) {
    assert.deepEqual([one.cancelWindowHours, one.location], [6, null], "the service's own rule, and nothing stale");
  }
});

Deno.test("the reads carry an ETag, answer 304, and are never stale", async () => {
  await using t = await studio({ rateLimits: true });
  const { studio: s } = t;
  for (const read of [provider, packs, classes]) {
    const first = await read(s);
    const again = await read(s);
    assert.equal(first.headers.get("cache-control"), "private, max-age=5");
    assert.equal(again.text, first.text);
    assert.equal(again.headers.get("etag"), first.headers.get("etag"));
    assert.equal(first.headers.get("ratelimit-limit"), "60");
    assert.equal(again.headers.get("ratelimit-remaining"), "58", "memory counts too");
  }
  const etag = { "if-none-match": (await provider(s)).headers.get("etag")! };
  assert.equal((await provider(s, etag)).status, 304);
  await s.manage("PATCH", "provider", { displayName: "Another name" });
  const fresh = await provider(s, etag);
  assert.deepEqual([fresh.status, fresh.body.provider.displayName], [200, "Another name"]);
  await t.stripe.setAccount(s.accountId, { chargesEnabled: false });
  await t.settle();
  assert.equal((await provider(s)).body.provider.canTakePayments, false);
  t.clock.advance(DAY);
});
