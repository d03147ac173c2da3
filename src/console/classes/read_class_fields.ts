/** The fields that a new and an edited class share: how they are read. */
import type { Instructor } from "../../domain/staff.ts";
import { parseDate } from "../../domain/time.ts";
import { readAmount, readWhole } from "../ui/amounts.ts";
import type { Errors } from "../ui/form_errors.ts";
import type { FormInput } from "../ui/form_input.ts";
import { type LocalTime, localTime } from "../ui/local_time.ts";
import type { PageContext } from "../ui/page_context.ts";

/** Of an `<input type="time">`, which may add seconds that nobody typed. */
export const readTime = (form: FormInput): string => form.text("time").replace(/^(\d{2}:\d{2}):00$/, "$1");

/** The instant of date and time; what is wrong with them goes to `errors`. */
export function readStart({ form, provider }: PageContext, errors: Errors): LocalTime {
  const date = parseDate(form.text("date"));
  if (date === null) errors.date = "Choose a date.";
  else if (date < Date.UTC(1970, 0, 2) || date >= Date.UTC(9998, 0, 1)) errors.date = "Choose a date of our times.";
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(readTime(form))) errors.time = "Choose a time, such as 9:00 AM.";
  return localTime(form.text("date"), readTime(form), provider.timezone);
}

/** The chosen instructor's id, null when nobody is named. */
export function readInstructor({ form }: PageContext, instructors: Instructor[], errors: Errors): string | null {
  const id = form.text("instructorId");
  if (id && !instructors.some((one) => one.id === id)) errors.instructorId = "Choose somebody from the list.";
  return id || null;
}

/** Each undefined when it was left empty. */
export function readFigures(call: PageContext, errors: Errors) {
  return {
    capacity: readWhole(call, "capacity", errors, { most: 10_000, example: "10" }),
    durationMin: readWhole(call, "durationMin", errors, { most: 24 * 60, example: "50" }),
    priceCents: readAmount(call, "price", errors, true),
  };
}

/** With `\n` line breaks: forms send `\r\n`. */
export const readNote = (form: FormInput): string => form.raw("publicNote").replaceAll("\r\n", "\n");
