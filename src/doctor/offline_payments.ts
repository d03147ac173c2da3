/** What was paid elsewhere: each such booking has its amount, and nothing else does. */
import { ask } from "./question.ts";

export const OFFLINE_PAYMENTS = [
  ask(
    "enrollment %s: paid elsewhere, but no amount is recorded",
    ["e.id"],
    `FROM enrollments e WHERE e.paid_with = 'offline' AND NOT EXISTS (
       SELECT 1 FROM offline_payments o WHERE o.enrollment_id = e.id AND o.provider_id = e.provider_id)`,
  ),
  ask(
    "offline payment of enrollment %s: %s cents, but that was paid with %s",
    ["o.enrollment_id", "o.amount_cents", "e.paid_with"],
    `FROM offline_payments o LEFT JOIN enrollments e ON e.id = o.enrollment_id AND e.provider_id = o.provider_id
     WHERE e.paid_with IS NOT 'offline'`,
  ),
];
