/** Limits of visitors behind a site's server, and quotas of keys, on the test's clock. */
import assert from "node:assert/strict";
import { type Answer, answer, OPERATOR } from "../support/app.ts";
import { invalid, refused } from "../support/http.ts";
import { addStudio, ORIGIN, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
type Extra = Record<string, string>;

const SERVER = "192.0.2.1";
const limited = (keyQuota = 0) => studio({ rateLimits: true, keyQuota });

/** A request from the site's server, for a visitor when one is named. */
async function from(t: World, visitor: string | null, method: string, path: string, headers: Extra, body?: unknown) {
  const all = { ...headers, ...(visitor === null ? {} : { "x-alera-client-ip": visitor }) };
  const init = { method, headers: all, body: body === undefined ? undefined : JSON.stringify(body) };
  return await answer(await t.app.request(path, init, SERVER));
}

const signIn = (t: World, visitor: string | null, headers: Extra = t.studio.headers) =>
  from(t, visitor, "POST", "/api/customer/signin-link", headers, {});

/** How many requests get through before the first 429. */
async function room(send: () => Promise<Answer>, most = 50): Promise<number> {
  for (let n = 0; n < most; n++) if ((await send()).status === 429) return n;
  return most;
}

const setQuota = (t: World, keyId: string, quota: number | null) =>
  t.send("PATCH", `/api/manage/api-keys/${keyId}`, { quota }, { authorization: `Bearer ${OPERATOR}` });

Deno.test("500 visitors in a minute through one server: none is refused for another's sake, one who floods is", async () => {
  await using t = await limited(6000);
  const { studio: s } = t;
  const path = `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20`;
  const classId = await s.addClass({ priceCents: 0, capacity: 600 });
  for (let n = 0; n < 500; n++) {
    const visitor = `203.0.${n >> 8}.${n & 255}`;
    assert.equal((await from(t, visitor, "GET", path, s.headers)).status, 200, visitor);
    const booked = await from(t, visitor, "POST", `/api/classes/${classId}/book`, s.headers, person(n));
    assert.equal(booked.status, 200, booked.text);
  }
  const flood = () => from(t, "198.51.100.9", "GET", path, s.headers);
  assert.equal(await room(flood, 100), 60);
  refused(await flood(), 429, { code: "rate_limited" });
  assert.equal((await from(t, "198.51.100.10", "GET", path, s.headers)).status, 200);
  assert.equal((await s.class(classId)).enrolledCount, 500);
});

Deno.test("without the header the server is refused, and told that it exists", async () => {
  await using t = await limited();
  const send = () => signIn(t, null);
  assert.equal(await room(send), 5);
  const got = await send();
  refused(got, 429, { code: "rate_limited" });
  assert.match(got.body.error, /x-alera-client-ip/);
  // Who has no secret key could not use it, and who uses it knows.
  const nobody = await signIn(t, null, {});
  refused(nobody, 429);
  assert.doesNotMatch(nobody.body.error, /x-alera-client-ip/);
  assert.equal((await signIn(t, "203.0.113.1")).status, 400, "the server's count is not the visitor's");
});

Deno.test("a visitor is counted apart for each key, by the /64 of an IPv6 address, and the server not at all", async () => {
  await using t = await limited();
  const other = await addStudio(t);
  assert.equal(await room(() => signIn(t, "203.0.113.1")), 5);
  assert.equal(await room(() => signIn(t, "203.0.113.1", other.headers)), 5);
  assert.equal(await room(() => signIn(t, "::ffff:203.0.113.1")), 0);
  assert.equal(await room(() => signIn(t, "2001:db8:1:2::1")), 5);
  assert.equal(await room(() => signIn(t, "2001:db8:1:2:ffff::9")), 0);
  assert.equal(await room(() => signIn(t, "2001:db8:1:3::1")), 5);
  assert.equal(await room(() => signIn(t, null)), 5, "the server's own places are all there");
});

Deno.test("what is not one IP address is 400 and counts against the server", async () => {
  await using t = await limited();
  const wrong = ["", "x", "203.0.113.1, 203.0.113.2", "203.0.113.1:443", "[2001:db8::1]", "203.0.113", "1.2.3.4.5"];
  for (const one of wrong.slice(0, 5)) {
    const got = await signIn(t, one);
    invalid(got, "x-alera-client-ip");
    assert.equal(got.body.code, "invalid_request");
    assert.equal(got.headers.get("ratelimit-limit"), "5");
  }
  refused(await signIn(t, null), 429);
  refused(await signIn(t, wrong[5]), 429);
  assert.equal((await signIn(t, "203.0.113.1")).status, 400, "its body is looked at: a good address is let in");
  t.clock.advance(60_000);
  for (const one of wrong.slice(5)) invalid(await signIn(t, one), "x-alera-client-ip");
  // The address comes before the Origin.
  invalid(await signIn(t, "x", { ...t.studio.headers, origin: "https://elsewhere.example" }), "x-alera-client-ip");
});

Deno.test("a key that fails counts against the server, whatever visitors it names", async () => {
  await using t = await limited();
  let n = 0;
  const guess = () => signIn(t, `203.0.113.${n++}`, { "x-alera-key": `alr_stud_${n}`, origin: ORIGIN });
  for (let i = 0; i < 5; i++) refused(await guess(), 401, { code: "invalid_api_key" });
  refused(await guess(), 429);
  const none = () => signIn(t, `203.0.113.${n++}`, { origin: ORIGIN });
  refused(await none(), 429);
  t.clock.advance(60_000);
  refused(await none(), 401, { code: "missing_api_key" });
});

Deno.test("routes that need no key count the visitor when a valid secret key comes along", async () => {
  await using t = await limited();
  const { studio: s } = t;
  const key = { "x-alera-key": s.key };
  const cancel = (visitor: string | null, headers: Extra = key) =>
    from(t, visitor, "POST", "/api/enrollments/enr-x/cancel", headers, { cancelToken: "x" });
  const me = (visitor: string | null, headers: Extra = key) =>
    from(t, visitor, "GET", "/api/customer/me", { ...headers, "x-customer-token": "x" });
  assert.equal(await room(() => cancel("203.0.113.1")), 10);
  refused(await cancel("203.0.113.2"), 401, { code: "invalid_token" });
  assert.equal(await room(() => me("203.0.113.1")), 30);
  refused(await me("203.0.113.2"), 401, { code: "invalid_token" });
  invalid(await cancel("x"), "x-alera-client-ip");
  // Without a valid key it means nothing: these are the server's own ten, less the one above.
  let n = 0;
  const invented = () => cancel(`203.0.113.${100 + n++}`, n % 2 ? {} : { "x-alera-key": "alr_none" });
  assert.equal(await room(invented), 9);
  refused(await me("203.0.113.3", { "x-alera-key": "alr_none" }), 401, { code: "invalid_api_key" });
});

Deno.test("a key has a quota over all routes; the headers tell of the limit that is nearer its end", async () => {
  await using t = await limited(8);
  const { studio: s } = t;
  const path = `/api/classes/${await s.addClass()}`;
  const read = (n: number) => from(t, `203.0.113.${n}`, "GET", path, s.headers);
  const told = (got: Answer) => ["limit", "remaining"].map((one) => Number(got.headers.get(`ratelimit-${one}`)));
  assert.deepEqual(told(await read(1)), [8, 7]);
  assert.deepEqual(told(await read(2)), [8, 6], "also out of memory");
  assert.deepEqual(told(await signIn(t, "203.0.113.3")), [5, 4], "five are nearer than the eight");
  for (let n = 4; n <= 8; n++) assert.notEqual((await read(n)).status, 429);
  const over = await read(9);
  refused(over, 429, { code: "quota_exceeded" });
  assert.deepEqual(told(over), [8, 0]);
  assert.equal(over.headers.get("retry-after"), "60");
  assert.match(over.body.error, /quota of 8 requests a minute/);
  refused(await signIn(t, null), 429, { code: "quota_exceeded" });
  const tipped = { "x-alera-key": s.key };
  refused(await from(t, null, "POST", "/api/tip/start", tipped, {}), 429, { code: "quota_exceeded" });
  assert.notEqual((await from(t, null, "POST", "/api/tip/start", {}, {})).status, 429, "without a key nobody's quota");
  assert.equal((await addStudio(t)).key.length, s.key.length);
  t.clock.advance(60_000);
  assert.equal((await read(9)).status, 200);
});

Deno.test("what one limit refuses, the other does not count", async () => {
  await using t = await limited(7);
  // Five are let in; what the visitor's limit refuses costs the key nothing.
  assert.equal(await room(() => signIn(t, "203.0.113.1")), 5);
  for (let i = 0; i < 20; i++) refused(await signIn(t, "203.0.113.1"), 429, { code: "rate_limited" });
  assert.equal(await room(() => signIn(t, "203.0.113.2")), 2);
  // What the quota refuses costs the visitor nothing, in memory or not.
  for (let i = 0; i < 20; i++) refused(await signIn(t, "203.0.113.2"), 429, { code: "quota_exceeded" });
  for (let i = 0; i < 20; i++) refused(await signIn(t, null), 429, { code: "quota_exceeded" });
  t.clock.advance(30_000);
  const { studio: s } = t;
  await setQuota(t, s.keyId, 0);
  assert.equal(await room(() => signIn(t, "203.0.113.2")), 3);
  assert.equal(await room(() => signIn(t, null)), 5);
});

Deno.test("the operator sets a key's quota: at once, back to the default, or none", async () => {
  await using t = await limited(3);
  const { studio: s } = t;
  let n = 0;
  const ask = () => signIn(t, `203.0.113.${n++}`);
  assert.equal(await room(ask), 3);
  const changed = await setQuota(t, s.keyId, 4);
  assert.deepEqual([changed.status, changed.body.quota, changed.body.key], [200, 4, undefined]);
  assert.equal(await room(ask), 1);
  await setQuota(t, s.keyId, 0);
  assert.equal(await room(ask), 50);
  await setQuota(t, s.keyId, null);
  refused(await ask(), 429, { code: "quota_exceeded" });
  assert.equal((await s.manage("GET", "api-keys")).body.items[0].quota, null);
  for (const wrong of [-1, 1.5, "6", undefined]) {
    const got = await t.send("PATCH", `/api/manage/api-keys/${s.keyId}`, { quota: wrong }, {
      authorization: `Bearer ${OPERATOR}`,
    });
    invalid(got, "quota");
  }
  refused(await setQuota(t, "key-none", 5), 404);
});

Deno.test("limits that are off end quotas too, but an address that is none is still refused", async () => {
  await using t = await studio({ keyQuota: 1 });
  assert.equal(await room(() => signIn(t, "203.0.113.1")), 50);
  invalid(await signIn(t, "x"), "x-alera-client-ip");
  const path = `/api/classes/${await t.studio.addClass()}`;
  await from(t, null, "GET", path, t.studio.headers);
  invalid(await from(t, "x", "GET", path, t.studio.headers), "x-alera-client-ip");
});
