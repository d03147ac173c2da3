/** What was typed for a new class: one date, or the same weekday every week. */
import type { z } from "@hono/zod-openapi";
import type { Service } from "../../domain/services.ts";
import type { Instructor } from "../../domain/staff.ts";
import { DAY, iso, parseDate } from "../../domain/time.ts";
import { MOST_WEEKS, newClass } from "../../schemas/classes.ts";
import { type Conflict, findConflicts } from "../../workflows/classes/find_conflicts.ts";
import { readTyped } from "../ui/declared_fields.tsx";
import { check, type Errors } from "../ui/form_errors.ts";
import { type LocalTime, localTime, readStart, readTime } from "../ui/local_time.ts";
import type { PageContext } from "../ui/page_context.ts";
import { figures, noteField, readInstructor } from "./class_fields.tsx";

/** What a class is created from. */
export interface Catalog {
  services: Service[];
  instructors: Instructor[];
}

export interface ProposedDate {
  /** `YYYY-MM-DD` on the studio's calendar. */
  date: string;
  at: LocalTime;
  conflict: Conflict;
}

/** Classes that are not created yet. */
export interface Proposal {
  service: Service;
  instructor: Instructor | null;
  durationMin: number;
  dates: ProposedDate[];
  /** What is typed besides service and dates. */
  input: Omit<z.output<typeof newClass>, "serviceId" | "scheduledAt">;
}

const typed = { ...figures({ price: "" }), ...noteField };

/** The proposed classes with their conflicts. @throws Refusal */
export async function readNewClass(call: PageContext, { services, instructors }: Catalog): Promise<Proposal> {
  const found: Errors = {};
  const service = services.find((one) => one.id === call.form.text("serviceId"));
  if (!service) found.serviceId = "Choose a service.";
  const start = readStart(call, found);
  const instructorId = readInstructor(call, instructors, found);
  const dates = readDates(call, found);
  const { price, ...fields } = readTyped(call, typed, found);
  const { serviceId: _, scheduledAt: __, ...input } = check(newClass, {
    serviceId: service?.id ?? "-",
    scheduledAt: start.instant ?? iso(call.nowMs), // what is wrong with it is found already
    instructorId,
    priceCents: price,
    ...fields,
  }, found);
  const durationMin = input.durationMin ?? service!.durationMin;
  return {
    service: service!,
    instructor: instructors.find((one) => one.id === instructorId) ?? null,
    durationMin,
    dates: await findConflictsOf(call, dates, durationMin, instructorId),
    input,
  };
}

/** The first date, and every week's until the last. */
function readDates({ form, format }: PageContext, errors: Errors): string[] {
  const [from, to] = [parseDate(form.text("date")), parseDate(form.text("until"))];
  if (form.text("until") && to === null) errors.until = "Choose a date, or leave it empty for one class.";
  if (from === null) return [];
  if (to !== null && to < from) errors.until = "This is before the first date.";
  const weeks = to !== null && to >= from ? Math.floor((to - from) / (7 * DAY)) + 1 : 1;
  const dateOfWeek = (week: number) => iso(from + week * 7 * DAY).slice(0, 10);
  if (weeks > MOST_WEEKS) {
    const last = dateOfWeek(MOST_WEEKS - 1);
    errors.until = `At most ${MOST_WEEKS} weeks at a time: until ${format.monthDay(last)}, ${last.slice(0, 4)}.`;
    return [];
  }
  return Array.from({ length: weeks }, (_, week) => dateOfWeek(week));
}

async function findConflictsOf(
  { ctx, provider, form }: PageContext,
  dates: string[],
  durationMin: number,
  instructorId: string | null,
): Promise<ProposedDate[]> {
  const proposed = dates.map((date) => ({ date, at: localTime(date, readTime(form), provider.timezone) }));
  const conflicts = await findConflicts(
    ctx,
    provider.id,
    proposed.map(({ at }) => ({ at: at.instant!, durationMin, instructorId })),
  );
  return proposed.map((one, i) => ({ ...one, conflict: conflicts[i] }));
}
