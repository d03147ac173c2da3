/** POST /api/classes/:id/waitlist */
import assert from "node:assert/strict";
import { invalid, isId, refused } from "../../support/http.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("the waitlist answers the reference's shape, counts from 1, and knows who waits already", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1 });
  const seat = await s.hold(classId, person(1));
  const second = await s.wait(classId, person(2));
  assert.equal(second.status, 200, second.text);
  isId(second.body.waitlistEntryId, "wl");
  assert.deepEqual(second.body, {
    waitlistEntryId: second.body.waitlistEntryId,
    position: 1,
    alreadyOnWaitlist: false,
    leaveToken: second.body.leaveToken,
  });
  assert.ok(t.ctx.tokens.verify("wl-v1", second.body.leaveToken, t.clock.now()).ok);
  assert.equal((await s.wait(classId, person(3))).body.position, 2);
  const again = await s.wait(classId, { ...person(2), email: "JANE2@example.com" });
  assert.deepEqual(again.body, { ...second.body, alreadyOnWaitlist: true });
  // Seats that open change nothing for who waits already; who comes new is asked to book.
  await s.cancel(seat.id, seat.cancelToken);
  assert.deepEqual((await s.wait(classId, person(2))).body, { ...second.body, alreadyOnWaitlist: true });
  refused(await s.wait(classId, person(4)), 409, { seatsAvailable: true });
});

Deno.test("who has a confirmed seat does not wait, and nobody waits for a class with seats", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 2, priceCents: 0 });
  await s.book(classId, person(1));
  refused(await s.wait(classId, person(2)), 409, { seatsAvailable: true });
  await s.book(classId, person(3));
  refused(await s.wait(classId, person(1)), 409, { alreadyBooked: true });
  assert.equal((await s.wait(classId, person(2))).status, 200);
  invalid(await s.call("POST", `/api/classes/${classId}/waitlist`, { name: "x" }), "email", "phone");
});
