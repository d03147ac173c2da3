/** What a cancellation asks for, and what the studio's cancellation policy makes of it. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { type Cancellation, freeCancellationEnd } from "../../domain/cancellations.ts";
import type { Enrollment, RefundChoice } from "../../domain/enrollments.ts";
import { returnCredit } from "../../domain/client_packages.ts";
import { type BookingDebit, findBookingDebit, returnBookingDebit } from "../../domain/gift_card_entries.ts";
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
  const debit = enrollment.paidWith === "gift_card" ? await findBookingDebit(ctx.db, enrollment.id) : null;
  const refund = enrollment.checkoutId ? await findDueRefund(ctx.db, enrollment.checkoutId) : null;
  const refunded = refund && (cancelsBooking(refund) || refund.reason === "dashboard") ? refund : null;
  return {
    enrollmentId: enrollment.id,
    cancelledAt: enrollment.cancelledAt!,
    lateCancel: enrollment.lateCancel!,
    cancelWindowHours: enrollment.cancelWindowHours!,
    // Refunded in the dashboard before: nothing was left for a refund of ours.
    refundedCents: debit ? +debit.returned * debit.cents : refunded ? refunded.amountCents || refunded.dueCents : 0,
    refundId: debit ? null : refunded?.stripeRefundId ?? null,
    creditReturned: enrollment.paidWith === "credit" && isRefundable(enrollment.refundChoice!, enrollment.lateCancel!),
  };
}

/** Late: less than the cancel window remains before the class. Of a class that is cancelled everything is given back. */
export function applyPolicy(ctx: Context, session: ClassSession, input: CancelInput): Cancellation {
  const { by, reason } = input;
  if (session.status === "Cancelled") return { ...classCancellation(session), by, reason };
  const late = ctx.clock.now() > ms(freeCancellationEnd(session));
  return { by: input.by, reason: input.reason, windowHours: session.cancelWindowHours, late, choice: input.choice };
}

/** Whether the payment is refunded, or the credit returned. */
export const isRefundable = (choice: RefundChoice, late: boolean) => choice === "full" || choice === "policy" && !late;

/** What a cancellation gave back by itself, without Stripe. */
export interface GivenBack {
  creditReturned: boolean;
  /** The gift card that got its money back. */
  giftCard: BookingDebit | null;
}

/** Returns the credit, or what a gift card paid, now. */
export async function giveBackIfDue(
  tx: Tx,
  { id, providerId, paidWith, clientPackageId }: Enrollment,
  how: Cancellation,
  now: string,
): Promise<GivenBack> {
  const given: GivenBack = { creditReturned: false, giftCard: null };
  if (!isRefundable(how.choice, how.late)) return given;
  if (paidWith === "gift_card") given.giftCard = await returnBookingDebit(tx, providerId, id, now);
  if (paidWith === "credit" && clientPackageId) {
    given.creditReturned = await returnCredit(tx, providerId, clientPackageId, id, now);
  }
  return given;
}

/** A cancelled class: everything is refunded, whatever the cancel window says. */
export function classCancellation({ cancelWindowHours }: ClassSession): Cancellation {
  return { by: "class", reason: null, windowHours: cancelWindowHours, late: false, choice: "full" };
}
