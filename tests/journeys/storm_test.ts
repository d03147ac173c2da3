/**
 * Everybody at once. Each storm has its negative control: the same storm goes wrong when the guard is taken away, so what is
 * green here is green because of the guard.
 */
import assert from "node:assert/strict";
import { type Answer, startApp } from "../support/app.ts";
import { type Guards, NoJoining, Sabotage } from "../support/sabotage.ts";
import { type Held, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
/** All of them at the same moment. */
const atOnce = <T>(n: number, ask: (i: number) => Promise<T>): Promise<T[]> => Promise.all(times(n, ask));
const clean = async (t: World) => assert.deepEqual(await t.doctor(), []);
const heldOf = ({ body }: Answer): Held => ({
  id: body.enrollmentId,
  session: body.checkoutSessionId,
  url: body.checkoutUrl,
  cancelToken: body.cancelToken,
});

/** How many answers had each status. */
function statuses(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** A world without these guards, and its storm. */
async function without<T>(
  guards: Guards,
  prepare: (t: World) => Promise<T>,
  storm: (t: World, prepared: T) => Promise<void>,
  joining = true,
): Promise<void> {
  const sabotage = new Sabotage(guards);
  await using t = await studio({
    wrapDatabase: sabotage.wrap,
    broken: true,
    inFlight: joining ? undefined : new NoJoining(),
  });
  const prepared = await prepare(t);
  await sabotage.during(() => storm(t, prepared));
}

/** POST requests to a path of Stripe: how many, and under how many different keys. */
function asked(t: World, path: string): { requests: number; keys: number } {
  const requests = t.stripe.requests.filter((one) => one.method === "POST" && one.path === path);
  return { requests: requests.length, keys: new Set(requests.map((one) => one.headers["idempotency-key"])).size };
}

/** The look at the free seats that every booking takes in its own transaction. */
const SEAT = { "c.held_count AS heldCount": "-1000 AS heldCount" };

// ---------------------------------------------------------------- seats

Deno.test("300 people ask for 12 seats of a free class: 12 get one, 288 are told of the waitlist", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 12, priceCents: 0 });
  const answers = await atOnce(300, (i) => t.studio.book(classId, person(i)));
  assert.deepEqual(statuses(answers), { 200: 12, 409: 288 });
  for (const { body } of answers.filter((one) => one.status === 409)) assert.equal(body.waitlistAvailable, true);
  assert.equal(await t.studio.seats(classId), "12/0/0");
  const { enrollments } = await t.studio.roster(classId);
  assert.deepEqual(
    enrollments.map((one: { id: string }) => one.id).sort(),
    answers.filter((one) => one.status === 200).map((one) => one.body.enrollmentId).sort(),
  );
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed").length, 12);
  await clean(t);
});

Deno.test("300 people ask for 12 seats of a paid class: 12 hold one, pay it at once, and have it", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 12 });
  const answers = await atOnce(300, (i) => t.studio.book(classId, person(i)));
  assert.deepEqual(statuses(answers), { 200: 12, 409: 288 });
  for (const { body } of answers.filter((one) => one.status === 409)) assert.equal(body.waitlistAvailable, true);
  assert.equal(await t.studio.seats(classId), "0/12/0");
  assert.equal(asked(t, "/v1/checkout/sessions").keys, 12);
  await clean(t);
  const held = answers.filter((one) => one.status === 200).map(heldOf);
  await Promise.all(held.map((one) => t.stripe.pay(one.session)));
  await t.stripe.deliver(undefined, { atOnce: true });
  await t.settle();
  assert.equal(await t.studio.seats(classId), "12/0/0");
  assert.equal(t.stripe.refunds.size, 0);
  assert.equal(t.mailer.of("booking_confirmed").length, 12);
  await clean(t);
});

