/** Words of refunds that cross each other: what Stripe was asked before the last one came is never written over it. */
import assert from "node:assert/strict";
import { PaymentsError } from "../../../src/ports/payments.ts";
import { listRefundsInNeed } from "../../../src/domain/refunds_in_need.ts";
import { DAY, HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { recordManualRefund } from "../../../src/workflows/payments/manual_refund.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { CONNECT_ONLY, type Held, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const cancel = (t: World, held: Held) => t.studio.cancel(held.id, held.cancelToken);
const inDashboard = (t: World, held: Held, cents?: number) =>
  t.stripe.refundInDashboard(t.studio.paymentOf(held.session), cents);
const outside = async (t: World) =>
  (await t.studio.books("dashboard_refunds")).reduce((sum, one) => sum + one.amount_cents, 0);
/** As the owner's list has them, with what is owed. */
const listed = async (t: World) =>
  (await t.studio.manage("GET", "refunds")).body.items.map((
    one: { reason: string; state: string; owedCents: number },
  ) => `${one.reason} ${one.state} ${one.owedCents}`);
const atStripe = (t: World, held: Held) =>
  t.stripe.payments.get(t.studio.paymentOf(held.session))!.charge.amount_refunded;
const refunds = async (t: World) =>
  (await t.studio.books("refunds")).map((one) => `${one.reason} ${one.state} ${one.amount_cents}`);

const failures = (t: World) =>
  t.mailer.of("refund_failed").map(({ text }) => Number(/^Amount: \$(\d+)\.(\d\d)$/m.exec(text)!.slice(1).join("")));

/** Stripe has answered a question, and the answer is held up until told. */
function heldUp(t: World, route: "GET /v1/refunds" | "POST /v1/refunds") {
  const gate = Promise.withResolvers<void>();
  t.stripe.fail({ route, mode: "late", until: gate.promise });
  return { asked: t.stripe.once(route), arrives: gate.resolve };
}

/** A payment of which a part was given back before its own event came. */
async function refundedEarly(t: World): Promise<{ held: Held; part: string }> {
  const held = await t.studio.hold(await t.studio.addClass());
  await t.stripe.pay(held.session);
  const part = await inDashboard(t, held, 500);
  await t.stripe.deliver("charge.refunded");
  await t.stripe.deliver();
  return { held, part };
}

/** A booking that two parts given back in the dashboard, 1200 and 800, have cancelled. */
async function backInParts(t: World): Promise<{ held: Held; parts: string[] }> {
  const held = await t.studio.seat(await t.studio.addClass());
  const parts = [await inDashboard(t, held, 1200)];
  await t.settle();
  parts.push(await inDashboard(t, held));
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  return { held, parts };
}

// ---------------------------------------------------------------- an older list on its way

Deno.test("a part that fails while the reconciler's older list is on its way lessens no later refund", async () => {
  await using t = await studio();
  const { held, part } = await refundedEarly(t);
  const list = heldUp(t, "GET /v1/refunds");
  const work = t.jobs.runUntilIdle();
  await list.asked;
  await t.stripe.failRefund(part);
  await t.stripe.deliver();
  list.arrives();
  await work;
  await t.settle();
  assert.equal(await outside(t), 0);
  assert.equal((await cancel(t, held)).body.refundedCents, 2000);
});

Deno.test("the rest given back while the reconciler's older list is on its way stays written", async () => {
  await using t = await studio();
  const { held } = await refundedEarly(t);
  const list = heldUp(t, "GET /v1/refunds");
  const work = t.jobs.runUntilIdle();
  await list.asked;
  await inDashboard(t, held);
  await t.stripe.deliver();
  list.arrives();
  await work;
  await t.settle();
  assert.deepEqual([await t.studio.statusOf(held.id), await outside(t)], ["Cancelled", 2000]);
});

Deno.test("all given back while the list after a refusal is on its way cancels the booking", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ capacity: 1 }));
  await inDashboard(t, held, 500);
  const list = heldUp(t, "GET /v1/refunds");
  const cancelling = cancel(t, held); // 2000 are too much: refused
  await list.asked;
  await inDashboard(t, held);
  await t.stripe.deliver();
  list.arrives();
  await cancelling;
  await t.settle();
  assert.deepEqual([await t.studio.statusOf(held.id), await outside(t), atStripe(t, held)], ["Cancelled", 2000, 2000]);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a part that fails while the list after a refusal is on its way is refunded by the next cancel", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const part = await inDashboard(t, held, 500);
  const list = heldUp(t, "GET /v1/refunds");
  const cancelling = cancel(t, held);
  await list.asked;
  await t.stripe.failRefund(part);
  await t.stripe.deliver("refund.failed");
  list.arrives();
  await cancelling;
  await t.settle();
  assert.equal((await cancel(t, held)).body.refundedCents, 2000);
});

