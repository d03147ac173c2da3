/**
 * Two months of the sample studio, by the same operations as any present, with a clock in the past: classes and who came, payments,
 * refunds, cancellations, packs, gift cards, tips. What was mailed then is not mailed now.
 */
import type { Context } from "../../../workflows/context.ts";
import { reconcileCheckouts } from "../../../workflows/payments/reconcile_checkouts.ts";
import { deliverSilently } from "./deliver_silently.ts";
import { bookVisits } from "./book_visits.ts";
import { holdClasses } from "./hold_classes.ts";
import { makeClasses } from "./make_classes.ts";
import type { PastStudio } from "./past_studio.ts";
import { planPast } from "./plan.ts";
import { redeemGiftCards, sellGiftCards, sellPacks } from "./sell.ts";
import { takeTips } from "./take_tips.ts";
import { type PayCheckout, Till } from "./till.ts";

/**
 * Makes it, for a studio that has none. Call it before jobs run: they would send its mails.
 * @param studio `pay` pays a checkout where Stripe is simulated
 */
export async function makePast(
  ctx: Context,
  { pay, ...rest }: Omit<PastStudio, "till"> & { pay: PayCheckout },
): Promise<void> {
  const past = planPast(ctx.clock.now());
  const till = new Till(ctx, pay, past.beginsAtMs);
  const studio: PastStudio = { ...rest, till };
  const classIds = await makeClasses(ctx, studio, past);
  const packs = await sellPacks(ctx, studio, past);
  const enrollments = await bookVisits(ctx, studio, past, classIds, packs);
  await Promise.all([sellGiftCards(ctx, studio, past), takeTips(ctx, studio, past)]);
  await till.settle();
  await redeemGiftCards(ctx, studio, past);
  await holdClasses(ctx, studio, past, classIds, enrollments);
  while (await reconcileCheckouts(ctx) > 0); // or what was due then would be overdue now
  await deliverSilently(ctx);
}
