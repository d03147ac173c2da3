/** A credit pays for the customer's own hold. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);

for (const eventFirst of [false, true]) {
  const how = eventFirst ? "though Stripe's own event frees the seat first" : "and the session can't be paid any more";
  Deno.test(`booking with a pack while one's own hold lives keeps the enrollment, ${how}`, async () => {
    await using t = await studio();
    const { token: customerToken, packId: useClientPackageId } = await t.studio.buyPack(person(), 1);
    const classId = await t.studio.addClass({ capacity: 1 });
    const held = await t.studio.hold(classId);
    t.stripe.webhooks.beforeAnswer = eventFirst;
    const booked = await t.studio.book(classId, person(), { useClientPackageId, customerToken });
    assert.equal(booked.status, 200, booked.text);
    assert.equal(booked.body.enrollmentId, held.id);
    assert.deepEqual([booked.body.checkoutUrl, booked.body.checkoutSessionId], [null, null]);
    assert.equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
    await t.settle();
    assert.equal(await t.studio.statusOf(held.id), "Confirmed");
    assert.equal(await t.studio.seats(classId), "1/0/0");
    assert.equal((await t.studio.books("client_packages"))[0].sessions_remaining, 0);

    await t.stripe.pay(held.session, { late: true });
    await t.settle();
    assert.deepEqual(refundsAtStripe(t, held.session), [2000], "a page paid a moment too late is refunded");
    const { body } = await cancel(t, held);
    assert.deepEqual([body.creditReturned, body.refundedCents], [true, 0]);
  });
}

Deno.test("booking with a pack leaves a hold that was just paid as it is, and takes no credit", async () => {
  await using t = await studio();
  const { token: customerToken, packId: useClientPackageId } = await t.studio.buyPack(person(), 2);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.pay(held.session);
  const booked = await t.studio.book(classId, person(), { useClientPackageId, customerToken });
  assert.equal(booked.status, 409);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal((await t.studio.books("client_packages"))[0].sessions_remaining, 2);
});

Deno.test("booking with a pack answers 502 when Stripe does not close the hold, and takes no credit", async () => {
  await using t = await studio();
  const { token: customerToken, packId: useClientPackageId } = await t.studio.buyPack(person(), 2);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  const fault = t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "drop", times: 9 });
  assert.equal((await t.studio.book(classId, person(), { useClientPackageId, customerToken })).status, 502);
  assert.equal((await t.studio.books("client_packages"))[0].sessions_remaining, 2);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  fault.remove();
  assert.equal((await t.studio.book(classId, person(), { useClientPackageId, customerToken })).status, 200);
  assert.equal((await t.studio.books("client_packages"))[0].sessions_remaining, 1);
});
