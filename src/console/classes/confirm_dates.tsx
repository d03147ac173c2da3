/** The dates of a new class with their conflicts, before it is created. */
import type { Child } from "hono/jsx";
import { hasConflict } from "../../workflows/classes/find_conflicts.ts";
import { Form } from "../ui/form.tsx";
import { pluralize } from "../ui/format.ts";
import { readTime } from "../ui/local_time.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { describeClockChange, describeConflicts } from "./describe_conflicts.ts";
import type { Proposal, ProposedDate } from "./read_new_class.ts";
import { type Tick, TickList, Warnings } from "./tick_list.tsx";

/** What was typed, sent along. */
const TYPED = ["serviceId", "date", "time", "until", "instructorId", "durationMin", "price", "capacity", "publicNote"];

/** Shows the dates to tick; one date alone needs no tick. */
export function confirmDates(call: PageContext, { service, instructor, durationMin, dates }: Proposal): Response {
  const { form, format, refused } = call;
  const [only, ...others] = dates;
  const title = others.length ? `Create ${dates.length} classes` : "Create this class";
  const allConflict = withConflicts(dates).length === dates.length;
  const ticks = dates.map((one): Tick => ({
    value: one.date,
    label: (
      <>
        {format.date(one.at.instant!)},{" "}
        <time datetime={one.at.instant!}>{format.span(one.at.instant!, durationMin)}</time>
      </>
    ),
    warnings: [...describeConflicts(format, one.conflict), ...describeClockChange(format, readTime(form), one.at)],
    ticked: refused ? form.all("on").includes(one.date) : allConflict || !hasConflict(one.conflict),
  }));
  // Back to what was typed, by the same form.
  const change = <button class="button quiet" type="submit" name="step" value="change">Change details</button>;
  return showPage(
    call,
    {
      title,
      heading: `${title}?`,
      tab: "schedule",
      narrow: true,
      back: { href: `/console?week=${only.date}`, label: "Schedule" },
    },
    <Form call={call}>
      {TYPED.map((name) => <input type="hidden" name={name} value={form.raw(name)} />)}
      <p>
        {service.name}, {pluralize(durationMin, "minute")}
        {instructor ? `, with ${instructor.name}` : ""}. {others.length ? countConflicts(dates) : ""}
      </p>
      {others.length
        ? <TickList verb="Create" wayOut={change} anyway={allConflict} ticks={ticks} />
        : <OneTick tick={ticks[0]} anyway={allConflict} wayOut={change} />}
    </Form>,
  );
}

const withConflicts = (dates: ProposedDate[]) => dates.filter((one) => hasConflict(one.conflict));

function countConflicts(dates: ProposedDate[]): string {
  const count = withConflicts(dates).length;
  if (count === 0) return "There are no conflicts, but the clock changes.";
  if (count === dates.length) return "Every date has conflicts.";
  return count === 1
    ? "1 date has conflicts and is left out, unless you tick it."
    : `${count} dates have conflicts and are left out, unless you tick them.`;
}

function OneTick({ tick, anyway, wayOut }: { tick: Tick; anyway: boolean; wayOut: Child }) {
  return (
    <>
      <ul class="ticks" role="list">
        <li>
          {tick.label}
          <Warnings of={tick.warnings} />
        </li>
      </ul>
      <input type="hidden" name="on" value={tick.value} />
      <input type="hidden" name="said" value="1" />
      <div class="actions">
        <button class="button primary" type="submit" name="step" value="make">
          {anyway ? "Create class anyway" : "Create class"}
        </button>
        {wayOut}
      </div>
    </>
  );
}
