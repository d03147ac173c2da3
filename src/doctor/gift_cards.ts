/** Gift cards: every debit is an entry, the balance is what they leave, and a booking's comes back as the rule says. */
import { REFUND_DUE, RULE } from "./cancellation_rule.ts";
import { ask } from "./question.ts";

export const GIFT_CARDS = [
  ask(
    "gift card %s: the balance is %s cents, expected %s (%s at first, %s debited)",
    [
      "g.id",
      "g.balance_cents",
      "g.initial_cents - coalesce(d.cents, 0)",
      "g.initial_cents",
      "coalesce(d.cents, 0)",
    ],
    `FROM gift_cards g LEFT JOIN (SELECT gift_card_id, sum(debit_cents) AS cents FROM gift_card_entries GROUP BY gift_card_id) d
       ON d.gift_card_id = g.id
     WHERE g.balance_cents <> g.initial_cents - coalesce(d.cents, 0)`,
  ),
  ask(
    "gift card %s: the balance is %s cents, expected 0 to %s",
    ["id", "balance_cents", "initial_cents"],
    "FROM gift_cards WHERE balance_cents NOT BETWEEN 0 AND initial_cents",
  ),
  ask(
    "enrollment %s: paid with a gift card, but no card was debited %s cents",
    ["e.id", "e.price_cents"],
    `FROM enrollments e WHERE e.paid_with = 'gift_card' AND NOT EXISTS (
       SELECT 1 FROM gift_card_entries t WHERE t.enrollment_id = e.id AND t.provider_id = e.provider_id AND t.debit_cents = e.price_cents)`,
  ),
  ask(
    "gift card entry %s: no gift card paid for its enrollment %s",
    ["t.id", "t.enrollment_id"],
    `FROM gift_card_entries t LEFT JOIN enrollments e ON e.id = t.enrollment_id AND e.provider_id = t.provider_id
     WHERE t.enrollment_id IS NOT NULL AND e.paid_with IS NOT 'gift_card'`,
  ),
  ask(
    "gift card entry %s: %s cents came back to card %s, of which nothing, or something else, was taken",
    ["r.id", "-r.debit_cents", "r.gift_card_id"],
    `FROM gift_card_entries r WHERE r.debit_cents < 0 AND NOT EXISTS (
       SELECT 1 FROM gift_card_entries t WHERE t.gift_card_id = r.gift_card_id AND t.debit_cents = -r.debit_cents
         AND t.appointment_id IS r.appointment_id AND t.enrollment_id IS r.enrollment_id)`,
  ),
  ask(
    "enrollment %s: Cancelled (%s) and paid with a gift card, but %s cents did not go back to it",
    ["e.id", RULE, "e.price_cents"],
    `FROM enrollments e WHERE e.status = 'Cancelled' AND e.paid_with = 'gift_card' AND ${REFUND_DUE} AND NOT EXISTS (
       SELECT 1 FROM gift_card_entries t WHERE t.enrollment_id = e.id AND t.debit_cents < 0)`,
  ),
  ask(
    "enrollment %s: %s%s, but %s cents went back to gift card %s",
    [
      "e.id",
      "e.status",
      `iif(e.status = 'Cancelled', printf(' (%s)', ${RULE}), '')`,
      "-t.debit_cents",
      "t.gift_card_id",
    ],
    `FROM gift_card_entries t JOIN enrollments e ON e.id = t.enrollment_id
     WHERE t.debit_cents < 0 AND (e.status <> 'Cancelled' OR NOT ${REFUND_DUE})`,
  ),
];
