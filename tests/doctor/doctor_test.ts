/** The doctor: finds nothing in a studio that has seen everything, finds each breach, and takes nothing under way for one. */
import { deepStrictEqual, ok, strictEqual as equal } from "node:assert";
import Libsql from "libsql";
import { openDatabase } from "../../src/db/open.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { findBreaches } from "../../src/doctor/run.ts";
import { addStudio, person, studio } from "../support/studio.ts";
import { giftCardCode } from "../support/world.ts";

type World = Awaited<ReturnType<typeof studio>>;
type Ids = Awaited<ReturnType<typeof live>>;

const clean = async (t: World) => deepStrictEqual(await t.doctor(), []);

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { until: promise, open: resolve };
}

/** Until so many requests to a path have reached Stripe. */
async function arrived(t: World, path: RegExp, count = 1): Promise<void> {
  for (let waited = 0; t.stripe.requests.filter((one) => path.test(one.path)).length < count; waited++) {
    if (waited > 500) throw new Error(`no request to ${path}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A studio's life in which everything happens once; answers the ids of what came of it. */
async function live(t: World) {
  const s = t.studio;
  const id = async (sql: string) => (await t.db.read(sql))[0].id as string;

  // Seats by card: kept, cancelled in time, late, by the owner without a refund, by the dashboard, in part and then wholly.
  const instructor = await s.manage("POST", "instructors", { name: "Ana" });
  const main = await s.addClass({ capacity: 12 });
  equal((await s.manage("PATCH", `classes/${main}`, { instructorId: instructor.body.id })).status, 200);
  const paid = await s.seat(main, person(1));
  const refunded = await s.seat(main, person(2));
  equal((await s.cancel(refunded.id, refunded.cancelToken)).body.refundedCents, 2000);
  const late = await s.seat(await s.addClass({ inHours: 2 }), person(3));
  equal((await s.cancel(late.id, late.cancelToken)).body.refundedCents, 0);
  const kept = await s.seat(main, person(4));
  equal((await s.manage("POST", `enrollments/${kept.id}/cancel`, { refund: "none" })).status, 200);
  const dashboard = await s.seat(main, person(5));
  await t.stripe.refundInDashboard(s.paymentOf(dashboard.session));
  await t.settle();
  const parted = await s.seat(main, person(6));
  await t.stripe.refundInDashboard(s.paymentOf(parted.session), 500);
  await t.settle();
  equal((await s.cancel(parted.id, parted.cancelToken)).body.refundedCents, 1500);
  const failed = await s.seat(main, person(7));
  const { refundId } = (await s.cancel(failed.id, failed.cancelToken)).body;
  await t.stripe.failRefund(refundId);
  await t.settle();

  // Free, and by credit: kept, given back, late.
  const free = (await s.book(await s.addClass({ priceCents: 0 }), person(8))).body.enrollmentId as string;
  const { token, packId } = await s.buyPack(person(9));
  const credit = { useClientPackageId: packId, customerToken: token };
  const byCredit = (await s.book(main, person(9), credit)).body.enrollmentId as string;
  const returned = (await s.book(await s.addClass(), person(9), credit)).body;
  equal((await s.cancel(returned.enrollmentId, returned.cancelToken)).body.creditReturned, true);
  const lateCredit = (await s.book(await s.addClass({ inHours: 2 }), person(9), credit)).body;
  equal((await s.cancel(lateCredit.enrollmentId, lateCredit.cancelToken)).body.creditReturned, false);

  // A card for somebody, used; a tip, and a second one that goes back.
  const started = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: "Jane",
    purchaserEmail: "jane@example.com",
    recipientName: "Sam",
    recipientEmail: "sam@example.com",
  });
  await t.stripe.pay(started.body.checkoutSessionId);
  await t.settle();
  const redeemed = await s.call("POST", "/api/gift-cards/redeem", {
    code: giftCardCode(t.mailer.of("gift_card").at(-1)!),
    providerId: s.id,
    requestedDebitCents: 1200,
    appointmentId: "visit-1",
    mode: "commit",
  });
  equal(redeemed.status, 200, redeemed.text);
  const visit = await s.completedAppointment(person(10));
  const tips = [await s.startTip(visit.tipToken, 500), await s.startTip(visit.tipToken, 700)];
  for (const tip of tips) await t.stripe.pay(tip);
  await t.settle();

  // Waiting: promoted to a hold that still lives, promoted for nothing, and one who waits.
  const full = await s.addClass({ capacity: 1 });
  const leaver = await s.seat(full, person(11));
  const promoted = (await s.wait(full, person(12))).body.waitlistEntryId as string;
  const waiting = (await s.wait(full, person(13))).body.waitlistEntryId as string;
  await s.cancel(leaver.id, leaver.cancelToken);
  equal((await s.manage("POST", `waitlist/${promoted}/promote`)).status, 200);

  // Money for a seat that was given to another.
  const gone = await s.addClass({ capacity: 1 });
  const lapsed = await s.hold(gone, person(14));
  await t.pass(33 * MINUTE);
  equal(await s.statusOf(lapsed.id), "Expired");
  await s.seat(gone, person(15));
  await t.stripe.pay(lapsed.session, { late: true });
  await t.settle();
  // The promoted one's hold has lapsed meanwhile: once more, so that one lives.
  const hold = await s.hold(main, person(16));

  // A class that was cancelled with everything in it.
  const off = await s.addClass({ capacity: 3 });
  const offPaid = await s.seat(off, person(17));
  await s.book(off, person(9), credit);
  await s.hold(off, person(18));
  await s.wait(off, person(19));
  equal((await s.manage("POST", `classes/${off}/cancel`)).status, 200);

  // A class that took place.
  const over = await s.addClass({ inHours: 1 });
  await s.seat(over, person(20));
  await t.pass(2 * HOUR);
  equal((await s.manage("POST", `classes/${over}/complete`)).status, 200);

  // A client who was erased, and what another studio has.
  const erased = await s.book(await s.addClass({ priceCents: 0 }), person(21));
  await s.cancel(erased.body.enrollmentId, erased.body.cancelToken);
  await t.pass(MINUTE);
  const gonePerson = await id("SELECT id FROM clients WHERE email = 'jane21@example.com'");
  equal((await s.manage("DELETE", `clients/${gonePerson}`)).status, 204);
  const other = await addStudio(t);
  const othersSeat = await other.seat(await other.addClass(), person(1));
  await t.settle();

  const checkoutOf = (enrollment: string) => id(`SELECT checkout_id AS id FROM enrollments WHERE id = '${enrollment}'`);
  const clientOf = (enrollment: string) => id(`SELECT client_id AS id FROM enrollments WHERE id = '${enrollment}'`);
  const refundOf = (enrollment: string) => id(`SELECT id FROM refunds WHERE enrollment_id = '${enrollment}'`);
  const lastHold = await s.hold(main, person(22));
  return {
    provider: s.id,
    other: other.id,
    main,
    full,
    off,
    paid: paid.id,
    paidCheckout: await checkoutOf(paid.id),
    client: await clientOf(paid.id),
    refunded: refunded.id,
    refund: await refundOf(refunded.id),
    refundedCheckout: await checkoutOf(refunded.id),
    late: late.id,
    kept: kept.id,
    dashboard: dashboard.id,
    parted: parted.id,
    partRefund: await refundOf(parted.id),
    failed: failed.id,
    failedRefund: await refundOf(failed.id),
    free,
    byCredit,
    pack: packId,
    packCheckout: await id(`SELECT checkout_id AS id FROM client_packages`),
    returned: returned.enrollmentId as string,
    lateCredit: lateCredit.enrollmentId as string,
    card: await id("SELECT id FROM gift_cards"),
    cardCheckout: await id("SELECT checkout_id AS id FROM gift_cards"),
    visit: visit.id,
    tipCheckout: await id("SELECT tip_checkout_id AS id FROM appointments"),
    secondTip: await id("SELECT id FROM checkouts WHERE kind = 'tip' AND fulfillment_kind = 'refund'"),
    secondTipRefund: await id(
      "SELECT fulfillment_id AS id FROM checkouts WHERE kind = 'tip' AND fulfillment_kind = 'refund'",
    ),
    promoted,
    waiting,
    lapsed: lapsed.id,
    lapsedCheckout: await checkoutOf(lapsed.id),
    lapsedRefund: await refundOf(lapsed.id),
    hold: lastHold.id,
    holdCheckout: await checkoutOf(lastHold.id),
    expiredHold: hold.id,
    offPaid: offPaid.id,
    offRefund: await refundOf(offPaid.id),
    closed: await id(`SELECT id FROM waitlist_entries WHERE class_id = '${off}'`),
    othersSeat: othersSeat.id,
    othersCheckout: await checkoutOf(othersSeat.id),
    othersClient: await clientOf(othersSeat.id),
  };
}

const ALONE = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;";
const FREE_FRUIT = "DROP TRIGGER checkouts_fulfillment_is_final;";
const GUARD_FRUIT = `CREATE TRIGGER checkouts_fulfillment_is_final BEFORE UPDATE OF fulfillment_kind ON checkouts
  WHEN OLD.fulfillment_kind IS NOT NULL BEGIN SELECT RAISE(ABORT, 'no'); END;`;
const FREE_CREDITS = "DROP TRIGGER credit_entries_append_only; DROP TRIGGER credit_entries_kept;";
const GUARD_CREDITS =
  `CREATE TRIGGER credit_entries_append_only BEFORE UPDATE ON credit_entries BEGIN SELECT RAISE(ABORT, 'no'); END;
  CREATE TRIGGER credit_entries_kept BEFORE DELETE ON credit_entries BEGIN SELECT RAISE(ABORT, 'no'); END;`;
const FREE_DEBITS = "DROP TRIGGER gift_card_entries_append_only; DROP TRIGGER gift_card_entries_kept;";
const GUARD_DEBITS =
  `CREATE TRIGGER gift_card_entries_append_only BEFORE UPDATE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'no'); END;
  CREATE TRIGGER gift_card_entries_kept BEFORE DELETE ON gift_card_entries BEGIN SELECT RAISE(ABORT, 'no'); END;`;

const fulfillment = (set: string, checkout: string) =>
  `${FREE_FRUIT} UPDATE checkouts SET ${set} WHERE id = '${checkout}'; ${GUARD_FRUIT}`;
const copyOfEnrollment = (of: string, as: string, more: string) =>
  `INSERT INTO enrollments (id, provider_id, class_id, client_id, status, price_cents, paid_with, booked_at, updated_at)
   SELECT '${as}', provider_id, class_id, client_id, ${more}, booked_at, updated_at FROM enrollments WHERE id = '${of}';`;
const copyOfRefund = (of: string, as: string, state: string, more = "checkout_id, enrollment_id") =>
  `INSERT INTO refunds (id, provider_id, checkout_id, enrollment_id, account_id, payment_intent_id, amount_cents, currency, reason, state,
     next_try_at, created_at, updated_at)
   SELECT '${as}', provider_id, ${more}, account_id, payment_intent_id, amount_cents, currency, reason, '${state}', next_try_at,
     created_at, updated_at FROM refunds WHERE id = '${of}';`;
const unsent = (dedupeKey: string) => `DELETE FROM messages WHERE dedupe_key = '${dedupeKey}';`;
const missing = (dedupeKey: string) => [`message ${dedupeKey}: missing from the outbox`];

/** What is done to the books by hand, and every line that the doctor must say then, but no other. */
type Case = [name: string, by: (w: Ids) => string, says: (w: Ids) => string[]];

const SEATS: Case[] = [
  [
    "a count that drifted up",
    (w) => `UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.main}'`,
    (
      w,
    ) => [
      `class ${w.main}: enrolledCount is 3, expected 2 (its Confirmed, Completed and NoShow enrollments)`,
    ],
  ],
  ["a count that drifted down", (w) => `UPDATE class_sessions SET enrolled_count = 0 WHERE id = '${w.main}'`, (w) => [
    `class ${w.main}: enrolledCount is 0, expected 2 (its Confirmed, Completed and NoShow enrollments)`,
  ]],
  ["a held seat nobody holds", (w) => `UPDATE class_sessions SET held_count = 4 WHERE id = '${w.main}'`, (w) => [
    `class ${w.main}: 4 seats are counted as held, expected 1 (its PendingPayment enrollments)`,
  ]],
  ["more seats than there are", (w) => `UPDATE class_sessions SET capacity = 2 WHERE id = '${w.main}'`, (w) => [
    `class ${w.main}: 2 seats are enrolled and 1 held, expected at most 2 (its capacity)`,
    "database: CHECK constraint failed in class_sessions",
  ]],
  ["a seat nothing paid for", (w) => `UPDATE enrollments SET paid_with = NULL WHERE id = '${w.free}'`, (w) => [
    `enrollment ${w.free}: Confirmed, but nothing paid for it`,
  ]],
  [
    "a free seat that costs something",
    (w) => `UPDATE enrollments SET price_cents = 2000 WHERE id = '${w.free}'`,
    (w) => [
      `enrollment ${w.free}: taken as free, but its price is 2000`,
    ],
  ],
  [
    "a hold whose checkout has expired",
    (w) => `UPDATE checkouts SET state = 'expired' WHERE id = '${w.holdCheckout}'`,
    (
      w,
    ) => [
      `enrollment ${w.hold}: its hold can never end, for its checkout ${w.holdCheckout} is expired (expected creating, open or processing)`,
    ],
  ],
  [
    "a hold without a checkout",
    (w) => `UPDATE enrollments SET checkout_id = NULL WHERE id = '${w.hold}'`,
    (w) => [
      `enrollment ${w.hold}: its hold can never end, for its checkout none is none (expected creating, open or processing)`,
    ],
  ],
  [
    "somebody who waits for a cancelled class",
    (w) => `UPDATE waitlist_entries SET status = 'Waiting' WHERE id = '${w.closed}'`,
    (w) => [`waitlist entry ${w.closed}: Waiting, but its class ${w.off} is Cancelled`],
  ],
  [
    "two live enrollments of one client",
    (w) =>
      `DROP INDEX enrollments_one_live; UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.main}';` +
      copyOfEnrollment(w.paid, "enr-twin", "'Confirmed', 0, 'free'"),
    (w) => [`class ${w.main}: client ${w.client} has 2 live enrollments, expected at most 1 (${w.paid} enr-twin)`],
  ],
];