Deno.test("a failure that changes no sum outdates the list of an earlier event all the same", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const first = await cancel(t, held);
  await t.settle();
  await t.stripe.failRefund(first.body.refundId);
  await t.settle();
  const again = await inDashboard(t, held);
  const list = heldUp(t, "GET /v1/refunds");
  const delivering = t.stripe.deliver("charge.refunded");
  await list.asked;
  await t.stripe.failRefund(again);
  await t.stripe.deliver("refund.failed");
  list.arrives();
  await delivering;
  await t.settle();
  assert.deepEqual([await outside(t), atStripe(t, held)], [0, 0]);
});

Deno.test("the event that all is back, while our own refund is being refused, cancels the booking", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ capacity: 1 }));
  await inDashboard(t, held, 1500);
  const refusal = heldUp(t, "POST /v1/refunds");
  const cancelling = cancel(t, held);
  await refusal.asked;
  await inDashboard(t, held);
  await t.stripe.deliver();
  refusal.arrives();
  await cancelling;
  await t.settle();
  assert.deepEqual([await t.studio.statusOf(held.id), await outside(t)], ["Cancelled", 2000]);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a newer list that a refusal asked for outdates the list of an earlier event", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ capacity: 1 }));
  await inDashboard(t, held, 1500);
  const list = heldUp(t, "GET /v1/refunds");
  const delivering = t.stripe.deliver("charge.refunded");
  await list.asked;
  const refusal = heldUp(t, "POST /v1/refunds");
  const cancelling = cancel(t, held);
  await refusal.asked;
  await inDashboard(t, held); // its event is on its way
  refusal.arrives();
  await cancelling;
  list.arrives();
  await delivering;
  await t.settle();
  assert.equal(await outside(t), 2000);
  assert.deepEqual(await refunds(t), ["cancellation succeeded 0"]);
  assert.equal(t.mailer.of("refund_failed").length, 0);
  assert.deepEqual(await t.doctor(), []);
});

// ---------------------------------------------------------------- failures in any order

Deno.test("refund.failed of a dashboard part before its charge.refunded: nothing counts as back", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  await t.stripe.failRefund(await inDashboard(t, held, 500));
  t.stripe.webhooks.reverse = true;
  await t.settle();
  assert.equal(await outside(t), 0);
  assert.equal((await cancel(t, held)).body.refundedCents, 2000);
});

Deno.test("refund.failed of all of it before its charge.refunded: the seat is kept", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  await t.stripe.failRefund(await inDashboard(t, held));
  await t.stripe.deliver("refund.failed");
  await t.settle();
  assert.deepEqual([await t.studio.statusOf(held.id), await outside(t), await refunds(t)], ["Confirmed", 0, []]);
});

