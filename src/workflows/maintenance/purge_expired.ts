/** Deletes what has served its time, and brings back what a wrong clock put off. */
import { pullInDistantChecks } from "../../domain/checkouts.ts";
import { purgeConsoleSessions } from "../../domain/console_sessions.ts";
import { purgeIdempotencyKeys } from "../../domain/idempotency_keys.ts";
import { purgePaymentEvents } from "../../domain/payment_events.ts";
import { pullInDistantRetries } from "../../domain/refunds.ts";
import { DAY, iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** Longer than anything is put off by rule: a hold lasts a day, a bank is asked twice a day. */
const LONGEST_WAIT = 2 * DAY;

/** Idempotency keys and used links go after a day, event ids after thirty. What is put off for too long is due now. */
export async function purgeExpired(ctx: Context): Promise<void> {
  const nowMs = ctx.clock.now();
  await ctx.db.write(null, async (tx) => {
    const [latest, now] = [iso(nowMs + LONGEST_WAIT), iso(nowMs)];
    await pullInDistantRetries(tx, latest, now);
    await pullInDistantChecks(tx, latest, now);
    await purgeIdempotencyKeys(tx, iso(nowMs - DAY));
    await purgePaymentEvents(tx, iso(nowMs - 30 * DAY));
    await purgeConsoleSessions(tx, iso(nowMs - DAY));
  });
}
