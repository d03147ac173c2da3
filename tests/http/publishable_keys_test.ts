/** Keys that a browser may hold: what they may do, and what browsers are told. */
import assert from "node:assert/strict";
import type { Answer } from "../support/app.ts";
import { refused } from "../support/http.ts";
import { addStudio, ORIGIN, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const PAGE = "https://page.example";

async function publishable(t: World, allowedOrigins = [PAGE]): Promise<{ id: string; key: string }> {
  const made = await t.studio.manage("POST", "api-keys", { label: "Page", kind: "publishable", allowedOrigins });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.body.kind, "publishable");
  assert.match(made.body.key, /^alp_[a-z]{4}_\w{40}$/);
  return made.body;
}

const cors = (got: Answer) => [got.headers.get("access-control-allow-origin"), got.headers.get("vary")];
const preflight = (t: World, path: string, origin?: string) =>
  t.send("OPTIONS", path, undefined, {
    ...(origin === undefined ? {} : { origin }),
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type, x-alera-key, idempotency-key",
  });

Deno.test("a page reads and starts with it, and every answer may be read by its own sites only", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { key } = await publishable(t);
  const headers = { "x-alera-key": key, origin: PAGE };
  const classId = await s.addClass({ priceCents: 0, capacity: 2 });
  const range = `handle=${s.handle}&from=2026-05-11&to=2026-05-20`;
  const list = await t.send("GET", `/api/classes?${range}`, undefined, headers);
  const again = await t.send("GET", `/api/classes?${range}`, undefined, headers);
  const known = await t.send("GET", `/api/classes?${range}`, undefined, {
    ...headers,
    "if-none-match": list.headers.get("etag")!,
  });
  assert.deepEqual([list.status, again.status, known.status], [200, 200, 304]);
  const book = await t.send("POST", `/api/classes/${classId}/book`, person(), headers);
  assert.equal(book.status, 200, book.text);
  const refusals = [
    await t.send("POST", `/api/classes/${classId}/book`, person(), headers),
    await t.send("POST", `/api/classes/${classId}/book`, "{", headers),
    await t.send("GET", "/api/classes/class-none", undefined, headers),
    await t.send("POST", "/api/packages/start", {}, headers),
    await t.send("POST", "/api/gift-cards/start", {}, headers),
    await t.send("POST", "/api/customer/signin-link", {}, headers),
    await t.send("POST", `/api/classes/${classId}/waitlist`, {}, headers),
  ];
  for (const got of [list, again, known, book, ...refusals]) assert.deepEqual(cors(got), [PAGE, "Origin"], got.text);
  assert.deepEqual(refusals.map((one) => one.status), [409, 400, 404, 400, 400, 400, 400]);
  const elsewhere = await t.send("GET", `/api/classes?${range}`, undefined, { ...headers, origin: ORIGIN });
  refused(elsewhere, 403, { code: "origin_not_allowed" });
  assert.deepEqual(cors(elsewhere), [null, "Origin"]);
});

Deno.test("what needs a secret key is 403, which the page may read", async () => {
  await using t = await studio();
  const { key } = await publishable(t);
  const got = await t.send("POST", "/api/gift-cards/redeem", {}, { "x-alera-key": key, origin: PAGE });
  refused(got, 403, { code: "secret_key_required" });
  assert.deepEqual(cors(got), [PAGE, "Origin"]);
  refused(
    await t.send("POST", "/api/gift-cards/redeem", {}, { "x-alera-key": key, origin: ORIGIN }),
    403,
    { code: "origin_not_allowed" },
  );
});

Deno.test("a secret key's answers say nothing to browsers, also where a page lists the same site", async () => {
  await using t = await studio();
  await publishable(t, [ORIGIN]);
  const got = await t.studio.call("GET", `/api/classes/${await t.studio.addClass()}`);
  assert.deepEqual([got.status, ...cors(got)], [200, null, null]);
});

Deno.test("a preflight is answered for a site that some live publishable key lists, and no other", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await addStudio(t);
  const path = "/api/classes/x/book";
  assert.equal((await preflight(t, path, PAGE)).status, 405);
  const { id } = await publishable(t);
  const got = await preflight(t, path, PAGE);
  assert.deepEqual([got.status, got.text, ...cors(got)], [204, "", PAGE, "Origin"]);
  const allowed = got.headers.get("access-control-allow-headers")!;
  for (const one of ["content-type", "x-alera-key", "idempotency-key"]) assert.ok(allowed.includes(one));
  assert.ok(got.headers.get("access-control-allow-methods")!.includes("POST"));
  for (const origin of [ORIGIN, undefined, "null", `${PAGE}/`, "%"]) {
    const other = await preflight(t, path, origin);
    assert.deepEqual([other.status, ...cors(other)], [405, null, "Origin"]);
  }
  await s.manage("DELETE", `api-keys/${id}`);
  assert.equal((await preflight(t, path, PAGE)).status, 405);
});

Deno.test("a browser can read a 429, and x-alera-client-ip does not make it another visitor", async () => {
  await using t = await studio({ rateLimits: true, keyQuota: 100 });
  const { key } = await publishable(t);
  const headers = (n: number) => ({ "x-alera-key": key, origin: PAGE, "x-alera-client-ip": `203.0.113.${n}` });
  for (let n = 0; n < 5; n++) {
    assert.equal((await t.send("POST", "/api/customer/signin-link", {}, headers(n))).status, 400);
  }
  const got = await t.send("POST", "/api/customer/signin-link", {}, headers(9));
  refused(got, 429, { code: "rate_limited" });
  assert.deepEqual(cors(got), [PAGE, "Origin"]);
  assert.doesNotMatch(got.body.error, /x-alera-client-ip/);
  const junk = await t.send("GET", "/api/classes", undefined, { ...headers(1), "x-alera-client-ip": "junk" });
  refused(junk, 400);
  assert.ok(!junk.text.includes("x-alera-client-ip"), "it is ignored");
});

Deno.test("it is a key like any other where none is needed", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { key, id } = await publishable(t);
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const headers = { "x-customer-token": await s.signIn(person().email), "x-alera-key": key, origin: PAGE };
  const me = await t.send("GET", "/api/customer/me", undefined, headers);
  assert.deepEqual([me.status, me.headers.get("access-control-allow-origin")], [200, "*"]);
  const asked = await preflight(t, "/api/customer/me", "https://any.example");
  assert.ok(asked.headers.get("access-control-allow-headers")!.includes("x-alera-key"));
  await s.manage("DELETE", `api-keys/${id}`);
  refused(await t.send("GET", "/api/customer/me", undefined, headers), 401, { code: "invalid_api_key" });
});
