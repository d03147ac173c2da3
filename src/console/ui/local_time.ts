/** Dates and times that people type on the studio's clock. */
import { fromWallClock, iso, parseDate, wallClock } from "../../domain/time.ts";

export interface LocalTime {
  /** The instant, or null when date or time is none. */
  instant: string | null;
  /** The clock change that moved it, when the time typed does not exist or exists twice that day. */
  clockChange: "skipped" | "repeated" | null;
}

/** A local date and time of the studio's clock → the instant. A skipped hour is read as the one after, a repeated one as its first. */
export function localTime(date: string, time: string, timezone: string): LocalTime {
  const day = parseDate(date);
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (day === null || !match) return { instant: null, clockChange: null };
  const wall = day + (Number(match[1]) * 60 + Number(match[2])) * 60_000;
  const at = fromWallClock(wall, timezone);
  if (wallClock(at, timezone) !== wall) return { instant: iso(at), clockChange: "skipped" };
  // The same wall clock an hour (Lord Howe: half an hour) later is the second pass.
  const twice = [30, 60].some((minutes) => wallClock(at + minutes * 60_000, timezone) === wall);
  return { instant: iso(at), clockChange: twice ? "repeated" : null };
}
