/** A checkout is closed for good, and its hold released. */
import { findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import type { CloseOutcome } from "./sync_checkout.ts";
import type { Context } from "../context.ts";
import { iso } from "../../domain/time.ts";
import { releaseHold } from "./release_hold.ts";
import { closeCheckout } from "./close_checkout.ts";

/**
 * One that was paid before is settled instead.
 * @throws DomainError downstream, when Stripe does not answer
 */
export async function releaseCheckout(ctx: Context, checkoutId: string): Promise<CloseOutcome> {
  const checkout = (await findCheckout(ctx.db, checkoutId))!;
  const closed = await closeCheckout(ctx, checkout);
  if (closed !== "closed") return closed;
  const outcome = await ctx.db.write(checkout.providerId, async (tx): Promise<CloseOutcome> => {
    const fresh = (await findCheckout(tx, checkoutId))!;
    if (fresh.state === "paid" || fresh.state === "processing") return fresh.state;
    await markUnpayable(tx, checkoutId, "expired");
    if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, iso(ctx.clock.now()));
    return "closed";
  });
  ctx.wake("outbox");
  return outcome;
}

/** A bank payment whose outcome will never be reported: it counts as failed, and its hold is released. */
export async function failBankPayment(ctx: Context, checkoutId: string): Promise<void> {
  await ctx.db.write((await findCheckout(ctx.db, checkoutId))!.providerId, async (tx) => {
    const fresh = (await findCheckout(tx, checkoutId))!;
    if (fresh.state !== "processing") return; // the bank declined meanwhile
    await markUnpayable(tx, checkoutId, "failed");
    if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, iso(ctx.clock.now()));
  });
  ctx.wake("outbox");
}
