import assert from "node:assert/strict";
import { person, studio } from "../support/studio.ts";
import { clientOf, type Network, refusalOf } from "./support.ts";

/** The first so many answers are lost on the way back; what was asked was done. */
function losing(answers: number): Network {
  return async (_, pass) => {
    const response = await pass();
    if (answers-- > 0) throw new TypeError("connection reset");
    return response;
  };
}

/** Answers this a few times before the API is asked. */
function first(times: number, answer: () => Response): Network {
  return async (_, pass) => times-- > 0 ? answer() : await pass();
}

Deno.test("a booking whose answers are lost is made once, and its answer comes with the last try", async () => {
  await using t = await studio();
  const id = await t.studio.addClass();
  const { alera, sent } = clientOf(t.studio, {}, losing(2));
  const booking = await alera.post("/api/classes/{id}/book", { path: { id }, body: person() });
  assert.ok(booking.checkoutUrl);
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map(({ headers }) => headers.get("idempotency-key"))).size, 1);
  assert.equal(t.stripe.sessions.size, 1);
  assert.equal(await t.studio.seats(id), "0/1/5");
});

Deno.test("a free seat is not 'already booked' by the try before", async () => {
  await using t = await studio();
  const id = await t.studio.addClass({ priceCents: 0 });
  const { alera } = clientOf(t.studio, {}, losing(1));
  const booking = await alera.post("/api/classes/{id}/book", { path: { id }, body: person() });
  assert.equal(await t.studio.seats(id), "1/0/5");
  assert.ok(booking.cancelToken);

  // The control: another key for each try makes it two bookings, of which the second is refused.
  const other = person(2);
  const { alera: careless } = clientOf(t.studio, {}, async (request, pass) => {
    await t.app.request(`/api/classes/${id}/book`, {
      method: "POST",
      headers: { ...Object.fromEntries(request.headers), "idempotency-key": crypto.randomUUID() },
      body: await request.clone().text(),
    });
    return await pass();
  });
  const again = await refusalOf(careless.post("/api/classes/{id}/book", { path: { id }, body: other }));
  assert.equal(again.code, "already_booked");
});

Deno.test("a try that comes while the first still runs waits for its answer", async () => {
  await using t = await studio();
  const id = await t.studio.addClass();
  const running: Promise<Response>[] = [];
  const conflicts: number[] = [];
  const { alera } = clientOf(t.studio, { retries: 50 }, async (_, pass) => {
    if (running.length === 0) {
      running.push(pass());
      throw new TypeError("the connection broke while it was under way");
    }
    const response = await pass();
    conflicts.push(response.status);
    return response;
  });
  const booking = await alera.post("/api/classes/{id}/book", { path: { id }, body: person() });
  assert.deepEqual((await (await running[0]).json()).enrollmentId, booking.enrollmentId);
  assert.equal(conflicts.at(-1), 200);
  assert.equal(t.stripe.sessions.size, 1);
});

Deno.test("5xx and short limits are waited for; long ones and refusals are not", async () => {
  await using t = await studio();
  const id = await t.studio.addClass({ priceCents: 0 });
  const fault = (status: number, code: string, headers: HeadersInit = {}) => () =>
    Response.json({ error: "x", code }, { status, headers });
  const get = async (network: Network, retries?: number) => {
    const { alera, sent } = clientOf(t.studio, { retries }, network);
    const result = await alera.get("/api/classes/{id}", { path: { id } }).then(() => "ok", (error) => error.code);
    return `${result} after ${sent.length}`;
  };
  assert.equal(await get(first(2, fault(500, "internal"))), "ok after 3");
  assert.equal(await get(first(3, fault(502, "checkout_failed"))), "checkout_failed after 3");
  assert.equal(await get(first(5, fault(503, "unavailable", { "retry-after": "0" })), 5), "ok after 6");
  assert.equal(await get(first(1, fault(429, "rate_limited", { "retry-after": "0" }))), "ok after 2");
  assert.equal(await get(first(1, fault(429, "rate_limited", { "retry-after": "30" }))), "rate_limited after 1");
  assert.equal(await get(first(1, fault(404, "not_found"))), "not_found after 1");
  assert.equal(await get(first(1, fault(409, "idempotency_conflict"))), "idempotency_conflict after 1");
});

Deno.test("a PATCH is sent again only when nothing was done", async () => {
  await using t = await studio({ onboarded: false });
  const patch = async (network: Network) => {
    const { alera, sent } = clientOf(t.studio, { token: t.studio.ownerToken }, network);
    await alera.patch("/api/manage/provider", { body: { bio: "New" } }).catch(() => {});
    return sent.length;
  };
  assert.equal(await patch(losing(1)), 1);
  assert.equal(await patch(first(1, () => Response.json({ error: "x", code: "internal" }, { status: 500 }))), 1);
  const unavailable = { status: 503, headers: { "retry-after": "0" } };
  assert.equal(await patch(first(1, () => Response.json({ error: "x", code: "unavailable" }, unavailable))), 2);
});

Deno.test("a try that takes too long is given up; a call that is aborted ends, also while it waits", async () => {
  await using t = await studio({ onboarded: false });
  const hanging: Network = (request) =>
    new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
  const { alera, sent } = clientOf(t.studio, { timeoutMs: 5, retries: 1 }, hanging);
  const late = await refusalOf(alera.get("/api/manage/provider"));
  assert.deepEqual([late.code, (late.cause as Error).name, sent.length], ["unreachable", "TimeoutError", 2]);

  const leaving = new AbortController();
  const waiting = clientOf(t.studio, { maxWaitMs: 60_000, retries: 9 }, () => {
    queueMicrotask(() => leaving.abort(new Error("left")));
    return Promise.reject(new TypeError("down"));
  });
  await assert.rejects(waiting.alera.get("/api/manage/provider", { signal: leaving.signal }), /left/);
  assert.equal(waiting.sent.length, 1);
});
