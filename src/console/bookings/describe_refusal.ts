/** Why Stripe refused, and what to do. */
import type { BookingView } from "../../workflows/bookings/view_booking.ts";
import { refundableNow } from "../../workflows/classes/refundable.ts";
import type { Format } from "../ui/format.ts";

/** Why a cancellation did not go through, from what is stored. Nothing when the page says it anyway. */
export function describeRefusal(format: Format, { booking }: BookingView): string | undefined {
  const { status, refund, client } = booking;
  if (status === "PendingPayment") {
    return "Stripe did not close the payment page. Nothing was changed: the seat is still held. Try again.";
  }
  if (status !== "Confirmed") return undefined;
  if (refund?.state === "intent") {
    return `Stripe did not answer, so ${client.name} is still booked. The refund is retried automatically, and the booking is cancelled once the ${
      format.money(refund.amountCents)
    } are refunded. You can also try again; nobody is refunded twice.`;
  }
  const amount = format.money(refundableNow(booking).cents);
  const reason = describeRefundError(refund?.lastError ?? null);
  return `Stripe refused to refund ${amount}: ${reason} Nothing was cancelled, ${client.name} is still booked. Try again, or cancel without a refund.`;
}

/** Stripe's code for a refused refund, as a sentence that says what to do. */
export function describeRefundError(code: string | null): string {
  switch (code) {
    case "insufficient_funds":
    case "balance_insufficient":
      return "your balance there is too low. Add funds at Stripe.";
    case "charge_disputed":
      return "the payment is disputed. Answer the dispute at Stripe.";
    case "no answer":
      return "it did not answer.";
    case null:
    case "refused":
    case "failed":
      return "it gave no reason. Look at the payment in your Stripe dashboard.";
    default:
      return `it says “${code.replaceAll("_", " ")}”. Look at the payment in your Stripe dashboard.`;
  }
}
