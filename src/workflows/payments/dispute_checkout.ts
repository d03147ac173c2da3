/** What to do about a checkout of which Stripe says something else than our record, or nothing. */
import type { Tx } from "../../db/database.ts";
import { type Checkout, type DisputeReason, findCheckout, markDisputed, markReleased } from "../../domain/checkouts.ts";
import { scheduleCheck } from "../../domain/checkout_checks.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { enqueueCheckoutDisputed } from "../notifications/enqueue_refunds.ts";
import { nextCheck, releaseDeadline } from "./checkout_deadlines.ts";
import { releaseHold } from "./release_hold.ts";

/** The owner is mailed once, and the seat is kept until a day after the hold's end. Settled normally, if Stripe ever says what we have. */
export async function disputeCheckout(ctx: Context, checkout: Checkout, reason: DisputeReason): Promise<void> {
  await ctx.db.write(checkout.providerId, async (tx) => {
    const fresh = (await findCheckout(tx, checkout.id))!;
    if (fresh.state === "paid" || fresh.state === "failed") return; // settled while we asked
    const now = iso(ctx.clock.now());
    await markDisputed(tx, checkout.id, reason, now);
    await enqueueCheckoutDisputed(tx, fresh, reason, now);
    await waitForStripe(ctx, tx, checkout.id);
  });
  ctx.log.warn("checkout_disputed", { checkoutId: checkout.id, reason });
  ctx.wake("outbox");
}

/** Stripe is asked again later; when the time of its seat is over, that is released now. */
export async function waitForStripe(ctx: Context, tx: Tx, checkoutId: string): Promise<void> {
  const nowMs = ctx.clock.now();
  let checkout = (await findCheckout(tx, checkoutId))!;
  if (checkout.state !== "expired" && releaseDeadline(checkout) <= nowMs) {
    await markReleased(tx, checkoutId);
    if (checkout.kind === "class") await releaseHold(ctx, tx, checkout.subjectId!, iso(nowMs));
    checkout = (await findCheckout(tx, checkoutId))!;
  }
  await scheduleCheck(tx, checkoutId, nextCheck(checkout, nowMs));
}