Deno.test("two servers on one database file sell 12 seats of a class 12 times, and one seat to each customer", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  try {
    await using t = await studio({ databasePath: `${directory}/alera.db` });
    await using other = await startApp({ databasePath: `${directory}/alera.db`, after: t });
    const doors = [t.studio, t.studio.seenBy(other)];
    for (const priceCents of [0, 2000]) {
      const classId = await t.studio.addClass({ capacity: 12, priceCents });
      const answers = await atOnce(100, (i) => doors[i % 2].book(classId, person(i)));
      assert.deepEqual(statuses(answers), { 200: 12, 409: 88 });
      assert.equal(await t.studio.seats(classId), priceCents ? "0/12/0" : "12/0/0");
      const another = await t.studio.addClass({ capacity: 12, priceCents });
      const same = await atOnce(20, (i) => doors[i % 2].book(another, person(200)));
      const booked = same.filter((one) => one.status === 200).map((one) => one.body);
      assert.equal(new Set(booked.map((body) => body.enrollmentId)).size, 1);
      assert.equal(new Set(booked.map((body) => body.checkoutUrl)).size, 1);
    }
    assert.equal(t.stripe.sessions.size, 13);
    await clean(t);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

for (const [kind, priceCents] of [["free", 0], ["paid", 2000]] as const) {
  const prepare = (t: World) => t.studio.addClass({ capacity: 12, priceCents });
  const seatsTaken = async (t: World, classId: string) => {
    const { enrolledCount, heldCount } = await t.studio.class(classId);
    return enrolledCount + heldCount;
  };
  Deno.test(`control: without the seat guard and the CHECK behind it the storm on a ${kind} class oversells`, () =>
    without({ rewrite: SEAT, checks: true }, prepare, async (t, classId) => {
      assert.deepEqual(statuses(await atOnce(300, (i) => t.studio.book(classId, person(i)))), { 200: 300 });
      assert.equal(await seatsTaken(t, classId), 300);
      assert.ok((await t.doctor()).some((line) => line.includes(classId) && line.includes("expected at most 12")));
    }));
  Deno.test(`control: without queue and CHECK the storm on a ${kind} class oversells`, () =>
    without({ checks: true, lock: true }, prepare, async (t, classId) => {
      await atOnce(60, (i) => t.studio.book(classId, person(i)));
      assert.ok(await seatsTaken(t, classId) > 12);
    }));
  for (const [missing, guards] of [["seat guard", {}], ["seat guard and queue", { lock: true }]] as const) {
    Deno.test(`control: the CHECK alone, without ${missing}, still sells no seat of a ${kind} class twice`, () =>
      without({ rewrite: SEAT, ...guards }, prepare, async (t, classId) => {
        const answers = await atOnce(40, (i) => t.studio.book(classId, person(i)));
        assert.deepEqual(statuses(answers), { 200: 12, 409: 28 });
        for (const { body } of answers.filter((one) => one.status === 409)) assert.equal(body.waitlistAvailable, true);
        assert.equal(await seatsTaken(t, classId), 12);
      }));
  }
}

/** The last seat, whose hold has lapsed for each of five customers in turn; all five pay the page they still had open. */
async function fiveLapsed(t: World): Promise<{ classId: string; held: Held[] }> {
  const classId = await t.studio.addClass({ capacity: 1 });
  const held: Held[] = [];
  for (const i of times(5, (i) => i)) {
    held.push(await t.studio.hold(classId, person(i)));
    await t.stripe.letExpire(held[i].session);
    await t.settle();
  }
  return { classId, held };
}

async function payAllLate(t: World, held: Held[]): Promise<void> {
  await Promise.all(held.map((one) => t.stripe.pay(one.session, { late: true })));
  await t.stripe.deliver(undefined, { atOnce: true });
}

Deno.test("five pay for the last seat at the same moment: one has it, four have their money back", async () => {
  await using t = await studio();
  const { classId, held } = await fiveLapsed(t);
  await payAllLate(t, held);
  await t.settle();
  assert.equal(await t.studio.seats(classId), "1/0/0");
  assert.equal(t.stripe.refunds.size, 4);
  assert.deepEqual([...t.stripe.refunds.values()].map(({ refund }) => refund.amount), times(4, () => 2000));
  assert.equal(new Set([...t.stripe.refunds.values()].map(({ refund }) => refund.payment_intent)).size, 4);
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
  assert.equal(t.mailer.of("payment_refunded").length, 4);
  await clean(t);
});

Deno.test("control: without the seat guard five who pay for the last seat all have it", () =>
  without({ rewrite: SEAT, checks: true }, fiveLapsed, async (t, { classId, held }) => {
    await payAllLate(t, held);
    assert.equal((await t.studio.class(classId)).enrolledCount, 5);
  }));

// ---------------------------------------------------------------- one booking per customer and class

for (const [kind, priceCents] of [["free", 0], ["paid", 2000]] as const) {
  for (const known of [false, true]) {
    const who = known ? "a known customer" : "a new customer";
    Deno.test(`${who} books a ${kind} class 20 times at once: one enrollment, one session, one address`, async () => {
      await using t = await studio();
      if (known) await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person());
      const classId = await t.studio.addClass({ capacity: 12, priceCents });
      const answers = await atOnce(20, () => t.studio.book(classId, person()));
      assert.deepEqual(statuses(answers), priceCents ? { 200: 20 } : { 200: 1, 409: 19 });
      const booked = answers.filter((one) => one.status === 200).map((one) => one.body);
      for (const key of ["enrollmentId", "checkoutUrl", "checkoutSessionId", "cancelToken"]) {
        assert.equal(new Set(booked.map((body) => body[key])).size, 1, key);
      }
      assert.equal(await t.studio.seats(classId), priceCents ? "0/1/11" : "1/0/11");
      assert.deepEqual(
        asked(t, "/v1/checkout/sessions"),
        priceCents ? { requests: 1, keys: 1 } : { requests: 0, keys: 0 },
      );
      assert.equal(t.stripe.sessions.size, priceCents ? 1 : 0);
      assert.equal((await t.studio.books("clients")).length, 1);
      await clean(t);
    });
  }
}

const knownClientAndClass = async (t: World) => {
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person());
  return await t.studio.addClass({ capacity: 12 });
};

