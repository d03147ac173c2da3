import type { Class, WaitlistJoined } from "@alera/client";
import { ClassLine } from "../ui/class_line.tsx";
import { Message } from "../ui/message.tsx";

export function WaitlistedPage({ entry, one }: { entry: WaitlistJoined; one: Class | null }) {
  return (
    <Message title={`You’re number ${entry.position} on the waitlist.`} current="/">
      {entry.alreadyOnWaitlist && <p>You were already on it: you keep your place.</p>}
      <ClassLine one={one} />
      <p>
        Waiting costs nothing. If you get a seat, we email you; until then there is nothing to do. To leave, use the
        link in the email we sent you.
      </p>
      <p>
        <a href="/">See other classes</a>
      </p>
    </Message>
  );
}
