/** A class is cancelled: everybody is refunded and notified, whatever Stripe answers. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { type Held, person, studio, waitFor } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);

/** Three paid, one by credit, one free of charge is not possible in a paid class; one hold, one who waits. */
async function fullHouse(t: World) {
  const { token: customerToken, packId: useClientPackageId } = await t.studio.buyPack(person(4), 2);
  const classId = await t.studio.addClass({ capacity: 5, inHours: 2 });
  const paid = [];
  for (const n of [1, 2, 3]) paid.push(await t.studio.seat(classId, person(n)));
  const credit = await t.studio.book(classId, person(4), { useClientPackageId, customerToken });
  assert.equal(credit.status, 200);
  const hold = await t.studio.hold(classId, person(5));
  assert.equal((await t.studio.wait(classId, person(6))).status, 200);
  return { classId, paid, credit: credit.body.enrollmentId, hold };
}

const cancelClass = (t: World, classId: string) => t.studio.manage("POST", `classes/${classId}/cancel`);

Deno.test("a cancelled class refunds everything whatever the window, and notifies everybody", async () => {
  await using t = await studio();
  const { classId, paid, credit, hold } = await fullHouse(t);
  const { status, body } = await cancelClass(t, classId);
  assert.equal(status, 200);
  assert.deepEqual([body.refundedCount, body.refundFailures], [3, 0]);
  for (const { id, session } of paid) {
    assert.equal(await t.studio.statusOf(id), "Cancelled");
    assert.deepEqual(refundsAtStripe(t, session), [2000]);
  }
  assert.equal(await t.studio.statusOf(credit), "Cancelled");
  assert.equal((await t.studio.books("client_packages"))[0].sessions_remaining, 2);
  assert.equal(await t.studio.statusOf(hold.id), "Cancelled");
  assert.equal(t.stripe.sessions.get(hold.session)!.session.status, "expired");
  await t.settle();
  assert.deepEqual(
    t.mailer.of("class_cancelled").map((mail) => mail.to).sort(),
    [1, 2, 3, 4, 5].map((n) => person(n).email),
  );
  assert.equal(t.mailer.of("waitlist_closed", person(6).email).length, 1);
  assert.equal(t.mailer.of("seat_opened").length, 0, "nobody may be promoted into a cancelled class");
  assert.equal((await t.studio.class(classId)).enrolledCount, 0);
  assert.equal((await t.studio.book(classId, person(7))).status, 410);
  const again = await cancelClass(t, classId);
  assert.deepEqual([again.status, again.body], [200, body]);
  await t.settle();
  assert.equal(t.mailer.of("class_cancelled").length, 5);
  assert.equal(t.stripe.refunds.size, 3);
});

Deno.test("who can't be refunded when a class is cancelled stays confirmed until a repeat succeeds", async () => {
  await using t = await studio();
  const { classId, paid } = await fullHouse(t);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402, times: 2 });
  const first = await cancelClass(t, classId);
  assert.deepEqual([first.status, first.body.refundedCount, first.body.refundFailures], [200, 1, 2]);
  const statuses = await Promise.all(paid.map(({ id }) => t.studio.statusOf(id)));
  assert.deepEqual(statuses.sort(), ["Cancelled", "Confirmed", "Confirmed"]);
  const second = await cancelClass(t, classId);
  assert.deepEqual([second.status, second.body.refundedCount, second.body.refundFailures], [200, 3, 0]);
  for (const { id, session } of paid) {
    assert.equal(await t.studio.statusOf(id), "Cancelled");
    assert.deepEqual(refundsAtStripe(t, session), [2000]);
  }
  await t.settle();
  assert.equal(t.mailer.of("class_cancelled").length, 5);
});

