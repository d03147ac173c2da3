import type { Class } from "@alera/client";
import { formatMoney } from "../format.ts";
import type { Payment } from "../api.ts";
import { ClassLine } from "../ui/class_line.tsx";
import { Message } from "../ui/message.tsx";

interface BookedProps {
  one: Class | null;
  /** Null: there was nothing to pay, or nothing is known of it. */
  payment: Payment | null;
  /** The address says that there was a payment. */
  paid: boolean;
}

export function BookedPage({ one, payment, paid }: BookedProps) {
  const { title, says, booked } = outcome(payment, paid);
  const id = one?.id ?? payment?.classSession?.id;
  return (
    <Message title={title} current="/">
      <ClassLine one={one ?? payment?.classSession ?? null} />
      <p>{says}</p>
      {booked && id && (
        <p class="actions">
          <a class="button" href={`/classes/${id}/calendar.ics`}>Add to calendar</a>
        </p>
      )}
      <p>
        <a href="/me">My bookings</a> · <a href="/">More classes</a>
      </p>
    </Message>
  );
}

const MAILED = "We email you the confirmation, with a file for your calendar and a link to cancel.";

function outcome(payment: Payment | null, paid: boolean): { title: string; says: string; booked: boolean } {
  if (payment === null) {
    return paid
      ? {
        title: "Thank you.",
        says: "As soon as the payment is complete, we email you the confirmation.",
        booked: false,
      }
      : { title: "You’re booked.", says: MAILED, booked: true };
  }
  const amount = formatMoney(payment.amountCents);
  switch (payment.status) {
    case "paid":
      return payment.enrollmentStatus === "Confirmed"
        ? { title: "You’re booked.", says: `${amount} is paid. ${MAILED}`, booked: true }
        : { title: "This booking is over.", says: "Look under My bookings for how it stands.", booked: false };
    case "processing":
      return {
        title: "Your bank is working on it.",
        says: `Your seat is kept until ${amount} has come. Then we email you the confirmation.`,
        booked: false,
      };
    case "expired":
      return { title: "Not booked.", says: "The payment was not completed, so nothing was charged.", booked: false };
    case "refunded":
      return { title: "Your payment was refunded.", says: `${amount} goes back the way you paid.`, booked: false };
    case "open":
      return {
        title: "Thank you. Your seat is reserved.",
        says: "As soon as the payment is complete, we email you the confirmation.",
        booked: false,
      };
  }
}