Deno.test("control: without queue and index a customer who books 20 times at once holds several seats", () =>
  without(
    { lock: true, drop: ["INDEX enrollments_one_live"] },
    knownClientAndClass,
    async (t, classId) => {
      await atOnce(20, () => t.studio.book(classId, person()));
      assert.ok((await t.studio.class(classId)).heldCount > 1);
      assert.ok(t.stripe.sessions.size > 1);
      assert.ok((await t.doctor()).some((line) => line.includes("live enrollments, expected at most 1")));
    },
  ));

Deno.test("control: the index alone still gives a customer who books 20 times at once one enrollment", () =>
  without({ lock: true }, knownClientAndClass, async (t, classId) => {
    await atOnce(20, () => t.studio.book(classId, person()));
    const live = (await t.studio.books("enrollments")).filter((one) => one.class_id === classId);
    assert.equal(live.length, 1);
    assert.equal(t.stripe.sessions.size, 1);
  }));

Deno.test("control: without joining, Stripe is asked by each of 20 requests, and its key still makes one session", () =>
  without({}, (t) => t.studio.addClass(), async (t, classId) => {
    await atOnce(20, () => t.studio.book(classId, person()));
    const { requests, keys } = asked(t, "/v1/checkout/sessions");
    assert.ok(requests > 1, `${requests} requests`);
    assert.equal(keys, 1);
    assert.equal(t.stripe.sessions.size, 1);
  }, false));

// ---------------------------------------------------------------- gift cards

const CARD = 10_000;

function redeem(t: World, code: string, appointmentId: string, cents: number): Promise<Answer> {
  return t.studio.call("POST", "/api/gift-cards/redeem", {
    code,
    providerId: t.studio.id,
    requestedDebitCents: cents,
    appointmentId,
    mode: "commit",
  });
}

/** Balance, all debits, and the appointments they were for. */
async function ledger(t: World): Promise<{ balance: number; debited: number; appointments: string[] }> {
  const [card] = await t.studio.books("gift_cards");
  const entries = await t.studio.books("gift_card_entries");
  return {
    balance: card.balance_cents,
    debited: entries.reduce((sum, one) => sum + one.debit_cents, 0),
    appointments: entries.map((one) => one.appointment_id),
  };
}

