/** Limits per route and client over a window of 60 s that slides, on the test's clock. */
import assert from "node:assert/strict";
import { type Answer, answer, OPERATOR } from "../support/app.ts";
import { refused } from "../support/http.ts";
import { addStudio, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const limited = (trustProxy?: string) => studio({ rateLimits: true, trustProxy });

async function from(
  t: World,
  peer: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  body?: string,
): Promise<Answer> {
  return await answer(await t.app.request(path, { method, headers: { ...t.studio.headers, ...headers }, body }, peer));
}

/** How many requests get through before the first 429. */
async function requestsLeft(send: () => Promise<Answer>, most = 500): Promise<number> {
  for (let n = 0; n < most; n++) if ((await send()).status === 429) return n;
  return most;
}

/** The reference's table, and what the contract adds. */
const TABLE: [method: string, path: string, limit: number][] = [
  ["GET", "/api/classes", 60],
  ["GET", "/api/classes/:id", 120],
  ["POST", "/api/classes/:id/book", 10],
  ["POST", "/api/classes/:id/waitlist", 10],
  ["POST", "/api/enrollments/:id/cancel", 10],
  ["POST", "/api/packages/start", 20],
  ["POST", "/api/gift-cards/start", 20],
  ["POST", "/api/gift-cards/redeem", 30],
  ["POST", "/api/tip/start", 20],
  ["POST", "/api/customer/signin-link", 5],
  ["GET", "/api/customer/me", 30],
  ["GET", "/api/provider", 60],
  ["GET", "/api/package-types", 60],
  ["GET", "/api/checkouts/:checkoutSessionId", 60],
  ["POST", "/api/waitlist/:id/leave", 10],
  ["POST", "/api/enrollments/:id/reschedule", 10],
];

for (const [method, path, limit] of TABLE) {
  Deno.test(`${method} ${path} takes ${limit} requests a minute, whoever asks and for what record`, async () => {
    await using t = await limited();
    let n = 0;
    const send = () =>
      // Each with another id, and without credentials: the limit comes before everything else.
      t.send(method, path.replace(/:\w+/, `x-${n++}`), method === "POST" ? "{" : undefined);
    for (let i = 1; i <= limit; i++) {
      const got = await send();
      assert.ok(got.status !== 429, `${i}`);
      assert.equal(got.headers.get("ratelimit-limit"), String(limit));
      assert.equal(got.headers.get("ratelimit-remaining"), String(limit - i));
      assert.equal(got.headers.get("ratelimit-reset"), "60");
      assert.equal(got.headers.get("retry-after"), null);
    }
    const got = await send();
    refused(got, 429);
    assert.equal(got.headers.get("retry-after"), "60");
    assert.match(got.body.error, /\b60 seconds\b/);
    assert.deepEqual(
      ["limit", "remaining", "reset"].map((name) => got.headers.get(`ratelimit-${name}`)),
      [String(limit), "0", "60"],
    );
    // Also with a good key.
    refused(await t.send(method, path.replace(/:\w+/, "y"), method === "POST" ? {} : undefined, t.studio.headers), 429);
  });
}

Deno.test("no other route is limited", async () => {
  await using t = await limited();
  const table = new Set(TABLE.map(([method, path]) => `${method} ${path}`));
  for (const { method, path } of t.app.routes()) {
    const got = await t.send(method, path.replace(/:\w+/g, "x"), method === "POST" ? "{" : undefined);
    assert.equal(got.headers.has("ratelimit-limit"), table.has(`${method} ${path}`), `${method} ${path}`);
  }
});

const asBearer = (t: World, whose: "owner" | "operator", token: string, peer = "192.0.2.1") => {
  const [method, path] = whose === "owner" ? ["GET", "/api/manage/provider"] : ["POST", "/api/manage/providers"];
  return from(t, peer, path, { authorization: `Bearer ${token}` }, method, whose === "owner" ? undefined : "{}");
};

Deno.test("ten wrong operator tokens a minute from one address; beyond them not even the right one is looked at", async () => {
  await using t = await limited();
  for (let n = 0; n < 10; n++) assert.equal((await asBearer(t, "operator", `guess-${n}`)).status, 401);
  const got = await asBearer(t, "operator", "guess");
  refused(got, 429);
  assert.deepEqual([got.headers.get("retry-after"), got.headers.get("ratelimit-limit")], ["60", "10"]);
  refused(await asBearer(t, "operator", OPERATOR), 429);
  assert.equal((await asBearer(t, "operator", OPERATOR, "192.0.2.2")).status, 400, "another address");
  assert.equal((await asBearer(t, "owner", t.studio.ownerToken)).status, 200, "an owner at the same address");
  refused(await asBearer(t, "owner", "guess"), 401);
  t.clock.advance(60_000);
  assert.equal((await asBearer(t, "operator", OPERATOR)).status, 400);
});

Deno.test("wrong tokens are limited also where requests are not", async () => {
  await using t = await studio({ rateLimits: false });
  for (const whose of ["operator", "owner"] as const) {
    for (let n = 0; n < 10; n++) assert.equal((await asBearer(t, whose, `guess-${n}`)).status, 401);
    refused(await asBearer(t, whose, "guess"), 429);
  }
  refused(await asBearer(t, "operator", OPERATOR), 429);
});

Deno.test("the right tokens and missing ones count nothing, and the right owner token always passes", async () => {
  await using t = await limited();
  for (let n = 0; n < 30; n++) {
    assert.equal((await asBearer(t, "operator", OPERATOR)).status, 400);
    assert.equal((await from(t, "192.0.2.1", "/api/manage/providers", {}, "POST", "{}")).status, 401);
    assert.equal((await asBearer(t, "owner", t.studio.ownerToken)).status, 200);
  }
  for (let n = 0; n < 10; n++) assert.equal((await asBearer(t, "owner", `guess-${n}`)).status, 401);
  refused(await asBearer(t, "owner", "guess"), 429);
  assert.equal((await asBearer(t, "owner", t.studio.ownerToken)).status, 200);
  assert.equal((await asBearer(t, "operator", OPERATOR)).status, 400);
});

Deno.test("the window slides: each request stops counting after 60 s", async () => {
  await using t = await limited();
  const send = () => t.send("POST", "/api/customer/signin-link", {});
  for (let i = 0; i < 5; i++) {
    assert.equal((await send()).status, 401);
    t.clock.advance(10_000);
  }
  // 50 s after the first.
  const refusal = await send();
  refused(refusal, 429);
  assert.equal(refusal.headers.get("retry-after"), "10");
  t.clock.advance(9_001);
  assert.match((await send()).body.error, /\b1 second\b/);
  t.clock.advance(998);
  refused(await send(), 429);
  t.clock.advance(1);
  // Asking in vain did not cost a place.
  const got = await send();
  assert.equal(got.status, 401);
  assert.equal(got.headers.get("ratelimit-remaining"), "0");
  assert.equal(got.headers.get("ratelimit-reset"), "10");
  refused(await send(), 429);
  t.clock.advance(10_000);
  assert.equal((await send()).status, 401);
  refused(await send(), 429);
});

Deno.test("at the border of two minutes nobody gets twice the limit", async () => {
  await using t = await limited();
  const send = () => t.send("POST", "/api/customer/signin-link", {});
  t.clock.advance(59_000);
  assert.equal(await requestsLeft(send), 5);
  t.clock.advance(2_000);
  assert.equal(await requestsLeft(send), 0);
});

Deno.test("routes and clients have limits of their own", async () => {
  await using t = await limited();
  const book = (peer: string) => from(t, peer, "/api/classes/x/book", {}, "POST", "{}");
  const wait = (peer: string) => from(t, peer, "/api/classes/x/waitlist", {}, "POST", "{}");
  assert.equal(await requestsLeft(() => book("192.0.2.1")), 10);
  assert.equal(await requestsLeft(() => wait("192.0.2.1")), 10);
  assert.equal(await requestsLeft(() => book("192.0.2.2")), 10);
  assert.equal(await requestsLeft(() => book("192.0.2.1")), 0);
});

Deno.test("cached responses count like any other, also 304 and HEAD", async () => {
  await using t = await limited();
  const { studio: s } = t;
  const id = await s.addClass();
  const path = `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20`;
  const first = await from(t, "192.0.2.1", path);
  const etag = first.headers.get("etag")!;
  assert.equal(first.headers.get("ratelimit-remaining"), "59");
  assert.equal((await from(t, "192.0.2.1", path)).headers.get("ratelimit-remaining"), "58");
  const known = await from(t, "192.0.2.1", path, { "if-none-match": etag });
  assert.deepEqual([known.status, known.headers.get("ratelimit-remaining")], [304, "57"]);
  assert.equal((await from(t, "192.0.2.1", path, {}, "HEAD")).headers.get("ratelimit-remaining"), "56");
  assert.equal(await requestsLeft(() => from(t, "192.0.2.1", path)), 56);
  const got = await from(t, "192.0.2.1", path);
  refused(got, 429);
  assert.equal(got.headers.get("etag"), null);
  // What is not in memory, or forbidden, shares the same places.
  refused(await from(t, "192.0.2.1", "/api/classes"), 429);
  refused(await from(t, "192.0.2.1", path, { origin: "https://evil.example" }), 429);
  assert.equal((await from(t, "192.0.2.2", path)).status, 200);
  // One class is another route.
  assert.equal(await requestsLeft(() => from(t, "192.0.2.1", `/api/classes/${id}`)), 120);
});

Deno.test("a refused request does nothing", async () => {
  await using t = await limited();
  const { studio: s } = t;
  const id = await s.addClass({ priceCents: 0, capacity: 50 });
  for (let n = 1; n <= 12; n++) await s.book(id, person(n));
  assert.equal((await s.class(id)).enrolledCount, 10);
});

Deno.test("limits that are off leave no trace", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  for (let i = 0; i < 20; i++) {
    const got = await other.call("POST", "/api/customer/signin-link", {});
    assert.equal(got.status, 400);
    assert.equal(got.headers.get("ratelimit-limit"), null);
  }
});

