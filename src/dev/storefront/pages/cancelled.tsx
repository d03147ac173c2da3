import type { Cancelled } from "@alera/client";
import { countHours, formatMoney } from "../format.ts";
import { Message } from "../ui/message.tsx";

/** @param giftCardCents what of the refund is back on a gift card */
export function CancelledPage({ done, giftCardCents }: { done: Cancelled; giftCardCents: number }) {
  const { refundedCents, creditReturned, lateCancel, cancelWindowHours } = done;
  return (
    <Message title="Your booking is cancelled." current="/me">
      <p>
        {giftCardCents > 0
          ? `${formatMoney(giftCardCents)} is back on the gift card.`
          : refundedCents > 0
          ? `${formatMoney(refundedCents)} is refunded the way you paid. Banks take 5 to 10 days to show it.`
          : creditReturned
          ? "The class has returned to your pack."
          : lateCancel
          ? `It was less than ${countHours(cancelWindowHours)} before the class, so there is no refund.`
          : "Nothing was paid, so there is nothing to refund."}
      </p>
      <p>We have emailed you this as well.</p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">Other classes</a>
      </p>
    </Message>
  );
}
