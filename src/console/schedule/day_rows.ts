/** A day's items by the hour in which they begin, with the line that says now. */
import type { Day, Item } from "./days.ts";

export interface DayRow {
  hour: number;
  items: Item[];
  /** The line between what has begun and what has not. */
  now?: boolean;
}

/** @param now the instant; @param nowHour its hour at the studio */
export function rowsOf(day: Day, now: string, nowHour: number): DayRow[] {
  const rows: DayRow[] = [];
  let drawn = !day.today;
  const line = () => {
    rows.push({ hour: nowHour, items: [], now: true });
    drawn = true;
  };
  for (const item of day.items) {
    if (!drawn && item.at > now) line();
    const last = rows.at(-1);
    if (last && !last.now && last.hour === item.hour) last.items.push(item);
    else rows.push({ hour: item.hour, items: [item] });
  }
  if (!drawn) line();
  return rows;
}
