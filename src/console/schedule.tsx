/** Today and the week: the schedule on the studio's clock, each class with its seats, and what needs the owner now. */
import { listClassesOfWeek } from "../workflows/classes/list_week.ts";
import type { ScheduledClass } from "../workflows/classes/list_week.ts";
import { DAY, fromWallClock, iso, MINUTE, ms, parseDate, wallClock } from "../domain/time.ts";
import { Empty } from "./ui/empty.tsx";
import { Flash } from "./ui/flash.tsx";
import { LOCALE, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { Icon } from "./ui/icon.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { openSeats, SeatMeter, type Seats } from "./ui/seat_meter.tsx";

/** Declares the schedule. */
export function schedulePages(routes: PageRoutes): void {
  routes.get("/console", week);
}

/** A day of the week in view. Dates are midnight UTC of the studio's calendar date. */
interface Day {
  date: number;
  isoDate: string;
  items: Item[];
  closedAllDay: Closure | null;
  past: boolean;
  today: boolean;
  /** Whether the same day a week before has classes to copy. */
  copies: boolean;
}
interface Closure {
  id: string;
  label: string;
  startsAt: string;
  endsAt: string;
  allDay: boolean;
}
type Item =
  | { kind: "class"; hour: number; at: string; of: ScheduledClass }
  | { kind: "closure"; hour: number; at: string; of: Closure };

async function week(call: PageContext): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const today = Math.floor(wallClock(nowMs, provider.timezone) / DAY) * DAY;
  const monday = mondayOf(parseDate(call.query.get("week") ?? "") ?? today);
  const start = (date: number) => iso(fromWallClock(date, provider.timezone));
  const view = await listClassesOfWeek(
    ctx,
    provider.id,
    start(monday - 7 * DAY),
    start(monday),
    start(monday + 7 * DAY),
  );
  const closures = view.closures as Closure[];

  const days: Day[] = [];
  for (let date = monday; date < monday + 7 * DAY; date += DAY) {
    const [from, until] = [start(date), start(date + DAY)];
    const of = closures.filter((one) => one.startsAt < until && one.endsAt > from);
    const hourOf = (at: string) => at <= from ? 0 : Number(format.clockOf(at).slice(0, 2));
    const items: Item[] = [
      ...view.classes.filter((one) => one.scheduledAt >= from && one.scheduledAt < until)
        .map((one): Item => ({ kind: "class", hour: hourOf(one.scheduledAt), at: one.scheduledAt, of: one })),
      ...of.filter((one) => one.startsAt > from || one.endsAt < until)
        .map((one): Item => ({ kind: "closure", hour: hourOf(one.startsAt), at: one.startsAt, of: one })),
    ].sort((a, b) => a.at < b.at ? -1 : 1);
    days.push({
      date,
      isoDate: iso(date).slice(0, 10),
      items,
      closedAllDay: of.find((one) => one.startsAt <= from && one.endsAt >= until) ?? null,
      past: date < today,
      today: date === today,
      copies: view.before.some((one) =>
        one.status !== "Cancelled" && one.scheduledAt >= start(date - 7 * DAY) &&
        one.scheduledAt < start(date - 6 * DAY)
      ),
    });
  }

  const live = view.classes.filter((one) => one.status !== "Cancelled");
  const sum = (of: (one: ScheduledClass) => number) => live.reduce((total, one) => total + of(one), 0);
  const waiting = sum((one) => one.waitingCount);
  const title = rangeOf(monday, today);
  const hours = hoursOf(days, today, format.clockOf(iso(nowMs)));
  return renderPage(
    call,
    { title: `Schedule, ${title}`, tab: "schedule" },
    (
      <>
        <div class="page-head">
          <h1>{title}</h1>
          <div class="actions">
            <a
              class="button icon"
              href={weekAt(monday - 7 * DAY)}
              aria-label={`Week before: ${rangeOf(monday - 7 * DAY, today)}`}
            >
              <Icon name="left" size={18} />
            </a>
            <a class="button wide-only" href="/console#now">Today</a>
            <a
              class="button icon"
              href={weekAt(monday + 7 * DAY)}
              aria-label={`Week after: ${rangeOf(monday + 7 * DAY, today)}`}
            >
              <Icon name="right" size={18} />
            </a>
            <a
              class="button primary wide-only"
              href={newClassOn(monday <= today && today < monday + 7 * DAY ? today : monday)}
            >
              New class
            </a>
            <a
              class="button primary icon phone-only"
              href={newClassOn(monday <= today && today < monday + 7 * DAY ? today : monday)}
              aria-label="New class"
            >
              <Icon name="plus" size={20} />
            </a>
          </div>
          <p class="muted small">
            {live.length === 0 ? `No classes ${days.some((one) => one.today) ? "this" : "that"} week` : (
              `${pluralize(live.length, "class", "classes")}, ${sum((one) => one.enrolledCount)} of ${
                sum((one) => one.capacity)
              } seats booked${waiting ? `, ${waiting} waiting` : ""}`
            )}
          </p>
        </div>
        <Flash
          call={call}
          messages={{
            "class-made": "The class is on the schedule.",
            "classes-made": "The classes are on the schedule.",
          }}
        />
        {view.hasServices ? null : (
          <Empty
            what="A class is a service with a date. Make your first service: its name, length, price and seats."
            how="Then put it on the schedule, once or every week."
            link={{ href: "/console/settings/services/new", label: "Make a service" }}
          />
        )}
        <div class="week">
          <nav class="strip" aria-label="Days of this week">
            {days.map((day) => <StripDay day={day} />)}
          </nav>
          <Needs call={call} view={view} />
          <div class={days[6].past ? "days agenda over" : "days agenda"}>
            <ol class="hours" role="list" aria-hidden="true">
              {hours.map(({ hour, empty }) => (
                <li class={empty ? `h${hour} gap` : `h${hour}`}>{empty ? "" : hourLabel(hour)}</li>
              ))}
            </ol>
            {days.map((day) => <DayColumn call={call} day={day} hours={hours.map((one) => one.hour)} days={days} />)}
          </div>
          {live.length === 0 ? null : <Legend />}
        </div>
      </>
    ),
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
const newClassOn = (date: number) => `/console/classes/new?date=${iso(date).slice(0, 10)}`;

/** Hours in which something begins, and the empty ones between them: a gap on paper is a gap in the day. */
function hoursOf(days: Day[], today: number, clock: string): { hour: number; empty: boolean }[] {
  const used = new Set(days.flatMap((day) => day.items.map((one) => one.hour)));
  if (days.some((day) => day.date === today)) used.add(Number(clock.slice(0, 2)));
  if (used.size === 0) used.add(9);
  const [first, last] = [Math.min(...used), Math.max(...used)];
  return Array.from({ length: last - first + 1 }, (_, i) => ({ hour: first + i, empty: !used.has(first + i) }));
}

function hourLabel(hour: number): string {
  return `${hour % 12 || 12} ${hour < 12 ? "AM" : "PM"}`;
}

const weekday = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", weekday: "long" });
const idOf = (day: Day) => `d-${day.isoDate}`;

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

function DayColumn({ call, day, hours, days }: { call: PageContext; day: Day; hours: number[]; days: Day[] }) {
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
  const rows: { hour: number; items: Item[]; now?: boolean }[] = [];
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
        {day.today ? <span class="visually-hidden">(today)</span> : null}
        <span class="muted">{shown}</span>
      </h2>
      <ol role="list">
        {day.closedAllDay
          ? (
            <li class={`h${hours[0]}`}>
              <p class="closure">
                {day.closedAllDay.label}
                <span class="sub">
                  All day. <a href="/console/settings/closures">Change closures</a>
                </span>
              </p>
            </li>
          )
          : null}
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
        {!day.closedAllDay && day.items.length === 0 && !day.past
          ? (
            <li class={`h${hours[0]}`}>
              <p class="nothing">
                Nothing scheduled. <a href={newClassOn(day.date)}>Add a class</a>
                {day.copies
                  ? (
                    <>
                      {" "}
                      or <a href={`/console/classes/copy?to=${day.isoDate}`}>copy last {name}</a>
                    </>
                  )
                  : null}.
              </p>
            </li>
          )
          : null}
      </ol>
    </section>
  );
}

/** A class's seats in the words of `parts.tsx`. */
export function seatsOf(of: ScheduledClass): Seats {
  return { capacity: of.capacity, booked: of.enrolledCount, held: of.heldCount, waiting: of.waitingCount };
}

function Session({ call, of, next }: { call: PageContext; of: ScheduledClass; next: boolean }) {
  const { format, nowMs } = call;
  const seats = seatsOf(of);
  const over = of.status === "Completed" || ms(of.scheduledAt) + of.durationMin * MINUTE <= nowMs;
  const cancelled = of.status === "Cancelled";
  const open = openSeats(seats);
  return (
    <a
      class={["session", cancelled && "cancelled", over && "over", next && "next"].filter(Boolean).join(" ")}
      href={`/console/classes/${of.id}`}
    >
      <time datetime={of.scheduledAt}>{format.time(of.scheduledAt)}</time>
      <span class="name">{of.nameSnapshot}</span>
      {of.instructor ? <span class="with">{of.instructor.name}</span> : null}
      {cancelled
        ? (
          <span class="count">
            <span>Cancelled</span>
          </span>
        )
        : (
          <>
            <SeatMeter seats={seats} />
            <span class="count">
              <span>{seats.booked} of {seats.capacity}</span>
              {seats.held ? <span>{seats.held} held</span> : null}
              {open === 0 ? <span class={over ? undefined : "full"}>Full</span> : null}
              {open > 0 && seats.waiting > 0 && !over
                ? <span class="attention">{open} open, {seats.waiting} waiting</span>
                : seats.waiting > 0
                ? <span>{seats.waiting} waiting</span>
                : null}
            </span>
          </>
        )}
    </a>
  );
}

function ClosedHours({ call, of }: { call: PageContext; of: Closure }) {
  const { format } = call;
  const at = (instant: string) => of.allDay ? format.shortDate(instant) : format.time(instant);
  return (
    <p class="closure">
      {of.label}
      <span class="sub">Closed {at(of.startsAt)} to {at(of.endsAt)}</span>
    </p>
  );
}

function Needs({ call, view }: { call: PageContext; view: Awaited<ReturnType<typeof listClassesOfWeek>> }) {
  const { format } = call;
  const rows: { href: string; title: string; text: string; go: string }[] = [
    ...view.refundsInNeed.map((one) => ({
      href: "/console/payments#refunds",
      title: one.state === "owed" ? "A refund failed." : "A refund needs you.",
      text: `Stripe could not return ${format.money(one.amountCents)} to ${one.clientName ?? "a client"}.`,
      go: "See why",
    })),
    ...view.choices.map((one) => ({
      href: `/console/classes/${one.id}#waitlist`,
      title: "A seat opened",
      text: `in ${one.nameSnapshot}, ${lower(format.day(one.scheduledAt))} at ${format.time(one.scheduledAt)}. ${
        pluralize(one.waitingCount, "person is", "people are")
      } waiting.`,
      go: "Choose who gets it",
    })),
    ...(view.chargesEnabled ? [] : [{
      href: "/console/payments",
      title: "You can’t take payments yet.",
      text: "Free classes can be booked; paid ones can’t.",
      go: "Connect Stripe",
    }]),
  ];
  if (rows.length === 0) return null;
  return (
    <section class="needs" aria-labelledby="needs">
      <h2 id="needs" class="visually-hidden">Needs you</h2>
      <ul role="list">
        {rows.slice(0, 3).map((row) => (
          <li>
            <a href={row.href}>
              <span>
                <strong>{row.title}</strong> {row.text}
              </span>
              <span class="go">{row.go}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `today, Thursday …` within a sentence; weekdays keep their capital. */
const lower = (day: string) => day.replace(/^(Today|Tomorrow|Yesterday),/, (word) => word.toLowerCase());

function Legend() {
  return (
    <ul class="legend" role="list" aria-label="How to read the bars">
      <li>
        <span class="fill" aria-hidden="true">
          <i class="booked"></i>
        </span>booked
      </li>
      <li>
        <span class="fill" aria-hidden="true">
          <i class="held"></i>
        </span>held while someone pays
      </li>
      <li>
        <span class="fill" aria-hidden="true">
          <i></i>
        </span>open
      </li>
      <li>
        <span class="fill" aria-hidden="true">
          <b></b>
        </span>waiting
      </li>
    </ul>
  );
}
