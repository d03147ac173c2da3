/** Releasing a held seat. */
import assert from "node:assert/strict";
import { formOf, readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { cancelPage, page } from "../classes/class_pages.ts";

Deno.test("releasing a seat that was paid a moment ago is asked again; paid unseen by us, it is refunded in full", async () => {
  await using t = await studio({ cancelWindowHours: 240 });
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  const body = new URLSearchParams(formOf((await owner.page(cancelPage(held.id))).text, cancelPage(held.id)));
  await t.stripe.pay(held.session);
  await t.settle();
  const again = await owner.send("POST", cancelPage(held.id), `${body}&refund=full`);
  assert.equal(again.status, 409);
  assert.match(
    readable(again.text),
    /Nothing was cancelled: this booking has changed.*Cancel, no refund Cancel and refund \$20\.00/,
  );
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");

  const second = await t.studio.hold(classId, person(2));
  const form = new URLSearchParams(formOf((await owner.page(cancelPage(second.id))).text, cancelPage(second.id)));
  await t.stripe.pay(second.session); // its event is not delivered
  const done = await owner.send("POST", cancelPage(second.id), `${form}&refund=full`);
  assert.equal(done.to, `${page(classId)}?done=booking-refunded`);
  await t.settle();
  assert.equal(t.stripe.payments.get(t.studio.paymentOf(second.session))!.charge.amount_refunded, 2000);
});

Deno.test("a payment page that Stripe does not close stays open, and says so", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  const fault = t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "drop", times: 9 });
  const got = await owner.submit(cancelPage(held.id), { refund: "full" });
  fault.remove();
  assert.equal(got.status, 502);
  assert.match(readable(got.text), /Stripe did not close the payment page\. Nothing was changed/);
  assert.equal(await t.studio.seats(classId), "0/1/5");
});
