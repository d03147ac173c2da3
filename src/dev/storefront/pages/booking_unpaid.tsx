import type { Class } from "@alera/client";
import { ClassLine } from "../ui/class_line.tsx";
import { Message } from "../ui/message.tsx";

export function BookingUnpaidPage({ one, holdMinutes }: { one: Class | null; holdMinutes: number | null }) {
  return (
    <Message title="Not paid yet." current="/">
      <ClassLine one={one} />
      <p>
        {holdMinutes === null
          ? "Your seat is held for a while."
          : `Your seat is held for ${holdMinutes} minutes from when you booked.`}{" "}
        Book again with the same email to return to the same payment. If you don’t pay in time, the seat is released.
        Nothing was charged.
      </p>
      <p class="actions">
        {one && <a class="button primary" href={`/classes/${one.id}/book`}>Back to payment</a>}
        <a class="button" href="/">See other classes</a>
      </p>
    </Message>
  );
}
