/** A booking is cancelled, whatever its status. The refund comes before the seat: one that Stripe refuses cancels nothing. */
import type { Context } from "../context.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { type CancelInput, type Cancelled, describeCancelled } from "./cancellation.ts";
import { cancelHold } from "./cancel_hold.ts";
import { cancelConfirmed } from "./cancel_confirmed.ts";

/**
 * Cancels once: whoever asks while it runs, and after, gets the same answer.
 * @throws DomainError not_found, gone, downstream (then the booking is as it was)
 */
export function cancelEnrollment(ctx: Context, enrollmentId: string, order: CancelInput): Promise<Cancelled> {
  return ctx.inFlight.run(`cancel:${enrollmentId}`, async () => {
    for (let round = 0; round < 4; round++) {
      const enrollment = await getEnrollment(ctx.db, enrollmentId);
      switch (enrollment.status) {
        case "Cancelled":
          return await describeCancelled(ctx, enrollment);
        case "Completed":
        case "NoShow":
          throw new DomainError("gone", "This booking is over and can't be cancelled any more.");
        case "Expired":
          throw new DomainError("gone", "This booking was never paid and has expired.");
        case "PendingPayment":
          await cancelHold(ctx, enrollment, order);
          break;
        case "Confirmed":
          await cancelConfirmed(ctx, enrollment, order).catch(async (error) => {
            // Refused, because the studio has given all of it back itself: then the booking is cancelled by that.
            if ((await getEnrollment(ctx.db, enrollmentId)).status !== "Cancelled") throw error;
          });
          break;
      }
    }
    throw new DomainError("downstream", "The booking is just changing. Please try again.");
  });
}
