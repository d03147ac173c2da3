/** One day of the week: its heading, and an item per hour in which something begins. */
import { iso } from "../../domain/time.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { rowsOf } from "./day_rows.ts";
import { idOf, weekday } from "./day_strip.tsx";
import { type Day, newClassOn } from "./days.ts";
import { ClosedHours, Session } from "./session.tsx";

export function DayColumn({ call, day, hours, days }: { call: PageContext; day: Day; hours: number[]; days: Day[] }) {
  const { format, nowMs } = call;
  const name = weekday.format(day.date);
  const classes = day.items.filter((one) => one.kind === "class" && one.of.status !== "Cancelled").length;
  const now = iso(nowMs);
  const nowHour = Number(format.clockOf(now).slice(0, 2));
  const next = day.today
    ? day.items.find((one) => one.kind === "class" && one.at > now && one.of.status === "Scheduled")
    : undefined;
  // From half past, the line lies at the row's end, if classes of other days make the row high.
  const late = Number(format.clockOf(now).slice(3)) >= 30 &&
    days.some((other) => other !== day && other.items.some((one) => one.hour === nowHour));
  const rows = rowsOf(day, now, nowHour);
  const shown = day.closedAllDay ? "Closed" : classes ? pluralize(classes, "class", "classes") : "No classes";
  return (
    <section
      class={["day", day.past && "past", day.today && "today", day.closedAllDay && "closed"].filter(Boolean).join(" ")}
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
        <span class="muted">{shown}</span>
      </h2>
      <ol role="list">
        {day.closedAllDay && (
          <li class={`h${hours[0]}`}>
            <p class="closure">
              {day.closedAllDay.label}
              <span class="sub">
                All day. <a href="/console/settings/closures">Change closures</a>
              </span>
            </p>
          </li>
        )}
        {rows.map((row) =>
          row.now
            ? (
              <li class={late ? `now h${row.hour} late` : `now h${row.hour}`} id="now">
                <time datetime={now} aria-label={`Now, ${format.time(now)}`}>{format.time(now)}</time>
              </li>
            )
            : (
              <li class={`h${row.hour}`}>
                {row.items.map((item) =>
                  item.kind === "class"
                    ? <Session call={call} of={item.of} next={item === next} />
                    : <ClosedHours call={call} of={item.of} />
                )}
              </li>
            )
        )}
        {!day.closedAllDay && day.items.length === 0 && !day.past && (
          <li class={`h${hours[0]}`}>
            <p class="nothing">
              Nothing scheduled. <a href={newClassOn(day.date)}>Add a class</a>
              {day.copies && (
                <>
                  {" "}
                  or <a href={`/console/classes/copy?to=${day.isoDate}`}>copy last {name}</a>
                </>
              )}.
            </p>
          </li>
        )}
      </ol>
    </section>
  );
}