const BALANCES: Case[] = [
  ["a pack with a credit too many", (w) => `UPDATE client_packages SET sessions_remaining = 4 WHERE id = '${w.pack}'`, (
    w,
  ) => [`pack ${w.pack}: sessionsRemaining is 4, expected 3 (5 in total, 4 taken, 2 returned)`]],
  ["a pack below zero", (w) => `UPDATE client_packages SET sessions_remaining = -1 WHERE id = '${w.pack}'`, (w) => [
    `pack ${w.pack}: sessionsRemaining is -1, expected 3 (5 in total, 4 taken, 2 returned)`,
    `pack ${w.pack}: sessionsRemaining is -1, expected 0 to 5`,
    "database: CHECK constraint failed in client_packages",
  ]],
  [
    "a credit that was never taken",
    (w) =>
      `${FREE_CREDITS} DELETE FROM credit_entries WHERE enrollment_id = '${w.byCredit}'; ${GUARD_CREDITS}
       UPDATE client_packages SET sessions_remaining = 4 WHERE id = '${w.pack}'`,
    (w) => [`enrollment ${w.byCredit}: paid with a credit of pack ${w.pack}, but no credit was taken`],
  ],
  [
    "a credit taken for what a card paid",
    (w) =>
      `INSERT INTO credit_entries VALUES ('credit-x', '${w.provider}', '${w.pack}', '${w.paid}', -1, '');
       UPDATE client_packages SET sessions_remaining = 2 WHERE id = '${w.pack}'`,
    (w) => [`credit entry credit-x: its pack ${w.pack} did not pay for its enrollment ${w.paid}`],
  ],
  ["a card with a cent too many", (w) => `UPDATE gift_cards SET balance_cents = 3801 WHERE id = '${w.card}'`, (w) => [
    `gift card ${w.card}: the balance is 3801 cents, expected 3800 (5000 at first, 1200 debited)`,
  ]],
  [
    "a card below zero",
    (w) =>
      `UPDATE gift_cards SET balance_cents = -1000 WHERE id = '${w.card}';
       INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.card}', 'visit-2', 4800, '')`,
    (w) => [
      `gift card ${w.card}: the balance is -1000 cents, expected 0 to 5000`,
      "database: CHECK constraint failed in gift_cards",
    ],
  ],
  [
    "a debit that is gone",
    () => `${FREE_DEBITS} DELETE FROM gift_card_entries; ${GUARD_DEBITS}`,
    (w) => [`gift card ${w.card}: the balance is 3800 cents, expected 5000 (5000 at first, 0 debited)`],
  ],
];

