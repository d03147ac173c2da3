/** What a cancellation asks for, and what the studio's cancellation policy makes of it. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { type Cancellation, freeCancellationEnd } from "../../domain/cancellations.ts";
import type { Enrollment, RefundChoice } from "../../domain/enrollments.ts";
import { returnCredit } from "../../domain/client_packages.ts";
import { findDueRefund } from "../../domain/refunds.ts";
import { ms } from "../../domain/time.ts";
import { cancelsBooking } from "../payments/finish_cancellation.ts";

export interface Cancelled {
  enrollmentId: string;
  cancelledAt: string;
  lateCancel: boolean;
  cancelWindowHours: number;
  refundedCents: number;
  refundId: string | null;
  creditReturned: boolean;
}

export interface CancelInput {
  by: "customer" | "owner";
  reason: string | null;
  /** `policy`: refunded outside the cancel window only. */
  choice: RefundChoice;
}

/** The answer to the first and to every later call. */
export async function describeCancelled(ctx: Context, enrollment: Enrollment): Promise<Cancelled> {
  const refund = enrollment.checkoutId ? await findDueRefund(ctx.db, enrollment.checkoutId) : null;
  const refunded = refund && (cancelsBooking(refund) || refund.reason === "dashboard") ? refund : null;
  return {
    enrollmentId: enrollment.id,
    cancelledAt: enrollment.cancelledAt!,
    lateCancel: enrollment.lateCancel!,
    cancelWindowHours: enrollment.cancelWindowHours!,
    // Refunded in the dashboard before: nothing was left for a refund of ours.
    refundedCents: refunded ? refunded.amountCents || refunded.dueCents : 0,
    refundId: refunded?.stripeRefundId ?? null,
    creditReturned: enrollment.paidWith === "credit" && isRefundable(enrollment.refundChoice!, enrollment.lateCancel!),
  };
}

/** Late: less than the cancel window remains before the class. */
export function applyPolicy(ctx: Context, session: ClassSession, input: CancelInput): Cancellation {
  const late = ctx.clock.now() > ms(freeCancellationEnd(session));
  return { by: input.by, reason: input.reason, windowHours: session.cancelWindowHours, late, choice: input.choice };
}

/** Whether the payment is refunded, or the credit returned. */
export const isRefundable = (choice: RefundChoice, late: boolean) => choice === "full" || choice === "policy" && !late;

/** Whether a credit was returned now. */
export async function returnCreditIfDue(
  tx: Tx,
  enrollment: Enrollment,
  how: Cancellation,
  now: string,
): Promise<boolean> {
  if (enrollment.paidWith !== "credit" || !enrollment.clientPackageId || !isRefundable(how.choice, how.late)) {
    return false;
  }
  return await returnCredit(tx, enrollment.providerId, enrollment.clientPackageId, enrollment.id, now);
}

/** A cancelled class: everything is refunded, whatever the cancel window says. */
export function classCancellation({ cancelWindowHours }: ClassSession): Cancellation {
  return { by: "class", reason: null, windowHours: cancelWindowHours, late: false, choice: "full" };
}
