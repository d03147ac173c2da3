/** The days of the week as links, under the thumb. */
import { LOCALE } from "../ui/format.ts";
import type { Day } from "./days.ts";

export const weekday = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", weekday: "long" });
/** The anchor of a day's column. */
export const idOf = (day: Day) => `d-${day.isoDate}`;

export function DayStrip({ days }: { days: Day[] }) {
  return (
    <nav class="strip" aria-label="Days of this week">
      {days.map((day) => <StripDay day={day} />)}
    </nav>
  );
}

function StripDay({ day }: { day: Day }) {
  const name = weekday.format(day.date);
  return (
    <a
      href={`#${day.today ? "now" : idOf(day)}`}
      class={[day.past && "past", day.closedAllDay && "closed"].filter(Boolean).join(" ") || undefined}
      aria-current={day.today ? "date" : undefined}
    >
      <span aria-hidden="true">{name.slice(0, 3)}</span>
      <b>{new Date(day.date).getUTCDate()}</b>
      <span class="visually-hidden">, {name}{day.closedAllDay ? ", closed" : ""}</span>
    </a>
  );
}
