/** What `reconcile` makes of a file that was restored: everything paid since is known again, or named. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { reconcileBooks } from "../../../src/workflows/payments/reconcile_books.ts";
import type { TestApp } from "../../support/app.ts";
import { differences } from "../../support/stripe_books.ts";
import { backUp, doomed, resendEvents, restore } from "../../support/restored.ts";
import { addStudio, CONNECT_ONLY, person, type Studio } from "../../support/studio.ts";
import { giftCardCode } from "../../support/world.ts";

/** Reconciles, does what is due, and reconciles again: the second run finds nothing to do. */
async function reconcileTwice(r: TestApp) {
  const found = await reconcileBooks(r.ctx, null);
  await r.settle();
  const again = await reconcileBooks(r.ctx, null);
  assert.deepEqual([again.repaired, again.closed], [[], []]);
  assert.deepEqual(again.left, found.left);
  return found;
}

const unknown = async (s: Studio) => (await s.manage("GET", "checkouts?state=unknown")).body.items;

Deno.test("a paid seat that a restore lost is an alarm first, and after reconcile the same booking again", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass({ capacity: 1 });
  const file = await backUp(t);
  const lost = await t.studio.seat(classId);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  await resendEvents(r);
  assert.equal(await s.seats(classId), "0/0/1", "an event changes no seat");
  assert.equal(r.mailer.of("booking_confirmed").length, 0);
  const [item] = await unknown(s);
  assert.equal(item.checkoutSessionId, lost.session);

  const found = await reconcileTwice(r);
  assert.deepEqual(found.repaired.map(({ sessionId, now }) => [sessionId, now]), [[lost.session, "seat"]]);
  assert.deepEqual(found.left, []);
  assert.deepEqual(await unknown(s), []);
  assert.equal(await s.seats(classId), "1/0/0");
  assert.equal(await s.statusOf(lost.id), "Confirmed");
  const [{ client }] = (await s.roster(classId)).enrollments;
  assert.deepEqual([client.name, client.email, client.phone], [person().name, person().email, person().phone]);
  assert.deepEqual(await differences(r, s), []);
  const cancelled = await s.cancel(lost.id, lost.cancelToken);
  assert.equal(cancelled.body.refundedCents, 2000, "the link that was mailed before the restore still works");
});

Deno.test("a seat that was sold again meanwhile is refunded, once", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass({ capacity: 1 });
  const file = await backUp(t);
  const lost = await t.studio.seat(classId, person(1));
  await using restored = await restore(t, file);
  const { r, s } = restored;
  await s.seat(classId, person(2));
  const found = await reconcileTwice(r);
  assert.deepEqual(found.repaired.map(({ now }) => now), ["refund"]);
  assert.equal(await s.seats(classId), "1/0/0");
  assert.equal(await s.statusOf(lost.id), "Expired");
  assert.deepEqual([...r.stripe.refunds.values()].map(({ refund }) => refund.amount), [2000]);
  assert.equal(r.mailer.of("payment_refunded", person(1).email).length, 1);
  assert.deepEqual(await differences(r, s), []);
});

for (const why of ["cancelled", "past"]) {
  Deno.test(`a paid seat in a class that is ${why} by now is refunded`, async () => {
    await using t = await doomed();
    const classId = await t.studio.addClass({ inHours: 3 });
    const file = await backUp(t);
    await t.studio.seat(classId);
    await using restored = await restore(t, file);
    const { r, s } = restored;
    if (why === "cancelled") await s.manage("POST", `classes/${classId}/cancel`);
    else await r.pass(4 * HOUR);
    const found = await reconcileTwice(r);
    assert.deepEqual(found.repaired.map(({ now }) => now), ["refund"]);
    assert.equal(await s.seats(classId), "0/0/6");
    assert.deepEqual(await differences(r, s), []);
  });
}

Deno.test("a class that the books don't have is named, until the payment was refunded in the dashboard", async () => {
  await using t = await doomed();
  const file = await backUp(t);
  const lost = await t.studio.seat(await t.studio.addClass());
  await using restored = await restore(t, file);
  const { r, s } = restored;
  const found = await reconcileTwice(r);
  assert.deepEqual(found.left, [{
    providerId: s.id,
    accountId: s.accountId,
    id: lost.session,
    amountCents: 2000,
    currency: "usd",
    reason: "class_missing",
  }]);
  const [item] = await unknown(s);
  assert.deepEqual([item.checkoutSessionId, item.status, item.reason], [lost.session, "paid", "class_missing"]);
  await r.stripe.refundInDashboard(s.paymentOf(lost.session));
  assert.deepEqual((await reconcileTwice(r)).left, []);
  assert.deepEqual(await unknown(s), []);
});

