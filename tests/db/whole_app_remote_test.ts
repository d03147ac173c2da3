/** The whole application with its data on a server: what works on a file works there, too. */
import assert from "node:assert/strict";
import { type HranaServer, serveHrana } from "../support/hrana_server.ts";
import { person, studio } from "../support/studio.ts";

/** A server for the data. */
async function serve() {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  const server: HranaServer = serveHrana(`${directory}/alera.db`);
  return {
    server,
    async [Symbol.asyncDispose]() {
      await server.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

Deno.test("over a server: a booking is held, paid, confirmed, cancelled and refunded, and who waits is promoted", async () => {
  await using data = await serve();
  await using t = await studio({ databaseUrl: data.server.url });
  const s = t.studio;
  const classId = await s.addClass({ capacity: 1 });
  const held = await s.hold(classId, person(1));
  assert.equal(await s.seats(classId), "0/1/0");
  assert.equal((await s.book(classId, person(1))).body.checkoutUrl, held.url);
  const full = await s.book(classId, person(2));
  assert.deepEqual([full.status, full.body.waitlistAvailable], [409, true]);
  await t.stripe.pay(held.session);
  await t.settle();
  assert.equal(await s.statusOf(held.id), "Confirmed");
  assert.equal(t.mailer.of("booking_confirmed", person(1).email).length, 1);

  const waiting = await s.wait(classId, person(2));
  assert.deepEqual([waiting.status, waiting.body.position], [200, 1]);
  const cancelled = await s.cancel(held.id, held.cancelToken);
  assert.deepEqual([cancelled.status, cancelled.body.refundedCents], [200, 2000]);
  assert.equal(t.stripe.refunds.size, 1);
  const promoted = await s.manage("POST", `waitlist/${waiting.body.waitlistEntryId}/promote`);
  assert.equal(promoted.body.status, "PendingPayment");
  await t.settle();
  assert.equal(t.mailer.of("waitlist_promoted", person(2).email).length, 1);
  const session = [...t.stripe.sessions.values()].find((one) => one.session.url === promoted.body.checkoutUrl)!;
  await t.stripe.pay(session.session.id);
  await t.settle();
  assert.equal(await s.seats(classId), "1/0/0");
  assert.equal((await s.cancel(held.id, held.cancelToken)).body.refundId, cancelled.body.refundId);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("over a server: a pack is bought, its credit taken and given back; a gift card is bought and redeemed", async () => {
  await using data = await serve();
  await using t = await studio({ databaseUrl: data.server.url });
  const s = t.studio;
  const { token, packId } = await s.buyPack(person(1), 2);
  const credit = { useClientPackageId: packId, customerToken: token };
  const booked = await s.book(await s.addClass(), person(1), credit);
  assert.deepEqual([booked.status, booked.body.checkoutUrl], [200, null]);
  const left = async () =>
    (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.packages[0]
      .sessionsRemaining;
  assert.equal(await left(), 1);
  assert.equal((await s.cancel(booked.body.enrollmentId, booked.body.cancelToken)).body.creditReturned, true);
  assert.equal(await left(), 2);

  const redeem = { code: await s.buyGiftCard(5000), providerId: s.id, requestedDebitCents: 2000, mode: "commit" };
  const first = await s.call("POST", "/api/gift-cards/redeem", { ...redeem, appointmentId: "visit-1" });
  assert.deepEqual([first.body.debitCents, first.body.balanceRemainingCents], [2000, 3000]);
  const again = await s.call("POST", "/api/gift-cards/redeem", { ...redeem, appointmentId: "visit-1" });
  assert.deepEqual([again.body.alreadyRedeemed, again.body.balanceRemainingCents], [true, 3000]);

  const { tipToken } = await s.completedAppointment(person(1));
  await t.stripe.pay(await s.startTip(tipToken));
  await t.settle();
  assert.equal((await s.manage("GET", "appointments")).body.items[0].tipAmountCents, 500);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("over a server: 60 ask at once for 5 seats of a free and of a paid class, 20 debits of a card come at once", async () => {
  await using data = await serve();
  await using t = await studio({ databaseUrl: data.server.url });
  const s = t.studio;
  const [free, paid] = [await s.addClass({ capacity: 5, priceCents: 0 }), await s.addClass({ capacity: 5 })];
  const code = await s.buyGiftCard(1000);
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, i) => s.book(i % 2 ? free : paid, person(i))),
  );
  assert.equal(answers.filter((one) => one.status === 200).length, 10);
  assert.equal(answers.filter((one) => one.status === 409 && one.body.waitlistAvailable).length, 110);
  assert.deepEqual([await s.seats(free), await s.seats(paid)], ["5/0/0", "0/5/0"]);
  const debits = await Promise.all(Array.from({ length: 20 }, (_, i) =>
    s.call("POST", "/api/gift-cards/redeem", {
      code,
      providerId: s.id,
      requestedDebitCents: 300,
      appointmentId: `visit-${i % 10}`,
      mode: "commit",
    })));
  const fresh = debits.filter((one) => one.status === 200 && !one.body.alreadyRedeemed);
  assert.equal(fresh.reduce((sum, one) => sum + one.body.debitCents, 0), 1000);
  assert.equal((await s.books("gift_cards"))[0].balance_cents, 0);
  const { code: giftCardCode } =
    (await s.manage("POST", "gift-cards", { amountCents: 5000, purchaserName: "Ann" })).body;
  const large = await s.addClass({ capacity: 20 });
  const byCard = await Promise.all(Array.from({ length: 10 }, (_, i) => s.book(large, person(i), { giftCardCode })));
  const booked = byCard.filter((one) => one.status === 200);
  assert.equal(booked.length, 2);
  const cancelled = await s.cancel(booked[0].body.enrollmentId, booked[0].body.cancelToken);
  assert.equal(cancelled.body.refundedCents, 2000);
  assert.equal((await s.manage("POST", `classes/${large}/cancel`)).body.refundedCount, 1);
  assert.deepEqual((await s.books("gift_cards")).map((one) => one.balance_cents).sort(), [0, 5000]);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("over a server: to close a class takes as many round trips with many paid seats as with few", async () => {
  await using data = await serve();
  await using t = await studio({ databaseUrl: data.server.url });
  const s = t.studio;
  const roundTrips = async (seats: number) => {
    const classId = await s.addClass({ capacity: seats });
    const held = await Promise.all(Array.from({ length: seats }, (_, i) => s.hold(classId, person(i))));
    await Promise.all(held.map((one) => t.stripe.pay(one.session)));
    await t.settle();
    // The first transaction closes the class; each refund is written in one of its own.
    let [requests, isOpen, isOver] = [0, false, false];
    data.server.fault = (sql) => {
      isOpen ||= sql.some((one) => one.startsWith("BEGIN IMMEDIATE"));
      if (isOpen && !isOver) requests++;
      isOver ||= isOpen && sql.some((one) => one.startsWith("COMMIT"));
      return undefined;
    };
    const { status, body } = await s.manage("POST", `classes/${classId}/cancel`);
    data.server.fault = () => undefined;
    assert.deepEqual([status, body.refundedCount], [200, seats]);
    await t.settle();
    return requests;
  };
  const [few, many] = [await roundTrips(2), await roundTrips(12)];
  assert.ok(many <= few + 1, `${few} with two seats, ${many} with twelve`);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("over a server: who books while a class is cancelled waits no longer for many paid seats than for some", async () => {
  await using data = await serve();
  await using t = await studio({ databaseUrl: data.server.url });
  const s = t.studio;
  const free = await s.addClass({ capacity: 1000, priceCents: 0 });
  let guests = 1000;
  /** Round trips that one of four who book all the time waited for, at most. */
  const longestWait = async (seats: number) => {
    const classId = await s.addClass({ capacity: seats });
    const held = await Promise.all(Array.from({ length: seats }, (_, i) => s.hold(classId, person(i))));
    await Promise.all(held.map((one) => t.stripe.pay(one.session)));
    await t.settle();
    let [isOver, longest] = [false, 0];
    const book = async () => {
      while (!isOver) {
        const before = data.server.requests;
        assert.equal((await s.book(free, person(guests++))).status, 200);
        longest = Math.max(longest, data.server.requests - before);
      }
    };
    const booking = Promise.all([book(), book(), book(), book()]);
    const { status, body } = await s.manage("POST", `classes/${classId}/cancel`);
    isOver = true;
    await booking;
    assert.deepEqual([status, body.refundedCount], [200, seats]);
    await t.settle();
    return longest;
  };
  const [some, many] = [await longestWait(10), await longestWait(30)];
  assert.ok(many <= 100, `${many} round trips`);
  assert.ok(many <= some * 1.5, `${some} round trips with ten seats, ${many} with thirty`);
});

Deno.test("over a server that loses its connections now and then, what was answered is there, once", async () => {
  await using data = await serve();
  await using t = await studio({ databaseUrl: data.server.url });
  const s = t.studio;
  const classId = await s.addClass({ capacity: 40, priceCents: 0 });
  let writes = 0;
  let broken = 0;
  // Before anything of it is done; the server gives up the transaction of a client that is gone.
  data.server.fault = (sql) => {
    if (!sql.some((one) => /INSERT|UPDATE/.test(one)) || ++writes % 5) return;
    broken++;
    data.server.restart();
    return "drop";
  };
  const answers = [];
  for (let i = 0; i < 40; i += 5) {
    answers.push(...await Promise.all(Array.from({ length: 5 }, (_, n) => s.book(classId, person(i + n)))));
  }
  data.server.fault = () => undefined;
  assert.ok(broken > 0, "nothing was broken");
  const { enrollments } = await s.roster(classId);
  const known = new Set(enrollments.map((one: { id: string }) => one.id));
  const booked = answers.filter((one) => one.status === 200);
  assert.ok(booked.length > 0);
  for (const { body } of booked) {
    assert.ok(known.has(body.enrollmentId), `${body.enrollmentId} was answered and is not there`);
  }
  for (const { status } of answers) assert.ok(status === 200 || status === 500, `${status}`);
  assert.equal(enrollments.length, booked.length);
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed").length, booked.length);
  assert.deepEqual(await t.doctor(), []);
});
