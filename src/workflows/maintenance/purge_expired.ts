/** Deletes what has served its time, and brings back what a wrong clock put off. */
import { pullInDistantChecks } from "../../domain/checkout_checks.ts";
import { purgeConsoleSessions } from "../../domain/console_sessions.ts";
import { EVENT_DAYS, purgeEvents } from "../../domain/events.ts";
import { purgeIdempotencyKeys } from "../../domain/idempotency_keys.ts";
import { archiveMessages } from "../../domain/message_archive.ts";
import { purgePaymentEvents } from "../../domain/payment_events.ts";
import { pullInDistantRetries } from "../../domain/refund_tries.ts";
import { DAY, iso } from "../../domain/time.ts";
import { purgeDeletedEndpoints } from "../../domain/webhook_deliveries.ts";
import type { Context } from "../context.ts";

/** Longer than anything is put off by rule: a hold lasts a day, a bank is asked twice a day. */
const LONGEST_WAIT = 2 * DAY;

/** So many rows of a kind go in one transaction: a long one would keep those waiting who book. */
const AT_ONCE = 200;

/**
 * Idempotency keys and used links go after a day, events and Stripe's event ids after thirty, messages that left after ninety: of these the dedupe key stays.
 * What is put off for too long is due now.
 * @returns how many rows went, when there may be more to do
 */
export async function purgeExpired(ctx: Context): Promise<number> {
  const nowMs = ctx.clock.now();
  const before = (days: number) => iso(nowMs - days * DAY);
  return await ctx.db.write(null, async (tx) => {
    const [latest, now] = [iso(nowMs + LONGEST_WAIT), iso(nowMs)];
    const gone = [
      await pullInDistantRetries(tx, latest, now, AT_ONCE),
      await pullInDistantChecks(tx, latest, now, AT_ONCE),
      await purgeConsoleSessions(tx, before(1), AT_ONCE),
      await purgeIdempotencyKeys(tx, before(1), AT_ONCE),
      await purgePaymentEvents(tx, before(30), AT_ONCE),
      await archiveMessages(tx, before(90), AT_ONCE),
      await purgeDeletedEndpoints(tx, AT_ONCE),
      await purgeEvents(tx, before(EVENT_DAYS), AT_ONCE),
    ];
    return gone.includes(AT_ONCE) ? gone.reduce((sum, one) => sum + one) : 0;
  });
}