Deno.test("100 debits at once for 100 appointments empty a card, and not a cent more", async () => {
  await using t = await studio();
  const code = await t.studio.buyGiftCard(CARD);
  const answers = await atOnce(100, (i) => redeem(t, code, `visit-${i}`, 300));
  assert.deepEqual(statuses(answers), { 200: 34, 400: 66 });
  const given = answers.filter((one) => one.status === 200).map((one) => one.body);
  assert.deepEqual(given.map((body) => body.debitCents).sort((a, b) => a - b), [100, ...times(33, () => 300)]);
  for (const body of given) assert.equal(body.balanceCents - body.debitCents, body.balanceRemainingCents);
  assert.equal(new Set(given.map((body) => body.balanceRemainingCents)).size, 34, "each saw a balance of its own");
  const { balance, debited, appointments } = await ledger(t);
  assert.deepEqual([balance, debited, new Set(appointments).size], [0, CARD, 34]);
  await clean(t);
});

Deno.test("100 debits at once for 20 appointments debit each of them once", async () => {
  await using t = await studio();
  const code = await t.studio.buyGiftCard(CARD);
  const answers = await atOnce(100, (i) => redeem(t, code, `visit-${i % 20}`, 300 + i));
  assert.deepEqual(statuses(answers), { 200: 100 });
  assert.equal(answers.filter((one) => one.body.alreadyRedeemed).length, 80);
  for (const visit of times(20, (i) => i)) {
    const same = answers.filter((_, i) => i % 20 === visit);
    assert.equal(new Set(same.map((one) => one.body.debitCents)).size, 1);
  }
  const { balance, debited, appointments } = await ledger(t);
  assert.equal(appointments.length, 20);
  assert.equal(new Set(appointments).size, 20);
  assert.equal(balance, CARD - debited);
  const firsts = answers.filter((one) => !one.body.alreadyRedeemed).map((one) => one.body.debitCents);
  assert.equal(firsts.reduce((sum, cents) => sum + cents, 0), debited);
  await clean(t);
});

const buyCard = (t: World) => t.studio.buyGiftCard(CARD);
const BALANCE = { " AND balance_cents >= ?": " AND ? > 0" };

Deno.test("control: without queue, condition and CHECK 100 debits take more than the card has", () =>
  without({ lock: true, checks: true, rewrite: BALANCE }, buyCard, async (t, code) => {
    await atOnce(100, (i) => redeem(t, code, `visit-${i}`, 300));
    const { balance, debited } = await ledger(t);
    assert.ok(balance < 0, `${balance}`);
    assert.ok(debited > CARD, `${debited}`);
    assert.ok((await t.doctor()).some((line) => line.startsWith("gift card") && line.includes("expected 0 to")));
  }));

for (
  const [left, guards] of [["condition", { lock: true, checks: true }], ["CHECK", {
    lock: true,
    rewrite: BALANCE,
  }]] as const
) {
  Deno.test(`control: the ${left} alone still lets a card never go below zero`, () =>
    without(guards, buyCard, async (t, code) => {
      await atOnce(100, (i) => redeem(t, code, `visit-${i}`, 300));
      const { balance, debited } = await ledger(t);
      assert.ok(balance >= 0 && debited <= CARD, `${balance} ${debited}`);
    }));
}

Deno.test("control: without queue and uniqueness one appointment is debited several times", () =>
  without(
    {
      lock: true,
      rewrite: {
        "SELECT ?, provider_id, id, ?, ?, ?, ?, ? FROM gift_cards":
          "SELECT ?, provider_id, id, ? || ' ' || hex(randomblob(8)), ?, ?, ?, ? FROM gift_cards",
      },
    },
    buyCard,
    async (t, code) => {
      await atOnce(20, () => redeem(t, code, "visit-1", 300));
      assert.ok((await ledger(t)).appointments.length > 1);
    },
  ));

// ---------------------------------------------------------------- gift cards that pay for classes

const SEATS_PAID = 5; // of CARD, at 2000 cents each

/** A card with the money for five seats, and classes with far more. */
async function cardAndClasses(t: World) {
  return { code: await buyCard(t), classes: await Promise.all(times(2, () => t.studio.addClass({ capacity: 20 }))) };
}

