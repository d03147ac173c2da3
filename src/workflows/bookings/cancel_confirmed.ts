/** A confirmed booking is cancelled, after its refund where one is due. */
import type { Tx } from "../../db/database.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { takeKey } from "../idempotency/once.ts";
import { type Cancellation, markCancelled } from "../../domain/cancellations.ts";
import { type Enrollment, getEnrollment } from "../../domain/enrollments.ts";
import type { Refund } from "../../domain/refunds.ts";
import { iso, MINUTE } from "../../domain/time.ts";
import { enqueueBookingCancelled } from "../notifications/enqueue_bookings.ts";
import { executeRefund } from "../payments/execute_refund.ts";
import { applyPolicy, type CancelInput, giveBackIfDue } from "./cancellation.ts";
import { beginCancellationRefund } from "../payments/begin_cancellation_refund.ts";
import { seatOpened } from "./offer_seats.ts";

/** Refunds first, when a refund is due. @throws DomainError 502 (then the booking is as it was) */
export async function cancelConfirmed(ctx: Context, confirmed: Enrollment, input: CancelInput): Promise<void> {
  const refund = await ctx.db.write(confirmed.providerId, async (tx): Promise<Refund | null> => {
    await takeKey(ctx, tx);
    const now = iso(ctx.clock.now());
    const fresh = await getEnrollment(tx, confirmed.id);
    if (fresh.status !== "Confirmed") return null;
    const session = await getClass(tx, fresh.providerId, fresh.classId);
    const how = applyPolicy(ctx, session, input);
    const refund = await beginCancellationRefund(
      ctx,
      tx,
      fresh,
      how,
      "cancellation",
      iso(ctx.clock.now() + MINUTE),
      now,
    );
    if (refund) return refund;
    await cancelWithoutRefund(ctx, tx, fresh, session, how, now);
    return null;
  });
  ctx.wake("outbox"), ctx.wake("checkouts");
  if (refund) await executeRefund(ctx, refund.id);
}

/** Free, paid with a credit or a gift card, cancelled late, or refunded before: Stripe is not called. */
async function cancelWithoutRefund(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  how: Cancellation,
  now: string,
): Promise<void> {
  const fresh = await getEnrollment(tx, enrollment.id);
  if (fresh.status !== "Confirmed") return;
  await markCancelled(tx, fresh, how, now);
  const given = await giveBackIfDue(tx, fresh, how, now);
  await enqueueBookingCancelled(tx, fresh, session, how, { refundedCents: given.giftCard?.cents ?? 0, ...given }, now);
  await seatOpened(ctx, tx, fresh, fresh.id, now);
}
