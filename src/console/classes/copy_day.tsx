/** Copying a day of the week before: the classes with their conflicts are shown first. */
import { fromWallClock, iso, parseDate } from "../../domain/time.ts";
import { scheduleBatch } from "../../workflows/classes/schedule_batch.ts";
import { Empty } from "../ui/empty.tsx";
import { Notice } from "../ui/flash.tsx";
import { Form } from "../ui/form.tsx";
import { pluralize } from "../ui/format.ts";
import { renderPage } from "../ui/frame.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { BackLink, PageHead } from "../ui/page_head.tsx";
import { redirect } from "../ui/redirect.ts";
import { NEW_CLASS } from "./confirm_dates.tsx";
import { type CopiedClass, type CopiedDay, readCopiedDay } from "./read_copied_day.ts";
import { type Tick, TickList, tickProblem } from "./tick_list.tsx";

/** GET: the list. */
export async function copyDayPage(call: PageContext): Promise<Response> {
  const day = await readCopiedDay(call);
  return day ? showDay(call, day) : redirect("/console");
}

/** POST: creates what is ticked. */
export async function copyDay(call: PageContext): Promise<Response> {
  const day = await readCopiedDay(call);
  if (!day) return redirect("/console");
  if (day.classes.length === 0) return showDay(call, day);
  const problem = tickProblem(call.form);
  if (problem) return showDay(call, day, problem);
  const ticked = call.form.all("on");
  const chosen = day.classes.filter(({ of }) => ticked.includes(of.id));
  if (chosen.length !== ticked.length) {
    return showDay(call, day, "Nothing was copied: the classes of that day have changed. Look at the list again.");
  }
  const made = await call.once(() => scheduleBatch(call.ctx, call.provider.id, chosen.map(copyOf)));
  return redirect(`/console?week=${day.to}`, made.length === 1 ? "class-made" : "classes-made");
}

function copyOf({ of, at }: CopiedClass) {
  const { serviceId, instructor, capacity, priceCents, durationMin, publicNote } = of;
  return {
    serviceId,
    scheduledAt: at.instant!,
    instructorId: instructor?.id ?? null,
    capacity,
    priceCents,
    durationMin,
    publicNote,
  };
}

function showDay(call: PageContext, day: CopiedDay, problem?: string): Response {
  const { provider, format } = call;
  const describeDate = (date: string) => format.date(iso(fromWallClock(parseDate(date)!, provider.timezone)));
  const title = `Copy to ${describeDate(day.to)}`;
  const from = describeDate(day.from);
  return renderPage(
    call,
    { title, tab: "schedule", narrow: true },
    <>
      <BackLink href={`/console?week=${day.to}`} label="Schedule" />
      {day.classes.length === 0
        ? (
          <>
            <PageHead title={title} />
            <Empty
              what={`There were no classes on ${from}, the week before.`}
              how="Only classes of the same weekday a week earlier can be copied."
              link={{ href: `${NEW_CLASS}?date=${day.to}`, label: "Create a class" }}
            />
          </>
        )
        : (
          <Form call={call} action="/console/classes/copy">
            <h1>{title}</h1>
            {problem ? <Notice kind="bad">{problem}</Notice> : null}
            <input type="hidden" name="to" value={day.to} />
            <p>
              The classes of{" "}
              {from}, at the same times, with the same instructor, price, seats and note. Nobody is booked in them.
              {day.classes.some((one) => one.hasConflict)
                ? " Classes with conflicts are left out, unless you tick them."
                : ""}
            </p>
            <TickList
              verb="Copy"
              anyway={false}
              wayOut={<a class="button quiet" href={`/console?week=${day.to}`}>Copy nothing</a>}
              ticks={day.classes.map((one) => tickOf(call, one, problem ? call.form.all("on") : null))}
            />
          </Form>
        )}
    </>,
    problem ? 400 : 200,
  );
}

/** @param ticked what was ticked, once something was sent */
function tickOf(
  { format }: PageContext,
  { of, at, warnings, hasConflict }: CopiedClass,
  ticked: string[] | null,
): Tick {
  const facts = [
    of.instructor?.name,
    pluralize(of.durationMin, "minute"),
    of.priceCents ? format.money(of.priceCents) : "free",
    pluralize(of.capacity, "seat"),
  ];
  return {
    value: of.id,
    label: (
      <>
        <time datetime={at.instant!}>{format.time(at.instant!)}</time> {of.nameSnapshot}
      </>
    ),
    sub: facts.filter(Boolean).join(", "),
    warnings,
    ticked: ticked ? ticked.includes(of.id) : !hasConflict,
  };
}
