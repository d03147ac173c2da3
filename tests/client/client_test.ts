import assert from "node:assert/strict";
import { createAlera } from "@alera/client";
import { ORIGIN, person, studio } from "../support/studio.ts";
import { API, clientOf, refusalOf } from "./support.ts";

Deno.test("a class is found, booked and cancelled with what the types say", async () => {
  await using t = await studio();
  const id = await t.studio.addClass({ priceCents: 0 });
  const { alera, sent } = clientOf(t.studio);
  const { classes } = await alera.get("/api/classes", {
    query: { handle: t.studio.handle, from: "2026-05-11", to: "2026-05-20" },
  });
  assert.equal(classes[0].id, id);
  const booking = await alera.post("/api/classes/{id}/book", { path: { id }, body: person(), clientIp: "203.0.113.7" });
  assert.equal(booking.checkoutUrl, null);
  const { enrollmentId, cancelToken } = booking;
  const cancelled = await alera.post("/api/enrollments/{id}/cancel", {
    path: { id: enrollmentId },
    body: { cancelToken },
  });
  assert.ok(cancelled.ok && !("preview" in cancelled));
  assert.deepEqual(sent.map(({ headers }) => headers.get("x-alera-key")), Array(3).fill(t.studio.key));
  assert.deepEqual(sent.map(({ headers }) => headers.get("origin")), Array(3).fill(ORIGIN));
  assert.deepEqual(sent.map(({ headers }) => headers.get("x-alera-client-ip")), [null, "203.0.113.7", null]);
  assert.deepEqual(sent.map(({ headers }) => headers.has("idempotency-key")), [false, true, true]);
});

Deno.test("the management API answers to a token, also with nothing", async () => {
  await using t = await studio({ onboarded: false });
  const { alera } = clientOf(t.studio, { key: undefined, origin: undefined, token: t.studio.ownerToken });
  assert.equal((await alera.get("/api/manage/provider")).handle, t.studio.handle);
  const keys = await alera.get("/api/manage/api-keys", { query: { limit: 1 } });
  assert.equal(keys.items.length, 1);
  assert.equal(await alera.delete("/api/manage/api-keys/{id}", { path: { id: keys.items[0].id } }), undefined);
});

Deno.test("ids and queries arrive as they are, whatever is in them", async () => {
  const asked: string[] = [];
  const fetch = (input: string | URL | Request) => (asked.push(String(input)), Promise.resolve(Response.json({})));
  const alera = createAlera({ url: API, fetch });
  await alera.get("/api/classes/{id}", { path: { id: "a/b?c" } });
  await alera.get("/api/classes", { query: { handle: "ü&x", from: "1", to: "2" } });
  assert.deepEqual(asked, [`${API}/api/classes/a%2Fb%3Fc`, `${API}/api/classes?handle=%C3%BC%26x&from=1&to=2`]);
});

Deno.test("an error says status, code, fields, hints, how long to wait, and what to quote", async () => {
  await using t = await studio({ rateLimits: true });
  const id = await t.studio.addClass({ capacity: 1, priceCents: 0 });
  const { alera } = clientOf(t.studio);
  const book = (n: number) => alera.post("/api/classes/{id}/book", { path: { id }, body: person(n) });
  const invalid = await refusalOf(
    alera.post("/api/classes/{id}/book", { path: { id }, body: { ...person(), email: "" } }),
  );
  assert.deepEqual([invalid.status, invalid.code, invalid.issues[0].path], [400, "invalid_request", "email"]);
  assert.ok(invalid.requestId);
  await book(1);
  const full = await refusalOf(book(2));
  assert.deepEqual([full.status, full.code, full.body.waitlistAvailable], [409, "class_full", true]);
  assert.match(full.message, /full/);
  for (let n = 0; n < 7; n++) await refusalOf(book(2));
  const limited = await refusalOf(book(2));
  assert.deepEqual([limited.status, limited.code], [429, "rate_limited"]);
  assert.ok(limited.retryAfter! > 0 && limited.retryAfter! <= 60);
  const { alera: wrong } = clientOf(t.studio, { key: "alr_none_x" });
  assert.equal((await refusalOf(wrong.get("/api/classes/{id}", { path: { id } }))).code, "invalid_api_key");
});

Deno.test("no answer, and an answer that is not the API's, are unreachable", async () => {
  await using t = await studio({ onboarded: false });
  const down = clientOf(t.studio, { retries: 0 }, () => Promise.reject(new TypeError("connection refused")));
  const none = await refusalOf(down.alera.get("/api/manage/provider"));
  assert.deepEqual([none.status, none.code, (none.cause as Error).message], [0, "unreachable", "connection refused"]);
  const proxy = () => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  const page = await refusalOf(clientOf(t.studio, { retries: 0 }, proxy).alera.get("/api/manage/provider"));
  assert.deepEqual([page.status, page.code], [502, "unreachable"]);
});
