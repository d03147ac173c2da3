/**
 * The drill of a restore: a storm of bookings, a backup in its midst, more that is paid, and then the older file. Events sell no seat;
 * `reconcile` makes the books whole; the doctor and Stripe agree.
 */
import assert from "node:assert/strict";
import { reconcileBooks } from "../../src/workflows/payments/reconcile_books.ts";
import { differences } from "../support/stripe_books.ts";
import { backUp, doomed, type Lost, resendEvents, restore } from "../support/restored.ts";
import { type Held, person } from "../support/studio.ts";
import { Sabotage } from "../support/sabotage.ts";

/** Everybody books one of these classes at once; all who can, pay. */
async function storm(t: Lost, classes: string[], people: number[]): Promise<Held[]> {
  const booked = await Promise.all(people.map(async (n) => {
    const { status, body } = await t.studio.book(classes[n % classes.length], person(n));
    return status === 200 ? { id: body.enrollmentId, session: body.checkoutSessionId, ...body } as Held : null;
  }));
  const held = booked.filter((one) => one !== null);
  await Promise.all(held.map(({ session }) => t.stripe.pay(session)));
  await t.settle();
  return held;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** A studio whose file is lost after a storm: two classes of eight seats, five of each sold before the backup. */
async function lostStudio(t: Lost): Promise<{ classes: string[]; file: string; lost: Held[]; card: string }> {
  const classes = [await t.studio.addClass({ capacity: 8 }), await t.studio.addClass({ capacity: 8 })];
  await storm(t, classes, numbers(0, 10));
  const file = await backUp(t);
  const lost = await storm(t, classes, numbers(10, 20));
  const card = await t.studio.startGiftCard();
  for (const session of [await t.studio.startPack(person(30)), card]) await t.stripe.pay(session);
  await t.settle();
  await t.studio.cancel(lost[0].id, lost[0].cancelToken);
  await t.settle();
  return { classes, file, lost, card };
}

Deno.test("after the restore of an older file nothing is oversold, and every paid session has exactly one fulfillment", async () => {
  await using t = await doomed();
  const { classes, file, lost } = await lostStudio(t);
  assert.equal(lost.length, 6, "three seats were left in each class");
  await using restored = await restore(t, file);
  const { r, s } = restored;
  assert.match(
    (await r.doctor()).join("\n"),
    /^restored at \S+: the newest payment event is of \S+, .* run alera reconcile$/,
  );

  // The seats are sold again while Stripe's events come, and come again.
  const [again] = await Promise.all([
    Promise.all(numbers(40, 44).map((n) => s.seat(classes[n % 2], person(n)))),
    resendEvents(r),
  ]);
  assert.equal(again.length, 4);
  await resendEvents(r);
  await r.settle();
  for (const classId of classes) assert.equal(await s.seats(classId), "7/0/1", "events sell no seat");
  const list = async () => (await s.manage("GET", "checkouts?state=unknown&limit=200")).body.items;
  assert.equal((await list()).length, 8, "six seats, a pack and a card");

  const found = await reconcileBooks(r.ctx, null);
  assert.deepEqual(found.left, []);
  assert.equal(found.repaired.length, 8);
  await r.settle();
  assert.deepEqual(await r.doctor(), []);
  assert.deepEqual(await differences(r, s), []);
  assert.deepEqual(await list(), []);
  for (const classId of classes) assert.equal(await s.seats(classId), "8/0/0");
  const checkouts = await s.books("checkouts");
  const paid = [...r.stripe.sessions.values()].filter(({ session }) => session.payment_status === "paid");
  for (const { session } of paid) {
    const rows = checkouts.filter((one) => one.session_id === session.id);
    assert.deepEqual(rows.map((one) => [one.state, one.fulfillment_id !== null]), [["paid", true]], session.id);
  }
  // Of six lost: one was cancelled and refunded before, two find the seats that are left, three are refunded now.
  assert.equal(checkouts.filter((one) => one.fulfillment_kind === "refund").length, 4);
  assert.equal(r.stripe.refunds.size, 4);
  assert.equal((await s.books("gift_cards")).length, 1);
  const events = r.stripe.events.length;
  assert.deepEqual((await reconcileBooks(r.ctx, null)).repaired, []);
  await r.settle();
  assert.equal(r.stripe.events.length, events, "a second run moves nothing");
});

Deno.test("control: without the guard of the seats, reconciling oversells", async () => {
  const sabotage = new Sabotage({ rewrite: { "c.held_count AS heldCount": "-1000 AS heldCount" }, checks: true });
  await using t = await doomed();
  const { classes, file } = await lostStudio(t);
  await using restored = await restore(t, file, { wrapDatabase: sabotage.wrap, broken: true });
  const { r, s } = restored;
  for (const n of numbers(40, 44)) await s.seat(classes[n % 2], person(n));
  await sabotage.during(() => reconcileBooks(r.ctx, null));
  assert.match((await r.doctor()).join("\n"), /class \S+: .*capacity/);
});
