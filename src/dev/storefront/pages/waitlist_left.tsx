import type { CustomerSummary } from "@alera/client";
import { Message } from "../ui/message.tsx";
import { TimeSpan } from "../ui/time_span.tsx";

/** @param own what the place was, for whoever is signed in */
export function WaitlistLeftPage({ own }: { own: CustomerSummary["waitlist"][number] | null }) {
  return (
    <Message title="You’re off the waitlist." current="/me">
      {own && (
        <p>
          {own.class.name}, <TimeSpan of={own.class} />
        </p>
      )}
      <p>
        {own?.offer ? "The seat is no longer kept for you, and you pay nothing." : "Waiting cost you nothing."}{" "}
        If you had booked a seat already, you still have it.
      </p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">Other classes</a>
      </p>
    </Message>
  );
}
