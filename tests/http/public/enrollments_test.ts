/** POST /api/enrollments/:id/cancel */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import type { TestApp } from "../../support/app.ts";
import { invalid, refused } from "../../support/http.ts";
import { person, studio } from "../../support/studio.ts";

const params = (t: TestApp, sessionId: string) => t.stripe.sessions.get(sessionId)!.session;

Deno.test("a cancel in time refunds in full, in the reference's shape, and a repeat gets the same response", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const seat = await s.seat(await s.addClass());
  const got = await s.cancel(seat.id, seat.cancelToken, "I am ill.\nSorry.");
  assert.equal(got.status, 200, got.text);
  assert.match(got.body.refundId, /^re_/);
  assert.deepEqual(got.body, {
    ok: true,
    cancelledAt: iso(t.clock.now()),
    lateCancel: false,
    cancelWindowHours: 24,
    refundedCents: 2000,
    refundId: got.body.refundId,
    creditReturned: false,
  });
  t.clock.advance(HOUR);
  assert.deepEqual((await s.cancel(seat.id, seat.cancelToken)).body, got.body);
  assert.equal(t.stripe.refunds.size, 1);
});

Deno.test("exactly the window is in time, a moment less is late", async () => {
  await using t = await studio({ cancelWindowHours: 12 });
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 24 });
  const [intime, late] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  t.clock.advance(12 * HOUR);
  const first = await s.cancel(intime.id, intime.cancelToken);
  assert.deepEqual([first.body.lateCancel, first.body.refundedCents, first.body.cancelWindowHours], [false, 2000, 12]);
  t.clock.advance(1);
  const second = await s.cancel(late.id, late.cancelToken);
  assert.deepEqual([second.status, second.body.lateCancel, second.body.refundedCents, second.body.refundId], [
    200,
    true,
    0,
    null,
  ]);
  assert.equal(await s.seats(classId), "0/0/6");
});

Deno.test("the service's own window overrides the provider's", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const service = await s.manage("POST", "services", {
    name: "Reformer",
    durationMin: 50,
    priceCents: 3000,
    capacity: 2,
    cancelWindowHours: 0,
  });
  const seat = await s.seat(await s.addClass({ serviceId: service.body.id, inHours: 1 }));
  const got = await s.cancel(seat.id, seat.cancelToken);
  assert.deepEqual([got.body.cancelWindowHours, got.body.lateCancel, got.body.refundedCents], [0, false, 3000]);
});

Deno.test("an unpaid hold and a free seat are cancelled without a refund; a credit is returned", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const held = await s.hold(await s.addClass());
  const first = await s.cancel(held.id, held.cancelToken);
  assert.deepEqual([first.status, first.body.refundedCents, first.body.refundId, first.body.lateCancel], [
    200,
    0,
    null,
    false,
  ]);
  assert.equal(params(t, held.session).status, "expired");

  const free = await s.book(await s.addClass({ priceCents: 0 }), person());
  const second = await s.cancel(free.body.enrollmentId, free.body.cancelToken);
  assert.deepEqual([second.status, second.body.refundedCents, second.body.creditReturned], [200, 0, false]);

  const { token, packId } = await s.buyPack(person(), 1);
  const credit = await s.book(await s.addClass(), person(), { useClientPackageId: packId, customerToken: token });
  const third = await s.cancel(credit.body.enrollmentId, credit.body.cancelToken);
  assert.deepEqual([third.body.refundedCents, third.body.refundId, third.body.creditReturned], [0, null, true]);
  assert.deepEqual((await s.cancel(credit.body.enrollmentId, credit.body.cancelToken)).body, third.body);
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
  assert.equal(me.body.packages[0].sessionsRemaining, 1);
});

