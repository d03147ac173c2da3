/** Payments that Stripe records differently, as the owner sees them. */
import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";

Deno.test("a disputed payment is shown with why and what to do, to its own studio only", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const owner = await signIn(t, t.studio);
  const page = async () => readable((await owner.page("/console/payments")).text);
  assert.doesNotMatch(await page(), /Payments to check/);
  const held = await t.studio.hold(await t.studio.addClass());
  t.stripe.sessions.get(held.session)!.session.amount_total = 1500;
  await t.stripe.pay(held.session);
  await t.pass(33 * MINUTE);
  assert.match(await page(), /Payments to check \$20\.00 from Jane 1 Pilates Class , .* Begun .* of another amount\. /);
  assert.match(await page(), /The seat is kept until .* Look for the payment in Stripe\./);
  await t.pass(DAY);
  assert.match(await page(), /Nothing was booked, and the seat is free again\./);
  const stranger = await signIn(t, other);
  assert.doesNotMatch((await stranger.page("/console/payments")).text, /Payments to check|Jane 1/);
});