Deno.test("packs, gift cards and tips that were paid are given again", async () => {
  await using t = await doomed();
  const { id, tipToken } = await t.studio.completedAppointment();
  const file = await backUp(t);
  const pack = await t.studio.startPack(person(2), 7, 30);
  const started = await t.studio.call("POST", "/api/gift-cards/start", {
    handle: t.studio.handle,
    amountCents: 5000,
    purchaserName: "Jane Doe",
    purchaserEmail: "buyer@example.com",
    recipientName: "Zoë Ünal",
    recipientEmail: "zoe@example.com",
    giftMessage: `Happy birthday! 🎂 ${"ü".repeat(450)}`,
  });
  const tip = await t.studio.startTip(tipToken, 700);
  for (const session of [pack, started.body.checkoutSessionId, tip]) await t.stripe.pay(session);
  await t.settle();
  const oldCode = giftCardCode(t.mailer.of("gift_card")[0]);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  const found = await reconcileTwice(r);
  assert.deepEqual(found.repaired.map(({ now }) => now).sort(), ["gift_card", "package", "tip"]);
  const [owned] = await s.books("client_packages");
  assert.deepEqual([owned.sessions_total, owned.sessions_remaining, owned.name_snapshot], [7, 7, "7-Class Pack"]);
  const [mail] = r.mailer.of("gift_card");
  assert.equal(mail.to, "zoe@example.com");
  assert.match(mail.text, /Happy birthday! 🎂 ü{450}/);
  assert.notEqual(giftCardCode(mail), oldCode, "a code can't be known again");
  const [appointment] = (await s.manage("GET", "appointments")).body.items;
  assert.deepEqual([appointment.id, appointment.tipAmountCents], [id, 700]);
  assert.match(appointment.tipChargeId, /^ch_/);
  assert.deepEqual(await differences(r, s), []);
});

Deno.test("a booking that was cancelled and refunded after the backup is not refunded again", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const known = await t.studio.seat(classId, person(1));
  const file = await backUp(t);
  await t.studio.cancel(known.id, known.cancelToken);
  const lost = await t.studio.seat(classId, person(2));
  await t.studio.cancel(lost.id, lost.cancelToken);
  const ids = [...t.stripe.refunds.values()].map(({ refund }) => refund.metadata!.alera_refund);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  assert.equal(await s.statusOf(known.id), "Confirmed");
  const found = await reconcileTwice(r);
  assert.deepEqual(found.repaired.map(({ now }) => now).sort(), ["refund", "refunds"]);
  assert.equal(await s.statusOf(known.id), "Cancelled");
  assert.equal(await s.seats(classId), "0/0/6");
  const { items } = (await s.manage("GET", "refunds")).body;
  assert.deepEqual(items.map((one: { id: string }) => one.id).sort(), ids.sort());
  assert.deepEqual(items.map((one: { owedCents: number }) => one.owedCents), [0, 0]);
  await s.cancel(known.id, known.cancelToken);
  await r.settle();
  assert.equal(r.stripe.refunds.size, 2);
  assert.deepEqual(await differences(r, s), []);
});

Deno.test("a payment that the dashboard refunded in full gives nothing", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  const lost = await t.studio.seat(classId);
  await t.stripe.refundInDashboard(t.studio.paymentOf(lost.session));
  await using restored = await restore(t, file);
  const { r, s } = restored;
  const found = await reconcileTwice(r);
  assert.deepEqual(found.repaired.map(({ now }) => now), ["refund"]);
  assert.equal(await s.seats(classId), "0/0/6");
  assert.equal(r.stripe.refunds.size, 1);
  assert.deepEqual(await differences(r, s), []);
});

Deno.test("a page that was open when the file was lost is closed: nobody pays for a seat that is not held", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  const lost = await t.studio.hold(classId);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  const found = await reconcileTwice(r);
  assert.deepEqual(found.closed, [lost.session]);
  await assert.rejects(r.stripe.pay(lost.session), /not open/);
  assert.equal(await s.seats(classId), "0/0/6");
  assert.equal((await s.book(classId, person())).status, 200);
});

Deno.test("a bank payment under way is known again, and takes a free seat once it is paid", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  const lost = await t.studio.hold(classId);
  await t.stripe.payLater(lost.session);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  assert.deepEqual((await reconcileTwice(r)).repaired.map(({ now }) => now), ["processing"]);
  await r.stripe.bankSucceeds(lost.session);
  await r.settle();
  assert.equal(await s.statusOf(lost.id), "Confirmed");
  assert.deepEqual(await differences(r, s), []);
});

Deno.test("what the books know as open and Stripe as paid is settled, unless it was refunded meanwhile", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const [paid, refunded, expired] = [
    await t.studio.hold(classId, person(1)),
    await t.studio.hold(classId, person(2)),
    await t.studio.hold(classId, person(3)),
  ];
  const file = await backUp(t);
  for (const { session } of [paid, refunded]) await t.stripe.pay(session);
  await t.settle();
  await t.studio.cancel(refunded.id, refunded.cancelToken);
  await t.stripe.letExpire(expired.session);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  assert.equal(await s.seats(classId), "0/3/3");
  r.stripe.webhooks.drop = () => true;
  assert.deepEqual((await reconcileTwice(r)).repaired.map(({ now }) => now).sort(), ["expired", "refund", "seat"]);
  assert.equal(await s.seats(classId), "1/0/5");
  assert.equal(r.stripe.refunds.size, 1);
  assert.deepEqual(await differences(r, s), []);
});