const bookWithCard = (t: World, { code, classes }: { code: string; classes: string[] }, i: number) =>
  t.studio.book(classes[i % classes.length], person(i), { giftCardCode: code });

Deno.test("30 people pay with one card at once: it pays for five seats, and 25 are told what is left", async () => {
  await using t = await studio();
  const prepared = await cardAndClasses(t);
  const answers = await atOnce(30, (i) => bookWithCard(t, prepared, i));
  assert.deepEqual(statuses(answers), { 200: SEATS_PAID, 409: 30 - SEATS_PAID });
  for (const { body } of answers.filter((one) => one.status === 409)) {
    assert.deepEqual([body.code, body.balanceCents], ["gift_card_insufficient", 0]);
  }
  assert.deepEqual((await ledger(t)).balance, 0);
  const booked = answers.filter((one) => one.status === 200);
  // Each of them cancels, several times at once: each amount comes back once.
  const cancels = await atOnce(20, (i) => {
    const { enrollmentId, cancelToken } = booked[i % SEATS_PAID].body;
    return t.studio.cancel(enrollmentId, cancelToken);
  });
  for (const { body } of cancels) assert.equal(body.refundedCents, 2000);
  assert.deepEqual(await ledger(t).then(({ balance, debited }) => [balance, debited]), [CARD, 0]);
  await clean(t);
});

Deno.test("two bookings and a redemption race a card's last money: one wins", async () => {
  await using t = await studio();
  const code = await t.studio.buyGiftCard(2000);
  const classes = [await t.studio.addClass(), await t.studio.addClass()];
  const answers = await atOnce(
    3,
    (i) => i < 2 ? bookWithCard(t, { code, classes }, i) : redeem(t, code, "visit", 2000),
  );
  assert.equal(answers.filter((one) => one.status === 200).length, 1);
  assert.equal((await ledger(t)).balance, 0);
  await clean(t);
});

Deno.test("control: without queue, condition and CHECK a card pays for more seats than it can", () =>
  without({ lock: true, checks: true, rewrite: BALANCE }, cardAndClasses, async (t, prepared) => {
    await atOnce(30, (i) => bookWithCard(t, prepared, i));
    const { balance, debited } = await ledger(t);
    assert.ok(balance < 0 && debited > CARD, `${balance} ${debited}`);
    assert.ok((await t.doctor()).some((line) => line.startsWith("gift card") && line.includes("expected 0 to")));
  }));

Deno.test("control: without queue and uniqueness an amount comes back several times", () =>
  without(
    {
      lock: true,
      checks: true,
      drop: ["INDEX gift_card_entries_by_enrollment"],
      rewrite: {
        "AND NOT EXISTS (SELECT 1 FROM gift_card_entries r WHERE r.enrollment_id = t.enrollment_id AND r.debit_cents < 0)":
          "",
        "WHERE id = ? AND status = ?": "WHERE id = ? AND status <> coalesce('', ?)",
      },
    },
    async (t) => (await bookWithCard(t, await cardAndClasses(t), 1)).body,
    async (t, { enrollmentId, cancelToken }) => {
      await atOnce(20, () => t.studio.cancel(enrollmentId, cancelToken));
      assert.ok((await ledger(t)).balance > CARD);
    },
    false,
  ));

// ---------------------------------------------------------------- class packs

interface PackWorld {
  classes: string[];
  token: string;
  packId: string;
}

async function packAndClasses(t: World): Promise<PackWorld> {
  const classes = [];
  for (let i = 0; i < 30; i++) classes.push(await t.studio.addClass());
  return { classes, ...await t.studio.buyPack(person(), 1) };
}

const bookAllByCredit = (t: World, { classes, token, packId }: PackWorld) =>
  Promise.all(
    classes.map((id) => t.studio.book(id, person(), { useClientPackageId: packId, customerToken: token })),
  );

