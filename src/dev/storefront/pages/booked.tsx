import type { ListedClass } from "../shapes.ts";
import { ClassLine } from "../ui/class_line.tsx";
import { Message } from "../ui/message.tsx";

export function BookedPage({ one, paid }: { one: ListedClass | null; paid: boolean }) {
  return (
    <Message title={paid ? "Thank you. Your seat is reserved." : "You’re booked."} current="/">
      <ClassLine one={one} />
      <p>
        {paid ? "As soon as the payment is complete, we email you" : "We email you"}{" "}
        the confirmation, with a file for your calendar and a link to cancel.
      </p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">More classes</a>
      </p>
    </Message>
  );
}
