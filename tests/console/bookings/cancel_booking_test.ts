/** Cancelling a booking: the rule and the amount before the click, and what is refunded. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { cancelPage, page, refundCalls, refuse, rowOf } from "../classes/class_pages.ts";

Deno.test("before the click the page says what the cancellation rule does, and the amount: early, late, begun", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { id } = await t.studio.seat(await t.studio.addClass());
  assert.match(
    await owner.read(cancelPage(id)),
    /Cancel Jane 1’s booking\?.*The class starts in 3 days\. Cancelling is free until 24 hours before the class, so Jane is refunded \$20\.00 to the card that paid\. Jane is notified by email\. The seat opens, and anyone can book it\. Cancel, no refund Cancel and refund \$20\.00 Keep booking/,
  );
  await t.pass(48 * HOUR);
  assert.match(await owner.read(cancelPage(id)), /Jane is refunded \$20\.00/, "exactly the window is not late");
  await t.pass(MINUTE);
  assert.match(
    await owner.read(cancelPage(id)),
    /The class starts in 23 hours\. .*, so no refund is due\. You can still refund \$20\.00 to the card that paid\./,
  );
  await t.pass(24 * HOUR + 4 * MINUTE);
  assert.match(await owner.read(cancelPage(id)), /The class began 5 minutes ago\./);
});

Deno.test("cancelled with a refund, cancelled without; the row says what was refunded or kept", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass();
  const [one, two, three] = [await s.seat(classId), await s.seat(classId, person(2)), await s.seat(classId, person(3))];
  const refunded = await owner.submit(cancelPage(one.id), { refund: "full" });
  assert.match(readable((await owner.follow(refunded)).text), /The booking is cancelled, the refund is on its way/);
  await owner.submit(cancelPage(two.id), { refund: "none" });
  await t.settle();
  await t.pass(50 * HOUR);
  await s.cancel(three.id, three.cancelToken);
  const shown = await owner.page(page(classId));
  assert.match(rowOf(shown, one.id), /^Jane 1 You cancelled Mon, May 11, 10:00 AM\. \$20\.00 refunded\.$/);
  assert.match(rowOf(shown, two.id), /^Jane 2 You cancelled Mon, May 11, 10:00 AM\. \$20\.00 kept\.$/);
  assert.match(rowOf(shown, three.id), /^Jane 3 Cancelled just now, late\. \$20\.00 kept\.$/);
  assert.equal(refundCalls(t), 1);

  // The second click, and a page opened later.
  const again = await owner.send("GET", cancelPage(one.id));
  assert.match(readable(again.text), /This booking is cancelled/);
});

Deno.test("two clicks at once refund once", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { id } = await t.studio.seat(await t.studio.addClass());
  const body = `${new URLSearchParams(formOf((await owner.page(cancelPage(id))).text, cancelPage(id)))}&refund=full`;
  const got = await Promise.all([1, 2, 3].map(() => owner.send("POST", cancelPage(id), body)));
  assert.deepEqual(got.map((one) => one.status), [303, 303, 303]);
  assert.equal((await owner.send("POST", cancelPage(id), body)).status, 303);
  assert.equal(refundCalls(t), 1);
});

Deno.test("a booking by pack returns its credit to the pack, or keeps it", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass();
  const { token, packId } = await s.buyPack(person(), 5);
  const left = async () =>
    (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.packages[0]
      .sessionsRemaining;
  const book = async () =>
    (await s.book(classId, person(), { useClientPackageId: packId, customerToken: token })).body.enrollmentId;
  const first = await book();
  assert.match(
    await owner.read(cancelPage(first)),
    /Cancelling is free until 24 hours before the class, so the credit is returned to the 5-Class Pack\..*Cancel, keep the credit Cancel and return the credit/,
  );
  await owner.submit(cancelPage(first), { refund: "full" });
  assert.equal(await left(), 5);
  await t.pass(60 * HOUR);
  const second = await book();
  assert.match(
    await owner.read(cancelPage(second)),
    /the credit is kept\. You can still return it to the 5-Class Pack/,
  );
  await owner.submit(cancelPage(second), { refund: "none" });
  assert.equal(await left(), 4);
  const shown = await owner.page(page(classId));
  assert.match(rowOf(shown, first), /1 credit returned\.$/);
  assert.match(rowOf(shown, second), /1 credit kept\.$/);
});

Deno.test("a free booking has nothing to refund; one partly refunded in the dashboard gets the rest", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const free = await s.book(await s.addClass({ priceCents: 0 }), person());
  assert.match(
    await owner.read(cancelPage(free.body.enrollmentId)),
    /has paid nothing, so there is nothing to refund\..*Cancel booking, no refund due/,
  );
  assert.equal((await owner.submit(cancelPage(free.body.enrollmentId), { refund: "full" })).status, 303);

  const paid = await s.seat(await s.addClass(), person(2));
  const stale = new URLSearchParams(formOf((await owner.page(cancelPage(paid.id))).text, cancelPage(paid.id)));
  await t.stripe.refundInDashboard(s.paymentOf(paid.session), 500);
  await t.settle();
  const changed = await owner.send("POST", cancelPage(paid.id), `${stale}&refund=full`);
  assert.equal(changed.status, 409);
  assert.match(
    readable(changed.text),
    /is refunded the remaining \$15\.00 .*You refunded \$5\.00 in your Stripe dashboard already\..*Cancel and refund \$15\.00/,
  );
  await owner.submit(cancelPage(paid.id), { refund: "full" });
  assert.equal(t.stripe.payments.get(s.paymentOf(paid.session))!.charge.amount_refunded, 2000);
});

Deno.test("a refund that Stripe refuses cancels nothing, says why, and works the next time", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { id } = await t.studio.seat(await t.studio.addClass());
  refuse(t);
  const got = await owner.submit(cancelPage(id), { refund: "full" });
  assert.equal(got.status, 502);
  assert.match(
    readable(got.text),
    /Stripe refused to refund \$20\.00: your balance there is too low\. Add funds at Stripe\. Nothing was cancelled, Jane 1 is still booked\./,
  );
  assert.equal(await t.studio.statusOf(id), "Confirmed");
  assert.equal((await owner.submit(cancelPage(id), { refund: "full" })).status, 303);
  assert.equal(await t.studio.statusOf(id), "Cancelled");
});

Deno.test("where Stripe does not answer a refund, the page says that it is retried automatically; a second click refunds no more", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const held = await t.studio.seat(await t.studio.addClass());
  const fault = t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 9 });
  const got = await owner.submit(cancelPage(held.id), { refund: "full" });
  fault.remove();
  assert.equal(got.status, 502);
  assert.match(
    readable(got.text),
    /Stripe did not answer, so Jane 1 is still booked\..*Try again, refund \$20\.00 Wait for Stripe/,
  );
  assert.equal((await owner.submit(cancelPage(held.id), { refund: "full" })).status, 303);
  await t.pass(10 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(t.stripe.payments.get(t.studio.paymentOf(held.session))!.charge.amount_refunded, 2000);
});

Deno.test("there is nothing to cancel in what is over; a form without a choice cancels nothing", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ inHours: 1 });
  const [seat, absent, late] = [
    await s.seat(classId),
    await s.seat(classId, person(2)),
    await s.hold(classId, person(3)),
  ];
  assert.equal((await owner.submit(cancelPage(seat.id))).status, 400);
  assert.equal((await owner.submit(cancelPage(seat.id), { refund: "policy<b>" })).status, 400);
  assert.equal(await s.statusOf(seat.id), "Confirmed");
  const stale = `${new URLSearchParams(
    formOf((await owner.page(cancelPage(seat.id))).text, cancelPage(seat.id)),
  )}&refund=full`;
  await t.pass(HOUR);
  await s.manage("POST", `enrollments/${absent.id}/no-show`);
  assert.match(await owner.read(cancelPage(absent.id)), /marked as a no-show.*Undo the no-show first/);
  assert.match(await owner.read(cancelPage(late.id)), /did not pay in time/);
  await s.manage("POST", `classes/${classId}/complete`);
  assert.match(await owner.read(cancelPage(seat.id)), /This class is completed/);
  const got = await owner.send("POST", cancelPage(seat.id), stale);
  assert.equal(got.status, 409);
  assert.equal(await s.statusOf(seat.id), "Completed");
  assert.equal(refundCalls(t), 0);
});
