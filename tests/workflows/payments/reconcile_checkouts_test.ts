/** What the reconciler finds at Stripe although no event came. */
import assert from "node:assert/strict";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** Stripe's events get lost from now on. */
function loseEvents(t: World) {
  t.stripe.webhooks.drop = () => true;
}

Deno.test("a payment whose event was lost is found at the end of the hold", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.pay(held.session);
  await t.pass(29 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  await t.pass(4 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});

Deno.test("an expiry whose event was lost frees the seat at the end of the hold", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.pass(31 * MINUTE);
  assert.equal(await t.studio.seats(classId), "0/1/0", "while it can be paid the seat is kept");
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Expired");
  assert.equal(await t.studio.seats(classId), "0/0/1");
});

Deno.test("a hold past its end is not released while Stripe does not answer", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.pay(held.session);
  const faults = [
    t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", status: 503, times: 99, saved: false }),
    t.stripe.fail({ route: "GET /v1/checkout/sessions/:id", status: 503, times: 99 }),
  ];
  await t.pass(35 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  assert.equal(await t.studio.seats(classId), "0/1/0");
  for (const fault of faults) fault.remove();
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

Deno.test("a bank payment whose event was lost is asked about: paid", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.payLater(held.session);
  await t.pass(33 * MINUTE);
  await t.pass(12 * HOUR);
  assert.equal(await t.studio.seats(classId), "0/1/5");
  await t.stripe.bankSucceeds(held.session);
  await t.pass(7 * HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

Deno.test("a bank payment whose event was lost is asked about: declined", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.payLater(held.session);
  await t.pass(33 * MINUTE);
  assert.equal(await t.studio.seats(classId), "0/1/0");
  await t.stripe.bankFails(held.session);
  await t.pass(7 * HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Expired", "else the seat would be held for ever");
  assert.equal(await t.studio.seats(classId), "0/0/1");
});

Deno.test("a bank payment that comes after its cancel is refunded though its event was lost", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 200);
  loseEvents(t);
  await t.stripe.bankSucceeds(held.session);
  await t.pass(7 * HOUR);
  assert.deepEqual([...t.stripe.refunds.values()].map(({ refund }) => refund.amount), [2000]);
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

Deno.test("packs, gift cards and tips whose events were lost are found when their page expires", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  const sessions = [
    await t.studio.startPack(person()),
    await t.studio.startGiftCard(),
    await t.studio.startTip(tipToken),
  ];
  loseEvents(t);
  for (const session of sessions) await t.stripe.pay(session);
  await t.pass(DAY);
  assert.deepEqual((await t.studio.books("checkouts")).map((one) => one.fulfillment_kind).sort(), [
    "gift_card",
    "package",
    "tip",
  ]);
  await t.pass(DAY);
  assert.equal((await t.studio.books("client_packages")).length, 1);
  assert.equal((await t.studio.books("gift_cards")).length, 1);
});

Deno.test("a lost payment is found, too, when its customer books again, and is not charged twice", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  loseEvents(t);
  await t.stripe.pay(held.session);
  t.clock.advance(33 * MINUTE); // the worker sleeps
  assert.equal((await t.studio.book(classId, person())).status, 409);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  assert.equal(t.stripe.sessions.size, 1);
});
