/** The start of an appointment, as a form has it. */
import { parseDate } from "../../domain/time.ts";
import type { Errors } from "../ui/form_errors.ts";
import type { FormInput } from "../ui/form_input.ts";
import { localTime } from "../ui/local_time.ts";
import type { PageContext } from "../ui/page_context.ts";

/** Date and time as typed → the instant, or what is wrong with them. */
export function readStart(call: PageContext, form: FormInput): { instant: string; repeated: boolean; errors: Errors } {
  const { format, provider } = call;
  const [date, time] = [form.text("date"), form.text("time")];
  const { instant, clockChange } = localTime(date, time, provider.timezone);
  const errors: Errors = {};
  if (parseDate(date) === null) errors.date = "Choose a day of the calendar.";
  // On a day that exists, so that both can be said at once.
  if (localTime("2000-01-01", time, "UTC").instant === null) errors.time = "Choose a time of day, such as 9:30 AM.";
  if (instant !== null && clockChange === "skipped") {
    errors.time = `The clock goes ahead that day and skips this time. ${
      format.time(instant)
    } is the time that takes its place.`;
  }
  return { instant: instant ?? "", repeated: clockChange === "repeated", errors };
}
