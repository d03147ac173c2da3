/** What a cancellation would do now, for the page behind the mail's link. Reading only. */
import { freeCancellationEnd } from "../../domain/cancellations.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { type Enrollment, getEnrollment, type PaidWith } from "../../domain/enrollments.ts";
import { findBookingDebit } from "../../domain/gift_card_entries.ts";
import { getProvider } from "../../domain/providers.ts";
import { findDueRefund } from "../../domain/refunds.ts";
import type { Context } from "../context.ts";
import { checkCancelToken } from "./cancel_by_token.ts";
import { refuseUnlessCancellable } from "./cancel_enrollment.ts";
import { applyPolicy, describeCancelled, isRefundable } from "./cancellation.ts";

export interface CancellationPreview {
  lateCancel: boolean;
  cancelWindowHours: number;
  refundableUntil: string;
  refundCents: number;
  currency: string;
  creditReturned: boolean;
  /** What of `refundCents` goes back to a gift card. */
  giftCardCents: number;
  /** Null while unpaid. */
  paidWith: PaidWith | null;
  session: ClassSession;
}

/** Of a cancelled booking: what its cancellation did. @throws DomainError 401 (token), not_found, 410 */
export async function previewCancellation(
  ctx: Context,
  enrollmentId: string,
  token: string,
): Promise<CancellationPreview> {
  await checkCancelToken(ctx, enrollmentId, token);
  const enrollment = await getEnrollment(ctx.db, enrollmentId);
  refuseUnlessCancellable(enrollment);
  const session = await getClass(ctx.db, enrollment.providerId, enrollment.classId);
  const { currency } = await getProvider(ctx.db, enrollment.providerId);
  const terms = enrollment.status === "Cancelled"
    ? await describeDone(ctx, enrollment)
    : await describeNext(ctx, enrollment, session);
  const { scheduledAt } = session;
  const { cancelWindowHours } = terms;
  return {
    ...terms,
    refundableUntil: freeCancellationEnd({ scheduledAt, cancelWindowHours }),
    currency,
    giftCardCents: enrollment.paidWith === "gift_card" ? terms.refundCents : 0,
    paidWith: enrollment.paidWith,
    session,
  };
}

type Terms = Pick<CancellationPreview, "lateCancel" | "cancelWindowHours" | "refundCents" | "creditReturned">;

async function describeDone(ctx: Context, enrollment: Enrollment): Promise<Terms> {
  const { lateCancel, cancelWindowHours, refundedCents, creditReturned } = await describeCancelled(ctx, enrollment);
  return { lateCancel, cancelWindowHours, refundCents: refundedCents, creditReturned };
}

async function describeNext(ctx: Context, enrollment: Enrollment, session: ClassSession): Promise<Terms> {
  const how = applyPolicy(ctx, session, { by: "customer", reason: null, choice: "policy" });
  const refundable = isRefundable(how.choice, how.late);
  return {
    lateCancel: how.late,
    cancelWindowHours: how.windowHours,
    refundCents: await refundNow(ctx, enrollment, refundable),
    creditReturned: enrollment.paidWith === "credit" && refundable,
  };
}

/**
 * Cents that a cancellation would return to a gift card, or ask Stripe for: less what the studio refunded itself; all of a refund that is
 * under way.
 */
async function refundNow(ctx: Context, { id, paidWith, checkoutId }: Enrollment, refundable: boolean): Promise<number> {
  if (paidWith === "gift_card") return refundable ? (await findBookingDebit(ctx.db, id))?.cents ?? 0 : 0;
  if (paidWith !== "card" || !checkoutId) return 0;
  const due = await findDueRefund(ctx.db, checkoutId);
  if (due) return due.amountCents;
  if (!refundable) return 0;
  const { amountCents, refundedOutsideCents } = (await findCheckout(ctx.db, checkoutId))!;
  return Math.max(0, amountCents - refundedOutsideCents);
}
