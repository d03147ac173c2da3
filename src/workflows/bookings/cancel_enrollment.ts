/** A booking is cancelled. The refund comes first: while Stripe refuses it, the booking stands. */
import type { Context } from "../context.ts";
import { type Enrollment, getEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { type CancelInput, type Cancelled, describeCancelled } from "./cancellation.ts";
import { cancelHold } from "./cancel_hold.ts";
import { cancelConfirmed } from "./cancel_confirmed.ts";

/**
 * Cancels once: whoever asks during or after it gets the same answer.
 * @throws DomainError not_found, 410, 502 (then the booking is as it was)
 */
export function cancelEnrollment(ctx: Context, enrollmentId: string, input: CancelInput): Promise<Cancelled> {
  return ctx.inFlight.run(`cancel:${enrollmentId}`, async () => {
    for (let round = 0; round < 4; round++) {
      const enrollment = await getEnrollment(ctx.db, enrollmentId);
      refuseUnlessCancellable(enrollment);
      switch (enrollment.status) {
        case "Cancelled":
          return await describeCancelled(ctx, enrollment);
        case "PendingPayment":
          await cancelHold(ctx, enrollment, input);
          break;
        case "Confirmed":
          await cancelConfirmed(ctx, enrollment, input).catch(async (error) => {
            // Stripe refuses when the studio has refunded all of it in its dashboard, which cancels the booking.
            if ((await getEnrollment(ctx.db, enrollmentId)).status !== "Cancelled") throw error;
          });
          break;
      }
    }
    throw new DomainError("stripe_unavailable", "The booking is just changing. Please try again.");
  });
}

/** @throws DomainError booking_over, booking_expired */
export function refuseUnlessCancellable({ status }: Enrollment): void {
  if (status === "Completed" || status === "NoShow") {
    throw new DomainError("booking_over", "This booking is over and can't be cancelled any more.");
  }
  if (status === "Expired") throw new DomainError("booking_expired", "This booking was never paid and has expired.");
}