Deno.test("30 classes booked at once with a pack's one credit: one booking", async () => {
  await using t = await studio();
  const world = await packAndClasses(t);
  const answers = await bookAllByCredit(t, world);
  assert.deepEqual(statuses(answers), { 200: 1, 409: 29 });
  for (const { body } of answers.filter((one) => one.status === 409)) assert.equal(body.noCredits, true);
  assert.equal((await t.studio.books("client_packages"))[0].sessions_remaining, 0);
  assert.equal((await t.studio.books("credit_entries")).length, 1);
  assert.equal((await t.studio.books("enrollments")).filter((one) => one.status === "Confirmed").length, 1);
  await clean(t);
});

const CREDIT = { " AND sessions_remaining > 0": "" };

Deno.test("control: without queue, condition and CHECK one credit pays for several classes", () =>
  without({ lock: true, checks: true, rewrite: CREDIT }, packAndClasses, async (t, world) => {
    assert.ok(statuses(await bookAllByCredit(t, world))[200] > 1);
    assert.ok((await t.studio.books("client_packages"))[0].sessions_remaining < 0);
    assert.ok((await t.doctor()).some((line) => line.startsWith("pack") && line.includes("expected 0 to 1")));
  }));

for (
  const [left, guards] of [["condition", { lock: true, checks: true }], ["CHECK", {
    lock: true,
    rewrite: CREDIT,
  }]] as const
) {
  Deno.test(`control: the ${left} alone still lets one credit pay for one class`, () =>
    without(guards, packAndClasses, async (t, world) => {
      assert.equal(statuses(await bookAllByCredit(t, world))[200], 1);
      assert.equal((await t.studio.books("client_packages"))[0].sessions_remaining, 0);
      assert.equal((await t.studio.books("credit_entries")).length, 1);
    }));
}

// ---------------------------------------------------------------- refunds

for (const n of [2, 20]) {
  Deno.test(`${n} cancels of a paid booking at once: one refund at Stripe, one answer for all`, async () => {
    await using t = await studio();
    const classId = await t.studio.addClass();
    const held = await t.studio.seat(classId);
    const answers = await atOnce(n, () => t.studio.cancel(held.id, held.cancelToken));
    assert.deepEqual(statuses(answers), { 200: n });
    for (const { body } of answers) assert.deepEqual(body, answers[0].body);
    assert.deepEqual(asked(t, "/v1/refunds"), { requests: 1, keys: 1 });
    assert.deepEqual([...t.stripe.refunds.values()].map(({ refund }) => refund.amount), [2000]);
    assert.equal(await t.studio.seats(classId), "0/0/6");
    await t.settle();
    assert.equal((await t.studio.books("refunds")).length, 1);
    assert.equal(t.mailer.of("booking_cancelled").length, 1);
    await clean(t);
  });
}

const paidSeat = async (t: World) => t.studio.seat(await t.studio.addClass());
const STANDING = { "FROM refunds WHERE checkout_id = ?": "FROM refunds WHERE checkout_id = ? AND state = 'no such'" };

for (const n of [2, 20]) {
  Deno.test(`control: without joining, index and look-up ${n} cancels at once owe several refunds`, () =>
    without({ rewrite: STANDING, drop: ["INDEX refunds_one_per_payment"] }, paidSeat, async (t, held) => {
      await atOnce(n, () => t.studio.cancel(held.id, held.cancelToken));
      // Only Stripe's own arithmetic, which gives no more than was paid, is left to refuse the others.
      assert.ok(asked(t, "/v1/refunds").keys > 1);
      assert.ok((await t.studio.books("refunds")).length > 1);
    }, false));
}

Deno.test("control: joining alone, without index and look-up, still makes one refund", () =>
  without({ rewrite: STANDING, drop: ["INDEX refunds_one_per_payment"] }, paidSeat, async (t, held) => {
    await atOnce(20, () => t.studio.cancel(held.id, held.cancelToken));
    assert.deepEqual(asked(t, "/v1/refunds"), { requests: 1, keys: 1 });
  }));

