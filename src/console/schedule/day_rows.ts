/** A day's items by the hour in which they begin, those that overlap beside each other, and the line that says now. */
import { MINUTE, ms } from "../../domain/time.ts";
import { byStart, type Day, type Item } from "./days.ts";

/** What stands below each other in an hour: one item, several side by side, or the now-line. */
export type Stack = Item[] | "now";

export interface HourRow {
  hour: number;
  stacks: Stack[];
}

/** The hours of a day in order, each once. @param now the instant; @param nowHour its hour at the studio */
export function hourRowsOf(day: Day, now: string, nowHour: number): HourRow[] {
  const hours = new Set(day.items.map((item) => item.hour));
  if (day.today) hours.add(nowHour);
  return [...hours].sort((a, b) => a - b).map((hour): HourRow => {
    const stacks: Stack[] = overlapping(day.items.filter((item) => item.hour === hour));
    if (day.today && hour === nowHour && !stacks.some((stack) => splitBy(stack, now))) {
      const begun = stacks.filter((stack) => stack !== "now" && stack[0].at <= now).length;
      return { hour, stacks: stacks.toSpliced(begun, 0, "now" as const) };
    }
    return { hour, stacks };
  });
}

/** Whether now falls between the first and the last start of classes that stand side by side. */
export function splitBy(stack: Stack, now: string): boolean {
  return stack !== "now" && stack[0].at <= now && stack.at(-1)!.at > now;
}

/** How many stand side by side in the fullest hour, at most four: a fifth begins a new line. */
export function lanesOf(rows: HourRow[]): number {
  return Math.min(
    4,
    Math.max(1, ...rows.flatMap((row) => row.stacks.map((stack) => stack === "now" ? 1 : stack.length))),
  );
}

/** Classes that overlap in one stack, by start; a closure is always one of its own. */
function overlapping(items: Item[]): Item[][] {
  const stacks: Item[][] = items.filter((item) => item.kind === "closure").map((item) => [item]);
  let [open, end]: [Item[] | null, number] = [null, 0];
  for (const item of items) {
    if (item.kind !== "class") continue;
    const start = ms(item.at);
    if (open && start < end) open.push(item);
    else stacks.push(open = [item]);
    end = Math.max(end, start + item.of.durationMin * MINUTE);
  }
  return stacks.sort((a, b) => byStart(a[0], b[0]));
}
