/** Dates and times that people type on the studio's clock. */
import type { Errors } from "./form_errors.ts";
import type { FormInput } from "./form_input.ts";
import type { PageContext } from "./page_context.ts";
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

/** Of an `<input type="time">`, which may add seconds that nobody typed. */
export const readTime = (form: FormInput): string => form.text("time").replace(/^(\d{2}:\d{2}):00$/, "$1");

/** The instant of the fields `date` and `time`; what is wrong with them goes to `errors`. */
export function readStart({ form, provider }: PageContext, errors: Errors): LocalTime {
  const date = parseDate(form.text("date"));
  if (date === null) errors.date = "Choose a date.";
  else if (date < Date.UTC(1970, 0, 2) || date >= Date.UTC(9998, 0, 1)) errors.date = "Choose a date of our times.";
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(readTime(form))) errors.time = "Choose a time, such as 9:00 AM.";
  return localTime(form.text("date"), readTime(form), provider.timezone);
}
