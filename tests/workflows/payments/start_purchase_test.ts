/** Packs, gift cards and tips, and the platform fee. */
import assert from "node:assert/strict";
import { refundsAtStripe } from "../../support/stripe_requests.ts";
import { HOUR } from "../../../src/domain/time.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

const purchases: {
  what: string;
  start: (s: Studio) => Promise<string>;
  made: (s: Studio) => Promise<number>;
  mail: string;
}[] = [
  {
    what: "class pack",
    start: (s) => s.startPack(person()),
    made: async (s) => (await s.books("client_packages")).length,
    mail: "pack_bought",
  },
  {
    what: "gift card",
    start: (s) => s.startGiftCard(),
    made: async (s) => (await s.books("gift_cards")).length,
    mail: "gift_card",
  },
  {
    what: "tip",
    start: async (s) => await s.startTip((await s.completedAppointment()).tipToken),
    made: async (s) => (await s.books("appointments")).filter((one) => one.tip_amount_cents === 500).length,
    mail: "tip_received",
  },
];

for (const { what, start, made, mail } of purchases) {
  Deno.test(`a ${what} is made once, however often and however late Stripe tells of it`, async () => {
    await using t = await studio();
    const session = await start(t.studio);
    assert.equal(await made(t.studio), 0, "nothing before the money");
    t.stripe.webhooks.duplicate = 4;
    await t.stripe.pay(session);
    await t.settle();
    await t.pass(25 * HOUR);
    for (const { event } of t.stripe.events) t.stripe.resend(event.id);
    await t.settle();
    assert.equal(await made(t.studio), 1);
    assert.equal(t.mailer.of(mail).length, 1);
    assert.equal(t.stripe.refunds.size, 0);
    assert.equal((await t.studio.books("checkouts")).filter((one) => one.fulfillment_id !== null).length, 1);
  });

  Deno.test(`a ${what} paid by bank is made when the bank pays, also when its events come in the wrong order`, async () => {
    await using t = await studio();
    const [paid, refused] = [await start(t.studio), await start(t.studio)];
    await t.stripe.payLater(refused);
    await t.settle();
    assert.equal(await made(t.studio), 0);
    await t.stripe.bankFails(refused);
    await t.settle();
    assert.equal(await made(t.studio), 0);
    t.stripe.webhooks.reverse = true;
    await t.stripe.payLater(paid);
    await t.stripe.bankSucceeds(paid);
    await t.settle();
    assert.equal(await made(t.studio), 1);
  });
}

Deno.test("a second tip is refunded in full, and the customer is notified", async () => {
  await using t = await studio();
  const { id, tipToken } = await t.studio.completedAppointment();
  const [first, second] = [await t.studio.startTip(tipToken, 500), await t.studio.startTip(tipToken, 700)];
  await t.stripe.pay(first);
  await t.stripe.pay(second);
  await t.stripe.deliver(undefined, { atOnce: true });
  await t.settle();
  const tip = (await t.studio.manage("GET", "appointments")).body.items.find((one: { id: string }) => one.id === id);
  const kept = tip.tipAmountCents === 500 ? first : second;
  const other = kept === first ? second : first;
  assert.deepEqual(refundsAtStripe(t, kept), []);
  assert.deepEqual(refundsAtStripe(t, other), [kept === first ? 700 : 500]);
  assert.equal(tip.tipChargeId, t.stripe.payments.get(t.studio.paymentOf(kept))!.charge.id);
  assert.equal(t.mailer.of("payment_refunded", person().email).length, 1);
  assert.equal(t.mailer.of("tip_received").length, 1);
  assert.equal((await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 })).status, 409);
});

Deno.test("without a platform fee none is sent", async () => {
  await using t = await studio();
  await t.studio.hold(await t.studio.addClass());
  for (const { start } of purchases) await start(t.studio);
  assert.equal(t.stripe.sessions.size, 4);
  for (const { paymentData } of t.stripe.sessions.values()) {
    assert.equal(paymentData?.application_fee_amount, undefined);
  }
});

Deno.test("the platform fee is a share of each payment, rounded down", async () => {
  await using t = await studio({ settings: { platformFeeBps: 250 } });
  const held = await t.studio.hold(await t.studio.addClass({ priceCents: 2019 }));
  assert.equal(t.stripe.sessions.get(held.session)!.paymentData?.application_fee_amount, 50);
  const fees = [];
  for (const { start } of purchases) {
    fees.push(t.stripe.sessions.get(await start(t.studio))!.paymentData?.application_fee_amount);
  }
  assert.deepEqual(fees, [225, 250, 12]);
  await t.stripe.pay(held.session);
  await t.settle();
  assert.equal(
    (await t.studio.cancel(held.id, held.cancelToken)).body.refundedCents,
    2019,
    "the customer gets all of it",
  );
});
