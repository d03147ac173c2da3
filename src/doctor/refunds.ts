/** Refunds: at most one for a payment, of what is due by the rule, and none forgotten. */
import { wasAcceptedSql } from "../domain/refunds.ts";
import { REFUND_DUE, RULE } from "./cancellation_rule.ts";
import { ask } from "./question.ts";

const FOR_A_CANCEL = "('cancellation', 'class_cancelled')";

export const REFUNDS = [
  ask(
    "enrollment %s: %s refunds stand, expected at most 1 (%s)",
    ["enrollment_id", "count(*)", "group_concat(id, ' ')"],
    "FROM refunds WHERE state <> 'failed' AND enrollment_id IS NOT NULL GROUP BY enrollment_id HAVING count(*) > 1",
  ),
  ask(
    "checkout %s: %s refunds stand, expected at most 1 (%s)",
    ["checkout_id", "count(*)", "group_concat(id, ' ')"],
    "FROM refunds WHERE state <> 'failed' AND enrollment_id IS NULL GROUP BY checkout_id HAVING count(*) > 1",
  ),
  ask(
    "enrollment %s: Cancelled, but how is not recorded (when, by whom, late or not, refund or not)",
    ["id"],
    `FROM enrollments WHERE status = 'Cancelled' AND (cancelled_at IS NULL OR cancelled_by IS NULL OR cancel_window_hours IS NULL
       OR late_cancel IS NULL OR refund_choice IS NULL)`,
  ),
  // One that Stripe accepted and later reported as failed is the owner's to refund manually: the cancellation stands.
  ask(
    "enrollment %s: Cancelled (%s) and paid by card, but there is no refund, expected 1 of %s cents",
    ["e.id", RULE, "k.amount_cents - k.refunded_outside_cents"],
    `FROM enrollments e JOIN checkouts k ON k.id = e.checkout_id
     WHERE e.status = 'Cancelled' AND e.paid_with = 'card' AND ${REFUND_DUE} AND k.refunded_outside_cents < k.amount_cents
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.enrollment_id = e.id
         AND (r.state <> 'failed' OR ${wasAcceptedSql("r")} OR r.manual_refund_at IS NOT NULL))`,
  ),
  ask(
    "enrollment %s: Cancelled (%s), but refund %s of %s cents was made, expected none",
    ["e.id", RULE, "r.id", "r.amount_cents"],
    `FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.state <> 'failed' AND r.reason IN ${FOR_A_CANCEL} AND e.status = 'Cancelled' AND NOT ${REFUND_DUE}`,
  ),
  ask(
    "enrollment %s: refund %s is %s, but the seat is still Confirmed, expected Cancelled",
    ["e.id", "r.id", "r.state"],
    `FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.state IN ('pending', 'succeeded') AND r.reason IN ('cancellation', 'class_cancelled', 'dashboard') AND e.status = 'Confirmed'`,
  ),
  ask(
    "enrollment %s: Confirmed in class %s, which is Cancelled, and no refund is under way",
    ["e.id", "c.id"],
    `FROM class_sessions c JOIN enrollments e ON e.class_id = c.id
     WHERE c.status = 'Cancelled' AND e.status = 'Confirmed'
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.enrollment_id = e.id AND r.state <> 'failed')`,
  ),
  ask(
    "refund %s: of %s cents, expected %s (%s paid, %s refunded in the dashboard)",
    [
      "r.id",
      "r.amount_cents",
      "k.amount_cents - k.refunded_outside_cents",
      "k.amount_cents",
      "k.refunded_outside_cents",
    ],
    `FROM refunds r JOIN checkouts k ON k.id = r.checkout_id
     WHERE r.state IN ('pending', 'succeeded') AND r.reason IN ${FOR_A_CANCEL} AND r.amount_cents + k.refunded_outside_cents <> k.amount_cents`,
  ),
  ask(
    "refund %s: its checkout %s is %s, expected paid",
    ["r.id", "k.id", "k.state"],
    "FROM refunds r JOIN checkouts k ON k.id = r.checkout_id WHERE k.state <> 'paid'",
  ),
  ask(
    "refund %s: its payment, account or currency is not that of its checkout %s",
    ["r.id", "k.id"],
    `FROM refunds r JOIN checkouts k ON k.id = r.checkout_id WHERE k.state = 'paid' AND (r.payment_intent_id IS NOT k.payment_intent_id
       OR r.account_id <> k.account_id OR r.currency <> k.currency)`,
  ),
  ask(
    "refund %s: of checkout %s, but its enrollment %s is of checkout %s",
    ["r.id", "r.checkout_id", "e.id", "e.checkout_id"],
    "FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id WHERE e.checkout_id IS NOT r.checkout_id",
  ),
  ask(
    "refund %s: %s, but nothing will take it up again (no next_try_at)",
    ["id", "state"],
    "FROM refunds WHERE state IN ('intent', 'pending') AND next_try_at IS NULL",
  ),
  ask(
    "refund %s: made manually, but it is %s%s, expected failed and never tried again",
    ["id", "state", "iif(next_try_at IS NULL, '', printf(' and would be tried again (at %s)', next_try_at))"],
    "FROM refunds WHERE manual_refund_at IS NOT NULL AND (state <> 'failed' OR next_try_at IS NOT NULL)",
  ),
  // One made in the studio's own dashboard may be that manual refund.
  ask(
    "refund %s: made manually, but refund %s of its payment is %s",
    ["r.id", "o.id", "o.state"],
    `FROM refunds r JOIN refunds o ON o.checkout_id = r.checkout_id AND o.id <> r.id
     WHERE r.manual_refund_at IS NOT NULL AND o.state <> 'failed' AND o.reason <> 'dashboard'`,
  ),
  ask(
    "enrollment %s: refund %s was made manually, but the seat is still Confirmed, expected Cancelled",
    ["e.id", "r.id"],
    `FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.manual_refund_at IS NOT NULL AND r.reason IN ${FOR_A_CANCEL} AND e.status = 'Confirmed'`,
  ),
  ask(
    "checkout %s: %s cents were refunded in the dashboard, expected %s (the sum of its dashboard refunds)",
    ["k.id", "k.refunded_outside_cents", "coalesce(d.cents, 0)"],
    `FROM checkouts k LEFT JOIN (SELECT checkout_id, sum(amount_cents) AS cents FROM dashboard_refunds GROUP BY checkout_id) d
       ON d.checkout_id = k.id
     WHERE k.refunded_outside_cents <> coalesce(d.cents, 0)`,
  ),
  ask(
    "refund %s: pending, but its id at Stripe is not known",
    ["id"],
    "FROM refunds WHERE state = 'pending' AND stripe_refund_id IS NULL",
  ),
];