Deno.test("a cancellation is checked: body, token, record, state; an API key is not needed and not checked", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 1 });
  const [mine, theirs] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  const post = (id: string, body: unknown) => t.send("POST", `/api/enrollments/${id}/cancel`, body);
  for (
    const body of [{}, { cancelToken: "" }, { cancelToken: null }, { cancelToken: 5 }, {
      cancelToken: [mine.cancelToken],
    }]
  ) {
    invalid(await post("enr-none", body), "cancelToken");
  }
  invalid(await post("enr-none", { cancelToken: "x", cancelReason: "x".repeat(501) }), "cancelReason");
  invalid(await post(mine.id, { cancelToken: mine.cancelToken, cancelReason: "a\u0007b" }), "cancelReason");
  for (const token of ["x", "x".repeat(5000), theirs.cancelToken, mine.cancelToken.slice(1), "\u0000", "é"]) {
    refused(await post(mine.id, { cancelToken: token }), 401);
  }
  refused(await post("enr-none", { cancelToken: mine.cancelToken }), 401);
  // A token that is right for a record that is not there.
  const forNobody = t.ctx.tokens.sign("v1", "enr-none", t.clock.now() + DAY);
  refused(await post("enr-none", { cancelToken: forNobody }), 404);
  t.clock.advance(HOUR);
  await s.manage("POST", `enrollments/${theirs.id}/no-show`);
  await s.manage("POST", `classes/${classId}/complete`);
  refused(await post(mine.id, { cancelToken: mine.cancelToken }), 410);
  refused(await post(theirs.id, { cancelToken: theirs.cancelToken }), 410);
});

Deno.test("an expired hold is 410", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const held = await s.hold(await s.addClass());
  await t.pass(HOUR);
  refused(await s.cancel(held.id, held.cancelToken), 410);
});

Deno.test("a refund that fails at Stripe is 502, and the booking stands", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const seat = await s.seat(classId);
  t.stripe.fail({ route: "POST /v1/refunds", status: 400, error: { type: "invalid_request_error" } });
  refused(await s.cancel(seat.id, seat.cancelToken), 502);
  assert.equal(await s.seats(classId), "1/0/5");
  const got = await s.cancel(seat.id, seat.cancelToken);
  assert.deepEqual([got.status, got.body.refundedCents], [200, 2000]);
  assert.equal(t.stripe.refunds.size, 1);
});

Deno.test("the cancel token is good until 30 days after the class", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const seat = await s.seat(await s.addClass({ inHours: 48 }));
  const done = await s.cancel(seat.id, seat.cancelToken);
  t.clock.advance(48 * HOUR + 30 * DAY - 1000);
  assert.deepEqual((await s.cancel(seat.id, seat.cancelToken)).body, done.body);
  t.clock.advance(1000);
  refused(await s.cancel(seat.id, seat.cancelToken), 401);
});

Deno.test("a class that is moved to later takes its cancel tokens along, until 30 days after its new time", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [moved, other] = [await s.addClass({ inHours: 48 }), await s.addClass({ inHours: 48 })];
  const seats = [await s.seat(moved, person(1)), await s.seat(moved, person(2)), await s.seat(other, person(3))];
  const later = t.clock.now() + 48 * HOUR + 60 * DAY;
  assert.equal((await s.manage("PATCH", `classes/${moved}`, { scheduledAt: iso(later) })).status, 200);
  t.clock.advance(40 * DAY);
  const done = await s.cancel(seats[0].id, seats[0].cancelToken);
  assert.equal(done.status, 200, done.text);
  assert.deepEqual([done.body.lateCancel, done.body.refundedCents], [false, 2000]);
  refused(await s.cancel(seats[1].id, seats[0].cancelToken), 401);
  refused(await s.cancel(seats[2].id, seats[2].cancelToken), 401);
  t.clock.at = later + 30 * DAY - 1;
  assert.deepEqual((await s.cancel(seats[0].id, seats[0].cancelToken)).body, done.body);
  t.clock.at = later + 30 * DAY;
  for (const seat of seats) refused(await s.cancel(seat.id, seat.cancelToken), 401);
});
