/** Refunds that are due are executed, and those in doubt are looked up at Stripe. */
import type { Context } from "../context.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import { findRefund, listDueRefunds, type Refund } from "../../domain/refunds.ts";
import { scheduleRefund } from "../../domain/refund_tries.ts";
import { iso, ms } from "../../domain/time.ts";
import { handleEachRow, waitAgain } from "../each_row.ts";
import { nextListing } from "./checkout_deadlines.ts";
import { executeRefund } from "./execute_refund.ts";
import { syncRefunds } from "./sync_refunds.ts";
import { AT_ONCE, ROWS_PER_RUN } from "./reconcile_checkouts.ts";

/** @returns how many were due */
export async function reconcileRefunds(ctx: Context): Promise<number> {
  const rows = await listDueRefunds(ctx.db, iso(ctx.clock.now()), ROWS_PER_RUN);
  await handleEachRow(
    ctx,
    { job: "send_refunds", rows, width: AT_ONCE },
    (refund) => refund.state === "intent" ? executeRefund(ctx, refund.id) : syncRefunds(ctx, refund.checkoutId),
    (refund) => putOff(ctx, refund),
  );
  return rows.length;
}

/** A failed attempt has scheduled its next try already, unless something broke on the way. */
async function putOff(
  ctx: Context,
  { id, providerId, checkoutId, state, nextTryAt, attemptAt }: Refund,
): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    if ((await findRefund(tx, id))!.nextTryAt !== nextTryAt) return;
    const nowMs = ctx.clock.now();
    const checkout = (await findCheckout(tx, checkoutId))!;
    if (state !== "intent" && checkout.refundsUnreadSince) {
      return await scheduleRefund(tx, id, nextListing(checkout, nowMs));
    }
    await scheduleRefund(tx, id, iso(nowMs + waitAgain(nowMs - ms(attemptAt))));
  });
}
