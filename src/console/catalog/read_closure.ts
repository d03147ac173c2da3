/** The dates and times of a closure's form as instants. */
import { DAY, iso, parseDate, startOfDate } from "../../domain/time.ts";
import { blackout } from "../../schemas/blackouts.ts";
import { check, type Errors } from "../ui/form_errors.ts";
import { localTime } from "../ui/local_time.ts";
import type { PageContext } from "../ui/page_context.ts";

/** What was typed as a closure, or what is wrong with it by field. */
export function readClosure(call: PageContext) {
  const errors: Errors = {};
  const allDay = call.form.text("length") !== "hours";
  const { startsAt, endsAt } = (allDay ? readDays : readHours)(call, errors);
  return check(
    blackout,
    { label: call.form.text("label"), startsAt: startsAt ?? iso(0), endsAt: endsAt ?? iso(0), allDay },
    errors,
  );
}

type Range = { startsAt?: string | null; endsAt?: string | null };

function readDays(call: PageContext, errors: Errors): Range {
  const { from, to } = readDates(call, errors);
  if (from === null || to === null) return {};
  if (to < from) errors.to = "The last day comes before the first.";
  const { timezone } = call.provider;
  return { startsAt: iso(startOfDate(from, timezone)), endsAt: iso(startOfDate(to + DAY, timezone)) };
}

function readHours(call: PageContext, errors: Errors): Range {
  const { from, to } = readDates(call, errors);
  if (from === null || to === null) return {};
  const startsAt = readTime(call, errors, from, "fromTime");
  const endsAt = readTime(call, errors, to, "toTime");
  if (startsAt && endsAt && endsAt <= startsAt) {
    errors.toTime = call.form.text("to")
      ? "The end comes before the beginning."
      : "The end comes before the beginning. If it is on the next day, choose that as the last day.";
  }
  return { startsAt, endsAt };
}

/** An empty last day is the first. */
function readDates(call: PageContext, errors: Errors) {
  const from = readDate(call, errors, "from");
  return { from, to: call.form.text("to") ? readDate(call, errors, "to") : from };
}

function readDate({ form }: PageContext, errors: Errors, name: string): number | null {
  const date = parseDate(form.text(name));
  if (date === null) errors[name] = form.text(name) ? "Write a date, such as 2026-05-25." : "Choose a date.";
  return date;
}

function readTime({ form, provider }: PageContext, errors: Errors, date: number, name: string): string | null {
  const { instant } = localTime(iso(date).slice(0, 10), form.text(name), provider.timezone);
  if (!instant) errors[name] = form.text(name) ? "Write a time, such as 14:30." : "Choose a time.";
  return instant;
}
