/** What the database refuses, whoever writes it: each guard of the schema is broken by hand once. */
import assert from "node:assert/strict";
import { type Ids, live } from "../doctor/busy_studio.ts";
import { copyOfEnrollment, copyOfRefund, paidManually } from "../doctor/breaches.ts";
import { person, studio } from "../support/studio.ts";

type Case = [name: string, sql: (w: Ids) => string, refusal: RegExp];

const COMPOSITE = /FOREIGN KEY constraint failed/;
const entry = (w: Ids, ofPack: string, enrollment: string, delta: number) =>
  `INSERT INTO credit_entries VALUES ('credit-x', '${w.provider}', '${ofPack}', '${enrollment}', ${delta}, '')`;

const CASES: Case[] = [
  [
    "a seat more than there are",
    (w) =>
      `UPDATE class_sessions SET capacity = 1 WHERE id = (SELECT class_id FROM enrollments WHERE id = '${w.free}');` +
      copyOfEnrollment(w.free, "enr-x", "'Confirmed', 0, 'free'").replace(" client_id, 'C", ` '${w.client}', 'C`),
    /CHECK constraint failed: class_full/,
  ],
  [
    "a class smaller than its bookings",
    (w) => `UPDATE class_sessions SET capacity = 2 WHERE id = '${w.main}'`,
    /class_full/,
  ],
  [
    "a move into a full class",
    (w) =>
      `UPDATE class_sessions SET capacity = 3 WHERE id = '${w.main}';
       UPDATE enrollments SET class_id = '${w.main}' WHERE id = '${w.free}'`,
    /class_full/,
  ],
  [
    "a cancelled booking that lives again in a full class",
    (w) =>
      `UPDATE class_sessions SET capacity = 3 WHERE id = '${w.main}';
       UPDATE enrollments SET status = 'Confirmed' WHERE id = '${w.refunded}'`,
    /class_full/,
  ],
  ["a second live enrollment", (w) => copyOfEnrollment(w.paid, "enr-x", "'Confirmed', 0, 'free'"), /UNIQUE/],
  [
    "another studio's client",
    (w) => `UPDATE enrollments SET client_id = '${w.othersClient}' WHERE id = '${w.free}'`,
    COMPOSITE,
  ],
  [
    "another studio's checkout",
    (w) => `UPDATE refunds SET checkout_id = '${w.othersCheckout}' WHERE id = '${w.refund}'`,
    COMPOSITE,
  ],
  [
    "another studio's row",
    (w) => `UPDATE enrollments SET provider_id = '${w.other}' WHERE id = '${w.paid}'`,
    COMPOSITE,
  ],
  ["a hold without a checkout", (w) => `UPDATE enrollments SET checkout_id = NULL WHERE id = '${w.hold}'`, /CHECK/],
  [
    "a card seat without a checkout",
    (w) => `UPDATE enrollments SET paid_with = 'card' WHERE id = '${w.free}'`,
    /CHECK/,
  ],
  [
    "a seat paid by a checkout that is still open",
    (w) => `UPDATE enrollments SET status = 'Confirmed', paid_with = 'card' WHERE id = '${w.hold}'`,
    COMPOSITE,
  ],
  [
    "a paid seat whose checkout is no longer paid",
    (w) =>
      `UPDATE checkouts SET state = 'expired', fulfillment_kind = NULL, fulfillment_id = NULL WHERE id = '${w.paidCheckout}'`,
    /the fulfillment of a paid checkout never changes/,
  ],
  [
    "a refund of what was never paid",
    (w) => copyOfRefund(w.secondTipRefund, "rf-x", "failed", `'${w.holdCheckout}', NULL`),
    COMPOSITE,
  ],
  [
    "a payment that gave a seat which is another payment's",
    (w) =>
      `UPDATE checkouts SET state = 'paid', paid_at = '', fulfillment_kind = 'seat', fulfillment_id = '${w.paid}' WHERE id = '${w.holdCheckout}'`,
    /a fulfillment that is not its own/,
  ],
  [
    "a payment that gave a pack which is another payment's",
    (w) =>
      `UPDATE checkouts SET state = 'paid', paid_at = '', fulfillment_kind = 'package', fulfillment_id = '${w.pack}' WHERE id = '${w.holdCheckout}'`,
    /a fulfillment that is not its own/,
  ],
  [
    "a payment that gave a gift card which is another payment's",
    (w) =>
      `UPDATE checkouts SET state = 'paid', paid_at = '', fulfillment_kind = 'gift_card', fulfillment_id = '${w.card}' WHERE id = '${w.holdCheckout}'`,
    /a fulfillment that is not its own/,
  ],
  [
    "a payment that gave nothing",
    (w) => `UPDATE checkouts SET state = 'paid', paid_at = '' WHERE id = '${w.holdCheckout}'`,
    /CHECK constraint failed/,
  ],
  [
    "a credit made from nothing",
    (w) => `UPDATE client_packages SET sessions_remaining = 5 WHERE id = '${w.pack}'`,
    /what its credit entries leave/,
  ],
  [
    "a larger pack than was bought",
    (w) => `UPDATE client_packages SET sessions_total = 6 WHERE id = '${w.pack}'`,
    /what its credit entries leave/,
  ],
  [
    "a credit returned that was never taken",
    (w) =>
      entry(w, w.pack, w.free, 1) + "; " + entry(w, w.pack, w.paid, 1).replace("-x", "-y") + "; " +
      entry(w, w.pack, w.hold, 1).replace("-x", "-z"),
    /CHECK/,
  ],
  [
    "money made from nothing",
    (w) => `UPDATE gift_cards SET balance_cents = 5000 WHERE id = '${w.card}'`,
    /what its entries leave/,
  ],
  [
    "a larger card than was bought",
    (w) => `UPDATE gift_cards SET initial_cents = 6000, balance_cents = 5000 WHERE id = '${w.card}'`,
    /what its entries leave/,
  ],
  [
    "a debit of more than there is",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.card}', 'visit-x', 3801, '', NULL, NULL, NULL)`,
    /CHECK/,
  ],
  [
    "a gift card that pays for what a card paid",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.card}', NULL, 100, '', '${w.paid}', NULL, NULL)`,
    /pays for a booking of its studio/,
  ],
  [
    "more back on a gift card than was taken",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.card}', 'visit-1', -1201, '', NULL, NULL, NULL)`,
    /a debit, all of it/,
  ],
  [
    "a debit that comes back twice",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.seatCard}', NULL, -2000, '', '${w.cardReturned}', NULL, NULL)`,
    /UNIQUE/,
  ],
  [
    "more due than was paid",
    (w) => `UPDATE refunds SET due_cents = 2001 WHERE id = '${w.refund}'`,
    /more would be due than was paid/,
  ],
  [
    "a refund begun of more than was paid",
    (w) =>
      copyOfRefund(w.refund, "rf-x", "intent", `'${w.secondTip}', NULL`)
        .replace(", due_cents, amount_cents, currency, reason, 'intent'", ", 701, 700, currency, reason, 'intent'"),
    /more would be due than was paid/,
  ],
  [
    "a refund asked for again, of what the dashboard has refunded",
    (w) => `UPDATE refunds SET state = 'intent', amount_cents = 2000 WHERE id = '${w.partRefund}'`,
    /more would be asked for than is left/,
  ],
  ["cash for what Stripe has refunded", (w) => paidManually(w.refund), /more would be paid back than is owed/],
];

