/** Pages and payments that outlive what they were for: a studio that left its account, a buyer who was erased, another process. */
import assert from "node:assert/strict";
import { undoNoShow } from "../../../src/workflows/classes/no_show.ts";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { purgeExpired } from "../../../src/workflows/maintenance/purge_expired.ts";
import { reconcileCheckouts, resumeCheckouts } from "../../../src/workflows/payments/reconcile_checkouts.ts";
import { startApp } from "../../support/app.ts";
import { person, studio, waitFor } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

async function withFile(work: (databasePath: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  try {
    await work(`${directory}/alera.db`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const states = async (t: World) => (await t.studio.books("checkouts")).map((one) => `${one.kind} ${one.state}`).sort();
const anyClient = async (t: World) => (await t.studio.manage("GET", "clients")).body.items[0].id;

// ---------------------------------------------------------------- the studio has left its account

Deno.test("once a studio has left its account, pages that are over there free their seats, and clients can be erased", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  await t.studio.startPack(person(7));
  await t.stripe.deauthorize(t.studio.accountId);
  await t.settle();
  t.stripe.webhooks.drop = () => true; // a disconnected account sends us nothing
  await t.pass(20 * MINUTE);
  assert.equal(await t.studio.seats(classId), "0/1/0", "it could still be paid");
  await t.pass(2 * HOUR);
  assert.deepEqual([await t.studio.seats(classId), await t.studio.statusOf(held.id)], ["0/0/1", "Expired"]);
  await t.pass(DAY);
  assert.deepEqual(await states(t), ["class expired", "package expired"]);
  assert.equal((await t.studio.manage("DELETE", `clients/${await anyClient(t)}`)).status, 204);
});

Deno.test("a bank payment at an account the studio has left is given up after fifteen days", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1, inHours: 24 * 60 });
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  await t.stripe.deauthorize(t.studio.accountId);
  await t.settle();
  t.stripe.webhooks.drop = () => true;
  await t.pass(14 * DAY);
  assert.equal(await t.studio.seats(classId), "0/1/0");
  await t.pass(2 * DAY);
  assert.deepEqual([await t.studio.seats(classId), await t.studio.statusOf(held.id)], ["0/0/1", "Expired"]);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a key that Stripe refuses frees nothing while the studio still has the account", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  await t.studio.hold(classId);
  t.stripe.webhooks.drop = () => true;
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", status: 401, times: 99, saved: false });
  t.stripe.fail({ route: "GET /v1/checkout/sessions/:id", status: 401, times: 99, saved: false });
  await t.pass(2 * HOUR);
  assert.equal(await t.studio.seats(classId), "0/1/0");
});

// ---------------------------------------------------------------- the buyer was erased

Deno.test("late money of a client who was erased goes back, and takes no seat", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId);
  await t.stripe.letExpire(held.session);
  await t.settle();
  assert.equal((await t.studio.manage("DELETE", `clients/${await anyClient(t)}`)).status, 204);
  await t.stripe.pay(held.session, { late: true });
  await t.settle();
  await t.pass(MINUTE);
  assert.deepEqual([await t.studio.seats(classId), t.stripe.refunds.size], ["0/0/1", 1]);
  assert.deepEqual(await t.doctor(), []);
});

for (const what of ["pack", "gift card"]) {
  Deno.test(`late money for a ${what} whose buyer was erased goes back`, async () => {
    await using t = await studio();
    const buyer = { ...person(), email: "buyer@example.com" };
    await t.studio.book(await t.studio.addClass({ priceCents: 0, inHours: 1 }), buyer);
    const session = what === "pack" ? await t.studio.startPack(buyer) : await t.studio.startGiftCard();
    await t.stripe.letExpire(session);
    await t.settle();
    await t.pass(3 * HOUR);
    assert.equal((await t.studio.manage("DELETE", `clients/${await anyClient(t)}`)).status, 204);
    await t.stripe.pay(session, { late: true });
    await t.settle();
    await t.pass(MINUTE);
    assert.equal(t.stripe.events.at(-1)!.attempts.at(-1)!.status, 200);
    assert.deepEqual((await t.studio.books("refunds")).map((one) => `${one.reason} ${one.state}`), [
      "buyer_gone succeeded",
    ]);
    assert.equal((await t.studio.books("client_packages")).length + (await t.studio.books("gift_cards")).length, 0);
    assert.deepEqual(await t.doctor(), []);
  });
}

Deno.test("who cancelled while the bank was at work is notified of that, not that the seat was gone", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass());
  await t.stripe.payLater(held.session);
  await t.settle();
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 200);
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  await t.pass(MINUTE);
  const [mail, ...more] = t.mailer.of("payment_refunded");
  assert.deepEqual([more.length, t.stripe.refunds.size], [0, 1]);
  assert.match(mail.text, /was cancelled before your payment arrived/);
});

// ---------------------------------------------------------------- another process