Deno.test("a part fails after parts together cancelled the booking: it is marked failed, the owner notified once, and it is listed", async () => {
  await using t = await studio();
  const { parts } = await backInParts(t);
  await t.stripe.failRefund(parts[0]);
  await t.settle();
  await t.pass(3 * DAY);
  assert.deepEqual([await listed(t), await outside(t)], [["dashboard owed 1200"], 800]);
  assert.deepEqual(failures(t), [1200]);
  assert.equal((await listRefundsInNeed(t.db, t.studio.id, iso(t.clock.now()))).length, 1);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("that it failed may come out by another event first: the owner is notified and it is listed all the same", async () => {
  await using t = await studio();
  const { held, parts } = await backInParts(t);
  await t.stripe.failRefund(parts[0]);
  await inDashboard(t, held, 300);
  await t.stripe.deliver("charge.refunded");
  await t.settle();
  assert.deepEqual([await listed(t), await outside(t)], [["dashboard owed 900"], 1100]);
  assert.equal(t.mailer.of("refund_failed").length >= 1, true);
  assert.equal((await listRefundsInNeed(t.db, t.studio.id, iso(t.clock.now()))).length, 1);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a second part that fails, after the first was made manually, is notified too", async () => {
  await using t = await studio();
  const { parts } = await backInParts(t);
  await t.stripe.failRefund(parts[0]);
  await t.settle();
  await recordManualRefund(t.ctx, t.studio.id, (await t.studio.books("refunds"))[0].id);
  await t.stripe.failRefund(parts[1]);
  await t.settle();
  assert.deepEqual(failures(t), [1200, 800]);
});

Deno.test("the one dashboard refund that cancelled the booking fails later: the owner is notified, and it is listed", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const all = await inDashboard(t, held);
  await t.settle();
  await t.stripe.failRefund(all);
  await t.settle();
  assert.deepEqual([await listed(t), await outside(t)], [["dashboard owed 2000"], 0]);
  assert.equal(t.mailer.of("refund_failed").length, 1);
  assert.equal((await listRefundsInNeed(t.db, t.studio.id, iso(t.clock.now()))).length, 1);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a part fails after our cancel refunded the rest: the owner is notified of the part", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const part = await inDashboard(t, held, 500);
  await t.settle();
  assert.equal((await cancel(t, held)).body.refundedCents, 1500);
  await t.settle();
  await t.stripe.failRefund(part);
  await t.settle();
  assert.deepEqual(failures(t), [500]);
  assert.deepEqual(await t.doctor(), []);
});

// ---------------------------------------------------------------- a refusal that proves nothing

for (const [status, code] of [[401, null], [400, "idempotency_error"]] as const) {
  Deno.test(`a refund whose answer was lost is not declared failed by a later ${status}`, async () => {
    await using t = await studio();
    const held = await t.studio.seat(await t.studio.addClass({ capacity: 1 }));
    t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 3 });
    assert.equal((await cancel(t, held)).status, 502);
    await t.settle();
    const { refund } = t.ctx.payments;
    t.ctx.payments.refund = () => Promise.reject(new PaymentsError("refused", `Stripe: HTTP ${status}.`, code));
    await t.pass(2 * MINUTE);
    t.ctx.payments.refund = refund;
    await t.pass(DAY);
    assert.deepEqual([await t.studio.statusOf(held.id), await refunds(t)], ["Cancelled", [
      "cancellation succeeded 2000",
    ]]);
    assert.equal(atStripe(t, held), 2000);
  });
}

Deno.test("nor by a refusal after a crash, while Stripe lists nothing either: it is asked again until it tells", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const held = await t.studio.seat(await t.studio.addClass({ capacity: 1 }));
  const made = t.stripe.once("POST /v1/refunds");
  const cancelling = cancel(t, held);
  await made;
  faults.dead = true;
  await cancelling;
  faults.dead = false;
  await t.settle();
  const { refund, listRefunds } = t.ctx.payments;
  const refused = () => Promise.reject(new PaymentsError("refused", "Stripe: HTTP 401.", "api_key_expired"));
  Object.assign(t.ctx.payments, { refund: refused, listRefunds: refused });
  for (let tries = 0; tries < 3; tries++) {
    await t.pass(10 * MINUTE);
    assert.deepEqual(await refunds(t), ["cancellation intent 2000"]);
  }
  Object.assign(t.ctx.payments, { refund, listRefunds });
  await t.pass(DAY);
  assert.deepEqual([await t.studio.statusOf(held.id), await refunds(t)], ["Cancelled", [
    "cancellation succeeded 2000",
  ]]);
});

