import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, refused } from "../../support/http.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("a no-show is marked after the start, also once the class is completed, and keeps the seat", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ inHours: 1 });
  const [a, b, c] = [await s.seat(id, person(1)), await s.seat(id, person(2)), await s.seat(id, person(3))];
  const unpaid = await s.hold(id, person(4));
  await s.cancel(c.id, c.cancelToken);
  refused(await s.manage("POST", `enrollments/${a.id}/no-show`), 409);
  t.clock.advance(HOUR);
  const got = await s.manage("POST", `enrollments/${a.id}/no-show`);
  assert.deepEqual(got.body, {
    id: a.id,
    status: "NoShow",
    bookedAt: iso(t.clock.now() - HOUR),
    classId: id,
    client: { id: got.body.client.id, ...person(1) },
  });
  assert.equal((await s.manage("POST", `enrollments/${a.id}/no-show`)).body.status, "NoShow");
  refused(await s.manage("POST", `enrollments/${c.id}/no-show`), 410);
  refused(await s.manage("POST", `enrollments/${unpaid.id}/no-show`), 409);
  refused(await s.manage("POST", "enrollments/enr-none/no-show"), 404);
  await s.manage("POST", `classes/${id}/complete`);
  assert.deepEqual([await s.statusOf(a.id), await s.statusOf(b.id)], ["NoShow", "Completed"]);
  assert.equal((await s.manage("POST", `enrollments/${b.id}/no-show`)).body.status, "NoShow");
  assert.equal((await s.class(id)).enrolledCount, 2);
});

Deno.test("the owner cancels a booking by the window, in full, or without a refund", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ inHours: 1, capacity: 10 });
  const far = await s.addClass({ inHours: 100, capacity: 10 });
  let n = 0;
  const cancel = async (classId: string, body?: unknown) => {
    const seat = await s.seat(classId, person(++n));
    return await s.manage("POST", `enrollments/${seat.id}/cancel`, body);
  };
  for (
    const [classId, body, refundedCents, lateCancel] of [
      [id, undefined, 0, true],
      [id, {}, 0, true],
      [id, { refund: "policy" }, 0, true],
      [id, { refund: "full" }, 2000, true],
      [id, { refund: "none" }, 0, true],
      [far, undefined, 2000, false],
      [far, { refund: "full" }, 2000, false],
      [far, { refund: "none", reason: "As agreed." }, 0, false],
    ] as const
  ) {
    const got = await cancel(classId, body);
    assert.equal(got.status, 200, got.text);
    assert.deepEqual(
      [got.body.ok, got.body.refundedCents, got.body.lateCancel],
      [true, refundedCents, lateCancel],
      JSON.stringify(body),
    );
    assert.equal(got.body.enrollment.status, "Cancelled");
    const again = await s.manage("POST", `enrollments/${got.body.enrollment.id}/cancel`, { refund: "full" });
    assert.deepEqual(again.body, got.body);
  }
  assert.equal(t.stripe.refunds.size, 3);
  for (const refund of ["some", 5, true]) {
    invalid(await s.manage("POST", "enrollments/enr-none/cancel", { refund }), "refund");
  }
  refused(await s.manage("POST", "enrollments/enr-none/cancel"), 404);
  t.stripe.fail({ route: "POST /v1/refunds", status: 400, error: { type: "invalid_request_error" } });
  refused(await cancel(far), 502);
  const past = await s.seat(id, person(++n));
  t.clock.advance(HOUR);
  await s.manage("POST", `classes/${id}/complete`);
  refused(await s.manage("POST", `enrollments/${past.id}/cancel`), 410);
});
