/** A place on a waitlist, on its client's page. */
import type { ClientWait } from "../../domain/waitlist.ts";
import { DateTime, isPast } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Row } from "../ui/row.tsx";

export function WaitRow({ call, wait }: { call: PageContext; wait: ClientWait }) {
  return (
    <Row
      name={wait.className}
      href={`/console/classes/${wait.classId}#waitlist`}
      lines={[
        <DateTime call={call} at={wait.scheduledAt} />,
        <>
          {describeWait(call, wait)} Joined <DateTime call={call} at={wait.joinedAt} />
        </>,
      ]}
    />
  );
}

function describeWait(call: PageContext, { status, scheduledAt, position }: ClientWait): string {
  switch (status) {
    case "Waiting":
      return isPast(call, scheduledAt) ? "No seat opened." : `Number ${position} in line.`;
    case "Promoted":
      return "Offered a seat to pay for.";
    case "Booked":
      return "Got a seat.";
    case "Left":
      return "Left the waitlist.";
    case "Closed":
      return "The class was cancelled.";
  }
}
