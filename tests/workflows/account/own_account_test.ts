/** `ALERA_STRIPE_MODE=own`: one studio on its own Stripe account, without Connect. */
import assert from "node:assert/strict";
import { findOwnAccountJob } from "../../../src/jobs/find_own_account.ts";
import { OPERATOR, startApp } from "../../support/app.ts";
import { person, studio } from "../../support/studio.ts";

const OWN = { settings: { stripeMode: "own" as const } };
const SECOND = { handle: "second", displayName: "Second", email: "second@example.com", timezone: "America/Chicago" };
const operator = { authorization: `Bearer ${OPERATOR}` };

Deno.test("the studio is paid into the account of the server's key, and no call names an account", async () => {
  await using t = await studio(OWN);
  const { body } = await t.studio.manage("GET", "stripe");
  assert.deepEqual(body, {
    accountId: "acct_1SimulatedPlatfm",
    chargesEnabled: true,
    payoutsEnabled: true,
    detailsSubmitted: true,
  });
  const classId = await t.studio.addClass();
  const seat = await t.studio.seat(classId);
  assert.equal(await t.studio.statusOf(seat.id), "Confirmed");
  assert.equal((await t.studio.cancel(seat.id, seat.cancelToken)).body.lateCancel, false);
  await t.settle();
  assert.equal([...t.stripe.refunds.values()][0].refund.amount, 2000);
  assert.deepEqual(t.stripe.requests.filter((one) => one.headers["stripe-account"]), []);
  assert.ok(t.stripe.events.every(({ event }) => event.account === undefined));
  assert.equal((await t.studio.manage("GET", "refunds?state=succeeded")).body.items.length, 1);
});

Deno.test("packs, gift cards and tips are bought on it", async () => {
  await using t = await studio(OWN);
  assert.match((await t.studio.buyPack(person())).packId, /^pkg-/);
  assert.ok(await t.studio.buyGiftCard());
  const { id, tipToken } = await t.studio.completedAppointment();
  await t.stripe.pay(await t.studio.startTip(tipToken));
  await t.settle();
  const items = (await t.studio.manage("GET", "appointments")).body.items as { id: string; tipAmountCents: number }[];
  assert.equal(items.find((one) => one.id === id)?.tipAmountCents, 500);
});

Deno.test("there is one studio, and nothing to connect", async () => {
  await using t = await studio(OWN);
  const second = await t.send("POST", "/api/manage/providers", SECOND, operator);
  assert.deepEqual([second.status, second.body.code], [409, "one_provider"]);
  const link = { returnUrl: "https://studio.example/a", refreshUrl: "https://studio.example/b" };
  const onboarding = await t.studio.manage("POST", "stripe/onboarding", link);
  assert.deepEqual([onboarding.status, onboarding.body.code], [409, "not_connect"]);
});

Deno.test("of many studios that are made at once one is made", async () => {
  await using t = await startApp(OWN);
  const made = await Promise.all(
    Array.from(
      { length: 8 },
      (_, n) => t.send("POST", "/api/manage/providers", { ...SECOND, handle: `studio-${n}` }, operator),
    ),
  );
  assert.deepEqual(made.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409, 409, 409]);
});

Deno.test("an account that may not take charges takes none, until Stripe says that it may", async () => {
  await using t = await studio(OWN);
  const { accountId } = t.studio;
  await t.stripe.setAccount(accountId, { chargesEnabled: false });
  await t.settle();
  const classId = await t.studio.addClass();
  assert.equal((await t.studio.book(classId, person())).status, 502);
  await t.stripe.setAccount(accountId, { chargesEnabled: true });
  await t.settle();
  assert.equal((await t.studio.book(classId, person())).status, 200);
});

Deno.test("a studio made while Stripe was down is found by the job", async () => {
  await using t = await startApp(OWN);
  t.stripe.fail({ route: "GET /v1/account", mode: "error", status: 500, times: 3 });
  const made = await t.send("POST", "/api/manage/providers", SECOND, operator);
  assert.equal(made.status, 201);
  const owner = { authorization: `Bearer ${made.body.ownerToken}` };
  assert.equal((await t.send("GET", "/api/manage/provider", undefined, owner)).body.stripe.accountId, null);
  t.stripe.clearFaults();
  await findOwnAccountJob.run(t.ctx);
  assert.equal((await t.send("GET", "/api/manage/provider", undefined, owner)).body.stripe.chargesEnabled, true);
});

Deno.test("what a connected account tells is nothing of ours, and no application is left", async () => {
  await using t = await studio(OWN);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  const session = { ...t.stripe.sessions.get(held.session)!.session, status: "complete", payment_status: "paid" };
  const other = t.stripe.createAccount();
  await t.stripe.send(t.stripe.makeEvent("checkout.session.completed", session, { account: other }));
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  await t.stripe.send(t.stripe.makeEvent("account.application.deauthorized", { id: "ca_1", object: "application" }));
  assert.equal((await t.studio.manage("GET", "stripe")).body.chargesEnabled, true);
});
