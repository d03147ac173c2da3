import type { Class } from "@alera/client";
import { ClassLine } from "../ui/class_line.tsx";
import { Message } from "../ui/message.tsx";

/** @param props `payUrl`: of the payment that this browser came from, while the seat is held */
export function BookingUnpaidPage(
  { one, payUrl, holdMinutes }: { one: Class | null; payUrl: string | null; holdMinutes: number | null },
) {
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
        {payUrl
          ? <a class="button primary" href={payUrl}>Back to payment</a>
          : one && <a class="button primary" href={`/classes/${one.id}/book`}>Book again</a>}
        <a class="button" href="/">See other classes</a>
      </p>
    </Message>
  );
}
