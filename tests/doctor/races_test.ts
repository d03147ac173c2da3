/** Races that broke a promise once. */
import assert from "node:assert/strict";
import { HOUR } from "../../src/domain/time.ts";
import { person, studio } from "../support/studio.ts";
import { arrived, gate } from "../support/stripe_gate.ts";
import { clean } from "./breaches.ts";

Deno.test("a hold paid by credit while its class is cancelled does not end as a seat in it", async () => {
  await using t = await studio();
  const { token, packId } = await t.studio.buyPack(person(1));
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId, person(1));
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "slow", until: stripe.until });
  const booking = t.studio.book(classId, person(1), { useClientPackageId: packId, customerToken: token });
  await arrived(t, /expire$/);
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "drop", times: 3 });
  assert.equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).status, 200);
  stripe.open();
  assert.equal((await booking).status, 410);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
});

Deno.test("a refund that is refused after its class was cancelled is tried until it succeeds", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId, person(1));
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: stripe.until });
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const cancelled = t.studio.cancel(held.id, held.cancelToken);
  await arrived(t, /refunds$/);
  const classCancelled = t.studio.manage("POST", `classes/${classId}/cancel`);
  while ((await t.studio.class(classId)).status !== "Cancelled") await new Promise((resolve) => setTimeout(resolve, 2));
  stripe.open();
  assert.equal((await cancelled).status, 502);
  assert.equal((await classCancelled).body.refundFailures, 1);
  await clean(t);
  await t.pass(HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
});

Deno.test("a class's refund that fails before its acceptance is stored leaves no seat behind", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId, person(1));
  const stripe = gate();
  t.stripe.refundStatus = "pending";
  t.stripe.fail({ route: "POST /v1/refunds", mode: "late", until: stripe.until });
  const made = t.stripe.once("POST /v1/refunds");
  const classCancelled = t.studio.manage("POST", `classes/${classId}/cancel`);
  await made;
  await t.stripe.failRefund([...t.stripe.refunds.keys()][0]);
  await t.stripe.deliver();
  await clean(t);
  stripe.open();
  assert.equal((await classCancelled).status, 200);
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  await clean(t);
  assert.equal(t.mailer.of("refund_failed").length, 1);
});

Deno.test("the plan of a class's cancel survives a customer's cancel that failed", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId, person(1));
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "slow", until: stripe.until });
  t.stripe.fail({ route: "GET /v1/checkout/sessions/:id", mode: "drop", times: 3 });
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const cancelled = t.studio.cancel(held.id, held.cancelToken);
  await arrived(t, /expire$/);
  await t.stripe.pay(held.session);
  await t.stripe.deliver();
  assert.equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).body.refundFailures, 1);
  stripe.open();
  assert.equal((await cancelled).status, 502);
  await t.pass(HOUR);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
});

Deno.test("the client of a hold that the owner cancels is notified, also when Stripe's event ends it first", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass(), person(1));
  t.stripe.webhooks.beforeAnswer = true;
  const done = await t.studio.manage("POST", `enrollments/${held.id}/cancel`, {});
  assert.equal(done.status, 200, done.text);
  await t.settle();
  assert.equal(t.mailer.of("booking_cancelled", person(1).email).length, 1);
});

Deno.test("who is promoted gets the link once, also to a hold of their own, and never while the bank works", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId, person(1));
  const entry = (await t.studio.wait(classId, person(1))).body.waitlistEntryId;
  for (let times = 0; times < 2; times++) {
    const { body } = await t.studio.manage("POST", `waitlist/${entry}/promote`);
    assert.equal(body.checkoutUrl, held.url);
  }
  await t.settle();
  const mails = t.mailer.of("waitlist_promoted", person(1).email);
  assert.equal(mails.length, 1);
  assert.ok(mails[0].text.includes(held.url));

  const again = (await t.studio.wait(classId, person(1))).body.waitlistEntryId;
  assert.equal((await t.studio.manage("POST", `waitlist/${again}/promote`)).status, 200);
  await t.settle();
  assert.equal(t.mailer.of("waitlist_promoted").length, 2);

  const other = await t.studio.addClass({ capacity: 1 });
  const paying = await t.studio.hold(other, person(2));
  const third = (await t.studio.wait(other, person(2))).body.waitlistEntryId;
  await t.stripe.payLater(paying.session);
  await t.settle();
  assert.equal((await t.studio.manage("POST", `waitlist/${third}/promote`)).status, 409);
  await t.stripe.bankSucceeds(paying.session);
  await t.settle();
  assert.equal(await t.studio.statusOf(paying.id), "Confirmed");
});
