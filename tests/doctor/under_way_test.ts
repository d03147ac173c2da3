/** What is still under way breaks no promise. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { person, studio } from "../support/studio.ts";
import { arrived, gate } from "../support/stripe_gate.ts";
import { clean } from "./breaches.ts";

Deno.test("a seat whose payment page is just being made is no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: stripe.until });
  const booking = t.studio.book(classId, person());
  await arrived(t, /sessions$/);
  assert.equal(await t.studio.seats(classId), "0/1/5");
  await clean(t);
  stripe.open();
  assert.equal((await booking).status, 200);
  await clean(t);
});

Deno.test("bank payments, also of a seat that was cancelled meanwhile, are no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [waiting, leaving] = [await t.studio.hold(classId, person(1)), await t.studio.hold(classId, person(2))];
  for (const { session } of [waiting, leaving]) await t.stripe.payLater(session);
  await t.settle();
  await clean(t);
  assert.equal((await t.studio.cancel(leaving.id, leaving.cancelToken)).status, 200);
  await clean(t);
  for (const { session } of [waiting, leaving]) await t.stripe.bankSucceeds(session);
  await clean(t);
  await t.settle();
});

Deno.test("refunds that Stripe has not decided, or that a cancelled class has still to make, are no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [one, two] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  t.stripe.refundStatus = "pending";
  const { body } = await t.studio.cancel(one.id, one.cancelToken);
  await clean(t);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402, times: 5 });
  assert.equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).body.refundFailures, 1);
  assert.equal(await t.studio.statusOf(two.id), "Confirmed");
  await clean(t);
  for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
  assert.equal(t.mailer.of("refund_stuck").length, 1);
  await clean(t);
  await t.pass(HOUR);
  assert.equal(await t.studio.statusOf(two.id), "Cancelled");
  await clean(t);
  await t.stripe.failRefund(body.refundId);
  await t.settle();
  assert.equal(t.mailer.of("refund_failed").length, 1);
});

Deno.test("a cancel that Stripe refuses, or does not answer, is no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [refused, silent] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  assert.equal((await t.studio.cancel(refused.id, refused.cancelToken)).status, 502);
  await clean(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 3 });
  assert.equal((await t.studio.cancel(silent.id, silent.cancelToken)).status, 502);
  await clean(t);
});

Deno.test("mails that wait, are tried again, or are dead letters are no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ priceCents: 0 });
  assert.equal((await t.studio.book(classId, person(1))).status, 200);
  await clean(t);
  t.mailer.refuse = "for now";
  await t.settle();
  await clean(t);
  t.mailer.refuse = "for good";
  await t.pass(MINUTE);
  assert.equal((await t.db.read("SELECT state FROM messages"))[0].state, "dead");
  await clean(t);
});

Deno.test("the doctor may look at any moment of a rush", async () => {
  await using t = await studio({ liveWebhooks: true });
  const classId = await t.studio.addClass({ capacity: 8 });
  let over = false;
  let looks = 0;
  const looking = (async () => {
    for (; !over; looks++) {
      await clean(t);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  await Promise.all(Array.from({ length: 16 }, async (_, i) => {
    const { status, body } = await t.studio.book(classId, person(i));
    if (status !== 200) return void await t.studio.wait(classId, person(i));
    if (i % 2) await t.stripe.pay(body.checkoutSessionId);
    if (i % 3) await t.studio.cancel(body.enrollmentId, body.cancelToken);
  }));
  await t.stripe.drain();
  await t.settle();
  over = true;
  await looking;
  assert.ok(looks > 3);
});
