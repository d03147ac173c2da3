import { type Case, copyOfRefund, paidManually, proveCases } from "./breaches.ts";

const CASES: Case[] = [
  ["a cancel without its rule", (w) => `UPDATE enrollments SET late_cancel = NULL WHERE id = '${w.refunded}'`, (w) => [
    `enrollment ${w.refunded}: Cancelled, but how is not recorded (when, by whom, late or not, refund or not)`,
  ]],
  ["a cancel in time without a refund", (w) => `DELETE FROM refunds WHERE id = '${w.refund}'`, (w) => [
    `enrollment ${w.refunded}: Cancelled (refund: policy) and paid by card, but no refund of 2000 cents is due`,
  ]],
  [
    "a cancel in time whose refund was refused",
    (w) => `UPDATE refunds SET state = 'refused', stripe_refund_id = NULL WHERE id = '${w.partRefund}'`,
    (w) => [
      `enrollment ${w.parted}: Cancelled (refund: policy) and paid by card, but no refund of 2000 cents is due`,
    ],
  ],
  [
    "a late cancel that should have been refunded",
    (w) => `UPDATE enrollments SET refund_choice = 'full' WHERE id = '${w.late}'`,
    (w) => [
      `enrollment ${w.late}: Cancelled (refund: full, late) and paid by card, but no refund of 2000 cents is due`,
    ],
  ],
  [
    "a refund though it was late",
    (w) => `UPDATE enrollments SET late_cancel = 1 WHERE id = '${w.refunded}'`,
    (w) => [
      `enrollment ${w.refunded}: Cancelled (refund: policy, late), but refund ${w.refund} is due, expected none`,
    ],
  ],
  [
    "a refund though the owner wanted none",
    (w) => `UPDATE enrollments SET refund_choice = 'none' WHERE id = '${w.refunded}'`,
    (w) => [`enrollment ${w.refunded}: Cancelled (refund: none), but refund ${w.refund} is due, expected none`],
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
    `refund ${w.partRefund}: 2000 cents refunded by us and 500 in the dashboard, of 2000 paid`,
  ]],
  ["less back than was due", (w) => `UPDATE refunds SET amount_cents = 100 WHERE id = '${w.refund}'`, (w) => [
    `refund ${w.refund}: 1900 cents are owed, but the owner was notified of 0`,
  ]],
  [
    "less due than was paid",
    (w) => `UPDATE refunds SET due_cents = 1999, amount_cents = 1999 WHERE id = '${w.refund}'`,
    (w) => [
      `refund ${w.refund}: 1999 cents are due, expected 2000, as was paid`,
    ],
  ],
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
      "refund rf-x: 700 cents are due, expected 2000, as was paid",
      "refund rf-x: 700 cents are owed, but the owner was notified of 0",
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
    "a failed refund that would be tried again",
    (w) => `UPDATE refunds SET next_try_at = 'soon' WHERE id = '${w.failedRefund}'`,
    (w) => [`refund ${w.failedRefund}: failed, but it would be tried again (at soon)`],
  ],
  [
    "a manual refund, while ours is still being made",
    (w) =>
      `${paidManually(w.refund)} UPDATE refunds SET state = 'intent', next_try_at = 'soon' WHERE id = '${w.refund}'`,
    (w) => [`refund ${w.refund}: made manually, but it is intent`],
  ],
  [
    "a manual refund, and the seat kept",
    (w) =>
      `${copyOfRefund(w.refund, "rf-hand", "failed", `'${w.paidCheckout}', '${w.paid}'`)} ${paidManually("rf-hand")}
       UPDATE refunds SET payment_intent_id = (SELECT payment_intent_id FROM checkouts WHERE id = '${w.paidCheckout}') WHERE id = 'rf-hand'`,
    (
      w,
    ) => [
      `enrollment ${w.paid}: refund rf-hand was made manually, but the seat is still Confirmed, expected Cancelled`,
    ],
  ],
  [
    "a cancel whose refund Stripe never took, but which was made manually, is no breach",
    (w) =>
      `UPDATE refunds SET state = 'failed', stripe_refund_id = NULL WHERE id = '${w.secondTipRefund}'; ${
        paidManually(w.secondTipRefund)
      }`,
    () => [],
  ],
  [
    "a dashboard refund that is not recorded",
    (w) =>
      `DELETE FROM dashboard_refunds WHERE checkout_id = (SELECT checkout_id FROM refunds WHERE id = '${w.partRefund}')`,
    (w) => [`refund ${w.partRefund}: 500 cents are owed, but the owner was notified of 0`],
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
    (w) => [`refund ${w.refund}: accepted, but its id at Stripe is not known`],
  ],
];

Deno.test("a broken promise about refunds is found", (test) => proveCases(test, CASES));
