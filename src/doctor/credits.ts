/** Packs: every credit is an entry, and the balance is their sum. */
import { REFUND_DUE, RULE } from "./cancellation_rule.ts";
import { ask } from "./question.ts";

export const CREDITS = [
  ask(
    "pack %s: sessionsRemaining is %s, expected %s (%s in total, %s taken, %s returned)",
    [
      "p.id",
      "p.sessions_remaining",
      "p.sessions_total - coalesce(t.taken, 0) + coalesce(t.returned, 0)",
      "p.sessions_total",
      "coalesce(t.taken, 0)",
      "coalesce(t.returned, 0)",
    ],
    `FROM client_packages p LEFT JOIN (
       SELECT client_package_id, sum(delta = -1) AS taken, sum(delta = 1) AS returned FROM credit_entries GROUP BY client_package_id
     ) t ON t.client_package_id = p.id
     WHERE p.sessions_remaining <> p.sessions_total - coalesce(t.taken, 0) + coalesce(t.returned, 0)`,
  ),
  ask(
    "pack %s: sessionsRemaining is %s, expected 0 to %s",
    ["id", "sessions_remaining", "sessions_total"],
    "FROM client_packages WHERE sessions_remaining NOT BETWEEN 0 AND sessions_total",
  ),
  ask(
    "enrollment %s: paid with a credit of pack %s, but no credit was taken",
    ["e.id", "e.client_package_id"],
    `FROM enrollments e WHERE e.paid_with = 'credit' AND NOT EXISTS (
       SELECT 1 FROM credit_entries t WHERE t.client_package_id = e.client_package_id AND t.enrollment_id = e.id AND t.delta = -1)`,
  ),
  ask(
    "credit entry %s: its pack %s did not pay for its enrollment %s",
    ["t.id", "t.client_package_id", "t.enrollment_id"],
    `FROM credit_entries t JOIN enrollments e ON e.id = t.enrollment_id
     WHERE e.paid_with IS NOT 'credit' OR e.client_package_id IS NOT t.client_package_id`,
  ),
  ask(
    "enrollment %s: Cancelled (%s) and paid with a credit, but it was not returned to pack %s",
    ["e.id", RULE, "e.client_package_id"],
    `FROM enrollments e WHERE e.status = 'Cancelled' AND e.paid_with = 'credit' AND ${REFUND_DUE} AND NOT EXISTS (
       SELECT 1 FROM credit_entries t WHERE t.client_package_id = e.client_package_id AND t.enrollment_id = e.id AND t.delta = 1)`,
  ),
  ask(
    "enrollment %s: %s%s, but a credit was returned to pack %s",
    ["e.id", "e.status", `iif(e.status = 'Cancelled', printf(' (%s)', ${RULE}), '')`, "t.client_package_id"],
    `FROM credit_entries t JOIN enrollments e ON e.id = t.enrollment_id
     WHERE t.delta = 1 AND (e.status <> 'Cancelled' OR NOT ${REFUND_DUE})`,
  ),
];
