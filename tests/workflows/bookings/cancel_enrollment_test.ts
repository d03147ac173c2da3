/** A booking is cancelled: once, by whom, and what is refunded. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);

/** A full class with a paid customer, and another who waits. */
async function fullClass(t: World, inHours = 72): Promise<{ classId: string; held: Held }> {
  const classId = await t.studio.addClass({ capacity: 1, inHours });
  const held = await t.studio.seat(classId, person(1));
  assert.equal((await t.studio.wait(classId, person(9))).status, 200);
  return { classId, held };
}

Deno.test("a cancel in time is refunded, frees the seat, and notifies customer and owner", async () => {
  await using t = await studio();
  const { classId, held } = await fullClass(t);
  const { status, body } = await cancel(t, held);
  assert.equal(status, 200);
  const { refundId, ...rest } = body;
  assert.deepEqual(rest, {
    ok: true,
    cancelledAt: iso(t.clock.now()),
    lateCancel: false,
    cancelWindowHours: 24,
    refundedCents: 2000,
    creditReturned: false,
  });
  assert.ok(t.stripe.refunds.has(refundId));
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  await t.settle();
  assert.equal(await t.studio.seats(classId), "0/0/1");
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(t.mailer.of("booking_cancelled", person(1).email).length, 1);
  const opened = t.mailer.of("seat_opened");
  assert.equal(opened.length, 1);
  assert.ok(opened[0].to.startsWith("owner-"));
  assert.ok(/^Open seats: 1\nWaiting: 1$/m.test(opened[0].text), opened[0].text);
});

Deno.test("a cancel notifies the owner of an open seat only when somebody waits", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ capacity: 1 }));
  await cancel(t, held);
  await t.settle();
  assert.equal(t.mailer.of("seat_opened").length, 0);
});

Deno.test("exactly the cancel window before the class is not late, a moment after it is", async () => {
  await using t = await studio();
  const held = [];
  for (const n of [1, 2]) held.push(await t.studio.seat(await t.studio.addClass({ inHours: 25 }), person(n)));
  t.clock.advance(HOUR);
  const punctual = await cancel(t, held[0]);
  t.clock.advance(1);
  const late = await cancel(t, held[1]);
  assert.deepEqual([punctual.body.lateCancel, punctual.body.refundedCents], [false, 2000]);
  assert.deepEqual([late.body.lateCancel, late.body.refundedCents, late.body.refundId], [true, 0, null]);
  assert.equal(await t.studio.statusOf(held[1].id), "Cancelled");
  assert.deepEqual(refundsAtStripe(t, held[1].session), []);
});

Deno.test("the service's own cancel window comes before the studio's", async () => {
  await using t = await studio({ cancelWindowHours: 48 });
  const service = await t.studio.manage("POST", "services", {
    name: "Yoga",
    durationMin: 60,
    priceCents: 2000,
    cancelWindowHours: 2,
  });
  const own = await t.studio.seat(await t.studio.addClass({ serviceId: service.body.id, inHours: 3 }), person(1));
  const general = await t.studio.seat(await t.studio.addClass({ inHours: 47 }), person(2));
  assert.deepEqual(
    (({ lateCancel, cancelWindowHours }) => [lateCancel, cancelWindowHours])((await cancel(t, own)).body),
    [
      false,
      2,
    ],
  );
  assert.deepEqual(
    (({ lateCancel, cancelWindowHours }) => [lateCancel, cancelWindowHours])((await cancel(t, general)).body),
    [true, 48],
  );
});

Deno.test("a cancel that is repeated, even days later, gets the first answer again", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 30 });
  const held = await t.studio.seat(classId, person(1));
  const free = (await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(2))).body;
  const first = await cancel(t, held);
  const firstFree = await t.studio.cancel(free.enrollmentId, free.cancelToken);
  assert.deepEqual([firstFree.status, firstFree.body.refundedCents], [200, 0]);
  await t.settle();
  await t.pass(5 * DAY);
  assert.deepEqual((await cancel(t, held)).body, first.body);
  assert.deepEqual((await t.studio.cancel(free.enrollmentId, free.cancelToken)).body, firstFree.body);
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
});

Deno.test("a late cancel gets its first answer again though the studio has refunded it since", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 2 }));
  const first = await cancel(t, held);
  assert.equal(first.body.refundedCents, 0);
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session));
  await t.settle();
  assert.deepEqual((await cancel(t, held)).body, first.body);
});

Deno.test("ten cancels at once make one refund and get one answer", async () => {
  await using t = await studio();
  const { classId, held } = await fullClass(t);
  const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(t, held)));
  for (const { status, body } of answers) {
    assert.equal(status, 200);
    assert.deepEqual(body, answers[0].body);
  }
  await t.settle();
  assert.equal(t.stripe.requests.filter((one) => one.path === "/v1/refunds").length, 1);
  assert.equal(await t.studio.seats(classId), "0/0/1");
  assert.equal(t.mailer.of("booking_cancelled").length, 1);
  assert.equal(t.mailer.of("seat_opened").length, 1);
});

Deno.test("a customer's and an owner's cancel at once make one refund", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const [one, other] = await Promise.all([
    cancel(t, held),
    t.studio.manage("POST", `enrollments/${held.id}/cancel`, { refund: "full" }),
  ]);
  assert.deepEqual([one.status, other.status], [200, 200]);
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
});

Deno.test("a token cancels its own booking only", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [mine, yours] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  assert.equal((await t.studio.cancel(yours.id, mine.cancelToken)).status, 401);
  assert.equal(await t.studio.seats(classId), "2/0/4");
});

Deno.test("a credit is returned when the cancel is in time, and not when it is late", async () => {
  await using t = await studio();
  const { token: customerToken, packId: useClientPackageId } = await t.studio.buyPack(person(), 3);
  const left = async () =>
    (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": customerToken })).body.packages[0]
      .sessionsRemaining;
  const book = async (inHours: number) => {
    const { status, body } = await t.studio.book(await t.studio.addClass({ inHours }), person(), {
      useClientPackageId,
      customerToken,
    });
    assert.equal(status, 200);
    assert.equal(body.checkoutUrl, null);
    return body;
  };
  const [early, late] = [await book(24), await book(23)];
  assert.equal(await left(), 1);
  const [first, second] = await Promise.all([
    t.studio.cancel(early.enrollmentId, early.cancelToken),
    t.studio.cancel(early.enrollmentId, early.cancelToken),
  ]);
  assert.deepEqual([first.body.creditReturned, first.body.lateCancel, first.body.refundedCents], [true, false, 0]);
  assert.deepEqual(second.body, first.body);
  assert.equal(await left(), 2);
  const lost = await t.studio.cancel(late.enrollmentId, late.cancelToken);
  assert.deepEqual([lost.body.creditReturned, lost.body.lateCancel], [false, true]);
  assert.equal(await left(), 2);
});
