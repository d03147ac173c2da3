/** The dates of a new class with their conflicts, before it is created. */
import { hasConflict } from "../../workflows/classes/find_conflicts.ts";
import { BackLink } from "../ui/page_head.tsx";
import { Notice } from "../ui/flash.tsx";
import { Form } from "../ui/form.tsx";
import { type Format, pluralize } from "../ui/format.ts";
import { renderPage } from "../ui/frame.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { describeClockChange, describeConflicts } from "./describe_conflicts.ts";
import { readTime } from "./read_class_fields.ts";
import type { Proposal, ProposedDate } from "./read_new_class.ts";
import { TickList, Warnings } from "./tick_list.tsx";

export const NEW_CLASS = "/console/classes/new";

/** What was typed, sent along. */
const TYPED = ["serviceId", "date", "time", "until", "instructorId", "durationMin", "price", "capacity", "publicNote"];

interface Props {
  call: PageContext;
  proposal: Proposal;
}

/** @param problem what is wrong with the ticks */
export function confirmDates(call: PageContext, proposal: Proposal, problem?: string): Response {
  const { service, instructor, durationMin, dates } = proposal;
  const title = dates.length === 1 ? "Create this class" : `Create ${dates.length} classes`;
  return renderPage(
    call,
    { title, tab: "schedule", narrow: true },
    <>
      <BackLink href={`/console?week=${dates[0].date}`} label="Schedule" />
      <Form call={call} action={NEW_CLASS}>
        <h1>{title}?</h1>
        {problem ? <Notice kind="bad">{problem}</Notice> : null}
        {TYPED.map((name) => <input type="hidden" name={name} value={call.form.raw(name)} />)}
        <p>
          {service.name}, {pluralize(durationMin, "minute")}
          {instructor ? `, with ${instructor.name}` : ""}. {dates.length === 1 ? "" : countConflicts(dates)}
        </p>
        {dates.length === 1
          ? <OneDate call={call} proposal={proposal} />
          : <SeveralDates call={call} proposal={proposal} />}
      </Form>
    </>,
    problem ? 400 : 200,
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

function warningsOf({ format, form }: PageContext, { conflict, at }: ProposedDate): string[] {
  return [...describeConflicts(format, conflict), ...describeClockChange(format, readTime(form), at)];
}

function OneDate({ call, proposal: { dates: [only], durationMin } }: Props) {
  return (
    <>
      <ul class="ticks" role="list">
        <li>
          <When format={call.format} at={only.at.instant!} durationMin={durationMin} />
          <Warnings of={warningsOf(call, only)} />
        </li>
      </ul>
      <input type="hidden" name="on" value={only.date} />
      <input type="hidden" name="said" value="1" />
      <div class="actions">
        <button class="button primary" type="submit" name="step" value="make">
          {hasConflict(only.conflict) ? "Create class anyway" : "Create class"}
        </button>
        <ChangeDetails />
      </div>
    </>
  );
}

function SeveralDates({ call, proposal: { dates, durationMin } }: Props) {
  const { form, format } = call;
  const ticked = form.text("step") === "make" ? form.all("on") : null;
  const allConflict = withConflicts(dates).length === dates.length;
  return (
    <TickList
      verb="Create"
      wayOut={<ChangeDetails />}
      anyway={allConflict}
      ticks={dates.map((one) => ({
        value: one.date,
        label: <When format={format} at={one.at.instant!} durationMin={durationMin} />,
        warnings: warningsOf(call, one),
        ticked: ticked ? ticked.includes(one.date) : allConflict || !hasConflict(one.conflict),
      }))}
    />
  );
}

/** Back to what was typed, by the same form. */
function ChangeDetails() {
  return <button class="button quiet" type="submit" name="step" value="change">Change details</button>;
}

function When({ format, at, durationMin }: { format: Format; at: string; durationMin: number }) {
  return (
    <>
      {format.date(at)}, <time datetime={at}>{format.span(at, durationMin)}</time>
    </>
  );
}
