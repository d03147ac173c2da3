/** What check-ins and no-shows ask of a booking. */
import type { Reader } from "../../db/database.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import { findDueRefund } from "../../domain/refunds.ts";

/** Whether its card payment was refunded in full. A booking paid with a credit may have a refunded late payment: that does not count. */
export async function isFullyRefunded(from: Reader, { checkoutId, paidWith }: Enrollment): Promise<boolean> {
  if (paidWith !== "card" || !checkoutId) return false;
  const { amountCents, refundedOutsideCents } = (await findCheckout(from, checkoutId))!;
  const refund = await findDueRefund(from, checkoutId);
  return refundedOutsideCents >= amountCents || refund?.state === "pending" || refund?.state === "succeeded";
}

/** @throws DomainError 410, 409 (unpaid) */
export function refuseUnlessSeated({ status }: Enrollment): void {
  if (status === "Cancelled" || status === "Expired") {
    throw new DomainError("booking_over", "This booking holds no seat any more.");
  }
  if (status === "PendingPayment") throw new DomainError("payment_pending", "This booking is not paid yet.");
}