for (
  const [left, guards] of [
    ["look-up", { drop: ["INDEX refunds_one_per_payment"] }],
    ["index", { rewrite: STANDING }],
  ] as [string, Guards][]
) {
  Deno.test(`control: the ${left} alone, without joining, still makes one refund under one key`, () =>
    without(guards, paidSeat, async (t, held) => {
      await atOnce(20, () => t.studio.cancel(held.id, held.cancelToken));
      assert.equal(asked(t, "/v1/refunds").keys, 1);
      assert.equal(t.stripe.refunds.size, 1);
      assert.equal((await t.studio.books("refunds")).length, 1);
    }, false));
}

// ---------------------------------------------------------------- waiting and being promoted

/** A full class whose every seat is then given back, and so many who wait for it. */
async function openedUp(t: World, seats: number, waiting: number, priceCents: number) {
  const classId = await t.studio.addClass({ capacity: seats, priceCents });
  const booked = [];
  for (let i = 0; i < seats; i++) {
    const answer = await t.studio.book(classId, person(100 + i));
    if (priceCents) await t.stripe.pay(answer.body.checkoutSessionId);
    booked.push(heldOf(answer));
  }
  await t.settle();
  const entries: string[] = [];
  for (let i = 0; i < waiting; i++) entries.push((await t.studio.wait(classId, person(i))).body.waitlistEntryId);
  for (const one of booked) await t.studio.cancel(one.id, one.cancelToken);
  await t.settle();
  return { classId, entries, sessions: t.stripe.sessions.size };
}

const promote = (t: World, entry: string) => t.studio.manage("POST", `waitlist/${entry}/promote`);

for (const [kind, priceCents] of [["free", 0], ["paid", 2000]] as const) {
  Deno.test(`20 promotions at once of one who waits for a ${kind} class: one seat, one answer for all`, async () => {
    await using t = await studio();
    const { classId, entries: [entry], sessions } = await openedUp(t, 6, 1, priceCents);
    const answers = await atOnce(20, () => promote(t, entry));
    assert.deepEqual(statuses(answers), { 200: 20 });
    for (const { body } of answers) assert.deepEqual(body, answers[0].body);
    assert.equal(await t.studio.seats(classId), priceCents ? "0/1/5" : "1/0/5");
    assert.equal(t.stripe.sessions.size - sessions, priceCents ? 1 : 0);
    await t.settle();
    assert.equal(t.mailer.of(priceCents ? "waitlist_promoted" : "booking_confirmed", person(0).email).length, 1);
    await clean(t);
  });

  Deno.test(`five who wait for the one open seat of a ${kind} class are promoted at once: one gets it`, async () => {
    await using t = await studio();
    const { classId, entries } = await openedUp(t, 1, 5, priceCents);
    const answers = await Promise.all(entries.map((entry) => promote(t, entry)));
    assert.deepEqual(statuses(answers), { 200: 1, 409: 4 });
    assert.equal(await t.studio.seats(classId), priceCents ? "0/1/0" : "1/0/0");
    assert.equal((await t.studio.roster(classId)).waitlist.length, 4);
    await clean(t);
  });
}

Deno.test("control: without queue and index 20 promotions of one who waits take several seats", () =>
  without(
    { lock: true, drop: ["INDEX enrollments_one_live"] },
    (t) => openedUp(t, 6, 1, 2000),
    async (t, { classId, entries: [entry] }) => {
      await atOnce(20, () => promote(t, entry));
      assert.ok((await t.studio.class(classId)).heldCount > 1);
    },
  ));

Deno.test("control: without queue, condition and CHECK five promotions all take the one open seat", () =>
  without(
    { lock: true, checks: true, rewrite: SEAT },
    (t) => openedUp(t, 1, 5, 2000),
    async (t, { classId, entries }) => {
      await Promise.all(entries.map((entry) => promote(t, entry)));
      assert.ok((await t.studio.class(classId)).heldCount > 1);
    },
  ));

/** A full class, and somebody who is known from another. */
async function fullAndKnown(t: World): Promise<string> {
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(1));
  const classId = await t.studio.addClass({ capacity: 1, priceCents: 0 });
  await t.studio.book(classId, person(2));
  return classId;
}

