/** Restored files: what was paid after the backup is unknown until Stripe tells of it again. */
import { ask } from "./question.ts";

export const RESTORES = [
  ask(
    "restored at %s: the newest payment event is of %s, and what was paid since then is not known; run alera reconcile",
    ["restored_at", "newest"],
    `FROM (SELECT max(restored_at) AS restored_at, (SELECT max(received_at) FROM payment_events) AS newest FROM restores
       WHERE reconciled_at IS NULL GROUP BY reconciled_at)
     WHERE (newest IS NULL OR newest < restored_at) AND EXISTS (SELECT 1 FROM providers WHERE stripe_account_id IS NOT NULL)`,
  ),
];
