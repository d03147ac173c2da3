/** Refunds: at most one for a payment, of what is due by the rule, and none forgotten. */
import { REFUND_DUE, RULE } from "./cancellation_rule.ts";
import { ask } from "./question.ts";
import { isClosing } from "./series.ts";

const FOR_A_CANCEL = "('cancellation', 'class_cancelled')";

export const REFUNDS = [
  ask(
    "enrollment %s: Cancelled, but how is not recorded (when, by whom, late or not, refund or not)",
    ["id"],
    `FROM enrollments WHERE status = 'Cancelled' AND (cancelled_at IS NULL OR cancelled_by IS NULL OR cancel_window_hours IS NULL
       OR late_cancel IS NULL OR refund_choice IS NULL)`,
  ),
  ask(
    "enrollment %s: Cancelled (%s) and paid by card, but no refund of %s cents is due",
    ["e.id", RULE, "k.amount_cents"],
    `FROM enrollments e JOIN checkouts k ON k.id = e.checkout_id
     WHERE e.status = 'Cancelled' AND e.paid_with = 'card' AND ${REFUND_DUE}
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.checkout_id = k.id AND r.state <> 'refused')`,
  ),
  ask(
    "enrollment %s: Cancelled (%s), but refund %s is due, expected none",
    ["e.id", RULE, "r.id"],
    `FROM refunds r JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.state <> 'refused' AND r.reason IN ${FOR_A_CANCEL} AND e.status = 'Cancelled' AND NOT ${REFUND_DUE}`,
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
     WHERE c.status = 'Cancelled' AND e.status = 'Confirmed' AND NOT ${isClosing("c.id")}
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.enrollment_id = e.id AND r.state = 'intent')`,
  ),
  ask(
    "refund %s: %s cents are due, expected %s, as was paid",
    ["r.id", "r.due_cents", "k.amount_cents"],
    "FROM refunds r JOIN checkouts k ON k.id = r.checkout_id WHERE r.due_cents <> k.amount_cents",
  ),
  ask(
    "refund %s: %s cents refunded by us and %s in the dashboard, of %s paid",
    ["r.id", "b.refunded_cents", "b.outside_cents", "k.amount_cents"],
    `FROM refunds r JOIN refund_sums b ON b.refund_id = r.id JOIN checkouts k ON k.id = r.checkout_id
     WHERE b.refunded_cents + b.outside_cents > k.amount_cents`,
  ),
  ask(
    "refund %s: %s cents are owed, but the owner was notified of %s",
    ["r.id", "b.owed_cents", "r.owed_notified_cents"],
    `FROM refunds r JOIN refund_sums b ON b.refund_id = r.id
     WHERE r.state IN ('pending', 'succeeded', 'failed') AND b.owed_cents <> r.owed_notified_cents`,
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
    "refund %s: %s, but it would be tried again (at %s)",
    ["id", "state", "next_try_at"],
    "FROM refunds WHERE state IN ('succeeded', 'failed', 'refused') AND next_try_at IS NOT NULL",
  ),
  ask(
    "refund %s: made manually, but it is %s",
    ["r.id", "r.state"],
    "FROM manual_refunds m JOIN refunds r ON r.id = m.refund_id WHERE r.state IN ('intent', 'refused')",
  ),
  ask(
    "enrollment %s: refund %s was made manually, but the seat is still Confirmed, expected Cancelled",
    ["e.id", "r.id"],
    `FROM manual_refunds m JOIN refunds r ON r.id = m.refund_id JOIN enrollments e ON e.id = r.enrollment_id
     WHERE r.reason IN ${FOR_A_CANCEL} AND e.status = 'Confirmed'`,
  ),
  ask(
    "refund %s: accepted, but its id at Stripe is not known",
    ["id"],
    "FROM refunds WHERE state IN ('pending', 'succeeded') AND amount_cents > 0 AND stripe_refund_id IS NULL",
  ),
];
