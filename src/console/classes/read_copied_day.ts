/** The classes of the same weekday a week before, moved to another date. */
import { DAY, fromWallClock, iso, parseDate } from "../../domain/time.ts";
import { findConflicts, hasConflict } from "../../workflows/classes/find_conflicts.ts";
import { listClassesBetween, type ManagedClass } from "../../domain/class_lists.ts";
import { type LocalTime, localTime } from "../ui/local_time.ts";
import type { PageContext } from "../ui/page_context.ts";
import { describeClockChange, describeConflicts } from "./describe_conflicts.ts";

export interface CopiedClass {
  of: ManagedClass;
  at: LocalTime;
  warnings: string[];
  hasConflict: boolean;
}

export interface CopiedDay {
  /** Calendar dates, `YYYY-MM-DD`. */
  from: string;
  to: string;
  classes: CopiedClass[];
}

/** Null when no date is asked for. */
export async function readCopiedDay(call: PageContext): Promise<CopiedDay | null> {
  const { provider, format, form, query } = call;
  const to = form.text("to") || (query.get("to") ?? "");
  const day = parseDate(to);
  if (day === null || day < Date.UTC(1970, 0, 9) || day >= Date.UTC(9998, 0, 1)) return null;
  const [before, there] = await Promise.all([listDay(call, day - 7 * DAY), listDay(call, day)]);
  const moved = before.map((of) => ({ of, at: localTime(to, format.clockOf(of.scheduledAt), provider.timezone) }));
  return { from: iso(day - 7 * DAY).slice(0, 10), to, classes: await checkConflicts(call, moved, there) };
}

async function listDay({ ctx, provider }: PageContext, day: number): Promise<ManagedClass[]> {
  const startOf = (date: number) => iso(fromWallClock(date, provider.timezone));
  const classes = await listClassesBetween(ctx.db, provider.id, startOf(day), startOf(day + DAY));
  return classes.filter((one) => one.status !== "Cancelled");
}

/** @param there the classes that the day has already */
async function checkConflicts(
  { ctx, provider, format }: PageContext,
  moved: { of: ManagedClass; at: LocalTime }[],
  there: ManagedClass[],
): Promise<CopiedClass[]> {
  const conflicts = await findConflicts(
    ctx,
    provider.id,
    moved.map(({ of, at }) => ({
      at: at.instant!,
      durationMin: of.durationMin,
      instructorId: of.instructor?.id ?? null,
    })),
  );
  return moved.map(({ of, at }, i) => {
    const twin = there.find((one) => one.serviceId === of.serviceId && one.scheduledAt === at.instant);
    // The instructor teaches the twin then: said once.
    const conflict = { ...conflicts[i], teaching: conflicts[i].teaching.filter((one) => one.id !== twin?.id) };
    return {
      of,
      at,
      warnings: [
        ...(twin ? ["This is on the schedule already."] : []),
        ...describeConflicts(format, conflict),
        ...describeClockChange(format, format.clockOf(of.scheduledAt), at),
      ],
      hasConflict: twin !== undefined || hasConflict(conflict),
    };
  });
}
