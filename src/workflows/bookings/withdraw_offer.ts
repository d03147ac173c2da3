/** A seat that is offered from the waitlist is given back before it is paid: by the client who leaves, or by the owner. */
import { withdrawCancellation } from "../../domain/cancellations.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { findOfferOf, markLeft } from "../../domain/waitlist.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { cancelHold } from "./cancel_hold.ts";

/**
 * Who waits does so no more. An offer that is out ends: its Checkout Session is closed at Stripe, then its seat is free. A booking that
 * came of it stays, also one that was paid a moment ago.
 * @throws DomainError stripe_unavailable, when the session could not be closed; then all is as it was
 */
export async function endEntry(
  ctx: Context,
  of: { id: string; providerId: string },
  by: "customer" | "owner",
): Promise<void> {
  const { offered } = await once(ctx, of.providerId, async (tx) => {
    await markLeft(tx, of, by, iso(ctx.clock.now()));
    return { offered: await findOfferOf(tx, of.id) };
  });
  if (offered) await withdrawOffer(ctx, offered, by);
}

function withdrawOffer(ctx: Context, enrollmentId: string, by: "customer" | "owner"): Promise<void> {
  return ctx.inFlight.run(`withdraw:${enrollmentId}`, async () => {
    const held = await getEnrollment(ctx.db, enrollmentId);
    if (held.status !== "PendingPayment") return;
    await cancelHold(ctx, held, { by, reason: null, choice: "policy" });
    await ctx.db.write(held.providerId, async (tx) => {
      const now = await getEnrollment(tx, enrollmentId);
      // Paid a moment ago: what was asked of the hold must not be asked of the booking.
      if (now.status === "Confirmed" && now.cancelRequestedAt === null) await withdrawCancellation(tx, enrollmentId);
    });
  });
}
