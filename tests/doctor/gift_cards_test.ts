import { type Case, proveCases } from "./breaches.ts";

const CASES: Case[] = [
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
    () => "DELETE FROM gift_card_entries",
    (w) => [`gift card ${w.card}: the balance is 3800 cents, expected 5000 (5000 at first, 0 debited)`],
  ],
];

Deno.test("a broken promise about gift cards is found", (test) => proveCases(test, CASES));