const FULFILLMENTS: Case[] = [
  [
    "a paid session without a fulfillment",
    (w) => fulfillment("fulfillment_kind = NULL, fulfillment_id = NULL", w.paidCheckout),
    (w) => [
      `checkout ${w.paidCheckout}: paid, but it had no fulfillment`,
      "database: CHECK constraint failed in checkouts",
    ],
  ],
  [
    "a fulfillment without money",
    (w) => `UPDATE checkouts SET state = 'open', next_check_at = 'soon' WHERE id = '${w.packCheckout}'`,
    (w) => [
      `checkout ${w.packCheckout}: open, but it had a fulfillment (pack ${w.pack})`,
      `pack ${w.pack}: its checkout ${w.packCheckout} is open and gave pack, expected paid and this pack`,
      "database: CHECK constraint failed in checkouts",
    ],
  ],
  [
    "a fulfillment of another kind",
    (w) => `UPDATE checkouts SET kind = 'gift_card' WHERE id = '${w.packCheckout}'`,
    (w) => [
      `checkout ${w.packCheckout}: a gift_card was paid, but the fulfillment is a pack`,
    ],
  ],
  ["a seat that is not there", (w) => fulfillment("fulfillment_id = 'enr-none'", w.paidCheckout), (w) => [
    `checkout ${w.paidCheckout}: its seat enr-none does not exist`,
    `enrollment ${w.paid}: its checkout ${w.paidCheckout} is paid and gave seat, expected paid and this seat`,
  ]],
  ["a seat of another studio", (w) =>
    fulfillment(`fulfillment_id = '${w.othersSeat}'`, w.paidCheckout).replace(
      FREE_FRUIT,
      `${FREE_FRUIT} DROP INDEX checkouts_one_fulfillment;`,
    ), (w) => [
    `checkout ${w.paidCheckout}: its seat ${w.othersSeat} belongs to another provider`,
    `enrollment ${w.paid}: its checkout ${w.paidCheckout} is paid and gave seat, expected paid and this seat`,
  ]],
  [
    "one seat for two payments",
    (w) =>
      fulfillment(`fulfillment_id = '${w.paid}'`, w.refundedCheckout).replace(
        FREE_FRUIT,
        `${FREE_FRUIT} DROP INDEX checkouts_one_fulfillment;`,
      ),
    (w) => [
      `checkout ${w.refundedCheckout}: its seat ${w.paid} belongs to checkout ${w.paidCheckout}`,
      `enrollment ${w.refunded}: its checkout ${w.refundedCheckout} is paid and gave seat, expected paid and this seat`,
    ],
  ],
  [
    "a seat that the card did not pay",
    (w) => `UPDATE enrollments SET paid_with = 'free', price_cents = 0 WHERE id = '${w.paid}'`,
    (
      w,
    ) => [`checkout ${w.paidCheckout}: its seat ${w.paid} is paid with free, expected card`],
  ],
  [
    "a paid seat that expired",
    (w) =>
      `UPDATE enrollments SET status = 'Expired' WHERE id = '${w.paid}';
       UPDATE class_sessions SET enrolled_count = enrolled_count - 1 WHERE id = '${w.main}'`,
    (w) => [`checkout ${w.paidCheckout}: its seat ${w.paid} is Expired, though it was paid`],
  ],
  ["a pack that is gone", (w) => fulfillment("fulfillment_id = 'pkg-none'", w.packCheckout), (w) => [
    `checkout ${w.packCheckout}: its pack pkg-none does not exist`,
    `pack ${w.pack}: its checkout ${w.packCheckout} is paid and gave pack, expected paid and this pack`,
  ]],
  [
    "a card of another amount",
    (w) => `UPDATE gift_cards SET initial_cents = 6000, balance_cents = 4800 WHERE id = '${w.card}'`,
    (w) => [`checkout ${w.cardCheckout}: its card ${w.card} is of 6000 cents, expected 5000`],
  ],
  ["a tip of another amount", (w) => `UPDATE appointments SET tip_amount_cents = 600 WHERE id = '${w.visit}'`, (w) => [
    `checkout ${w.tipCheckout}: its tip ${w.visit} is of 600 cents, expected 500`,
  ]],
  ["a tip kept by nobody", (w) => `UPDATE appointments SET tip_checkout_id = NULL WHERE id = '${w.visit}'`, (w) => [
    `checkout ${w.tipCheckout}: its tip ${w.visit} belongs to checkout none`,
  ]],
  [
    "a tip that came from a refunded payment",
    (w) => `UPDATE appointments SET tip_checkout_id = '${w.secondTip}' WHERE id = '${w.visit}'`,
    (
      w,
    ) => [
      `checkout ${w.tipCheckout}: its tip ${w.visit} belongs to checkout ${w.secondTip}`,
      `appointment ${w.visit}: its checkout ${w.secondTip} is paid and gave refund, expected paid and this tip`,
    ],
  ],
  [
    "a part of what has to go back",
    (w) => `UPDATE refunds SET amount_cents = 1999 WHERE id = '${w.lapsedRefund}'`,
    (w) => [
      `checkout ${w.lapsedCheckout}: its refund ${w.lapsedRefund} is of 1999 cents, expected 2000`,
    ],
  ],
  [
    "a refund given up before Stripe had it",
    (w) => `UPDATE refunds SET state = 'failed', stripe_refund_id = NULL WHERE id = '${w.secondTipRefund}'`,
    (w) => [`checkout ${w.secondTip}: its refund ${w.secondTipRefund} was given up before Stripe had accepted it`],
  ],
  [
    "a second fulfillment",
    (w) => `UPDATE refunds SET reason = 'seat_gone' WHERE id = '${w.refund}'`,
    (w) => [
      `refund ${w.refund}: made because checkout ${w.refundedCheckout} could have no other fulfillment, but that gave seat ${w.refunded}`,
    ],
  ],
  [
    "a seat whose money never came",
    (w) => fulfillment("state = 'expired', fulfillment_kind = NULL, fulfillment_id = NULL", w.paidCheckout),
    (w) => [
      `enrollment ${w.paid}: its checkout ${w.paidCheckout} is expired and gave none, expected paid and this seat`,
    ],
  ],
  [
    "a checkout about nothing",
    (w) => `UPDATE checkouts SET subject_id = 'enr-none' WHERE id = '${w.holdCheckout}'`,
    (w) => [`checkout ${w.holdCheckout}: it is about enrollments enr-none, which does not exist`],
  ],
  [
    "a checkout about another studio's",
    (w) => `UPDATE checkouts SET subject_id = '${w.othersSeat}' WHERE id = '${w.holdCheckout}'`,
    (w) => [`checkout ${w.holdCheckout}: it is about enrollments ${w.othersSeat}, which belongs to another provider`],
  ],
  ["a checkout nobody asks about", (w) => `UPDATE checkouts SET next_check_at = NULL WHERE id = '${w.holdCheckout}'`, (
    w,
  ) => [`checkout ${w.holdCheckout}: open, but nothing will ask Stripe about it any more (no next_check_at)`]],
  ["a checkout nobody can ask about", (w) => `UPDATE checkouts SET session_id = NULL WHERE id = '${w.holdCheckout}'`, (
    w,
  ) => [`checkout ${w.holdCheckout}: open, but its session at Stripe is not known`]],
  ["a fulfillment that may be changed", () => FREE_FRUIT, () => [
    "trigger checkouts_fulfillment_is_final: it is missing, so what is written could be changed",
  ]],
  [
    "ledgers that may be changed",
    () => FREE_CREDITS + FREE_DEBITS,
    () =>
      ["credit_entries_append_only", "credit_entries_kept", "gift_card_entries_append_only", "gift_card_entries_kept"]
        .map((name) => `trigger ${name}: it is missing, so what is written could be changed`),
  ],
];

