import assert from "node:assert/strict";
import { type Case, copyOfEnrollment, proveCases } from "./breaches.ts";

const CASES: Case[] = [
  [
    "a count that drifted up",
    (w) => `UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.main}'`,
    (
      w,
    ) => [
      `class ${w.main}: enrolledCount is 3, expected 2 (its Confirmed, Completed and NoShow enrollments)`,
    ],
  ],
  ["a count that drifted down", (w) => `UPDATE class_sessions SET enrolled_count = 0 WHERE id = '${w.main}'`, (w) => [
    `class ${w.main}: enrolledCount is 0, expected 2 (its Confirmed, Completed and NoShow enrollments)`,
  ]],
  ["a held seat nobody holds", (w) => `UPDATE class_sessions SET held_count = 4 WHERE id = '${w.main}'`, (w) => [
    `class ${w.main}: 4 seats are counted as held, expected 1 (its PendingPayment enrollments)`,
  ]],
  ["more seats than there are", (w) => `UPDATE class_sessions SET capacity = 2 WHERE id = '${w.main}'`, (w) => [
    `class ${w.main}: 2 seats are enrolled and 1 held, expected at most 2 (its capacity)`,
    "database: CHECK constraint failed in class_sessions",
  ]],
  ["a seat nothing paid for", (w) => `UPDATE enrollments SET paid_with = NULL WHERE id = '${w.free}'`, (w) => [
    `enrollment ${w.free}: Confirmed, but nothing paid for it`,
  ]],
  [
    "a free seat that costs something",
    (w) => `UPDATE enrollments SET price_cents = 2000 WHERE id = '${w.free}'`,
    (w) => [
      `enrollment ${w.free}: taken as free, but its price is 2000`,
    ],
  ],
  [
    "a hold whose checkout has expired",
    (w) => `UPDATE checkouts SET state = 'expired' WHERE id = '${w.holdCheckout}'`,
    (
      w,
    ) => [
      `enrollment ${w.hold}: its hold can never end, for its checkout ${w.holdCheckout} is expired (expected creating, open or processing)`,
    ],
  ],
  [
    "a hold without a checkout",
    (w) => `UPDATE enrollments SET checkout_id = NULL WHERE id = '${w.hold}'`,
    (w) => [
      `enrollment ${w.hold}: its hold can never end, for its checkout none is none (expected creating, open or processing)`,
      "database: CHECK constraint failed in enrollments",
    ],
  ],
  [
    "somebody who waits for a cancelled class",
    (w) => `UPDATE waitlist_entries SET status = 'Waiting' WHERE id = '${w.closed}'`,
    (w) => [`waitlist entry ${w.closed}: Waiting, but its class ${w.off} is Cancelled`],
  ],
  [
    "two live enrollments of one client",
    (w) =>
      `DROP INDEX enrollments_one_live; UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.main}';` +
      copyOfEnrollment(w.paid, "enr-twin", "'Confirmed', 0, 'free'"),
    (w) => [`class ${w.main}: client ${w.client} has 2 live enrollments, expected at most 1 (${w.paid} enr-twin)`],
  ],
];

Deno.test("a broken promise about seats is found", (test) => proveCases(test, CASES));

Deno.test("no question sorts inside an aggregate: a libSQL server does not understand it", async () => {
  for await (const { name } of Deno.readDir(new URL("../../src/doctor/", import.meta.url))) {
    const text = await Deno.readTextFile(new URL(`../../src/doctor/${name}`, import.meta.url));
    assert.ok(!/group_concat\([^)]*ORDER BY/i.test(text), name);
  }
});
