/** How far each job is behind. */
import { findFirstCheck } from "../../domain/checkout_checks.ts";
import { findFirstDueReminder } from "../../domain/reminders.ts";
import { LANES, listFirstAttempts } from "../../domain/outbox.ts";
import { findFirstTry } from "../../domain/refund_tries.ts";
import { findFirstSeriesChange } from "../../domain/series_changes.ts";
import { iso, ms } from "../../domain/time.ts";
import { findFirstDelivery } from "../../domain/webhook_deliveries.ts";
import type { Context } from "../context.ts";

/** Seconds since the oldest row of each job that is due became so; 0 when none is. By the job's name. */
export async function listOverdue(ctx: Context): Promise<[job: string, seconds: number][]> {
  const nowMs = ctx.clock.now();
  const [check, refund, attempts, reminder, delivery, series] = await Promise.all([
    findFirstCheck(ctx.db),
    findFirstTry(ctx.db),
    listFirstAttempts(ctx.db),
    findFirstDueReminder(ctx.db, iso(nowMs)),
    findFirstDelivery(ctx.db, iso(nowMs)),
    findFirstSeriesChange(ctx.db),
  ]);
  const secondsSince = (at: string | null | undefined) => at ? Math.max(0, (nowMs - ms(at)) / 1000) : 0;
  return [
    ["reconcile_checkouts", secondsSince(check)],
    ["send_refunds", secondsSince(refund)],
    ...LANES.map((lane): [string, number] => [
      `deliver_${lane}`,
      secondsSince(attempts.find((one) => one.lane === lane)?.at),
    ]),
    ["send_reminders", secondsSince(reminder)],
    ["deliver_events", secondsSince(delivery)],
    ["finish_series", secondsSince(series)],
  ];
}
