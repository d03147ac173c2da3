/** Gift cards: every debit is an entry, and the balance is what they leave. */
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
];
