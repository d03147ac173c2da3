/** The month in figures: what counts when, and how often. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { at, csvRows, monthRows, read, seen, sum } from "./read_sales.ts";

Deno.test("a month is the sum of what was paid in it less what was refunded, each once", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ capacity: 9 });
  const [kept, back, part, whole] = [
    await s.seat(classId, person(1)),
    await s.seat(classId, person(2)),
    await s.seat(classId, person(3)),
    await s.seat(classId, person(4)),
  ];
  assert.equal((await s.cancel(back.id, back.cancelToken)).body.refundedCents, 2000);
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 300);
  await t.settle();
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 450);
  await t.stripe.refundInDashboard(s.paymentOf(whole.session));
  // A payment for a seat that is gone is refunded: no sale, and no refund of one.
  const small = await s.addClass({ capacity: 1 });
  const late = await s.hold(small, person(5));
  await t.stripe.letExpire(late.session);
  await t.settle();
  await s.seat(small, person(6));
  await t.stripe.pay(late.session, { late: true });
  await t.settle();
  // A pack and a class booked with it; a card, used, and one refunded in the dashboard; a tip and one too many; a free class.
  const { token, packId } = await s.buyPack(person(7));
  await s.book(classId, person(7), { useClientPackageId: packId, customerToken: token });
  const code = await s.buyGiftCard(4000);
  await s.call("POST", "/api/gift-cards/redeem", {
    code,
    providerId: s.id,
    requestedDebitCents: 1500,
    mode: "commit",
    appointmentId: "a",
  });
  const second = await s.startGiftCard(2500);
  await t.stripe.pay(second);
  await t.settle();
  await t.stripe.refundInDashboard(s.paymentOf(second));
  const visit = await s.completedAppointment(person(8));
  const tips = [await s.startTip(visit.tipToken, 700), await s.startTip(visit.tipToken, 900)];
  for (const tip of tips) await t.stripe.pay(tip);
  await s.book(await s.addClass({ priceCents: 0 }), person(1));
  await t.settle();
  assert.ok(kept.id);

  // 5 seats, a pack, 2 cards, a tip; refunded: a cancel 20.00, parts 3.00 and 4.50, a whole seat 20.00, a card 25.00.
  const owner = await signIn(t, s);
  const page = await read(owner, "/console/sales");
  for (
    const fact of [
      "Revenue after refunds $189.50",
      "Classes $100.00",
      "Packs $90.00",
      "Gift cards $65.00",
      "Tips $7.00",
      "Refunds −$72.50",
    ]
  ) assert.ok(page.includes(fact), `${fact}\n${page}`);
  const rows = await monthRows(owner, "2026-05");
  assert.equal(rows.length, 11, "a row for each day until today");
  assert.deepEqual(rows.at(-1), {
    "Date": "2026-05-11",
    "Classes": "100.00",
    "Packs": "90.00",
    "Gift cards": "65.00",
    "Tips": "7.00",
    "Refunds": "-72.50",
    "Revenue after refunds": "189.50",
    "Paid elsewhere": "0.00",
    "Currency": "USD",
    "Seats filled": "0",
    "Seats on offer": "0",
  });
  assert.equal(sum(rows, "Revenue after refunds"), 189.5);
  assert.match(page, /before Stripe’s fees/);
});

Deno.test("a refund made in the dashboard that the bank returned counts no more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const refund = await t.stripe.refundInDashboard(t.studio.paymentOf(held.session), 500);
  await t.settle();
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session), 300);
  await t.settle();
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner, "/console/sales"), /Refunds −\$8\.00/);
  await t.stripe.failRefund(refund);
  await t.settle();
  assert.match(await read(owner, "/console/sales"), /Revenue after refunds \$17\.00 .* Refunds −\$3\.00/);
  assert.equal((await csvRows(owner, "/console/sales/refunds.csv")).length, 1);
});

Deno.test("a refund counts in the month in which it is made, also below zero", async () => {
  await using t = await studio();
  at(t, "2026-05-30T15:00:00.000Z");
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 24 * 7 }));
  const parted = await t.studio.seat(await t.studio.addClass({ inHours: 24 * 7 }), person(2));
  at(t, "2026-06-02T15:00:00.000Z");
  await t.studio.cancel(held.id, held.cancelToken);
  await t.stripe.refundInDashboard(t.studio.paymentOf(parted.session), 700);
  await t.settle();
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner, "/console/sales?month=2026-05"), /Revenue after refunds \$40\.00 .* Refunds \$0\.00/);
  const june = await owner.page("/console/sales");
  assert.match(seen(june.text), /June 2026 .* Revenue after refunds −\$27\.00 Classes \$0\.00 .* Refunds −\$27\.00/);
  assert.match(seen(june.text), /No day had more sales than refunds\. Today so far: −\$27\.00\./);
  assert.match(june.text, /<rect class="minus" x="1\.2" y="0" [^>]*><title>Tue, Jun 2: −\$27\.00<\/title>/);
  assert.deepEqual((await monthRows(owner, "2026-06")).map((row) => row["Revenue after refunds"]), ["0.00", "-27.00"]);
});

for (
  const [timezone, before, after, months] of [
    ["America/Chicago", "2026-06-01T04:59:59.999Z", "2026-06-01T05:00:00.000Z", ["2026-05", "2026-06"]],
    ["Pacific/Auckland", "2026-05-31T11:59:59.999Z", "2026-05-31T12:00:00.000Z", ["2026-05", "2026-06"]],
    // The month after the clocks went forward, and the one after they went back.
    ["America/Chicago", "2026-04-01T04:59:59.999Z", "2026-04-01T05:00:00.000Z", ["2026-03", "2026-04"]],
    ["America/Chicago", "2026-12-01T05:59:59.999Z", "2026-12-01T06:00:00.000Z", ["2026-11", "2026-12"]],
  ] as const
) {
  Deno.test(`midnight in ${timezone} parts ${months.join(" from ")}`, async () => {
    await using t = await studio({ timezone });
    const classId = await t.studio.addClass({ inHours: 24 * 365 });
    at(t, before);
    await t.studio.seat(classId, person(1));
    at(t, after);
    await t.studio.seat(classId, person(2));
    await t.studio.seat(classId, person(3));
    const owner = await signIn(t, t.studio);
    for (const [month, cents, day] of [[months[0], "20.00", -1], [months[1], "40.00", 0]] as const) {
      const rows = await monthRows(owner, month);
      assert.equal(rows.at(day)!["Revenue after refunds"], cents);
      assert.equal(sum(rows, "Revenue after refunds"), Number(cents));
    }
  });
}

Deno.test("days have 23 or 25 hours when the clocks change", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 24 * 365, capacity: 9 });
  let n = 0;
  for (
    const instant of [
      "2026-11-01T04:59:00.000Z", // Oct 31, 11:59 PM
      "2026-11-01T05:00:00.000Z", // Nov 1, 12:00 AM
      "2026-11-01T06:30:00.000Z", // 1:30 AM
      "2026-11-01T07:30:00.000Z", // 1:30 AM again
      "2026-11-02T05:59:00.000Z", // Nov 1, 11:59 PM
      "2026-11-02T06:00:00.000Z", // Nov 2, 12:00 AM
    ]
  ) {
    at(t, instant);
    await t.studio.seat(classId, person(++n));
  }
  const owner = await signIn(t, t.studio);
  assert.deepEqual((await monthRows(owner, "2026-11")).map((row) => row["Classes"]), ["80.00", "20.00"]);
  assert.equal((await monthRows(owner, "2026-10")).at(-1)!["Classes"], "20.00");
});

Deno.test("a bank that pays after two weeks pays in the month in which it does", async () => {
  await using t = await studio();
  at(t, "2026-05-25T15:00:00.000Z");
  const held = await t.studio.hold(await t.studio.addClass({ inHours: 24 * 30 }));
  await t.stripe.payLater(held.session);
  await t.settle();
  at(t, "2026-06-08T15:00:00.000Z");
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  const owner = await signIn(t, t.studio);
  assert.equal(sum(await monthRows(owner, "2026-05"), "Classes"), 0);
  assert.equal(sum(await monthRows(owner, "2026-06"), "Classes"), 20);
});

Deno.test("a payment that we learn of only months later counts in the month in which we do", async () => {
  await using t = await studio();
  at(t, "2026-01-10T15:00:00.000Z");
  await t.stripe.pay(await t.studio.startGiftCard(7000)); // the server is off from now on
  at(t, "2026-06-08T15:00:00.000Z");
  await t.settle();
  const owner = await signIn(t, t.studio);
  assert.equal(sum(await monthRows(owner, "2026-01"), "Gift cards"), 0);
  assert.equal(sum(await monthRows(owner, "2026-06"), "Gift cards"), 70);
  assert.match(await read(owner, "/console/sales/gift-cards"), /\$70\.00/);
});

Deno.test("attendance counts seats of classes that have begun; no-shows too, cancelled seats not", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 5, inHours: 2, priceCents: 0 });
  const ids = [];
  for (let n = 1; n <= 4; n++) ids.push((await t.studio.book(classId, person(n))).body.enrollmentId);
  await t.studio.manage("POST", `enrollments/${ids[0]}/cancel`, {});
  t.clock.advance(3 * HOUR);
  await t.studio.manage("POST", `enrollments/${ids[1]}/no-show`);
  const owner = await signIn(t, t.studio);
  // Today's next class counts once it has begun: on the page, in its table and in the file.
  const later = await t.studio.addClass({ capacity: 5, inHours: 1, priceCents: 0 });
  await t.studio.book(later, person(1));
  const filled = async () => {
    const rows = await monthRows(owner, iso(t.clock.now()).slice(0, 7));
    return `${sum(rows, "Seats filled")} of ${sum(rows, "Seats on offer")}`;
  };
  assert.match(await read(owner, "/console/sales"), /Seats filled 3 of 5, 60%.* 3 5 /);
  assert.equal(await filled(), "3 of 5");
  t.clock.advance(HOUR);
  assert.match(await read(owner, "/console/sales"), /Seats filled 4 of 10, 40%.* 4 10 /);
  assert.equal(await filled(), "4 of 10");
});
