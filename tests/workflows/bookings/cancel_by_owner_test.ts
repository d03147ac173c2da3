/** The owner cancels a booking, and chooses the refund. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { type Held, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);

Deno.test("an owner may refund a late cancel in full, or an early one not at all", async () => {
  await using t = await studio();
  const late = await t.studio.seat(await t.studio.addClass({ inHours: 2 }), person(1));
  const early = await t.studio.seat(await t.studio.addClass(), person(2));
  const policy = await t.studio.seat(await t.studio.addClass({ inHours: 2 }), person(3));
  const full = await t.studio.manage("POST", `enrollments/${late.id}/cancel`, { refund: "full" });
  const none = await t.studio.manage("POST", `enrollments/${early.id}/cancel`, { refund: "none" });
  const usual = await t.studio.manage("POST", `enrollments/${policy.id}/cancel`, {});
  assert.deepEqual([full.status, none.status, usual.status], [200, 200, 200]);
  assert.deepEqual([late, early, policy].map(({ session }) => refundsAtStripe(t, session)), [[2000], [], []]);
  assert.deepEqual((await cancel(t, late)).body.refundedCents, 2000);
  await t.settle();
  assert.equal(t.mailer.of("booking_cancelled").length, 3);
});

Deno.test("an owner's cancel of another studio's booking is 404", async () => {
  await using t = await studio();
  await using other = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  assert.equal((await other.studio.manage("POST", `enrollments/${held.id}/cancel`, {})).status, 404);
});
