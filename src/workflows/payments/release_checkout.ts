/** A checkout is closed for good, and its hold released. */
import { type Checkout, findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import type { CloseOutcome } from "./sync_checkout.ts";
import type { Context } from "../context.ts";
import { iso } from "../../domain/time.ts";
import { releaseHold } from "./release_hold.ts";
import { closeCheckout } from "./close_checkout.ts";

/**
 * One that was paid before is settled instead; one that is disputed keeps its hold for now.
 * @throws DomainError 502, when Stripe does not answer
 */
export async function releaseCheckout(ctx: Context, checkoutId: string): Promise<CloseOutcome> {
  const checkout = (await findCheckout(ctx.db, checkoutId))!;
  const closed = await closeCheckout(ctx, checkout);
  return closed === "closed" ? await endCheckout(ctx, checkout) : closed;
}

/**
 * Nobody can pay it any more: our row says so, and its hold is released.
 * @param seen as it was when Stripe was asked; one that waited for its bank has failed
 */
export async function endCheckout(ctx: Context, seen: Checkout): Promise<CloseOutcome> {
  const outcome = await ctx.db.write(seen.providerId, async (tx): Promise<CloseOutcome> => {
    const fresh = (await findCheckout(tx, seen.id))!;
    if (fresh.state === "paid") return "paid";
    if (fresh.state === "processing" && seen.state !== "processing") return "processing";
    const atBank = fresh.state === "processing" || fresh.state === "failed";
    await markUnpayable(tx, seen.id, atBank ? "failed" : "expired");
    if (fresh.kind === "class") await releaseHold(ctx, tx, fresh.subjectId!, iso(ctx.clock.now()));
    return "closed";
  });
  ctx.wake("outbox"), ctx.wake("checkouts");
  return outcome;
}
