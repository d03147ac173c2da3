/** Who cancelled a booking, and what was refunded. */
import type { RosterRow } from "../../domain/rosters.ts";
import type { Format } from "../ui/format.ts";

/** `Cancelled today at 9:12 AM, late. $30.00 kept.` */
export function describeCancellation(format: Format, booking: RosterRow): string {
  const { cancelledBy, lateCancel } = booking;
  const refund = describeRefund(format, booking);
  if (cancelledBy === "class") return `${refund || "Nothing was due"}.`;
  const at = format.ago(booking.cancelledAt!).replace(/^today, /, "today at ");
  const late = lateCancel && cancelledBy === "customer" ? ", late" : "";
  return `${WHO[cancelledBy!] ?? "Cancelled"} ${at}${late}.${refund ? ` ${refund}.` : ""}`;
}

const WHO: Record<string, string> = {
  owner: "You cancelled",
  dashboard: "Refunded in your Stripe dashboard",
};

function describeRefund({ money }: Format, { paidWith, payment, refund, creditReturned, giftCard }: RosterRow): string {
  if (paidWith === "credit") return creditReturned ? "1 credit returned" : "1 credit kept";
  if (giftCard) {
    const card = `gift card …${giftCard.codeLast4}`;
    return giftCard.returned ? `${money(giftCard.cents)} back on ${card}` : `${money(giftCard.cents)} of ${card} kept`;
  }
  if (paidWith === null) return "Had not paid";
  if (paidWith !== "card" || !payment) return "";
  const { refundedOutsideCents } = payment;
  const kept = payment.amountCents - refundedOutsideCents;
  if (!refund || refund.state === "refused") return kept > 0 ? `${money(kept)} kept` : "";
  const { state, amountCents, owedCents, manualCents } = refund;
  if (state !== "intent" && owedCents > 0) {
    return `The bank returned ${money(owedCents)} to you: refund it manually`;
  }
  switch (state) {
    case "succeeded":
      return `${money(amountCents + refundedOutsideCents)} refunded`;
    case "pending":
      return `Refund of ${money(amountCents + refundedOutsideCents)} on its way`;
    case "intent":
      return `Refund of ${money(amountCents)} in progress`;
    case "failed":
      return manualCents > 0 ? `${money(manualCents)} refunded manually` : `${money(refundedOutsideCents)} refunded`;
  }
}