Deno.test("a refund that was made, its answer lost, and that is refused ever since is not paid a second time by hand", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.seat(classId);
  const { refund, listRefunds } = t.ctx.payments;
  const refused = () => Promise.reject(new PaymentsError("refused", "Stripe: HTTP 403.", "account_invalid"));
  Object.assign(t.ctx.payments, { refund: refused });
  await t.studio.manage("POST", `classes/${classId}/cancel`);
  for (let n = 0; n < 4; n++) await t.pass(20 * MINUTE);
  assert.equal(t.mailer.of("refund_stuck").length, 1);
  Object.assign(t.ctx.payments, { refund });
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 3 });
  for (let n = 0; n < 6 && atStripe(t, held) === 0; n++) await t.pass(20 * MINUTE);
  assert.equal(atStripe(t, held), 2000);
  Object.assign(t.ctx.payments, { refund: refused, listRefunds: refused });
  for (let n = 0; n < 3; n++) await t.pass(30 * MINUTE);
  const [{ id }] = await t.studio.books("refunds");
  for (let n = 0; n < 3; n++) {
    await assert.rejects(recordManualRefund(t.ctx, t.studio.id, id));
    t.clock.advance(11 * MINUTE);
  }
  Object.assign(t.ctx.payments, { refund, listRefunds });
  await t.pass(DAY);
  assert.deepEqual(await refunds(t), ["class_cancelled succeeded 2000"]);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test(
  "one in doubt that is refused ever since is notified to the owner, and at an account that was left may be paid by hand",
  CONNECT_ONLY,
  async () => {
    await using t = await studio();
    const classId = await t.studio.addClass({ capacity: 1 });
    await t.studio.seat(classId);
    t.stripe.fail({ route: "POST /v1/refunds", status: 503, saved: false, times: 3 });
    await t.studio.manage("POST", `classes/${classId}/cancel`);
    await t.stripe.deauthorize(t.studio.accountId);
    await t.settle();
    for (let n = 0; n < 12; n++) await t.pass(HOUR);
    assert.equal(t.mailer.of("refund_stuck").length, 1);
    const [{ id }] = await t.studio.books("refunds");
    await assert.rejects(recordManualRefund(t.ctx, t.studio.id, id), /come back in/);
    t.clock.advance(11 * MINUTE);
    await recordManualRefund(t.ctx, t.studio.id, id);
    assert.deepEqual(await t.doctor(), []);
  },
);

Deno.test("of a payment with more refunds than a page of Stripe's holds, all are counted", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  t.stripe.webhooks.drop = () => true;
  for (let n = 0; n < 120; n++) await inDashboard(t, held, 10);
  assert.deepEqual([(await cancel(t, held)).body.refundedCents, atStripe(t, held)], [800, 2000]);
});

Deno.test("a list that Stripe refuses uses up no event: the reason is kept, asked about less and less often, and the owner sees the doubt", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 24 * 30 }));
  await inDashboard(t, held);
  t.stripe.fail({ route: "GET /v1/refunds", status: 403, saved: false, times: 999 });
  await t.settle();
  const asked = () =>
    t.stripe.requests.filter((one) => one.method === "GET" && one.path.startsWith("/v1/refunds")).length;
  const [{ refundsUnreadSince }] = (await t.studio.manage("GET", "checkouts")).body.items;
  assert.equal(refundsUnreadSince, iso(t.clock.now()));
  for (let hours = 0; hours < 48; hours++) await t.pass(HOUR);
  const before = asked();
  for (let hours = 0; hours < 10 * 24; hours++) await t.pass(HOUR);
  assert.ok(asked() - before >= 8 && asked() - before <= 12, `${asked() - before} questions in ten days`);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  t.stripe.clearFaults();
  t.stripe.resend(t.stripe.events.find(({ event }) => event.type === "charge.refunded")!.event.id);
  await t.stripe.deliver(); // no job has run since
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal((await t.studio.manage("GET", "checkouts")).body.items[0].refundsUnreadSince, null);
});

