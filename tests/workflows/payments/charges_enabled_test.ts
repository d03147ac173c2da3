/** A studio whose account may not take charges sells nothing. */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { CONNECT_ONLY, ORIGIN, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** What a studio that can't be paid answers to each purchase, and that nothing of it is left. */
async function refusesAllSales(t: World, tipToken: string) {
  const classId = await t.studio.addClass();
  const before = t.stripe.sessions.size;
  const booked = await t.studio.book(classId, person(5));
  assert.equal(booked.status, 502, booked.text);
  assert.equal(await t.studio.seats(classId), "0/0/6");
  const type = await t.studio.manage("POST", "package-types", { name: "Pack", sessionsTotal: 3, priceCents: 5000 });
  const { handle } = t.studio;
  const pack = await t.studio.call("POST", "/api/packages/start", {
    packageTypeId: type.body.id,
    handle,
    ...person(5),
  });
  const card = await t.studio.call("POST", "/api/gift-cards/start", {
    handle,
    amountCents: 2000,
    purchaserName: "Jane",
    purchaserEmail: "jane@example.com",
  });
  const tip = await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 });
  assert.deepEqual([pack.status, card.status, tip.status], [412, 412, 412]);
  assert.equal(t.stripe.sessions.size, before);
  const free = await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(5));
  assert.equal(free.status, 200, "free classes need no Stripe");
}

Deno.test("a studio that is not onboarded sells nothing, and keeps no seat", CONNECT_ONLY, async () => {
  await using t = await studio({ onboarded: false });
  await refusesAllSales(t, (await t.studio.completedAppointment()).tipToken);
});

Deno.test("a studio whose account was disabled later sells nothing until it is enabled again", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  await t.settle();
  await refusesAllSales(t, tipToken);
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: true });
  await t.settle();
  await t.studio.hold(await t.studio.addClass());
});

Deno.test("a studio whose account Stripe has disabled before its event came answers 502 and keeps no seat", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  assert.equal((await t.studio.book(classId, person())).status, 502);
  assert.equal(await t.studio.seats(classId), "0/0/6");
});

Deno.test("account events out of order end with the account's present state", async () => {
  await using t = await studio();
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: true });
  t.stripe.webhooks.reverse = true;
  await t.settle();
  await t.studio.hold(await t.studio.addClass());
});

Deno.test(
  "a studio that disconnected is no longer onboarded, and can onboard with another account",
  CONNECT_ONLY,
  async () => {
    await using t = await studio();
    const { tipToken } = await t.studio.completedAppointment();
    const waiting = await t.studio.hold(await t.studio.addClass(), person(1));
    await t.pass(MINUTE);
    await t.stripe.pay(waiting.session);
    await t.stripe.deauthorize(t.studio.accountId);
    t.stripe.webhooks.reverse = true;
    await t.settle();
    assert.equal(await t.studio.statusOf(waiting.id), "Confirmed", "what was paid before is still owed");
    await refusesAllSales(t, tipToken);
    const state = await t.studio.manage("GET", "stripe");
    assert.deepEqual([state.body.accountId, state.body.chargesEnabled], [null, false]);
    await t.studio.manage("POST", "stripe/onboarding", { returnUrl: ORIGIN, refreshUrl: ORIGIN });
    const anew = (await t.studio.manage("GET", "stripe")).body.accountId;
    assert.ok(anew && anew !== t.studio.accountId);
    await t.stripe.setAccount(anew, { chargesEnabled: true });
    await t.settle();
    const held = await t.studio.hold(await t.studio.addClass(), person(2));
    assert.equal(t.stripe.sessions.get(held.session)!.account, anew);
  },
);
