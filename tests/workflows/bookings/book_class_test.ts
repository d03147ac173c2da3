import assert from "node:assert/strict";
import { person, studio } from "../../support/studio.ts";

Deno.test("a paid booking holds a seat, and Stripe's event confirms it", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 2 });
  const booked = await t.studio.book(classId, person());
  assert.equal(booked.status, 200, booked.text);
  assert.equal((await t.studio.class(classId)).seatsLeft, 1);
  assert.equal((await t.studio.class(classId)).enrolledCount, 0);
  await t.stripe.pay(booked.body.checkoutSessionId);
  await t.settle();
  assert.equal((await t.studio.class(classId)).enrolledCount, 1);
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});
