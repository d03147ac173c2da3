/** A cancellation that is only asked about: it says what would happen, and changes nothing. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso, ms } from "../../../src/domain/time.ts";
import { refused } from "../../support/http.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

interface Booked {
  id: string;
  cancelToken: string;
}
const preview = (s: Studio, { id, cancelToken }: Booked) =>
  s.t.send("POST", `/api/enrollments/${id}/cancel`, { cancelToken, mode: "preview" });
const everything = async (s: Studio) => (await s.manage("GET", "export")).text;

Deno.test("paid by card: all of it until the window begins, then nothing; what the cancel does is what it said", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const { scheduledAt } = await s.class(classId);
  const [first, second] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  const before = await everything(s);
  const got = await preview(s, first);
  const expected = {
    ok: true,
    preview: true,
    lateCancel: false,
    cancelWindowHours: 24,
    refundableUntil: iso(ms(scheduledAt) - DAY),
    refundCents: 2000,
    currency: "usd",
    creditReturned: false,
    giftCardCents: 0,
    paidWith: "card",
    classSession: { id: classId, nameSnapshot: "Pilates Class", scheduledAt, durationMin: 50 },
  };
  assert.deepEqual([got.status, got.body], [200, expected]);
  assert.equal(await everything(s), before, "nothing is changed");
  assert.equal((await s.cancel(first.id, first.cancelToken)).body.refundedCents, 2000);
  assert.deepEqual((await preview(s, first)).body, expected, "of a cancelled booking: what the cancel did");

  t.clock.advance(ms(scheduledAt) - DAY - t.clock.now());
  assert.deepEqual((await preview(s, second)).body, expected, "exactly the window is not late");
  t.clock.advance(1);
  const late = { ...expected, lateCancel: true, refundCents: 0 };
  assert.deepEqual((await preview(s, second)).body, late);
  assert.equal((await s.cancel(second.id, second.cancelToken)).body.refundedCents, 0);
  assert.deepEqual((await preview(s, second)).body, late);
});

Deno.test("free, unpaid, with a credit, and less what the studio refunded itself", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const terms = async (booked: Booked) => {
    const { refundCents, creditReturned, paidWith } = (await preview(s, booked)).body;
    return [refundCents, creditReturned, paidWith];
  };
  const free = await s.hold(await s.addClass({ priceCents: 0 }), person(1));
  assert.deepEqual(await terms(free), [0, false, "free"]);
  const classId = await s.addClass();
  assert.deepEqual(await terms(await s.hold(classId, person(1))), [0, false, null]);
  const { token, packId } = await s.buyPack(person(2));
  const withPack = await s.book(classId, person(2), { useClientPackageId: packId, customerToken: token });
  const credited = { id: withPack.body.enrollmentId, cancelToken: withPack.body.cancelToken };
  assert.deepEqual(await terms(credited), [0, true, "credit"]);
  assert.equal((await s.cancel(credited.id, credited.cancelToken)).body.creditReturned, true);
  assert.deepEqual(await terms(credited), [0, true, "credit"]);
  const paid = await s.seat(classId, person(3));
  await t.stripe.refundInDashboard(s.paymentOf(paid.session), 500);
  await t.settle();
  assert.deepEqual(await terms(paid), [1500, false, "card"]);
});

Deno.test("a wrong token is 401, and what can't be cancelled is 410, as at the cancel", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 1 });
  const seat = await s.seat(classId, person(1));
  const left = await s.hold(classId, person(2));
  refused(await preview(s, { ...seat, cancelToken: left.cancelToken }), 401, { code: "invalid_token" });
  await t.pass(HOUR);
  refused(await preview(s, left), 410, { code: "booking_expired" });
  await s.manage("POST", `classes/${classId}/complete`);
  refused(await preview(s, seat), 410, { code: "booking_over" });
});
