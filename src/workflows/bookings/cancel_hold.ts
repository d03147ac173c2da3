/** A hold is cancelled: its Checkout Session is closed at Stripe, then its seat is free. */
import { findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import { getClass } from "../../domain/class_sessions.ts";
import type { CloseOutcome } from "../payments/sync_checkout.ts";
import type { Context } from "../context.ts";
import { takeKey } from "../idempotency/once.ts";
import { type Enrollment, getEnrollment } from "../../domain/enrollments.ts";
import {
  markCancelled,
  requestCancellation,
  requestedCancellation,
  withdrawCancellation,
} from "../../domain/cancellations.ts";
import { recordOfferEnded } from "../../domain/waitlist.ts";
import { iso } from "../../domain/time.ts";
import { closeCheckout } from "../payments/close_checkout.ts";
import { enqueueBookingCancelled } from "../notifications/enqueue_bookings.ts";
import { applyPolicy, type CancelInput } from "./cancellation.ts";
import { seatOpened } from "./offer_seats.ts";

/** If it was paid a moment ago, it is Confirmed now, and `cancelEnrollment` goes on with that. @throws DomainError 502 */
export async function cancelHold(ctx: Context, held: Enrollment, input: CancelInput): Promise<void> {
  await ctx.db.write(held.providerId, async (tx) => {
    await takeKey(ctx, tx);
    const session = await getClass(tx, held.providerId, held.classId);
    // One that expired meanwhile is cancelled all the same, by the terms of now.
    await requestCancellation(tx, held.id, applyPolicy(ctx, session, input), iso(ctx.clock.now()));
  });
  const checkout = (await findCheckout(ctx.db, held.checkoutId!))!;
  let closed: CloseOutcome;
  try {
    closed = await closeCheckout(ctx, checkout);
  } catch (error) {
    await ctx.db.write(held.providerId, async (tx) => {
      // Paid meanwhile, it may carry another cancellation, whose refund is under way.
      if ((await getEnrollment(tx, held.id)).status === "PendingPayment") await withdrawCancellation(tx, held.id);
    });
    throw error;
  }
  if (closed !== "paid") await cancelHeldSeat(ctx, held, input);
}

/** The Checkout Session is closed: the hold → Cancelled, as the cancellation was requested. */
export async function cancelHeldSeat(ctx: Context, held: Enrollment, input: CancelInput): Promise<void> {
  await ctx.db.write(held.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const fresh = await getEnrollment(tx, held.id);
    if (fresh.status !== "PendingPayment" && fresh.status !== "Expired") return;
    const session = await getClass(tx, held.providerId, held.classId);
    const how = requestedCancellation(fresh) ?? applyPolicy(ctx, session, input);
    const checkout = await findCheckout(tx, held.checkoutId!);
    await markCancelled(tx, fresh, how, now);
    // A bank payment still processing keeps its checkout, and so does a disputed one: if it turns out paid, it is refunded. One paid
    // too late is refunded already.
    const isSettled = checkout?.state !== "processing" && checkout?.state !== "paid" && !checkout?.disputedAt;
    if (checkout && isSettled) await markUnpayable(tx, checkout.id, "expired");
    if (how.by === "owner") {
      await enqueueBookingCancelled(tx, fresh, session, how, { refundedCents: 0, creditReturned: false }, now);
    }
    if (fresh.status === "PendingPayment") {
      await recordOfferEnded(tx, held, now);
      await seatOpened(ctx, tx, held, held.id, now);
    }
  });
  ctx.wake("outbox"), ctx.wake("checkouts");
}