const REFUNDS: Case[] = [
  [
    "two refunds of one enrollment",
    (w) => `DROP INDEX refunds_one_live; ${copyOfRefund(w.refund, "rf-twin", "succeeded")}`,
    (w) => [`enrollment ${w.refunded}: 2 refunds stand, expected at most 1 (${w.refund} rf-twin)`],
  ],
  [
    "two refunds of one payment",
    (w) => `DROP INDEX refunds_one_live; ${copyOfRefund(w.secondTipRefund, "rf-twin", "succeeded")}`,
    (w) => [
      `checkout ${w.secondTip}: 2 refunds stand, expected at most 1 (${w.secondTipRefund} rf-twin)`,
    ],
  ],
  ["a cancel without its rule", (w) => `UPDATE enrollments SET late_cancel = NULL WHERE id = '${w.refunded}'`, (w) => [
    `enrollment ${w.refunded}: Cancelled, but how is not recorded (when, by whom, late or not, refund or not)`,
  ]],
  ["a cancel in time without a refund", (w) => `DELETE FROM refunds WHERE id = '${w.refund}'`, (w) => [
    `enrollment ${w.refunded}: Cancelled (refund: policy) and paid by card, but there is no refund, expected 1 of 2000 cents`,
  ]],
  [
    "a cancel in time whose refund was refused",
    (w) => `UPDATE refunds SET state = 'failed', stripe_refund_id = NULL WHERE id = '${w.partRefund}'`,
    (w) => [
      `enrollment ${w.parted}: Cancelled (refund: policy) and paid by card, but there is no refund, expected 1 of 1500 cents`,
    ],
  ],
  [
    "a late cancel that should have been refunded",
    (w) => `UPDATE enrollments SET refund_choice = 'full' WHERE id = '${w.late}'`,
    (w) => [
      `enrollment ${w.late}: Cancelled (refund: full, late) and paid by card, but there is no refund, expected 1 of 2000 cents`,
    ],
  ],
  [
    "a refund though it was late",
    (w) => `UPDATE enrollments SET late_cancel = 1 WHERE id = '${w.refunded}'`,
    (w) => [
      `enrollment ${w.refunded}: Cancelled (refund: policy, late), but refund ${w.refund} of 2000 cents was made, expected none`,
    ],
  ],
  [
    "a refund though the owner wanted none",
    (w) => `UPDATE enrollments SET refund_choice = 'none' WHERE id = '${w.refunded}'`,
    (w) => [
      `enrollment ${w.refunded}: Cancelled (refund: none), but refund ${w.refund} of 2000 cents was made, expected none`,
    ],
  ],
  [
    "a seat kept though the money went back",
    (w) =>
      `UPDATE enrollments SET status = 'Confirmed' WHERE id = '${w.dashboard}';
       UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.main}'`,
    (
      w,
    ) => [
      `enrollment ${w.dashboard}: refund $DASHBOARD is succeeded, but the seat is still Confirmed, expected Cancelled`,
    ],
  ],
  [
    "a seat in a cancelled class, and nothing under way",
    (w) =>
      `UPDATE enrollments SET status = 'Confirmed' WHERE id = '${w.offPaid}'; DELETE FROM refunds WHERE id = '${w.offRefund}';
       UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.off}'`,
    (w) => [`enrollment ${w.offPaid}: Confirmed in class ${w.off}, which is Cancelled, and no refund is under way`],
  ],
  ["more back than was paid", (w) => `UPDATE refunds SET amount_cents = 2000 WHERE id = '${w.partRefund}'`, (w) => [
    `refund ${w.partRefund}: of 2000 cents, expected 1500 (2000 paid, 500 refunded in the dashboard)`,
  ]],
  ["less back than was left", (w) => `UPDATE refunds SET amount_cents = 100 WHERE id = '${w.refund}'`, (w) => [
    `refund ${w.refund}: of 100 cents, expected 2000 (2000 paid, 0 refunded in the dashboard)`,
  ]],
  [
    "a refund of another's payment",
    (w) => `UPDATE refunds SET payment_intent_id = 'pi_x' WHERE id = '${w.refund}'`,
    (w) => [`refund ${w.refund}: its payment, account or currency is not that of its checkout ${w.refundedCheckout}`],
  ],
  [
    "a refund of what was never paid",
    (w) => copyOfRefund(w.secondTipRefund, "rf-x", "failed", `'${w.holdCheckout}', NULL`),
    (w) => [
      `refund rf-x: made because checkout ${w.holdCheckout} could have no other fulfillment, but that gave none none`,
      `refund rf-x: its checkout ${w.holdCheckout} is open, expected paid`,
    ],
  ],
  [
    "a refund to another enrollment",
    (w) => `UPDATE refunds SET enrollment_id = '${w.late}' WHERE id = '${w.lapsedRefund}'`,
    (
      w,
    ) => [
      `refund ${w.lapsedRefund}: of checkout ${w.lapsedCheckout}, but its enrollment ${w.late} is of checkout $LATE`,
    ],
  ],
  [
    "a refund nobody tries",
    (w) => `UPDATE refunds SET state = 'intent', next_try_at = NULL WHERE id = '${w.lapsedRefund}'`,
    (w) => [`refund ${w.lapsedRefund}: intent, but nothing will take it up again (no next_try_at)`],
  ],
  [
    "a refund paid by hand that would be tried again",
    (w) => `UPDATE refunds SET manual_refund_at = created_at, next_try_at = 'soon' WHERE id = '${w.failedRefund}'`,
    (w) => [
      `refund ${w.failedRefund}: made manually, but it is failed and would be tried again (at soon), expected failed and never tried again`,
    ],
  ],
  [
    "a refund paid by hand, though Stripe made it",
    (w) => `UPDATE refunds SET manual_refund_at = created_at WHERE id = '${w.refund}'`,
    (w) => [`refund ${w.refund}: made manually, but it is succeeded, expected failed and never tried again`],
  ],
  [
    "a refund paid by hand, and by another one as well",
    (w) =>
      `UPDATE refunds SET manual_refund_at = created_at WHERE id = '${w.failedRefund}'; ${
        copyOfRefund(w.failedRefund, "rf-twin", "succeeded")
      }`,
    (w) => [`refund ${w.failedRefund}: made manually, but refund rf-twin of its payment is succeeded`],
  ],
  [
    "a refund paid by hand, and the seat kept",
    (w) =>
      `${copyOfRefund(w.refund, "rf-hand", "failed", `'${w.paidCheckout}', '${w.paid}'`)}
       UPDATE refunds SET manual_refund_at = created_at, payment_intent_id =
         (SELECT payment_intent_id FROM checkouts WHERE id = '${w.paidCheckout}') WHERE id = 'rf-hand'`,
    (
      w,
    ) => [
      `enrollment ${w.paid}: refund rf-hand was made manually, but the seat is still Confirmed, expected Cancelled`,
    ],
  ],
  [
    "a cancel whose refund Stripe never took, but which was made manually, is no breach",
    (w) =>
      `UPDATE refunds SET state = 'failed', stripe_refund_id = NULL, manual_refund_at = created_at
       WHERE id IN ('${w.partRefund}', '${w.secondTipRefund}')`,
    () => [],
  ],
  [
    "money from the dashboard that nobody told us of",
    (w) =>
      `DELETE FROM dashboard_refunds WHERE checkout_id = (SELECT checkout_id FROM refunds WHERE id = '${w.partRefund}')`,
    () => ["checkout $PARTED: 500 cents were refunded in the dashboard, expected 0 (the sum of its dashboard refunds)"],
  ],
  [
    "a refund nobody asks about",
    (w) => `UPDATE refunds SET state = 'pending', next_try_at = NULL WHERE id = '${w.refund}'`,
    (w) => [`refund ${w.refund}: pending, but nothing will take it up again (no next_try_at)`],
  ],
  [
    "a refund nobody can ask about",
    (w) =>
      `UPDATE refunds SET state = 'pending', next_try_at = 'soon', stripe_refund_id = NULL WHERE id = '${w.refund}'`,
    (w) => [`refund ${w.refund}: pending, but its id at Stripe is not known`],
  ],
  [
    "a credit that did not come back",
    (w) =>
      `${FREE_CREDITS} DELETE FROM credit_entries WHERE enrollment_id = '${w.returned}' AND delta = 1; ${GUARD_CREDITS}
       UPDATE client_packages SET sessions_remaining = 2 WHERE id = '${w.pack}'`,
    (w) => [
      `enrollment ${w.returned}: Cancelled (refund: policy) and paid with a credit, but it was not returned to pack ${w.pack}`,
    ],
  ],
  [
    "a credit back though it was late",
    (w) =>
      `INSERT INTO credit_entries VALUES ('credit-x', '${w.provider}', '${w.pack}', '${w.lateCredit}', 1, '');
       UPDATE client_packages SET sessions_remaining = 4 WHERE id = '${w.pack}'`,
    (
      w,
    ) => [`enrollment ${w.lateCredit}: Cancelled (refund: policy, late), but a credit was returned to pack ${w.pack}`],
  ],
  [
    "a credit back for a seat that is kept",
    (w) =>
      `INSERT INTO credit_entries VALUES ('credit-x', '${w.provider}', '${w.pack}', '${w.byCredit}', 1, '');
       UPDATE client_packages SET sessions_remaining = 4 WHERE id = '${w.pack}'`,
    (w) => [`enrollment ${w.byCredit}: Confirmed, but a credit was returned to pack ${w.pack}`],
  ],
];

