/** Nothing waits for ever: no checkout is a day past its end unsettled, no row of a job a day overdue, and reminders are due when they should be. */
import { remindAtSql } from "../domain/reminders.ts";
import { DAY, HOUR, iso } from "../domain/time.ts";
import { IS_AWAITED } from "../domain/waitlist.ts";
import { LAST_OFFER } from "../domain/waitlist_offers.ts";
import { ask } from "./question.ts";

/** A bank has 15 days to decide. */
const BANK_DECIDES_IN = 15 * DAY;
/** The pass that releases is under way. */
const UNDER_WAY = HOUR / 6;

function overdue(what: string, table: string, name: string, at: string, when: string): string {
  return ask(`${what} %s: due since %s, more than a day`, [name, at], `FROM ${table} WHERE ${at} < '${when}'`);
}

/** @param nowMs the present, by the clock that the rows were written with */
export function overdueQuestions(nowMs: number): string[] {
  const dayAgo = iso(nowMs - DAY);
  const [ended, endedAtBank] = [DAY, DAY + BANK_DECIDES_IN].map((ms) => iso(nowMs - ms - UNDER_WAY));
  return [
    ask(
      "checkout %s: it ended at %s and is still %s, expected settled, released or disputed",
      ["id", "expires_at", "state"],
      `FROM checkouts WHERE next_check_at IS NOT NULL AND disputed_at IS NULL
         AND (state IN ('creating', 'open') AND expires_at < '${ended}' OR state = 'processing' AND expires_at < '${endedAtBank}')`,
    ),
    ask(
      "checkout %s: disputed, it ended at %s, and enrollment %s still holds its seat",
      ["k.id", "k.expires_at", "e.id"],
      `FROM checkouts k JOIN enrollments e ON e.id = k.subject_id
       WHERE k.disputed_at IS NOT NULL AND k.kind = 'class' AND e.status = 'PendingPayment' AND k.expires_at < '${ended}'`,
    ),
    // A seat is offered in the write that frees it, and within a minute of a change that allows it.
    ask(
      "class %s: %s of its seats are open, and somebody waits for one, expected offered",
      ["c.id", "c.capacity - c.enrolled_count - c.held_count"],
      `FROM class_sessions c JOIN providers p ON p.id = c.provider_id
       WHERE p.waitlist_mode = 'automatic' AND c.status = 'Scheduled' AND c.enrolled_count + c.held_count < c.capacity
         AND (c.price_cents = 0 OR p.stripe_charges_enabled = 1 AND p.stripe_account_id IS NOT NULL)
         AND c.scheduled_at > strftime('%Y-%m-%dT%H:%M:%fZ', '${
        iso(nowMs)
      }', '+' || p.waitlist_cutoff_hours || ' hours')
         AND c.scheduled_at >= '${iso(nowMs + LAST_OFFER)}' AND max(c.updated_at, p.updated_at) < '${
        iso(nowMs - UNDER_WAY)
      }'
         AND ${IS_AWAITED}`,
    ),
    overdue("checkout", "checkouts", "id", "next_check_at", dayAgo),
    overdue("refund", "refunds", "id", "next_try_at", dayAgo),
    overdue("series change", "series_changes", "id", "next_try_at", dayAgo),
    overdue("message", "messages", "dedupe_key", "next_attempt_at", dayAgo),
    // One that was planned when its time was past already is due since then.
    overdue(
      "reminder of class",
      `(SELECT c.id, max(c.remind_at, c.updated_at, s.updated_at, p.updated_at) AS due_at FROM class_sessions c
        JOIN services s ON s.id = c.service_id JOIN providers p ON p.id = c.provider_id)`,
      "id",
      "due_at",
      dayAgo,
    ),
    ask(
      "class %s: its reminder is planned for %s, expected %s",
      ["id", "remind_at", "expected"],
      `FROM (SELECT id, remind_at, ${remindAtSql("c.scheduled_at", "c.service_id")} AS expected FROM class_sessions c
         WHERE remind_at IS NOT NULL AND scheduled_at > '${iso(nowMs)}') WHERE remind_at IS NOT expected`,
    ),
  ];
}