Deno.test("wrong gift card codes of bookings count as redemptions, for each visitor; right ones don't", async () => {
  await using t = await limited();
  const { studio: s } = t;
  const { code } = (await s.manage("POST", "gift-cards", { amountCents: 50_000, purchaserName: "Ann" })).body;
  const classId = await s.addClass({ capacity: 40 });
  let people = 0;
  const book = (giftCardCode: string, visitor: string, from = s) =>
    from.call("POST", `/api/classes/${classId}/book`, { ...person(++people), giftCardCode }, {
      "x-alera-client-ip": visitor,
    });
  const redeem = (visitor: string) =>
    s.call("POST", "/api/gift-cards/redeem", { code, providerId: s.id, requestedDebitCents: 1 }, {
      "x-alera-client-ip": visitor,
    });
  for (let n = 0; n < 5; n++) refused(await book("A".repeat(16), "192.0.2.1"), 404);
  for (let n = 0; n < 4; n++) assert.equal((await book(code, "192.0.2.1")).status, 200);
  assert.equal(await requestsLeft(() => redeem("192.0.2.1")), 25);
  assert.equal(await requestsLeft(() => redeem("192.0.2.2")), 30);
  // Beyond the limit no code is tried, the right one neither; other bookings go on.
  refused(await book(code, "192.0.2.2"), 429, { code: "rate_limited" });
  refused(await book("A".repeat(16), "192.0.2.2"), 429, { code: "rate_limited" });
  const plain = await s.call("POST", `/api/classes/${classId}/book`, person(99), { "x-alera-client-ip": "192.0.2.2" });
  assert.equal(plain.status, 200);
  assert.equal((await book(code, "192.0.2.3")).status, 200);
});
