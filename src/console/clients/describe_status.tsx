/** What became of a booking, in a sentence. */
import type { Child } from "hono/jsx";
import type { Client } from "../../domain/clients.ts";
import type { BookingOfClient } from "../../domain/enrollment_lists.ts";
import { ms } from "../../domain/time.ts";
import { firstName } from "../ui/contact.tsx";
import { DateTime } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";

/** `Booked.`; null where a tag says it. */
export function describeStatus(call: PageContext, booking: BookingOfClient, client: Client): Child {
  switch (booking.status) {
    case "PendingPayment":
      return describeHold(call, booking.expiresAt);
    case "Confirmed":
      return booking.checkedInAt ? "Here." : "Booked.";
    case "Completed":
      return "Came.";
    case "NoShow":
      return null;
    case "Expired":
      return "Paid too late, the seat was gone.";
    case "Cancelled":
      return describeCancellation(call, booking, client);
  }
}

function describeHold({ format, nowMs }: PageContext, expiresAt: string | null): Child {
  if (expiresAt === null) return "Seat held while the bank pays.";
  return (
    <>
      Seat held until <time datetime={expiresAt}>{format.time(expiresAt)}</time>,{" "}
      <span data-until={expiresAt}>{format.howLong(ms(expiresAt) - nowMs)} left</span>.
    </>
  );
}

function describeCancellation(call: PageContext, booking: BookingOfClient, client: Client): Child {
  const { cancelledBy, cancelledAt, lateCancel } = booking;
  const by = {
    customer: ` by ${firstName(client.name)}`,
    owner: " by you",
    class: " with the class",
    dashboard: " by your refund at Stripe",
  };
  return (
    <>
      Cancelled{cancelledBy ? by[cancelledBy] : ""}
      {cancelledAt && (
        <>
          , <DateTime call={call} at={cancelledAt} />
        </>
      )}
      {lateCancel && cancelledBy !== "class" ? ", late." : "."}
    </>
  );
}
