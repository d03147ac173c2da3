/** One day of the week: its heading, and an item per hour in which something begins. */
import { iso } from "../../domain/time.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { hourRowsOf, lanesOf } from "./day_rows.ts";
import { idOf, weekday } from "./day_strip.tsx";
import { type Day, newClassOn } from "./days.ts";
import { HourStacks } from "./hour_stacks.tsx";

export interface DayColumnProps {
  call: PageContext;
  day: Day;
  /** The first hour in view: what is about the whole day stands there. */
  firstHour: number;
  /** The present hour at the studio. */
  nowHour: number;
}

export function DayColumn({ call, day, firstHour, nowHour }: DayColumnProps) {
  const name = weekday.format(day.date);
  const classes = day.items.filter((one) => one.kind === "class" && one.of.status !== "Cancelled").length;
  const now = iso(call.nowMs);
  const next = day.today
    ? day.items.find((one) => one.kind === "class" && one.at > now && one.of.status === "Scheduled")
    : undefined;
  const rows = hourRowsOf(day, now, nowHour);
  const lanes = lanesOf(rows);
  const bare = !day.closedAllDay && day.items.length === 0;
  const wholeDay = day.closedAllDay ? <ClosedDay day={day} /> : bare && !day.past ? <NothingYet day={day} /> : null;
  if (wholeDay && rows[0]?.hour !== firstHour) rows.unshift({ hour: firstHour, stacks: [] });
  return (
    <section
      class={["day", day.past && "past", day.today && "today", day.closedAllDay && "closed", bare && "bare"]
        .concat(lanes > 1 ? `lanes-${lanes}` : []).filter(Boolean).join(" ")}
      id={idOf(day)}
      aria-labelledby={`h-${day.isoDate}`}
    >
      <h2 id={`h-${day.isoDate}`}>
        <span>
          {name.slice(0, 3)}
          <span class="long">{name.slice(3)}</span>
        </span>{" "}
        <b>{new Date(day.date).getUTCDate()}</b>
        {day.today && <span class="visually-hidden">(today)</span>}
        <span class="muted">
          {day.closedAllDay ? "Closed" : classes ? pluralize(classes, "class", "classes") : "No classes"}
        </span>
      </h2>
      <ol role="list">
        {rows.map(({ hour, stacks }) => (
          <li class={`h${hour}`}>
            {hour === firstHour && wholeDay}
            <HourStacks call={call} stacks={stacks} next={next} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function ClosedDay({ day }: { day: Day }) {
  return (
    <p class="closure">
      {day.closedAllDay!.label}
      <span class="sub">
        All day. <a href="/console/settings/closures">Change closures</a>
      </span>
    </p>
  );
}

function NothingYet({ day }: { day: Day }) {
  return (
    <p class="nothing">
      Nothing scheduled. <a href={newClassOn(day.date)}>Add a class</a>
      {day.copies && (
        <>
          {" "}
          or <a href={`/console/classes/copy?to=${day.isoDate}`}>copy last {weekday.format(day.date)}</a>
        </>
      )}.
    </p>
  );
}
