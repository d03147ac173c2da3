/** How a seat was paid. */
import type { RosterRow } from "../../domain/rosters.ts";
import type { Format } from "../ui/format.ts";

/** `Paid $20.00, $5.00 refunded, from the waitlist` */
export function describeSeatPayment(format: Format, booking: RosterRow): string {
  const { refund, fromWaitlist } = booking;
  const paid = `${describePaid(format, booking)}${fromWaitlist ? ", from the waitlist" : ""}`;
  return refund?.state === "intent" ? `${paid}. Refund of ${format.money(refund.amountCents)} in progress` : paid;
}

function describePaid({ money }: Format, { paidWith, pack, payment, giftCard, offlineCents }: RosterRow): string {
  if (paidWith === "credit") return pack ? `${pack.name}, ${pack.left} left` : "Paid with a pack";
  if (giftCard) return `Paid ${money(giftCard.cents)} with gift card …${giftCard.codeLast4}`;
  if (paidWith === "offline") return `Paid ${money(offlineCents ?? 0)} here`;
  if (paidWith !== "card" || !payment) return "Free";
  const { amountCents, refundedOutsideCents: outside } = payment;
  return `Paid ${money(amountCents)}${outside ? `, ${money(outside)} refunded` : ""}`;
}

/** How it was paid, beside what cancelling the class refunds. */
export function describeMethod({ status, paidWith, pack, payment, giftCard }: RosterRow): string {
  if (status === "PendingPayment") {
    return payment?.processing
      ? "The bank is working on the payment; if it arrives, it is refunded"
      : "Has not paid; payment link closes";
  }
  const method = paidWith === "credit"
    ? pack?.name ?? "Pack"
    : giftCard
    ? `Gift card …${giftCard.codeLast4}`
    : paidWith === "card"
    ? "Paid by card"
    : paidWith === "offline"
    ? "Paid here"
    : "Free";
  return status === "NoShow" ? `No-show, ${paidWith === "credit" ? method : method.toLowerCase()}` : method;
}
