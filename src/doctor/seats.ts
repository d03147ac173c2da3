/** Seats: counts that match the enrollments, nobody seated twice, no hold without an end. */
import { ask, SEATED } from "./question.ts";
import { isClosing } from "./series.ts";

export const SEATS = [
  `SELECT breach FROM (
     WITH seats AS MATERIALIZED (
       SELECT c.id, c.capacity, c.enrolled_count, c.held_count, coalesce(taken.enrolled, 0) AS enrolled, coalesce(taken.held, 0) AS held
       FROM class_sessions c LEFT JOIN (
         SELECT class_id, sum(status IN ${SEATED}) AS enrolled, sum(status = 'PendingPayment') AS held FROM enrollments GROUP BY class_id
       ) taken ON taken.class_id = c.id)
     ${
    [
      ask(
        "class %s: enrolledCount is %s, expected %s (its Confirmed, Completed and NoShow enrollments)",
        ["id", "enrolled_count", "enrolled"],
        "FROM seats WHERE enrolled_count <> enrolled",
      ),
      ask(
        "class %s: %s seats are counted as held, expected %s (its PendingPayment enrollments)",
        ["id", "held_count", "held"],
        "FROM seats WHERE held_count <> held",
      ),
      ask(
        "class %s: %s seats are enrolled and %s held, expected at most %s (its capacity)",
        ["id", "enrolled", "held", "capacity"],
        "FROM seats WHERE enrolled + held > capacity",
      ),
    ].join(" UNION ALL ")
  })`,
  ask(
    "enrollment %s: %s, but nothing paid for it",
    ["id", "status"],
    `FROM enrollments WHERE status IN ${SEATED} AND paid_with IS NULL`,
  ),
  ask(
    "enrollment %s: taken as free, but its price is %s",
    ["id", "price_cents"],
    "FROM enrollments WHERE paid_with = 'free' AND price_cents <> 0",
  ),
  ask(
    "enrollment %s: its hold can never end, for its checkout %s is %s (expected creating, open or processing)",
    ["e.id", "e.checkout_id", "k.state"],
    `FROM enrollments e LEFT JOIN checkouts k ON k.id = e.checkout_id
     WHERE e.status = 'PendingPayment' AND (k.id IS NULL OR k.state NOT IN ('creating', 'open', 'processing'))`,
  ),
  ask(
    "waitlist entry %s: Waiting, but its class %s is Cancelled",
    ["w.id", "c.id"],
    `FROM waitlist_entries w JOIN class_sessions c ON c.id = w.class_id
     WHERE w.status = 'Waiting' AND c.status = 'Cancelled' AND NOT ${isClosing("c.id")}`,
  ),
  ask(
    "waitlist entry %s: %s, but no seat was given or offered",
    ["id", "status"],
    "FROM waitlist_entries WHERE status = 'Promoted' AND enrollment_id IS NULL",
  ),
  ask(
    "class %s: client %s has %s live enrollments, expected at most 1 (%s)",
    ["class_id", "client_id", "count(*)", "group_concat(id, ' ')"],
    "FROM (SELECT id, class_id, client_id FROM enrollments WHERE status IN ('PendingPayment', 'Confirmed') ORDER BY class_id, client_id, rowid) GROUP BY class_id, client_id HAVING count(*) > 1",
  ),
];
