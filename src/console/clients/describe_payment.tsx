/** How a booking was paid, and what was refunded, in a sentence. */
import type { Child } from "hono/jsx";
import type { BookingOfClient } from "../../domain/enrollment_lists.ts";
import type { SeatGiftCard } from "../../domain/gift_card_entries.ts";
import type { RefundReason, RefundState } from "../../domain/refunds.ts";
import type { Format } from "../ui/format.ts";

interface RefundOfBooking {
  state: RefundState;
  amountCents: number;
  reason: RefundReason;
  owedCents: number;
  manualCents: number;
}

/** `Paid $20.00 by card.` */
export function describePayment(format: Format, booking: BookingOfClient): Child {
  const refund: RefundOfBooking | null = booking.refund === null ? null : JSON.parse(booking.refund);
  if (booking.giftCard) return describeGiftCard(format, booking.status, JSON.parse(booking.giftCard));
  if (refund && refund.state !== "refused") return describeRefund(format, refund, booking);
  switch (booking.paidWith) {
    case "free":
      return "Free.";
    case "credit":
      return describeCredit(booking);
    case "card":
      return describeCard(format, booking);
    case "offline":
      return `Paid ${format.money(booking.paidCents)} at the studio.`;
    case null:
      return booking.status === "PendingPayment" ? `${format.money(booking.priceCents)} not paid yet.` : "Never paid.";
  }
}

function describeCredit({ status, packName, creditBalance }: BookingOfClient): string {
  if (status !== "Cancelled") return `Paid with a credit of ${packName}.`;
  return `Credit of ${packName} ${creditBalance === 0 ? "returned" : "kept"}.`;
}

function describeGiftCard({ money }: Format, status: BookingOfClient["status"], card: SeatGiftCard): Child {
  const amount = money(card.cents);
  const link = <a href={`/console/sales/gift-cards/${card.id}`}>gift card …{card.codeLast4}</a>;
  if (status !== "Cancelled") return <>Paid {amount} with {link}.</>;
  return card.returned ? <>{amount} back on {link}.</> : <>{amount} of {link} kept.</>;
}

function describeCard({ money }: Format, { status, priceCents, refundedOutsideCents }: BookingOfClient): string {
  const outside = refundedOutsideCents ?? 0;
  const refunded = `${money(outside)} refunded at Stripe.`;
  if (status === "Cancelled") return priceCents > outside ? `${money(priceCents - outside)} kept.` : refunded;
  const paid = `Paid ${money(priceCents)} by card.`;
  return outside > 0 ? `${paid} ${refunded}` : paid;
}

function describeRefund({ money }: Format, refund: RefundOfBooking, { refundedOutsideCents }: BookingOfClient): Child {
  const { state, amountCents, owedCents, manualCents } = refund;
  if (state !== "intent" && owedCents > 0) {
    return (
      <>
        The refund of {money(owedCents)} failed. <a href="/console/payments#refunds">See why</a>
      </>
    );
  }
  if (manualCents > 0) return `${money(manualCents)} refunded manually.`;
  if (state === "intent") return `${money(amountCents)} is being refunded.`;
  if (state === "pending") return `Refund of ${money(amountCents)} on its way.`;
  return amountCents === 0 || state === "failed"
    ? `${money(refundedOutsideCents ?? 0)} refunded at Stripe.`
    : `${money(amountCents)} refunded.`;
}