Deno.test("who can't be refunded when a class is cancelled is refunded by the server itself", async () => {
  await using t = await studio();
  const { classId, paid } = await fullHouse(t);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402, times: 6 });
  const first = await cancelClass(t, classId);
  assert.deepEqual([first.body.refundedCount, first.body.refundFailures], [0, 3]);
  for (let minutes = 0; minutes < 20; minutes++) await t.pass(MINUTE);
  for (const { id, session } of paid) {
    assert.equal(await t.studio.statusOf(id), "Cancelled");
    assert.deepEqual(refundsAtStripe(t, session), [2000]);
  }
  const last = await cancelClass(t, classId);
  assert.deepEqual([last.body.refundedCount, last.body.refundFailures], [3, 0]);
});

Deno.test("lost answers while a class is cancelled refund nobody twice", async () => {
  await using t = await studio();
  const { classId, paid } = await fullHouse(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 9 });
  const first = await cancelClass(t, classId);
  assert.deepEqual([first.body.refundedCount, first.body.refundFailures], [0, 3]);
  const second = await cancelClass(t, classId);
  assert.deepEqual([second.body.refundedCount, second.body.refundFailures], [3, 0]);
  for (const { session } of paid) assert.deepEqual(refundsAtStripe(t, session), [2000]);
});

Deno.test("an owner who cancels a class twice at once refunds nobody twice", async () => {
  await using t = await studio();
  const { classId, paid } = await fullHouse(t);
  const answers = await Promise.all([cancelClass(t, classId), cancelClass(t, classId)]);
  assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
  for (const { session } of paid) assert.deepEqual(refundsAtStripe(t, session), [2000]);
  assert.equal(t.stripe.requests.filter((one) => one.path === "/v1/refunds").length, 3);
});

Deno.test("a cancelled class owes the whole sum less what the studio refunded before, also when no event came", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [told, untold] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  await t.stripe.refundInDashboard(t.studio.paymentOf(told.session), 500);
  await t.settle();
  await t.stripe.refundInDashboard(t.studio.paymentOf(untold.session), 700); // its event is still on the way
  await cancelClass(t, classId);
  for (let minutes = 0; minutes < 5; minutes++) await t.pass(MINUTE);
  assert.deepEqual(refundsAtStripe(t, told.session), [500, 1500]);
  assert.deepEqual(refundsAtStripe(t, untold.session), [700, 1300]);
  assert.equal(await t.studio.statusOf(untold.id), "Cancelled");
});

Deno.test("a class cancelled while a customer's own refund is at Stripe, which refuses it, owes it all the same", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId);
  const cancelled = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: cancelled.promise });
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const own = cancel(t, held);
  await waitFor(() => t.stripe.requests.some((one) => one.path === "/v1/refunds"));
  const whole = cancelClass(t, classId);
  await waitFor(async () => (await t.studio.class(classId)).status === "Cancelled");
  cancelled.resolve();
  assert.deepEqual([(await own).status, (await whole).body.refundFailures], [502, 1]);
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
});

Deno.test("a hold that can't be closed when its class is cancelled is closed later, and its payment refunded", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [paying, leaving] = [await t.studio.hold(classId, person(1)), await t.studio.hold(classId, person(2))];
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "drop", times: 6 });
  assert.equal((await cancelClass(t, classId)).status, 200);
  await t.stripe.pay(paying.session);
  await t.settle();
  assert.deepEqual(refundsAtStripe(t, paying.session), [2000]);
  await t.pass(40 * MINUTE);
  assert.equal(await t.studio.statusOf(paying.id), "Cancelled");
  assert.equal(await t.studio.statusOf(leaving.id), "Cancelled");
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

Deno.test("a class cancelled while a bank payment is under way refunds it when it comes", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  await cancelClass(t, classId);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
});

Deno.test("a completed class can't be cancelled, nor its bookings", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 1 });
  const held = await t.studio.seat(classId);
  await t.pass(2 * HOUR);
  assert.equal((await t.studio.manage("POST", `classes/${classId}/complete`)).status, 200);
  assert.equal((await cancelClass(t, classId)).status, 410);
  assert.equal((await cancel(t, held)).status, 410);
  assert.equal(t.stripe.refunds.size, 0);
});
