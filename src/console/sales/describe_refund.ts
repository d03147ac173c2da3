/** How a refund stands, in words. */
import type { SalesRefund } from "../../domain/sales_refunds.ts";

export interface RefundStatus {
  text: string;
  /** The client has been refunded. */
  settled: boolean;
  /** The owner has to do something. */
  needsOwner: boolean;
}

const settled = (text: string): RefundStatus => ({ text, settled: true, needsOwner: false });
const unsettled = (text: string): RefundStatus => ({ text, settled: false, needsOwner: false });
const inNeed = (text: string): RefundStatus => ({ text, settled: false, needsOwner: true });

/** How it stands. */
export function describeStatus(refund: SalesRefund): RefundStatus {
  if (refund.state !== "intent" && refund.owedCents > 0) return inNeed("Returned by the bank");
  if (refund.manualRefundAt) return settled("Refunded manually");
  switch (refund.state) {
    case "succeeded":
      return settled("Refunded");
    case "pending":
      return unsettled("On its way to the bank");
    case "intent":
      return refund.ownerNotifiedAt ? inNeed("Refused by Stripe") : unsettled("Being made");
    case "failed":
      return settled("Failed, and refunded another way");
    case "refused":
      return unsettled("Refused by Stripe, so nothing was cancelled");
  }
}