Deno.test("an address is not handed out for a pack that another server has given up: its page is closed", () =>
  withFile(async (databasePath) => {
    await using t = await studio({ databasePath });
    const gate = Promise.withResolvers<void>();
    t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: gate.promise });
    const asked = t.stripe.once("POST /v1/checkout/sessions");
    const starting = t.studio.startPack(person()).then(() => "handed out", (error: Error) => error.message);
    await asked;
    await using other = await startApp({ databasePath, after: t });
    await resumeCheckouts(other.ctx);
    gate.resolve();
    assert.match(await starting, /could not be created/);
    assert.deepEqual([...t.stripe.sessions.values()].map(({ session }) => session.status), ["expired"]);
  }));

Deno.test("nor for a hold: its seat may be another's by then", () =>
  withFile(async (databasePath) => {
    await using t = await studio({ databasePath });
    await using other = await startApp({ databasePath, after: t });
    const classId = await t.studio.addClass({ capacity: 1 });
    const gate = Promise.withResolvers<void>();
    t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: gate.promise });
    const first = t.studio.book(classId, person());
    await waitFor(() => t.stripe.requests.some((one) => one.path === "/v1/checkout/sessions"));
    assert.equal((await t.studio.seenBy(other).book(classId, person())).status, 502);
    gate.resolve();
    assert.equal((await first).status, 502);
    assert.equal(await t.studio.seats(classId), "0/0/1");
    await t.studio.seat(classId, person(2));
    assert.deepEqual(await t.doctor(), []);
  }));

// ---------------------------------------------------------------- the rest

Deno.test("a pack that pays while its own hold expires and is booked again makes no second seat, and no fault", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const who = person();
  const { token, packId } = await t.studio.buyPack(who);
  await t.studio.hold(classId, who);
  const route = "POST /v1/checkout/sessions/:id/expire";
  const gate = Promise.withResolvers<void>();
  t.stripe.fail({ route, mode: "late", until: gate.promise });
  const asked = t.stripe.once(route);
  const byPack = t.studio.book(classId, who, { useClientPackageId: packId, customerToken: token });
  await asked;
  await t.stripe.deliver(); // the hold has expired
  assert.equal((await t.studio.book(classId, who)).status, 200);
  gate.resolve();
  assert.equal((await byPack).status, 200);
  assert.equal(await t.studio.seats(classId), "1/0/5");
});

Deno.test("late money of a hold that a credit paid for does not keep a no-show from being undone", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const who = person();
  const { token, packId } = await t.studio.buyPack(who);
  const held = await t.studio.hold(classId, who);
  assert.equal((await t.studio.book(classId, who, { useClientPackageId: packId, customerToken: token })).status, 200);
  await t.stripe.pay(held.session, { late: true });
  await t.settle();
  await t.pass(73 * HOUR);
  assert.equal((await t.studio.manage("POST", `enrollments/${held.id}/no-show`)).status, 200);
  await undoNoShow(t.ctx, t.studio.id, held.id);
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
});

Deno.test("a session that says something else than our row is asked about again in a minute, not at once", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass());
  t.stripe.webhooks.drop = () => true;
  await t.stripe.pay(held.session);
  t.stripe.sessions.get(held.session)!.session.amount_total = 1999;
  t.clock.advance(HOUR);
  let passes = 0;
  while (passes < 9 && await reconcileCheckouts(t.ctx) > 0) passes++;
  assert.equal(passes, 1);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
});

Deno.test("what a clock that ran ahead has put off by a year is taken up once it is right again", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 24 * 400 });
  const held = await t.studio.seat(classId);
  const now = t.clock.at;
  t.clock.at = now + 365 * DAY;
  t.stripe.fail({ route: "POST /v1/refunds", status: 503, saved: false, times: 3 });
  await t.studio.manage("POST", `classes/${classId}/cancel`);
  t.clock.at = now;
  await t.pass(DAY);
  assert.equal(t.stripe.refunds.size, 0, "it waits");
  await purgeExpired(t.ctx);
  await t.pass(MINUTE);
  assert.deepEqual([t.stripe.refunds.size, await t.studio.statusOf(held.id)], [1, "Cancelled"]);
});

Deno.test("a clock that runs behind closes no page that can still be paid", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass());
  const now = t.clock.at;
  t.clock.at = now - 3 * DAY;
  await purgeExpired(t.ctx);
  t.clock.at = now;
  await t.pass(MINUTE);
  assert.deepEqual([await t.studio.statusOf(held.id), t.stripe.sessions.get(held.session)!.session.status], [
    "PendingPayment",
    "open",
  ]);
});

Deno.test("a pack booked with somebody else's details stays its owner's: name, email and phone", async () => {
  await using t = await studio();
  const [owner, friend] = [person(), person(2)];
  const { token, packId } = await t.studio.buyPack(owner);
  const classId = await t.studio.addClass();
  assert.equal(
    (await t.studio.book(classId, friend, { useClientPackageId: packId, customerToken: token })).status,
    200,
  );
  const [row] = (await t.studio.manage("GET", `classes/${classId}/roster`)).body.enrollments;
  assert.deepEqual([row.client.name, row.client.email, row.client.phone], [owner.name, owner.email, owner.phone]);
  const me = await t.studio.call("GET", `/api/customer/me?token=${token}`);
  assert.equal(me.body.client.name, owner.name);
  assert.equal(
    (await t.studio.book(classId, friend)).status,
    200,
    "the friend's own seat is not taken for the owner's",
  );
});
