import type { Ids } from "./busy_studio.ts";
import { type Case, forgotten, missing, proveCases } from "./breaches.ts";

const lost = (name: string, dedupeKey: (w: Ids) => string): Case => [
  `lost: ${name}`,
  (w) => forgotten(dedupeKey(w)),
  (w) => missing(dedupeKey(w)),
];

const CASES: Case[] = [
  lost("a booking's confirmation", (w) => `booking_confirmed:${w.paid}`),
  lost("the confirmation of what was cancelled since", (w) => `booking_confirmed:${w.refunded}`),
  lost("a cancel in time", (w) => `booking_cancelled:${w.refunded}`),
  lost("a cancel without a refund", (w) => `booking_cancelled:${w.kept}`),
  lost("a cancel by the dashboard", (w) => `booking_cancelled:${w.dashboard}`),
  lost("a cancelled class", (w) => `class_cancelled:${w.offPaid}`),
  lost("the end of a waitlist", (w) => `waitlist_closed:${w.closed}`),
  lost("joining a waitlist", (w) => `waitlist_joined:${w.waiting}`),
  lost("a promotion's link", (w) => `waitlist_promoted:${w.promoted}`),
  lost("a pack", (w) => `pack_bought:${w.pack}`),
  lost("a gift card", (w) => `gift_card:${w.card}`),
  lost("a gift card's receipt", (w) => `gift_card_receipt:${w.card}`),
  lost("a visit", (w) => `post_visit:${w.visit}`),
  lost("a tip", (w) => `tip_received:${w.visit}`),
  lost("a refund for a seat", (w) => `payment_refunded:${w.lapsedCheckout}`),
  lost("a refund for a tip", (w) => `payment_refunded:${w.secondTip}`),
  [
    "lost: a refund that failed",
    (w) => `DELETE FROM messages WHERE dedupe_key GLOB 'refund_failed:${w.failedRefund}:*'`,
    (w) => [
      `refund ${w.failedRefund}: the owner was notified of 2000 cents owed, but no such mail is in the outbox`,
    ],
  ],
  [
    "lost: a refund that is stuck",
    (w) => `UPDATE refunds SET owner_notified_at = created_at WHERE id = '${w.refund}'`,
    (w) => missing(`refund_stuck:${w.refund}`),
  ],
  [
    "lost: a seat in a cancelled class whose refund is due",
    (w) =>
      `UPDATE enrollments SET status = 'Confirmed' WHERE id = '${w.offPaid}';
       UPDATE refunds SET state = 'intent', next_try_at = 'soon' WHERE id = '${w.offRefund}';
       UPDATE class_sessions SET enrolled_count = enrolled_count + 1 WHERE id = '${w.off}'; ${
        forgotten(`class_cancelled:${w.offPaid}`)
      }`,
    (w) => missing(`class_cancelled:${w.offPaid}`),
  ],
  [
    "in another studio's name",
    (w) =>
      `UPDATE messages SET provider_id = '${w.other}', client_id = NULL WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => missing(`pack_bought:${w.pack}`),
  ],
  [
    "enqueued twice",
    (w) =>
      `ALTER TABLE messages RENAME TO once; CREATE TABLE messages AS SELECT * FROM once; DROP TABLE once;
       INSERT INTO messages SELECT * FROM messages WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => [`message pack_bought:${w.pack}: 2 times in the outbox, expected once`],
  ],
  [
    "queued for ever",
    (w) => `UPDATE messages SET state = 'queued', next_attempt_at = NULL WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => [`message pack_bought:${w.pack}: queued, but nothing will try to send it (no next_attempt_at)`],
  ],
  [
    "sent, and to be sent again",
    (w) =>
      `UPDATE messages SET next_attempt_at = '2026-06-01T00:00:00.000Z' WHERE dedupe_key = 'pack_bought:${w.pack}'`,
    (w) => [`message pack_bought:${w.pack}: sent, but it would be sent once more (at 2026-06-01T00:00:00.000Z)`],
  ],
];

Deno.test("a broken promise about messages is found", (test) => proveCases(test, CASES));
