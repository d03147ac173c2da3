import { type Case, fulfillment, proveCases } from "./breaches.ts";

const CASES: Case[] = [
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
      `checkout ${w.packCheckout}: open, but it had a fulfillment (package ${w.pack})`,
      `pack ${w.pack}: its checkout ${w.packCheckout} is open and gave package, expected paid and this package`,
      "database: CHECK constraint failed in checkouts",
    ],
  ],
  [
    "a fulfillment of another kind",
    (w) => `UPDATE checkouts SET kind = 'gift_card' WHERE id = '${w.packCheckout}'`,
    (w) => [
      `checkout ${w.packCheckout}: a gift_card was paid, but the fulfillment is a package`,
    ],
  ],
  ["a seat that is not there", (w) => fulfillment("fulfillment_id = 'enr-none'", w.paidCheckout), (w) => [
    `checkout ${w.paidCheckout}: its seat enr-none does not exist`,
    `enrollment ${w.paid}: its checkout ${w.paidCheckout} is paid and gave seat, expected paid and this seat`,
  ]],
  [
    "a seat of another studio",
    (w) => `DROP INDEX checkouts_one_fulfillment; ${fulfillment(`fulfillment_id = '${w.othersSeat}'`, w.paidCheckout)}`,
    (w) => [
      `checkout ${w.paidCheckout}: its seat ${w.othersSeat} belongs to another provider`,
      `enrollment ${w.paid}: its checkout ${w.paidCheckout} is paid and gave seat, expected paid and this seat`,
    ],
  ],
  [
    "one seat for two payments",
    (w) => `DROP INDEX checkouts_one_fulfillment; ${fulfillment(`fulfillment_id = '${w.paid}'`, w.refundedCheckout)}`,
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
    `checkout ${w.packCheckout}: its package pkg-none does not exist`,
    `pack ${w.pack}: its checkout ${w.packCheckout} is paid and gave package, expected paid and this package`,
  ]],
  [
    "a card of another amount",
    (w) => `UPDATE gift_cards SET initial_cents = 6000, balance_cents = 4800 WHERE id = '${w.card}'`,
    (w) => [`checkout ${w.cardCheckout}: its gift_card ${w.card} is of 6000 cents, expected 5000`],
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
    (w) => `UPDATE refunds SET due_cents = 1999, amount_cents = 1999 WHERE id = '${w.lapsedRefund}'`,
    (w) => [
      `checkout ${w.lapsedCheckout}: its refund ${w.lapsedRefund} is of 1999 cents, expected 2000`,
      `refund ${w.lapsedRefund}: 1999 cents are due, expected 2000, as was paid`,
    ],
  ],
  [
    "a refund given up before Stripe had it",
    (w) => `UPDATE refunds SET state = 'refused', stripe_refund_id = NULL WHERE id = '${w.secondTipRefund}'`,
    (w) => [`checkout ${w.secondTip}: its refund ${w.secondTipRefund} is no longer tried, though it is due`],
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
];

Deno.test("a broken promise about checkouts and fulfillments is found", (test) => proveCases(test, CASES));