Deno.test("forged metadata is never repaired: not without our seal, not with a copied one", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  const lost = await t.studio.seat(classId);
  const real = t.stripe.sessions.get(lost.session)!;
  const forge = (id: string, change: Record<string, unknown>) => {
    const session = { ...structuredClone(real.session), id, ...change };
    t.stripe.sessions.set(id, { ...real, session } as typeof real);
    return id;
  };
  const metadata = { ...real.session.metadata };
  forge("cs_test_unsealed", {
    metadata: { alera_provider: t.studio.id, alera_checkout: "chk-x", alera_kind: "class", alera_sealed_0: "AAAA" },
  });
  forge("cs_test_cheaper", { amount_total: 1 });
  forge("cs_test_other_reference", { client_reference_id: "chk-other", metadata });
  await using restored = await restore(t, file);
  const { r, s } = restored;
  const found = await reconcileTwice(r);
  assert.deepEqual(found.repaired.map(({ sessionId }) => sessionId), [lost.session]);
  assert.deepEqual(found.left.map(({ id, reason }) => `${id} ${reason}`).sort(), [
    "cs_test_cheaper differs",
    "cs_test_other_reference differs",
    "cs_test_unsealed unreadable",
  ]);
  assert.equal(await s.seats(classId), "1/0/5");
  for (const id of ["cs_test_unsealed", "cs_test_cheaper", "cs_test_other_reference"]) r.stripe.sessions.delete(id);
});

Deno.test(
  "many sessions of several accounts are read page by page; an account that refuses stops no other",
  CONNECT_ONLY,
  async () => {
    await using t = await doomed();
    const other = await addStudio(t);
    const refusing = await addStudio(t);
    const classId = await t.studio.addClass({ capacity: 130 });
    const otherClass = await other.addClass();
    await refusing.hold(await refusing.addClass());
    const file = await backUp(t);
    for (let n = 0; n < 120; n++) await t.studio.seat(classId, person(n));
    await other.seat(otherClass);
    await using restored = await restore(t, file);
    const { r, s } = restored;
    const fault = r.stripe.fail({
      route: "GET /v1/checkout/sessions",
      account: refusing.accountId,
      status: 403,
      times: 99,
      error: { code: "account_invalid" },
    });
    const found = await reconcileTwice(r);
    assert.equal(found.repaired.length, 121);
    assert.equal(await s.seats(classId), "120/0/10");
    assert.equal(await other.seenBy(r).seats(otherClass), "1/0/5");
    const read = Object.fromEntries(
      found.accounts.map(({ accountId, sessions, error }) => [accountId, [sessions, error]]),
    );
    assert.deepEqual(read, {
      [s.accountId]: [120, null],
      [other.accountId]: [1, null],
      [refusing.accountId]: [0, "account_invalid"],
    });
    assert.match((await r.doctor()).join("\n"), /^restored at \S+: the newest payment event is of/);
    fault.remove();
    await reconcileTwice(r);
    assert.deepEqual(await r.doctor(), []);
  },
);

Deno.test("two that reconcile at the same time repair each payment once", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  for (let n = 0; n < 5; n++) await t.studio.seat(classId, person(n));
  await using restored = await restore(t, file);
  const { r, s } = restored;
  const both = await Promise.all([reconcileBooks(r.ctx, null), reconcileBooks(r.ctx, null), resendEvents(r)]);
  assert.equal(both[0].repaired.length + both[1].repaired.length, 5);
  await r.settle();
  assert.equal(await s.seats(classId), "5/0/1");
  assert.deepEqual(await unknown(s), []);
  assert.deepEqual(await differences(r, s), []);
});

Deno.test("it reads from where the restored books end, or since the time it is told", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass({ inHours: 24 * 40 });
  await t.studio.seat(classId, person(1));
  const start = t.clock.now();
  const file = await backUp(t);
  await t.pass(10 * MINUTE);
  await t.studio.seat(classId, person(2));
  t.clock.advance(20 * DAY);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  assert.deepEqual((await reconcileBooks(r.ctx, iso(r.clock.now() - HOUR))).repaired, []);
  assert.match((await r.doctor()).join("\n"), /run alera reconcile/, "that was too late to know");
  const found = await reconcileTwice(r);
  assert.ok(found.since <= iso(start - DAY + MINUTE), found.since);
  assert.equal(found.repaired.length, 1);
  assert.equal(await s.seats(classId), "2/0/4");
});