const lost = (name: string, dedupeKey: (w: Ids) => string): Case => [
  `lost: ${name}`,
  (w) => unsent(dedupeKey(w)),
  (w) => missing(dedupeKey(w)),
];

const MAILS: Case[] = [
  lost("a booking's confirmation", (w) => `booking_confirmed:${w.paid}`),
  lost("the confirmation of what was cancelled since", (w) => `booking_confirmed:${w.refunded}`),
  lost("a cancel in time", (w) => `booking_cancelled:${w.refunded}`),
  lost("a cancel without a refund", (w) => `booking_cancelled:${w.kept}`),
  lost("a cancel by the dashboard", (w) => `booking_cancelled:${w.dashboard}`),
  lost("a cancelled class", (w) => `class_cancelled:${w.offPaid}`),
  lost("the end of a waitlist", (w) => `waitlist_closed:${w.closed}`),
  lost("joining a waitlist", (w) => `waitlist_joined:${w.waiting}`),
  lost("a promotion's link", (w) => `waitlist_promoted:${w.promoted}`),
  lost("a pack", (w) => `pack_bought:${w.pack}`),
  lost("a gift card", (w) => `gift_card:${w.card}`),
  lost("a gift card's receipt", (w) => `gift_card_receipt:${w.card}`),
  lost("a visit", (w) => `post_visit:${w.visit}`),
  lost("a tip", (w) => `tip_received:${w.visit}`),
  lost("money back for a seat", (w) => `payment_refunded:${w.lapsedCheckout}`),
  lost("money back for a tip", (w) => `payment_refunded:${w.secondTip}`),
  lost("a refund that failed", (w) => `refund_failed:${w.failedRefund}`),
  [
    "lost: a refund that is stuck",
    (w) => `UPDATE refunds SET owner_told_at = created_at WHERE id = '${w.refund}'`,
    (w) => missing(`refund_stuck:${w.refund}`),
  ],
  [
    "lost: a seat in a cancelled class whose refund is owed",
    (w) =>
      `UPDATE enrollments SET status = 'Confirmed' WHERE id = '${w.offPaid}';
       UPDATE refunds SET state = 'intent', next_try_at = 'soon' WHERE id = '${w.offRefund}';
       UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.off}'; ${
        unsent(`class_cancelled:${w.offPaid}`)
      }`,
    (w) => missing(`class_cancelled:${w.offPaid}`),
  ],
  [
    "in another studio's name",
    (w) =>
      `UPDATE messages SET provider_id = '${w.other}', client_id = NULL WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => missing(`pack_bought:${w.pack}`),
  ],
  [
    "owed twice",
    (w) =>
      `ALTER TABLE messages RENAME TO once; CREATE TABLE messages AS SELECT * FROM once; DROP TABLE once;
       INSERT INTO messages SELECT * FROM messages WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => [`message pack_bought:${w.pack}: 2 times in the outbox, expected once`],
  ],
  [
    "queued for ever",
    (w) => `UPDATE messages SET state = 'queued', next_attempt_at = NULL WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => [`message pack_bought:${w.pack}: queued, but nothing will try to send it (no next_attempt_at)`],
  ],
  [
    "sent, and to be sent again",
    (w) =>
      `UPDATE messages SET next_attempt_at = '2026-06-01T00:00:00.000Z' WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => [`message pack_bought:${w.pack}: sent, but it would be sent once more (at 2026-06-01T00:00:00.000Z)`],
  ],
];