Deno.test("the database refuses what would break a promise, whoever asks", async (test) => {
  await using t = await studio();
  const w = await live(t);
  for (const [name, sql, refusal] of CASES) {
    await test.step(name, async () => {
      const work = t.db.write(null, async (tx) => {
        for (const one of sql(w).split(";").filter((one) => one.trim())) await tx.run(one);
      });
      await assert.rejects(work, (error: Error) => refusal.test(error.message) || assert.fail(error.message));
    });
  }
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("the counts of a class follow its enrollments: when they come, change, move and go", async () => {
  await using t = await studio({ broken: true }); // a hold of nobody is left
  const [from, to] = [await t.studio.addClass({ priceCents: 0 }), await t.studio.addClass({ priceCents: 0 })];
  const { enrollmentId: id } = (await t.studio.book(from, person())).body;
  const held = await t.studio.hold(await t.studio.addClass(), person(2));
  const counts = async (classId: string) => {
    const [row] = await t.db.read("SELECT enrolled_count AS e, held_count AS h FROM class_sessions WHERE id = ?", [
      classId,
    ]);
    return `${row.e}/${row.h}`;
  };
  const set = (what: string, of = id) =>
    t.db.write(null, (tx) => tx.run(`UPDATE enrollments SET ${what} WHERE id = '${of}'`));
  assert.equal(await counts(from), "1/0");
  for (
    const [status, expected] of [["NoShow", "1/0"], ["Completed", "1/0"], ["Cancelled", "0/0"], ["Confirmed", "1/0"]]
  ) {
    assert.equal(await set(`status = '${status}'`), 1, "what a trigger changes is not counted");
    assert.equal(await counts(from), expected, status);
  }
  await set(`class_id = '${to}'`);
  assert.deepEqual([await counts(from), await counts(to)], ["0/0", "1/0"]);
  await set(`class_id = '${from}', status = 'Expired'`);
  assert.deepEqual([await counts(from), await counts(to)], ["0/0", "0/0"]);
  await set(`class_id = '${to}'`, held.id);
  assert.deepEqual([await counts(to)], ["0/1"]);
  await t.db.write(null, (tx) => tx.run("DELETE FROM enrollments WHERE class_id = ?", [to]));
  assert.equal(await counts(to), "0/0");
  await set("status = 'Confirmed'");
  assert.deepEqual([await counts(from)], ["1/0"]);
});

Deno.test("what a payment gave without having been paid undoes its own call only, though it is found at the commit", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass());
  const rename = (i: number) => t.db.write(null, (tx) => tx.run("UPDATE providers SET bio = ?", [String(i)]));
  const [before, unpaid, after] = await Promise.allSettled([
    rename(1),
    t.db.write(
      null,
      (tx) => tx.run("UPDATE enrollments SET status = 'Confirmed', paid_with = 'card' WHERE id = ?", [held.id]),
    ),
    rename(2),
  ]);
  assert.deepEqual([before.status, unpaid.status, after.status], ["fulfilled", "rejected", "fulfilled"]);
  assert.equal(await t.studio.statusOf(held.id), "PendingPayment");
  assert.equal((await t.db.read("SELECT bio FROM providers"))[0].bio, "2");
});
