import { type Case, proveCases } from "./breaches.ts";

const CASES: Case[] = [
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
      `DELETE FROM credit_entries WHERE enrollment_id = '${w.byCredit}';
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
  [
    "a credit that did not come back",
    (w) =>
      `DELETE FROM credit_entries WHERE enrollment_id = '${w.returned}' AND delta = 1;
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

Deno.test("a broken promise about packs and credits is found", (test) => proveCases(test, CASES));
