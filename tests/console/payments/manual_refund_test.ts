/** Refunds that the owner has paid another way: recorded once, never made by Stripe too. */
import assert from "node:assert/strict";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { addStudio, person, studio } from "../../support/studio.ts";
import {
  again,
  asked,
  clean,
  formBody,
  manual,
  manualRefundOf,
  PAGE,
  read,
  refundOf,
  refuse,
  seen,
  stateOf,
  stuck,
} from "./stuck_refunds.ts";

Deno.test("paid manually, a refund is closed for good: Stripe is never asked for it again, and the booking ends", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const owner = await signIn(t, t.studio);
  const question = await owner.page(`${PAGE}/refunds/${one.refundId}/manual`);
  assert.match(question.text, /data-dialog-body/);
  assert.match(
    seen(question.text),
    /You refunded \$20\.00 to Jane 1 yourself\? .* The class is cancelled and everybody is notified; the booking ends now too, and no other email is sent\. This can’t be undone\. Close refund, I paid \$20\.00 Keep refund open/,
  );
  const before = asked(t);
  const mails = t.mailer.sent.length;
  const fields = new URLSearchParams(formBody(question.text, `${PAGE}/refunds/${one.refundId}/manual`)).toString();
  const clicks = await Promise.all(
    [1, 2, 3].map(() => owner.send("POST", `${PAGE}/refunds/${one.refundId}/manual`, fields)),
  );
  for (const got of clicks) assert.equal(got.to, `${PAGE}?done=manual`);
  assert.match(
    seen((await owner.follow(clicks[0])).text),
    /Recorded: you refunded it yourself\. .* Refunds that need you None\./,
  );
  assert.equal(await stateOf(t, one.refundId), "failed, manual");
  assert.equal(await t.studio.statusOf(one.id), "Cancelled");
  await clean(t);
  for (let hours = 0; hours < 30; hours++) await t.pass(HOUR);
  await t.jobs.runUntilIdle();
  assert.equal((await t.studio.manage("POST", `classes/${one.classId}/cancel`)).status, 200);
  assert.equal((await owner.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, fields)).status, 400);
  assert.equal(asked(t), before, "Stripe was asked once more");
  assert.equal(t.stripe.refunds.size, 0);
  assert.equal(t.mailer.sent.length, mails);
  await clean(t);
  assert.equal((await owner.send("GET", `${PAGE}/refunds/${one.refundId}/manual`)).status, 404);
  // Sales count one refund, also when it was made in the dashboard: that was the owner too.
  const sales = async () => seen((await owner.page("/console/sales")).text);
  assert.match(await sales(), /Refunds −\$20\.00/);
  assert.match(
    seen((await owner.page("/console/sales/refunds")).text),
    /Class cancelled: Pilates Class, .* Refunded manually Mon, May 11, .* −\$20\.00/,
  );
  await t.stripe.refundInDashboard(t.studio.paymentOf(one.session));
  await t.settle();
  assert.match(await sales(), /Refunds −\$20\.00/);
  await clean(t);
});

Deno.test("a refund that a bank sent back is not tried again; paid manually, nobody is mailed any more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const first = await t.studio.cancel(held.id, held.cancelToken);
  await t.settle();
  await t.stripe.failRefund(first.body.refundId);
  await t.settle();
  const id = await refundOf(t, held.id);
  const owner = await signIn(t, t.studio);
  const { text } = await owner.page(PAGE);
  assert.match(
    seen(text),
    /The bank sent it back: .* The money is in your Stripe balance again\. The booking stays cancelled\./,
  );
  assert.ok(!text.includes(`${id}/again`), "another try is not offered");
  const csrf = formBody((await owner.page(`${PAGE}/refunds/${id}/manual`)).text, `${PAGE}/refunds/${id}/manual`);
  const got = await owner.send("POST", `${PAGE}/refunds/${id}/retry`, new URLSearchParams(csrf).toString());
  assert.equal(got.status, 400);
  assert.match(seen(got.text), /The bank returned this refund, and would again/);
  // A part is given back in the dashboard: the rest is still owed.
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session), 500);
  await t.settle();
  assert.match(await read(owner), /\$15\.00 to Jane 1/);
  const mails = t.mailer.sent.length;
  assert.match(seen((await owner.follow(await manual(owner, id))).text), /Recorded: you refunded it yourself/);
  await t.pass(3 * DAY);
  assert.equal(await stateOf(t, id), "failed, manual");
  assert.equal(t.stripe.refunds.size, 2);
  const refunds = seen((await owner.page("/console/sales/refunds")).text);
  assert.match(refunds, /Refunded manually [^−]* −\$15\.00/);
  assert.match(refunds, /Made in your Stripe dashboard[^−]* −\$5\.00/);
  assert.equal(t.mailer.sent.length, mails);
  assert.deepEqual((await t.studio.cancel(held.id, held.cancelToken)).body, first.body);
  assert.match(seen((await owner.page("/console/sales")).text), /Refunds −\$20\.00/);
});

