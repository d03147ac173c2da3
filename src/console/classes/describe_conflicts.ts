/** Why a time may be wrong for a class. */
import type { Conflict } from "../../workflows/classes/find_conflicts.ts";
import type { Format } from "../ui/format.ts";
import type { LocalTime } from "../ui/local_time.ts";

/** A sentence for each conflict. */
export function describeConflicts(format: Format, { past, teaching, closures }: Conflict): string[] {
  return [
    ...(past ? ["This is in the past."] : []),
    ...teaching.map((one) => `${one.instructorName} teaches ${one.name} at ${format.time(one.scheduledAt)}.`),
    ...closures.map((one) => `You are closed then: ${one.label}, ${describeSpan(format, one)}.`),
  ];
}

function describeSpan(format: Format, { startsAt, endsAt, allDay }: Conflict["closures"][number]): string {
  if (allDay) return "all day";
  return format.dateOf(startsAt) === format.dateOf(endsAt)
    ? `${format.time(startsAt)} to ${format.time(endsAt)}`
    : `${format.dateTime(startsAt)} to ${format.dateTime(endsAt)}`;
}

/** What a clock change does to a time on a date. */
export function describeClockChange(format: Format, time: string, { clockChange, instant }: LocalTime): string[] {
  if (!clockChange || !instant) return [];
  const day = format.monthDay(format.dateOf(instant));
  return clockChange === "skipped"
    ? [`${describeClock(time)} does not exist on ${day}: the class will be at ${format.time(instant)}.`]
    : [`${describeClock(time)} comes twice on ${day}: the first is meant.`];
}

/** `2:30 AM` of `02:30`. */
function describeClock(time: string): string {
  const hour = Number(time.slice(0, 2));
  return `${hour % 12 || 12}:${time.slice(3)} ${hour < 12 ? "AM" : "PM"}`;
}
