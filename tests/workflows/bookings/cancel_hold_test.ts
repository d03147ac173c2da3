/** A hold is cancelled, also when it is paid, expires, or Stripe is silent at the same time. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { DAY } from "../../../src/domain/time.ts";
import { type Held, person, studio, waitFor } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);

Deno.test("cancelling a hold closes its session and frees the seat", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId, person(1));
  await t.studio.wait(classId, person(2));
  const { status, body } = await cancel(t, held);
  assert.equal(status, 200);
  assert.deepEqual([body.refundedCents, body.refundId, body.creditReturned], [0, null, false]);
  assert.equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
  assert.equal(await t.studio.seats(classId), "0/0/1");
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(t.mailer.of("seat_opened").length, 1);
  assert.deepEqual((await cancel(t, held)).body, body);
});

Deno.test("a cancel of a hold whose expiry event comes first still ends as cancelled, 200", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId, person(1));
  await t.studio.wait(classId, person(2));
  t.stripe.webhooks.beforeAnswer = true;
  const { status, body } = await cancel(t, held);
  assert.equal(status, 200);
  assert.equal(body.refundedCents, 0);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(classId), "0/0/1");
  assert.equal(t.mailer.of("seat_opened").length, 1);
});

for (const eventFirst of [false, true]) {
  Deno.test(`a customer whose hold the owner cancels is notified${eventFirst ? ", though Stripe's event was first" : ""}`, async () => {
    await using t = await studio();
    const held = await t.studio.hold(await t.studio.addClass());
    t.stripe.webhooks.beforeAnswer = eventFirst;
    const done = await t.studio.manage("POST", `enrollments/${held.id}/cancel`, {});
    assert.equal(done.status, 200);
    await t.settle();
    assert.equal(t.mailer.of("booking_cancelled", person().email).length, 1);
  });
}

Deno.test("a hold that was paid a moment before its cancel is refunded", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.pay(held.session); // nobody has told us yet
  const { status, body } = await cancel(t, held);
  assert.deepEqual([status, body.refundedCents, body.lateCancel], [200, 2000, false]);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(classId), "0/0/6");
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
});

Deno.test("a hold paid while its cancel is at Stripe is refunded, once", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  const paid = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "slow", until: paid.promise });
  const cancelling = cancel(t, held);
  await waitFor(() => t.stripe.requests.some((one) => one.path.endsWith("/expire")));
  await t.stripe.pay(held.session);
  await t.stripe.deliver();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  paid.resolve();
  const { status, body } = await cancelling;
  assert.deepEqual([status, body.refundedCents], [200, 2000]);
  await t.settle();
  assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

for (const told of [true, false]) {
  Deno.test(`a cancel while the bank works${told ? "" : ", of which nobody told us,"} frees the seat; the money that comes is refunded in full, once`, async () => {
    await using t = await studio();
    const classId = await t.studio.addClass({ capacity: 1 });
    const held = await t.studio.hold(classId, person(1));
    await t.studio.wait(classId, person(9));
    await t.stripe.payLater(held.session);
    if (told) await t.settle();
    const { status, body } = await cancel(t, held);
    assert.deepEqual([status, body.refundedCents, body.refundId], [200, 0, null]);
    assert.equal(await t.studio.seats(classId), "0/0/1");
    await t.settle();
    assert.equal(t.mailer.of("seat_opened").length, 1);
    await t.studio.seat(classId, person(2));

    t.stripe.webhooks.duplicate = 2;
    await t.stripe.bankSucceeds(held.session);
    await t.settle();
    await t.pass(DAY);
    assert.equal(await t.studio.statusOf(held.id), "Cancelled");
    assert.equal(await t.studio.seats(classId), "1/0/0");
    assert.deepEqual(refundsAtStripe(t, held.session), [2000]);
    assert.equal(t.mailer.of("payment_refunded", person(1).email).length, 1);
    assert.deepEqual((await cancel(t, held)).body, body, "and the cancel still answers as before");
  });
}

Deno.test("a cancel while the payment is processing, which the bank then declines, is over", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  await cancel(t, held);
  await t.stripe.bankFails(held.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

Deno.test("a cancel of a hold answers 502 when Stripe is silent, leaves the hold, and works when repeated", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "drop", times: 3 });
  assert.equal((await cancel(t, held)).status, 502);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  assert.equal(await t.studio.seats(classId), "0/1/5");
  assert.equal((await cancel(t, held)).status, 200);
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

Deno.test("a cancel of a hold whose answer was lost is found to be done when repeated", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "lost", times: 3 });
  assert.equal((await cancel(t, held)).status, 502);
  assert.equal((await cancel(t, held)).status, 200);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(await t.studio.seats(classId), "0/0/6");
});
