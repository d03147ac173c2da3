/** The classes that stay on the schedule within a closure. */
import type { ManagedClass } from "../../domain/class_lists.ts";
import { Notice } from "../ui/flash.tsx";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";

const MOST_SHOWN = 12;

export function ScheduledClasses({ call: { format }, classes }: { call: PageContext; classes: ManagedClass[] }) {
  const many = classes.length !== 1;
  return (
    <Notice kind="attention">
      <p>
        <strong>{pluralize(classes.length, "class is", "classes are")} scheduled then.</strong>{" "}
        A closure does not cancel {many ? "them" : "it"}. Cancel {many ? "each" : "it"}{" "}
        on its own page, so that everybody is notified and refunded.
      </p>
      <ul role="list" class="standing">
        {classes.slice(0, MOST_SHOWN).map((one) => (
          <li>
            <a href={`/console/classes/${one.id}`}>{one.nameSnapshot}</a>, {format.shortDate(one.scheduledAt)},{" "}
            {format.span(one.scheduledAt, one.durationMin)}, {one.enrolledCount} of {one.capacity} booked
          </li>
        ))}
        {classes.length > MOST_SHOWN && <li>and {classes.length - MOST_SHOWN} more</li>}
      </ul>
    </Notice>
  );
}
