import { type Case, copyOfRefund, proveCases } from "./breaches.ts";

const CASES: Case[] = [
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
    "a manual refund that would be tried again",
    (w) => `UPDATE refunds SET manual_refund_at = created_at, next_try_at = 'soon' WHERE id = '${w.failedRefund}'`,
    (w) => [
      `refund ${w.failedRefund}: made manually, but it is failed and would be tried again (at soon), expected failed and never tried again`,
    ],
  ],
  [
    "a manual refund, though Stripe made it",
    (w) => `UPDATE refunds SET manual_refund_at = created_at WHERE id = '${w.refund}'`,
    (w) => [`refund ${w.refund}: made manually, but it is succeeded, expected failed and never tried again`],
  ],
  [
    "a manual refund, and by another one as well",
    (w) =>
      `UPDATE refunds SET manual_refund_at = created_at WHERE id = '${w.failedRefund}'; ${
        copyOfRefund(w.failedRefund, "rf-twin", "succeeded")
      }`,
    (w) => [`refund ${w.failedRefund}: made manually, but refund rf-twin of its payment is succeeded`],
  ],
  [
    "a manual refund, and the seat kept",
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
    "a dashboard refund that is not recorded",
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
];

Deno.test("a broken promise about refunds is found", (test) => proveCases(test, CASES));