const STRANGERS: Case[] = [
  [
    "a client of another studio",
    (w) => `UPDATE enrollments SET client_id = '${w.othersClient}' WHERE id = '${w.free}'`,
    (w) => [
      `enrollments ${w.free}: of provider ${w.provider}, but its client_id ${w.othersClient} is of provider ${w.other}`,
    ],
  ],
  [
    "a pack of another client",
    (w) => `UPDATE enrollments SET client_id = '${w.client}' WHERE id = '${w.returned}'`,
    (w) => [`enrollment ${w.returned}: of client ${w.client}, but its pack ${w.pack} is of client $PACKER`],
  ],
  [
    "a promise of another's seat",
    (w) => `UPDATE waitlist_entries SET status = 'Booked', enrollment_id = '${w.paid}' WHERE id = '${w.promoted}'`,
    (w) => [`waitlist entry ${w.promoted}: its enrollment ${w.paid} is of another class or client`],
  ],
];

const FILE: Case[] = [
  [
    "a row that is not there",
    (w) => `DELETE FROM gift_cards WHERE id = '${w.card}'; DELETE FROM checkouts WHERE id = '${w.cardCheckout}'`,
    () => [`gift_card_entries $DEBIT: its gift_card_id leads to none of gift_cards`],
  ],
  [
    "an index that lies",
    () =>
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(sql, 'status = ''Waiting''', 'status <> ''Waiting''') WHERE name = 'waitlist_waiting'`,
    () => ["$DAMAGE"],
  ],
];

/** What the doctor finds in a copy of the books after this was done to it. */
async function findingsAfter(sound: string, sql: string): Promise<string[]> {
  const copy = `${sound}.copy`;
  for (const end of ["", "-wal", "-shm"]) await Deno.remove(copy + end).catch(() => {});
  await Deno.copyFile(sound, copy);
  const hand = new Libsql(copy);
  hand.exec(`${ALONE} ${sql}`);
  hand.close();
  const db = await openDatabase({ url: `file:${copy}` });
  try {
    return await findBreaches(db);
  } finally {
    await db.close();
  }
}

Deno.test("each promise, broken by hand, is found by the doctor, and nothing else is", async (test) => {
  await using t = await studio();
  const w = await live(t);
  await clean(t);
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const find = async (sql: string, id: string) => String((await t.db.read(sql, [id]))[0].id);
  const known: Record<string, string> = {
    $DASHBOARD: await find("SELECT id FROM refunds WHERE enrollment_id = ?", w.dashboard),
    $PARTED: await find("SELECT checkout_id AS id FROM enrollments WHERE id = ?", w.parted),
    $LATE: await find("SELECT checkout_id AS id FROM enrollments WHERE id = ?", w.late),
    $PACKER: await find("SELECT client_id AS id FROM client_packages WHERE id = ?", w.pack),
    $DEBIT: await find("SELECT id FROM gift_card_entries WHERE gift_card_id = ?", w.card),
  };
  const groups = { SEATS, BALANCES, FULFILLMENTS, REFUNDS, MAILS, STRANGERS, FILE };
  for (const [group, cases] of Object.entries(groups)) {
    for (const [name, by, says] of cases) {
      await test.step(`${group.toLowerCase()}: ${name}`, async () => {
        const found = await findingsAfter(sound, by(w));
        const expected = says(w).map((line) => line.replace(/\$[A-Z]+/g, (name) => known[name] ?? name));
        if (expected[0] === "$DAMAGE") {
          ok(found.length > 0);
          for (const line of found) ok(line.startsWith("database: "), line);
        } else deepStrictEqual(found, expected);
        equal(/@|jane|sam|555/i.test(found.join()), false, "nothing personal");
      });
    }
  }
});

Deno.test("no record may lead to another studio's, whichever column leads there", async (test) => {
  await using t = await studio();
  const w = await live(t);
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const owned =
    `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'provider_id'`;
  const references = await t.db.read(
    `SELECT m.name AS child, f."from" AS via, f."table" AS parent FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
     WHERE m.name IN (${owned}) AND f."table" IN (${owned})`,
  );
  ok(references.length > 20);
  for (const { child, via, parent } of references) {
    await test.step(`${child}.${via}`, async () => {
      const [row] = await t.db.read(
        `SELECT rowid AS place, id FROM ${child} WHERE ${via} IS NOT NULL AND provider_id = ? ORDER BY rowid LIMIT 1`,
        [w.provider],
      );
      ok(row, "the world has one");
      const found = await findingsAfter(
        sound,
        `${FREE_CREDITS} ${FREE_DEBITS} UPDATE ${child} SET provider_id = '${w.other}' WHERE rowid = ${row.place}`,
      );
      ok(
        found.some((line) => line.startsWith(`${child} ${row.id}: of provider`) && line.includes(`its ${via} `)) ||
          parent === "checkouts" && found.some((line) => line.includes(`${row.id} belongs to another provider`)),
        found.join("\n"),
      );
    });
  }
});

Deno.test("a file that can't be read is a finding", async () => {
  await using t = await studio();
  await live(t);
  const sound = `${t.directory}/sound.db`;
  await t.db.backup(sound);
  const copy = new Libsql(sound);
  const { page } = copy.prepare("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'messages'").get() as {
    page: number;
  };
  const { size } = copy.prepare("SELECT page_size AS size FROM pragma_page_size").get() as { size: number };
  copy.close();
  const file = await Deno.open(sound, { read: true, write: true });
  await file.seek((page - 1) * size, Deno.SeekMode.Start);
  await file.write(new Uint8Array(size).fill(7));
  file.close();
  const found = await findingsAfter(sound, "");
  ok(found.length > 0);
  for (const line of found) ok(line.startsWith("database: "), line);
});

// ---------------------------------------------------------------- what is under way

Deno.test("a seat whose payment page is just being made is no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: stripe.until });
  const booking = t.studio.book(classId, person());
  await arrived(t, /sessions$/);
  equal(await t.studio.seats(classId), "0/1/5");
  await clean(t);
  stripe.open();
  equal((await booking).status, 200);
  await clean(t);
});

Deno.test("bank payments, also of a seat that was cancelled meanwhile, are no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [waiting, leaving] = [await t.studio.hold(classId, person(1)), await t.studio.hold(classId, person(2))];
  for (const { session } of [waiting, leaving]) await t.stripe.payLater(session);
  await t.settle();
  await clean(t);
  equal((await t.studio.cancel(leaving.id, leaving.cancelToken)).status, 200);
  await clean(t);
  for (const { session } of [waiting, leaving]) await t.stripe.bankSucceeds(session);
  await clean(t);
  await t.settle();
});

Deno.test("refunds that Stripe has not decided, or that a cancelled class still owes, are no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [one, two] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  t.stripe.refundStatus = "pending";
  const { body } = await t.studio.cancel(one.id, one.cancelToken);
  await clean(t);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402, times: 5 });
  equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).body.refundFailures, 1);
  equal(await t.studio.statusOf(two.id), "Confirmed");
  await clean(t);
  for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
  equal(t.mailer.of("refund_stuck").length, 1);
  await clean(t);
  await t.pass(HOUR);
  equal(await t.studio.statusOf(two.id), "Cancelled");
  await clean(t);
  await t.stripe.failRefund(body.refundId);
  await t.settle();
  equal(t.mailer.of("refund_failed").length, 1);
});

Deno.test("a cancel that Stripe refuses, or does not answer, is no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const [refused, silent] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  equal((await t.studio.cancel(refused.id, refused.cancelToken)).status, 502);
  await clean(t);
  t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 3 });
  equal((await t.studio.cancel(silent.id, silent.cancelToken)).status, 502);
  await clean(t);
});

Deno.test("mails that wait, are tried again, or are dead letters are no breach", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ priceCents: 0 });
  equal((await t.studio.book(classId, person(1))).status, 200);
  await clean(t);
  t.mailer.refuse = "for now";
  await t.settle();
  await clean(t);
  t.mailer.refuse = "for good";
  await t.pass(MINUTE);
  equal((await t.db.read("SELECT state FROM messages"))[0].state, "dead");
  await clean(t);
});

Deno.test("the doctor may look at any moment of a rush", async () => {
  await using t = await studio({ liveWebhooks: true });
  const classId = await t.studio.addClass({ capacity: 8 });
  let over = false;
  let looks = 0;
  const looking = (async () => {
    for (; !over; looks++) {
      await clean(t);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  await Promise.all(Array.from({ length: 16 }, async (_, i) => {
    const { status, body } = await t.studio.book(classId, person(i));
    if (status !== 200) return void await t.studio.wait(classId, person(i));
    if (i % 2) await t.stripe.pay(body.checkoutSessionId);
    if (i % 3) await t.studio.cancel(body.enrollmentId, body.cancelToken);
  }));
  await t.stripe.drain();
  await t.settle();
  over = true;
  await looking;
  ok(looks > 3);
});

// ---------------------------------------------------------------- what was lost once

Deno.test("a hold paid by credit while its class is cancelled does not end as a seat in it", async () => {
  await using t = await studio();
  const { token, packId } = await t.studio.buyPack(person(1));
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId, person(1));
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "slow", until: stripe.until });
  const booking = t.studio.book(classId, person(1), { useClientPackageId: packId, customerToken: token });
  await arrived(t, /expire$/);
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "drop", times: 3 });
  equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).status, 200);
  stripe.open();
  equal((await booking).status, 410);
  equal(await t.studio.statusOf(held.id), "Cancelled");
});

Deno.test("a refund that is refused after its class was cancelled is tried until it succeeds", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId, person(1));
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: stripe.until });
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const cancelled = t.studio.cancel(held.id, held.cancelToken);
  await arrived(t, /refunds$/);
  const classCancelled = t.studio.manage("POST", `classes/${classId}/cancel`);
  while ((await t.studio.class(classId)).status !== "Cancelled") await new Promise((resolve) => setTimeout(resolve, 2));
  stripe.open();
  equal((await cancelled).status, 502);
  equal((await classCancelled).body.refundFailures, 1);
  await clean(t);
  await t.pass(HOUR);
  equal(await t.studio.statusOf(held.id), "Cancelled");
});

Deno.test("a class's refund that fails before its acceptance is stored leaves no seat behind", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.seat(classId, person(1));
  const stripe = gate();
  t.stripe.refundStatus = "pending";
  t.stripe.fail({ route: "POST /v1/refunds", mode: "late", until: stripe.until });
  const made = t.stripe.once("POST /v1/refunds");
  const classCancelled = t.studio.manage("POST", `classes/${classId}/cancel`);
  await made;
  await t.stripe.failRefund([...t.stripe.refunds.keys()][0]);
  await t.stripe.deliver();
  equal(await t.studio.statusOf(held.id), "Cancelled");
  await clean(t);
  stripe.open();
  equal((await classCancelled).status, 200);
  await t.settle();
  equal(t.mailer.of("refund_failed").length, 1);
});

Deno.test("the plan of a class's cancel survives a customer's cancel that failed", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId, person(1));
  const stripe = gate();
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "slow", until: stripe.until });
  t.stripe.fail({ route: "GET /v1/checkout/sessions/:id", mode: "drop", times: 3 });
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const cancelled = t.studio.cancel(held.id, held.cancelToken);
  await arrived(t, /expire$/);
  await t.stripe.pay(held.session);
  await t.stripe.deliver();
  equal((await t.studio.manage("POST", `classes/${classId}/cancel`)).body.refundFailures, 1);
  stripe.open();
  equal((await cancelled).status, 502);
  await t.pass(HOUR);
  equal(await t.studio.statusOf(held.id), "Cancelled");
});

Deno.test("a hold that the owner cancels is told so, also when Stripe's event ends it first", async () => {
  await using t = await studio();
  const held = await t.studio.hold(await t.studio.addClass(), person(1));
  t.stripe.webhooks.beforeAnswer = true;
  const done = await t.studio.manage("POST", `enrollments/${held.id}/cancel`, {});
  equal(done.status, 200, done.text);
  await t.settle();
  equal(t.mailer.of("booking_cancelled", person(1).email).length, 1);
});

Deno.test("who is promoted gets the link once, also to a hold of their own, and never while the bank works", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId, person(1));
  const entry = (await t.studio.wait(classId, person(1))).body.waitlistEntryId;
  for (let times = 0; times < 2; times++) {
    const { body } = await t.studio.manage("POST", `waitlist/${entry}/promote`);
    equal(body.checkoutUrl, held.url);
  }
  await t.settle();
  const mails = t.mailer.of("waitlist_promoted", person(1).email);
  equal(mails.length, 1);
  ok(mails[0].text.includes(held.url));

  const again = (await t.studio.wait(classId, person(1))).body.waitlistEntryId;
  equal((await t.studio.manage("POST", `waitlist/${again}/promote`)).status, 200);
  await t.settle();
  equal(t.mailer.of("waitlist_promoted").length, 2);

  const other = await t.studio.addClass({ capacity: 1 });
  const paying = await t.studio.hold(other, person(2));
  const third = (await t.studio.wait(other, person(2))).body.waitlistEntryId;
  await t.stripe.payLater(paying.session);
  await t.settle();
  equal((await t.studio.manage("POST", `waitlist/${third}/promote`)).status, 409);
  await t.stripe.bankSucceeds(paying.session);
  await t.settle();
  equal(await t.studio.statusOf(paying.id), "Confirmed");
});
