import assert from "node:assert/strict";
import type { Log } from "../../src/ports/log.ts";
import { person, studio } from "../support/studio.ts";

const broken = (): never => {
  throw new Error("No space left on device");
};

Deno.test("with a log and a wake-up that throw, everything that was committed is answered, and the timer does the rest", async () => {
  const log: Log = { debug: broken, info: broken, warn: broken, error: broken, request: broken };
  await using t = await studio({ log, wake: broken });
  const { studio: s } = t;
  const [free, paid] = [await s.addClass({ priceCents: 0 }), await s.addClass()];
  const booked = await s.book(free, person(1));
  assert.equal(booked.status, 200);
  assert.equal((await s.book(free, person(1))).status, 409, "it was booked once");
  const seat = await s.seat(paid, person(2));
  const full = await s.addClass({ capacity: 1, priceCents: 0 });
  assert.equal((await s.book(full, person(3))).status, 200);
  assert.equal((await s.wait(full, person(4))).status, 200);
  assert.equal((await s.cancel(booked.body.enrollmentId, booked.body.cancelToken)).status, 200);
  assert.ok((await s.cancel(seat.id, seat.cancelToken)).body.refundId);
  assert.equal((await s.manage("POST", `classes/${full}/cancel`)).status, 200);
  await t.settle();
  assert.ok(t.mailer.sent.length > 3);
});
