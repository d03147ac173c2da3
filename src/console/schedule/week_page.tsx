/** The week on the studio's clock, each class with its seats. */
import { DAY, iso, parseDate, wallClock } from "../../domain/time.ts";
import type { ManagedClass } from "../../domain/class_lists.ts";
import { listClassesOfWeek } from "../../workflows/classes/list_week.ts";
import { Empty } from "../ui/empty.tsx";
import { LOCALE, pluralize } from "../ui/format.ts";
import { NewButton } from "../ui/new_button.tsx";
import { showPage } from "../ui/page.tsx";
import { Icon } from "../ui/icon.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { DayColumn } from "./day_column.tsx";
import { DayStrip } from "./day_strip.tsx";
import { daysOf, hoursOf, newClassOn, startOf } from "./days.ts";
import { Legend } from "./legend.tsx";
import { NeedsYou } from "./needs_you.tsx";

/** GET: the week of `?week`, or this one. */
export async function weekPage(call: PageContext): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const today = Math.floor(wallClock(nowMs, provider.timezone) / DAY) * DAY;
  const monday = mondayOf(parseDate(call.query.get("week") ?? "") ?? today);
  const view = await listClassesOfWeek(
    ctx,
    provider.id,
    startOf(call, monday - 7 * DAY),
    startOf(call, monday),
    startOf(call, monday + 7 * DAY),
  );
  const days = daysOf(call, view, monday, today);
  const live = view.classes.filter((one) => one.status !== "Cancelled");
  const sum = (of: (one: ManagedClass) => number) => live.reduce((total, one) => total + of(one), 0);
  const waiting = sum((one) => one.waitingCount);
  const title = rangeOf(monday, today);
  const nowHour = Number(format.clockOf(iso(nowMs)).slice(0, 2));
  const hours = hoursOf(days, nowHour);
  const arrow = (name: "left" | "right", label: string, at: number) => (
    <a class="button icon" href={weekAt(at)} aria-label={`${label}: ${rangeOf(at, today)}`}>
      <Icon name={name} size={18} />
    </a>
  );
  const thisWeek = days.some((one) => one.today);
  return showPage(
    call,
    {
      title: `Schedule, ${title}`,
      heading: title,
      tab: "schedule",
      actions: (
        <>
          {arrow("left", "Week before", monday - 7 * DAY)}
          <a class="button wide-only" href="/console#now">Today</a>
          {arrow("right", "Week after", monday + 7 * DAY)}
          <NewButton href={newClassOn(thisWeek ? today : monday)} label="New class" />
        </>
      ),
      headMore: (
        <p class="muted small">
          {live.length === 0 ? `No classes ${thisWeek ? "this" : "that"} week` : (
            `${pluralize(live.length, "class", "classes")}, ${sum((one) => one.enrolledCount)} of ${
              sum((one) => one.capacity)
            } seats booked${waiting ? `, ${waiting} waiting` : ""}`
          )}
        </p>
      ),
      flash: {
        "class-made": "The class is on the schedule.",
        "classes-made": "The classes are on the schedule.",
      },
    },
    !view.hasServices && (
      <Empty
        what="A class is a service with a date. Make your first service: its name, length, price and seats."
        how="Then put it on the schedule, once or every week."
        link={{ href: "/console/settings/services/new", label: "Make a service" }}
      />
    ),
    <div class="week">
      <DayStrip days={days} />
      <NeedsYou call={call} view={view} />
      <div class={days[6].past ? "days agenda over" : "days agenda"}>
        <ol class="hours" role="list" aria-hidden="true">
          {hours.map((hour) => <li class={`h${hour}`}>{hourLabel(hour)}</li>)}
        </ol>
        {days.map((day) => <DayColumn call={call} day={day} firstHour={hours[0]} nowHour={nowHour} />)}
      </div>
      {live.length > 0 && <Legend />}
    </div>,
  );
}

/** The Monday of a date's week: studios plan from Monday to Sunday. */
function mondayOf(date: number): number {
  return date - (new Date(date).getUTCDay() + 6) % 7 * DAY;
}

const monthDays = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", month: "long", day: "numeric" });
const monthDaysYear = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", dateStyle: "long" });

/** `May 25–31`, with the year when it is not this one. */
function rangeOf(monday: number, today: number): string {
  const year = (date: number) => iso(date).slice(0, 4);
  const format = year(monday) === year(today) ? monthDays : monthDaysYear;
  return format.formatRange(monday, monday + 6 * DAY).replace(/\s*–\s*/, "–");
}

const weekAt = (monday: number) => `/console?week=${iso(monday).slice(0, 10)}`;

function hourLabel(hour: number): string {
  return `${hour % 12 || 12} ${hour < 12 ? "AM" : "PM"}`;
}
