/** Who came, while money is still on its way back: a tick or a no-show changes nobody's refund. */
import assert from "node:assert/strict";
import { HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { checkIn } from "../../../src/workflows/classes/check_in.ts";
import { undoNoShow } from "../../../src/workflows/classes/no_show.ts";
import { recordManualRefund } from "../../../src/workflows/payments/manual_refund.ts";
import { person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const clean = async (t: World) => assert.deepEqual(await t.doctor(), []);
const recordNoShow = (t: World, enrollmentId: string) => t.studio.manage("POST", `enrollments/${enrollmentId}/no-show`);
const cancelClass = (t: World, classId: string) => t.studio.manage("POST", `classes/${classId}/cancel`);
const refuse = (t: World) =>
  t.stripe.fail({
    route: "POST /v1/refunds",
    status: 402,
    times: 99,
    error: { type: "invalid_request_error", code: "balance_insufficient" },
  });
const bookingOf = async (t: World, id: string) =>
  (await t.studio.books("enrollments")).find((one) => one.id === id) ?? null;
const refundsOf = async (t: World, id: string) =>
  (await t.studio.books("refunds")).filter((one) => one.enrollment_id === id);

Deno.test("nobody comes, or fails to come, to a class that was cancelled", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 2 });
  const held = await t.studio.seat(classId);
  refuse(t);
  assert.equal((await cancelClass(t, classId)).body.refundFailures, 1);
  await t.pass(3 * HOUR);
  assert.equal((await recordNoShow(t, held.id)).status, 410);
  const tick = await checkIn(t.ctx, t.studio.id, held.id).catch((error) => error);
  assert.match(String(tick), /This class was cancelled/);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

for (const marked of ["no-show", "completed"] as const) {
  Deno.test(`a cancel in time whose refund comes after the booking was marked ${marked} is a cancel all the same`, async () => {
    await using t = await studio({ cancelWindowHours: 1 });
    const classId = await t.studio.addClass({ inHours: 2, capacity: 1 });
    const held = await t.studio.seat(classId);
    const fault = t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 99 });
    assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 502);
    t.clock.advance(2 * HOUR + MINUTE);
    if (marked === "no-show") assert.equal((await recordNoShow(t, held.id)).status, 200);
    else assert.equal((await t.studio.manage("POST", `classes/${classId}/complete`)).status, 200);
    fault.remove();
    await t.pass(HOUR);
    assert.equal(t.stripe.refunds.size, 1);
    const booking = await bookingOf(t, held.id);
    assert.deepEqual([booking.status, booking.cancelled_by, booking.late_cancel], ["Cancelled", "customer", 0]);
    assert.equal((await t.studio.class(classId)).enrolledCount, 0);
    assert.equal(t.mailer.of("booking_cancelled").length, 1);
    await clean(t);
    const again = await t.studio.cancel(held.id, held.cancelToken);
    assert.deepEqual([again.status, again.body.refundedCents], [200, 2000]);
  });
}

Deno.test("a no-show whose stuck refund the owner paid by hand is not refunded once more with the class", async () => {
  await using t = await studio({ cancelWindowHours: 1 });
  const classId = await t.studio.addClass({ inHours: 2 });
  const held = await t.studio.seat(classId);
  // In time, and never answered: the owner is notified, and does not wait for Stripe.
  t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 99 });
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 502);
  for (const minutes of [11, 11, 11, 3]) await t.pass(minutes * MINUTE);
  assert.equal(t.mailer.of("refund_stuck").length, 1);
  t.clock.advance(2 * HOUR);
  assert.equal((await recordNoShow(t, held.id)).status, 200);
  const [refund] = await refundsOf(t, held.id);
  const early = await recordManualRefund(t.ctx, t.studio.id, refund.id).catch((error) => error);
  assert.match(String(early), /come back in 10 minutes/);
  t.clock.advance(11 * MINUTE);
  await recordManualRefund(t.ctx, t.studio.id, refund.id);
  t.stripe.clearFaults();
  await cancelClass(t, classId);
  await t.pass(HOUR);
  assert.equal(t.stripe.refunds.size, 0);
  await clean(t);
});

Deno.test("a no-show that the studio refunded in its dashboard does not become a booking again", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 2 });
  const held = await t.studio.seat(classId);
  t.clock.advance(2 * HOUR + MINUTE);
  assert.equal((await recordNoShow(t, held.id)).status, 200);
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session));
  await t.settle();
  await clean(t);
  await undoNoShow(t.ctx, t.studio.id, held.id).catch((error) => assert.match(String(error), /refunded/i));
  await clean(t);
});

Deno.test("a class that is moved to another day has its attendance reset", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 2 });
  const [here, absent, paidBack] = [
    await s.seat(classId, person(1)),
    await s.seat(classId, person(2)),
    await s.seat(classId, person(3)),
  ];
  t.clock.advance(2 * HOUR + MINUTE);
  await checkIn(t.ctx, s.id, here.id);
  for (const one of [absent, paidBack]) assert.equal((await recordNoShow(t, one.id)).status, 200);
  await t.stripe.refundInDashboard(s.paymentOf(paidBack.session));
  await t.settle();
  const move = async (to: number) => {
    assert.equal((await s.manage("PATCH", `classes/${classId}`, { scheduledAt: iso(to) })).status, 200);
    await t.settle();
    return await Promise.all([here, absent, paidBack].map(async ({ id }) => {
      const { status, checked_in_at } = await bookingOf(t, id);
      return checked_in_at ? `${status}, here` : status;
    }));
  };
  // An hour later on the same day: who is here already is here.
  assert.deepEqual(await move(t.clock.now() + HOUR), ["Confirmed, here", "Confirmed", "NoShow"]);
  assert.equal(t.mailer.of("class_moved").length, 2);
  assert.deepEqual(await move(t.clock.now() + 26 * HOUR), ["Confirmed", "Confirmed", "NoShow"]);
  assert.equal(await s.seats(classId), "3/0/3");
  assert.equal((await s.cancel(absent.id, absent.cancelToken)).body.refundedCents, 2000);
});