for (const known of [true, false]) {
  Deno.test(`${known ? "a known" : "a new"} customer who joins a waitlist 20 times at once has one place in it`, async () => {
    await using t = await studio();
    const classId = await fullAndKnown(t);
    const who = person(known ? 1 : 3);
    const answers = await atOnce(20, () => t.studio.wait(classId, who));
    assert.deepEqual(statuses(answers), { 200: 20 });
    assert.equal(new Set(answers.map((one) => one.body.waitlistEntryId)).size, 1);
    assert.deepEqual(answers.map((one) => one.body.position), times(20, () => 1));
    assert.equal(answers.filter((one) => !one.body.alreadyOnWaitlist).length, 1);
    assert.equal((await t.studio.roster(classId)).waitlist.length, 1);
    await t.settle();
    assert.equal(t.mailer.of("waitlist_joined").length, 1);
    await clean(t);
  });
}

Deno.test("20 people who join a waitlist at once have 20 places in a row", async () => {
  await using t = await studio();
  const classId = await fullAndKnown(t);
  const answers = await atOnce(20, (i) => t.studio.wait(classId, person(10 + i)));
  assert.deepEqual(statuses(answers), { 200: 20 });
  assert.deepEqual(answers.map((one) => one.body.position).sort((a, b) => a - b), times(20, (i) => i + 1));
  await clean(t);
});

Deno.test("control: without queue, index and order 20 joins of one customer make several entries", () =>
  without(
    {
      lock: true,
      drop: ["INDEX waitlist_one_live"],
      // Two entries at one place are refused as well.
      rewrite: {
        "SELECT max(place) AS place FROM waitlist_entries WHERE class_id = ?":
          "SELECT abs(random() % 1000000000) AS place WHERE ? <> ''",
      },
    },
    fullAndKnown,
    async (t, classId) => {
      await atOnce(20, () => t.studio.wait(classId, person(1)));
      assert.ok((await t.studio.roster(classId)).waitlist.length > 1);
    },
  ));

// ---------------------------------------------------------------- events

async function paidUntold(t: World): Promise<{ classId: string; held: Held }> {
  const classId = await t.studio.addClass({ capacity: 30 });
  await t.studio.seat(classId, person(100)); // so that counts can fall without a CHECK
  for (let i = 0; i < 20; i++) await t.studio.hold(classId, person(101 + i));
  const held = await t.studio.hold(classId);
  await t.stripe.pay(held.session);
  return { classId, held };
}

async function tell20(t: World): Promise<number[]> {
  const { event } = t.stripe.events.findLast(({ event }) => event.type === "checkout.session.completed")!;
  return await atOnce(20, async () => {
    const answer = await t.stripe.send(event);
    await answer.text();
    return answer.status;
  });
}

Deno.test("20 copies of one event at once have one effect", async () => {
  await using t = await studio();
  const { classId, held } = await paidUntold(t);
  assert.deepEqual(await tell20(t), times(20, () => 200));
  assert.equal(await t.studio.seats(classId), "2/20/8");
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed", person().email).length, 1);
  await clean(t);
});

const EVENT = {
  "INSERT INTO payment_events (id, type, account_id, outcome, received_at) VALUES (?, ?, ?, ?, ?)":
    "INSERT INTO payment_events (id, type, account_id, outcome, received_at) VALUES (? || hex(randomblob(8)), ?, ?, ?, ?)",
};

Deno.test("control: the queue alone, without event ids, still lets 20 copies have one effect", () =>
  without({ rewrite: EVENT }, paidUntold, async (t, { classId }) => {
    await tell20(t);
    assert.equal(await t.studio.seats(classId), "2/20/8");
  }));

Deno.test("20 copies at once of the event that pays a pack, and of one that pays a gift card, make one of each", async () => {
  await using t = await studio();
  for (const session of [await t.studio.startPack(person()), await t.studio.startGiftCard()]) {
    await t.stripe.pay(session);
    assert.deepEqual(await tell20(t), times(20, () => 200));
  }
  await t.settle();
  assert.equal((await t.studio.books("client_packages")).length, 1);
  assert.equal((await t.studio.books("gift_cards")).length, 1);
  assert.equal(t.mailer.of("pack_bought").length, 1);
  assert.equal(t.mailer.of("gift_card").length, 1);
  await clean(t);
});
