/** Refunds that are due are executed, and those in doubt are looked up at Stripe. */
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { findRefund, listDueRefunds, scheduleRefund } from "../../domain/refunds.ts";
import { HOUR, iso } from "../../domain/time.ts";
import { executeRefund } from "./execute_refund.ts";
import { syncRefunds } from "./sync_refunds.ts";
import { AT_ONCE } from "./reconcile_checkouts.ts";

/** @returns how many were due */
export async function reconcileRefunds(ctx: Context): Promise<number> {
  const due = await listDueRefunds(ctx.db, iso(ctx.clock.now()), AT_ONCE);
  for (const refund of due) {
    try {
      if (refund.state === "intent") await executeRefund(ctx, refund.id);
      else await syncRefunds(ctx, refund.checkoutId);
    } catch (error) {
      const expected = error instanceof DomainError || error instanceof PaymentsError;
      if (!expected) ctx.log.error("refund_fault", { refundId: refund.id, name: String((error as Error)?.name) });
      // A failed attempt has scheduled its next try already, unless something broke on the way.
      await ctx.db.write(refund.providerId, async (tx) => {
        const fresh = (await findRefund(tx, refund.id))!;
        if (fresh.nextTryAt === refund.nextTryAt) await scheduleRefund(tx, refund.id, iso(ctx.clock.now() + HOUR));
      });
    }
  }
  return due.length;
}
