import assert from "node:assert/strict";
import { iso } from "../../../src/domain/time.ts";
import { OPERATOR, startApp, type TestApp } from "../../support/app.ts";
import { findInDatabase, invalid, isId, refused } from "../../support/http.ts";

const create = (t: TestApp, body: unknown, token = OPERATOR) =>
  t.send("POST", "/api/manage/providers", body, { authorization: `Bearer ${token}` });

const sculpt = {
  handle: "sculpt-co",
  displayName: "Sculpt Pilates Co.",
  email: "Owner@Example.com",
  timezone: "America/Chicago",
};

Deno.test("the operator creates a provider, whose owner token is shown once and kept as a hash", async () => {
  await using t = await startApp();
  const made = await create(t, sculpt);
  assert.equal(made.status, 201, made.text);
  const { provider, ownerToken } = made.body;
  isId(provider.id, "prov");
  const expected = {
    id: provider.id,
    handle: "sculpt-co",
    displayName: "Sculpt Pilates Co.",
    email: "owner@example.com",
    timezone: "America/Chicago",
    currency: "usd",
    bio: null,
    avatarKey: null,
    cancelWindowHours: 24,
    giftCardValidDays: null,
    address: null,
    reminderHours: null,
    waitlistMode: "manual",
    waitlistOfferMinutes: 60,
    waitlistCutoffHours: 2,
    waitlistUsesPacks: false,
    stripe: { accountId: null, chargesEnabled: false, payoutsEnabled: false, detailsSubmitted: false },
    createdAt: iso(t.clock.now()),
  };
  assert.deepEqual(provider, expected);
  const got = await t.send("GET", "/api/manage/provider", undefined, { authorization: `Bearer ${ownerToken}` });
  assert.deepEqual([got.status, got.body], [200, expected]);
  assert.deepEqual(await findInDatabase(t, ownerToken), []);
  assert.ok(ownerToken.length >= 32);
});

Deno.test("the operator replaces an owner token: the old one is dead at once, a repeat under the key gets the same", async () => {
  await using t = await startApp();
  const { provider, ownerToken } = (await create(t, sculpt)).body;
  const other = (await create(t, { ...sculpt, handle: "other" })).body;
  const as = (token: string) =>
    t.send("GET", "/api/manage/provider", undefined, { authorization: `Bearer ${token}` }).then(({ status }) => status);
  const replace = (handle: string, token = OPERATOR, more: Record<string, string> = {}) =>
    t.send("POST", `/api/manage/providers/${handle}/owner-token`, undefined, {
      authorization: `Bearer ${token}`,
      ...more,
    });

  const key = { "idempotency-key": "replace-1" };
  const made = await replace("sculpt-co", OPERATOR, key);
  assert.equal(made.status, 200, made.text);
  assert.equal(made.headers.get("cache-control"), "no-store");
  assert.deepEqual(made.body.provider, provider);
  assert.deepEqual([await as(ownerToken), await as(made.body.ownerToken), await as(other.ownerToken)], [401, 200, 200]);
  assert.deepEqual((await replace("sculpt-co", OPERATOR, key)).body, made.body);
  assert.equal(await as(made.body.ownerToken), 200, "the repeat replaced nothing");
  assert.deepEqual(await findInDatabase(t, made.body.ownerToken), []);

  const again = (await replace("sculpt-co")).body.ownerToken;
  assert.deepEqual([await as(made.body.ownerToken), await as(again)], [401, 200]);
  for (const token of [again, other.ownerToken, ""]) refused(await replace("sculpt-co", token), 401);
  for (const handle of ["nobody", provider.id, "SCULPT-CO"]) refused(await replace(handle), 404);
  assert.equal(await as(again), 200);
});

Deno.test("what is optional may be given, and a handle is given once", async () => {
  await using t = await startApp();
  const made = await create(t, {
    ...sculpt,
    handle: " Sculpt-Berlin ",
    timezone: "Europe/Berlin",
    currency: "EUR",
    bio: "Line one.\nLine two.",
    avatarKey: "providers/a.png",
    cancelWindowHours: 0,
    giftCardValidDays: 365,
  });
  assert.equal(made.status, 201, made.text);
  const { handle, timezone, currency, bio, avatarKey, cancelWindowHours, giftCardValidDays } = made.body.provider;
  assert.deepEqual([handle, timezone, currency, bio, avatarKey, cancelWindowHours, giftCardValidDays], [
    "sculpt-berlin",
    "Europe/Berlin",
    "eur",
    "Line one.\nLine two.",
    "providers/a.png",
    0,
    365,
  ]);
  refused(await create(t, { ...sculpt, handle: "sculpt-berlin" }), 409);
});

Deno.test("a provider's fields are checked", async () => {
  await using t = await startApp();
  invalid(await create(t, {}), "displayName", "email", "handle", "timezone");
  const bad: [string, unknown[]][] = [
    ["handle", ["", "a b", "-a", "a-", "ä", "a_b", "a/b", "a".repeat(63), 5]],
    ["displayName", ["", " ", "x".repeat(121), "a\nb"]],
    ["email", ["owner", ""]],
    ["timezone", ["", "Nowhere/Here", "UTC+1", "+01:00", "America/Chicago ", "../etc", 5]],
    ["currency", ["us", "usdx", "12a", ""]],
    ["cancelWindowHours", [-1, 1.5, "24"]],
    ["bio", ["a\u0000b", 5]],
  ];
  for (const [field, values] of bad) {
    for (const value of values) invalid(await create(t, { ...sculpt, [field]: value }), field);
  }
  assert.equal((await create(t, sculpt)).status, 201);
});