Deno.test("refused at once, the booking stands and nothing is owed: cancelled anew, it is refunded", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 72 });
  const [one, two] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  refuse(t, "charge_disputed", 4);
  for (const held of [one, two, one, two]) assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 502);
  const owner = await signIn(t, t.studio);
  const { text } = await owner.page(PAGE);
  assert.equal(text.match(/disputes this payment/g)!.length, 2, "two tries of one booking are one thing to do");
  assert.match(seen(text), /Booking kept: Pilates Class, .* So nothing was cancelled: the booking still stands\./);
  assert.match(text, new RegExp(`href="/console/bookings/${one.id}/cancel" data-dialog`));
  assert.doesNotMatch(text, /refunds\/rf-\w+\/manual/, "nothing is owed");
  const refused = await manualRefundOf(owner, await refundOf(t, one.id));
  assert.match(seen(refused.text), /Nothing is owed of this refund any more\./);
  await t.studio.manage("POST", `enrollments/${one.id}/cancel`, { refund: "full" });
  assert.equal(t.stripe.refunds.size, 1);
  assert.equal(
    new Set(t.stripe.requests.filter(isRefund).map((request) => request.headers["idempotency-key"])).size,
    5,
  );
  assert.equal(await t.studio.statusOf(two.id), "Confirmed");
  await clean(t);
});

const isRefund = (request: { method: string; path: string }) =>
  request.method === "POST" && request.path.startsWith("/v1/refunds");

Deno.test("once its class has begun, a refused cancel needs nobody any more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 48 }));
  refuse(t, "charge_disputed", 1);
  await t.studio.cancel(held.id, held.cancelToken);
  const id = await refundOf(t, held.id);
  assert.match(await read(await signIn(t, t.studio)), /\$20\.00 to Jane 1/);
  t.clock.advance(49 * HOUR);
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner), /Refunds that need you None\./);
  assert.equal((await owner.send("GET", `${PAGE}/refunds/${id}/manual`)).status, 404);
});

Deno.test("refunded in the dashboard after the bank sent it back, it needs nobody any more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const { refundId } = (await t.studio.cancel(held.id, held.cancelToken)).body;
  await t.stripe.failRefund(refundId);
  await t.settle();
  const id = await refundOf(t, held.id);
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner), /\$20\.00 to Jane 1/);
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session));
  await t.settle();
  assert.match(await read(owner), /Refunds that need you None\./);
  const late = await manualRefundOf(owner, id);
  assert.equal(late.status, 400);
  assert.match(seen(late.text), /Nothing is owed of this refund any more\./);
  assert.match(seen((await owner.page("/console/sales")).text), /Refunds −\$20\.00/);
});

Deno.test("of an account that is no longer connected, the last no suffices", async () => {
  await using t = await studio();
  const one = await stuck(t);
  await t.stripe.deauthorize(t.studio.accountId);
  await t.settle();
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner), /Not connected\./);
  assert.match(
    await read(owner),
    /Your Stripe account is no longer connected here, so its payments can’t be refunded\./,
  );
  assert.equal((await again(owner, one.refundId)).status, 400);
  assert.equal((await manual(owner, one.refundId)).to, `${PAGE}?done=manual`);
  await t.pass(DAY);
  assert.equal(t.stripe.refunds.size, 0);
});

Deno.test("money that had no fulfillment and is paid manually is neither sale nor refund, and the doctor agrees", async () => {
  await using t = await studio();
  const visit = await t.studio.completedAppointment(person(3));
  refuse(t);
  for (const cents of [700, 900]) await t.stripe.pay(await t.studio.startTip(visit.tipToken, cents));
  await t.settle();
  for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner), /\$9\.00 to Jane 3 A second tip for one visit: Tip, Pilates Class/);
  const [{ id }] = await t.studio.books("refunds");
  assert.match(
    seen((await owner.page(`${PAGE}/refunds/${id}/manual`)).text),
    /No booking depends on it, and no other email is sent\./,
  );
  assert.equal((await manual(owner, id)).status, 303);
  await clean(t);
  assert.match(seen((await owner.page("/console/sales")).text), /Revenue after refunds \$7\.00 .* Refunds \$0\.00/);
});

Deno.test("a refund that is just being made is nobody's to pay by hand", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId);
  refuse(t, "balance_insufficient", 1);
  await t.studio.manage("POST", `classes/${classId}/cancel`);
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner), /Refunds that need you None\./);
  const got = await manualRefundOf(owner, await refundOf(t, held.id));
  assert.equal(got.status, 400);
  assert.match(seen(got.text), /This refund is still being made\./);
  await t.pass(HOUR);
  assert.equal(t.stripe.refunds.size, 1);
});

Deno.test("another studio's refund is not there, whatever one asks of it", async () => {
  await using t = await studio();
  const one = await stuck(t);
  const stranger = await signIn(t, await addStudio(t));
  assert.ok(!/Jane/.test(await read(stranger)));
  assert.equal((await stranger.send("GET", `${PAGE}/refunds/${one.refundId}/manual`)).status, 404);
  assert.equal((await manualRefundOf(stranger, one.refundId)).status, 404);
  const { text } = await stranger.page("/console/settings/devices");
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)![1];
  const body = new URLSearchParams({ csrf, once: "0".repeat(32) }).toString();
  assert.equal((await stranger.send("POST", `${PAGE}/refunds/${one.refundId}/retry`, body)).status, 404);
  assert.equal(await stateOf(t, one.refundId), "intent");
});
