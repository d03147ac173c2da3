import { type Case, proveCases } from "./breaches.ts";

const CASES: Case[] = [
  ["a card with a cent too many", (w) => `UPDATE gift_cards SET balance_cents = 3801 WHERE id = '${w.card}'`, (w) => [
    `gift card ${w.card}: the balance is 3801 cents, expected 3800 (5000 at first, 1200 debited)`,
  ]],
  [
    "a card below zero",
    (w) =>
      `UPDATE gift_cards SET balance_cents = -1000 WHERE id = '${w.card}';
       INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.card}', 'visit-2', 4800, '', NULL, NULL, NULL)`,
    (w) => [
      `gift card ${w.card}: the balance is -1000 cents, expected 0 to 5000`,
      "database: CHECK constraint failed in gift_cards",
    ],
  ],
  [
    "a debit that is gone",
    (w) => `DELETE FROM gift_card_entries WHERE gift_card_id = '${w.card}'`,
    (w) => [`gift card ${w.card}: the balance is 3800 cents, expected 5000 (5000 at first, 0 debited)`],
  ],
  [
    "a booking that its card never paid",
    (w) =>
      `DELETE FROM gift_card_entries WHERE enrollment_id = '${w.byCard}';
       UPDATE gift_cards SET balance_cents = 7000 WHERE id = '${w.seatCard}'`,
    (w) => [`enrollment ${w.byCard}: paid with a gift card, but no card was debited 2000 cents`],
  ],
  [
    "a card that paid for what a pack paid",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.seatCard}', NULL, 2000, '', '${w.byCredit}', NULL, NULL);
       UPDATE gift_cards SET balance_cents = 3000 WHERE id = '${w.seatCard}'`,
    (w) => [`gift card entry debit-x: no gift card paid for its enrollment ${w.byCredit}`],
  ],
  [
    "money that came back though none was taken",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.card}', 'visit-1', -1100, '', NULL, NULL, NULL);
       UPDATE gift_cards SET balance_cents = 4900 WHERE id = '${w.card}'`,
    (w) => [
      `gift card entry debit-x: 1100 cents came back to card ${w.card}, of which nothing, or something else, was taken`,
    ],
  ],
  [
    "a debit that did not come back",
    (w) =>
      `DELETE FROM gift_card_entries WHERE enrollment_id = '${w.cardReturned}' AND debit_cents < 0;
       UPDATE gift_cards SET balance_cents = 3000 WHERE id = '${w.seatCard}'`,
    (w) => [
      `enrollment ${w.cardReturned}: Cancelled (refund: policy) and paid with a gift card, but 2000 cents did not go back to it`,
    ],
  ],
  [
    "a debit that came back though it was late",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.seatCard}', NULL, -2000, '', '${w.lateCard}', NULL, NULL);
       UPDATE gift_cards SET balance_cents = 7000 WHERE id = '${w.seatCard}'`,
    (w) => [
      `enrollment ${w.lateCard}: Cancelled (refund: policy, late), but 2000 cents went back to gift card ${w.seatCard}`,
    ],
  ],
  [
    "a debit that came back for a seat that is kept",
    (w) =>
      `INSERT INTO gift_card_entries VALUES ('debit-x', '${w.provider}', '${w.seatCard}', NULL, -2000, '', '${w.byCard}', NULL, NULL);
       UPDATE gift_cards SET balance_cents = 7000 WHERE id = '${w.seatCard}'`,
    (w) => [`enrollment ${w.byCard}: Confirmed, but 2000 cents went back to gift card ${w.seatCard}`],
  ],
];

Deno.test("a broken promise about gift cards is found", (test) => proveCases(test, CASES));
