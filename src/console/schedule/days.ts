/** The week as seven days on the studio's clock, each with what begins on it. */
import { DAY, fromWallClock, iso } from "../../domain/time.ts";
import type { ManagedClass } from "../../domain/class_lists.ts";
import type { WeekView } from "../../workflows/classes/list_week.ts";
import type { PageContext } from "../ui/page_context.ts";

/** A day of the week in view. Dates are midnight UTC of the studio's calendar date. */
export interface Day {
  date: number;
  isoDate: string;
  items: Item[];
  closedAllDay: Closure | null;
  past: boolean;
  today: boolean;
  /** Whether the same day a week before has classes to copy. */
  copies: boolean;
}

/** A time at which the studio is closed. */
export interface Closure {
  id: string;
  label: string;
  startsAt: string;
  endsAt: string;
  allDay: boolean;
}

/** What begins in an hour of a day. */
export type Item =
  | { kind: "class"; hour: number; at: string; of: ManagedClass }
  | { kind: "closure"; hour: number; at: string; of: Closure };

/** When a calendar date begins at the studio. */
export function startOf({ provider }: PageContext, date: number): string {
  return iso(fromWallClock(date, provider.timezone));
}

/** The seven days from Monday. @param monday, today midnight UTC of the calendar date */
export function daysOf(call: PageContext, view: WeekView, monday: number, today: number): Day[] {
  return Array.from({ length: 7 }, (_, i) => monday + i * DAY).map((date) => ({
    date,
    isoDate: iso(date).slice(0, 10),
    ...contentOf(call, view, date),
    past: date < today,
    today: date === today,
    copies: view.before.some((one) =>
      one.status !== "Cancelled" && one.scheduledAt >= startOf(call, date - 7 * DAY) &&
      one.scheduledAt < startOf(call, date - 6 * DAY)
    ),
  }));
}

function contentOf(call: PageContext, view: WeekView, date: number): Pick<Day, "items" | "closedAllDay"> {
  const [from, until] = [startOf(call, date), startOf(call, date + DAY)];
  const closures = (view.closures as Closure[]).filter((one) => one.startsAt < until && one.endsAt > from);
  const hourOf = (at: string) => at <= from ? 0 : Number(call.format.clockOf(at).slice(0, 2));
  const items: Item[] = [
    ...view.classes.filter((one) => one.scheduledAt >= from && one.scheduledAt < until)
      .map((one): Item => ({ kind: "class", hour: hourOf(one.scheduledAt), at: one.scheduledAt, of: one })),
    ...closures.filter((one) => one.startsAt > from || one.endsAt < until)
      .map((one): Item => ({ kind: "closure", hour: hourOf(one.startsAt), at: one.startsAt, of: one })),
  ];
  return {
    items: items.sort(byStart),
    closedAllDay: closures.find((one) => one.startsAt <= from && one.endsAt >= until) ?? null,
  };
}

/** The order of a day: by the instant of the start. */
export function byStart(a: Item, b: Item): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

/** Hours in which something begins on some day, and the present one: the others take no room. */
export function hoursOf(days: Day[], nowHour: number): number[] {
  const used = new Set(days.flatMap((day) => day.items.map((one) => one.hour)));
  if (days.some((day) => day.today)) used.add(nowHour);
  return used.size ? [...used].sort((a, b) => a - b) : [9];
}

/** Where a class of this date is made. */
export const newClassOn = (date: number) => `/console/classes/new?date=${iso(date).slice(0, 10)}`;