Deno.test("without the event again, what Stripe refused to list is read within a day", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 24 * 30 }));
  await inDashboard(t, held);
  t.stripe.fail({ route: "GET /v1/refunds", status: 403, saved: false, times: 999 });
  for (let days = 0; days < 8; days++) await t.pass(DAY);
  t.stripe.clearFaults();
  await t.pass(DAY);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
});

Deno.test("a pending refund whose list Stripe refuses is in doubt in GET refunds, and asked about less and less often", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 24 * 30 }));
  t.stripe.refundStatus = "pending";
  await cancel(t, held);
  t.stripe.fail({ route: "GET /v1/refunds", status: 403, saved: false, times: 999 });
  for (let hours = 0; hours < 72; hours++) await t.pass(HOUR);
  const asked = () =>
    t.stripe.requests.filter((one) => one.method === "GET" && one.path.startsWith("/v1/refunds")).length;
  const before = asked();
  for (let hours = 0; hours < 10 * 24; hours++) await t.pass(HOUR);
  // The refund is asked about, and the payment, for its event.
  assert.ok(asked() - before >= 16 && asked() - before <= 24, `${asked() - before} questions in ten days`);
  const [one] = (await t.studio.manage("GET", "refunds")).body.items;
  assert.deepEqual([one.state, typeof one.unreadSince], ["pending", "string"]);
  t.stripe.clearFaults();
  await t.pass(DAY);
  assert.equal((await t.studio.manage("GET", "refunds")).body.items[0].unreadSince, null);
});

// ---------------------------------------------------------------- the reason to look is never lost

Deno.test("a refund that Stripe won't list, told while an older list is on its way, is looked at later", async () => {
  await using t = await studio();
  const { held } = await refundedEarly(t);
  const list = heldUp(t, "GET /v1/refunds");
  const work = t.jobs.runUntilIdle();
  await list.asked;
  await inDashboard(t, held);
  t.stripe.fail({
    route: "GET /v1/refunds",
    status: 400,
    error: { type: "invalid_request_error", code: "charge_disputed" },
  });
  await t.stripe.deliver();
  list.arrives();
  await work;
  await t.settle();
  await t.pass(2 * HOUR);
  assert.deepEqual([await t.studio.statusOf(held.id), await outside(t)], ["Cancelled", 2000]);
});

Deno.test("a refund's event that is read before its payment settles, and noted after it, is looked at all the same", async () => {
  const noting = Promise.withResolvers<void>();
  let settled = Promise.resolve();
  await using t = await studio({
    wrapDatabase: (db) => ({
      read: (sql, args) => db.read(sql, args),
      version: (scope) => db.version(scope),
      snapshot: (work) => db.snapshot(work),
      backup: (file) => db.backup(file),
      close: () => db.close(),
      write: async (scope, work) => {
        if (scope === "payment_events") {
          noting.resolve();
          await settled;
        }
        return await db.write(scope, work);
      },
    }),
  });
  const held = await t.studio.hold(await t.studio.addClass());
  await t.stripe.payLater(held.session);
  await t.settle();
  const gate = Promise.withResolvers<void>();
  settled = gate.promise;
  await t.stripe.bankSucceeds(held.session);
  await inDashboard(t, held);
  const refundTold = t.stripe.deliver("charge.refunded");
  await noting.promise;
  await t.stripe.deliver("checkout.session.async_payment_succeeded");
  gate.resolve();
  await refundTold;
  await t.settle();
  for (let n = 0; n < 3; n++) await t.pass(DAY);
  assert.deepEqual([await t.studio.statusOf(held.id), await outside(t)], ["Cancelled", 2000]);
});
