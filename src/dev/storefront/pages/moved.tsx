import type { Move } from "../api.ts";
import { ClassLine } from "../ui/class_line.tsx";
import { Message } from "../ui/message.tsx";

export function MovedPage({ moved }: { moved: Move }) {
  return (
    <Message title="Your booking has moved." current="/me">
      <ClassLine one={moved.classSession} />
      <p>We have emailed you this as well, with a file for your calendar.</p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">Other classes</a>
      </p>
    </Message>
  );
}
