/** How far each job is behind. */
import { findFirstCheck } from "../../domain/checkouts.ts";
import { findFirstDueReminder } from "../../domain/enrollment_lists.ts";
import { LANES, listFirstAttempts } from "../../domain/outbox.ts";
import { findFirstTry } from "../../domain/refunds.ts";
import { iso, ms } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { REMIND_BEFORE } from "../notifications/send_reminders.ts";

/** Seconds since the oldest row of each job that is due became so; 0 when none is. By the job's name. */
export async function listOverdue(ctx: Context): Promise<[job: string, seconds: number][]> {
  const nowMs = ctx.clock.now();
  const [check, refund, attempts, reminded] = await Promise.all([
    findFirstCheck(ctx.db),
    findFirstTry(ctx.db),
    listFirstAttempts(ctx.db),
    findFirstDueReminder(ctx.db, iso(nowMs), iso(nowMs + REMIND_BEFORE)),
  ]);
  const since = (dueMs: number) => Math.max(0, (nowMs - dueMs) / 1000);
  const sinceAt = (at: string | null | undefined) => at ? since(ms(at)) : 0;
  return [
    ["reconcile_checkouts", sinceAt(check)],
    ["send_refunds", sinceAt(refund)],
    ...LANES.map((lane): [string, number] => [
      `deliver_${lane}`,
      sinceAt(attempts.find((one) => one.lane === lane)?.at),
    ]),
    ["send_reminders", reminded ? since(ms(reminded) - REMIND_BEFORE) : 0],
  ];
}
