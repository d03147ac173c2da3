/** How a class stands: its seats, and where it is in time. */
import { HOUR, MINUTE, ms } from "../../domain/time.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import type { PageContext } from "../ui/page_context.ts";
import type { Seats } from "../ui/seat_meter.tsx";

/** From its first instant on. */
export function hasBegun({ nowMs }: PageContext, { session }: ClassView): boolean {
  return ms(session.scheduledAt) <= nowMs;
}

/** From its end on. */
export function isOver({ nowMs }: PageContext, { session }: ClassView): boolean {
  return ms(session.scheduledAt) + session.durationMin * MINUTE <= nowMs;
}

/** For the seat meter. */
export function seatsOf({ session, waiting }: ClassView): Seats {
  return {
    capacity: session.capacity,
    booked: session.enrolledCount,
    held: session.heldCount,
    waiting: waiting.length,
  };
}

/** `Began 10 minutes ago.` Relative only within the hour; otherwise the date says it. */
export function describeState(call: PageContext, view: ClassView): string {
  const { session } = view;
  if (session.status !== "Scheduled") return `${session.status}.`;
  const since = call.nowMs - ms(session.scheduledAt);
  if (since < 0) return -since < HOUR ? `Starts in ${call.format.howLong(-since)}.` : "";
  if (isOver(call, view)) return "Over.";
  if (since < MINUTE) return "Begins now.";
  return since < HOUR ? `Began ${call.format.howLong(since)} ago.` : "Under way.";
}
