/** A checkout is closed for good, and what it held is free. */
import { findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import { iso } from "../../domain/time.ts";
import { releaseHold } from "./release_hold.ts";
import { closeCheckout } from "./close_checkout.ts";

/**
 * Closes a checkout for good and frees what it held; what was paid before is settled instead.
 * @throws DomainError downstream, when Stripe does not say
 */
export async function releaseCheckout(ctx: Context, checkoutId: string): Promise<"closed" | "paid" | "processing"> {
  const checkout = (await findCheckout(ctx.db, checkoutId))!;
  const closed = await closeCheckout(ctx, checkout);
  if (closed !== "closed") return closed;
  const now = await ctx.db.write(checkout.providerId, async (tx): Promise<"closed" | "paid" | "processing"> => {
    const fresh = (await findCheckout(tx, checkoutId))!;
    if (fresh.state === "paid" || fresh.state === "processing") return fresh.state;
    await markUnpayable(tx, checkoutId, "expired");
    if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, iso(ctx.clock.now()));
    return "closed";
  });
  ctx.wake("outbox");
  return now;
}

/** A bank payment of which nobody will ever tell us more: what it held is free. */
export async function failBankPayment(ctx: Context, checkoutId: string): Promise<void> {
  await ctx.db.write((await findCheckout(ctx.db, checkoutId))!.providerId, async (tx) => {
    const fresh = (await findCheckout(tx, checkoutId))!;
    if (fresh.state !== "processing") return; // the bank said no, and all is done
    await markUnpayable(tx, checkoutId, "failed");
    if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, iso(ctx.clock.now()));
  });
  ctx.wake("outbox");
}
