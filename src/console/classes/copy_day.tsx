/** Copying a day of the week before: the classes with their conflicts are shown first. */
import { fromWallClock, iso, parseDate } from "../../domain/time.ts";
import { scheduleBatch } from "../../workflows/classes/schedule_batch.ts";
import { Empty } from "../ui/empty.tsx";
import { Form } from "../ui/form.tsx";
import { pluralize } from "../ui/format.ts";
import { refuse } from "../ui/form_errors.ts";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { type CopiedClass, type CopiedDay, readCopiedDay } from "./read_copied_day.ts";
import { type Tick, TickList, tickProblem } from "./tick_list.tsx";

export const copyDayForm: FormHandler = {
  async page(call) {
    const day = await readCopiedDay(call);
    return day ? showDay(call, day) : redirect("/console");
  },
  /** Creates what is ticked. */
  async submit(call) {
    const { ctx, provider, form } = call;
    const day = await readCopiedDay(call);
    if (!day) return redirect("/console");
    if (day.classes.length === 0) return showDay(call, day);
    const ticked = form.all("on");
    const problem = tickProblem(form, ticked.length);
    if (problem) throw problem;
    const chosen = day.classes.filter(({ of }) => ticked.includes(of.id));
    if (chosen.length !== ticked.length) {
      throw refuse("Nothing was copied: the classes of that day have changed. Look at the list again.");
    }
    await call.once(() => scheduleBatch(ctx, provider.id, chosen.map(copyOf)));
    return redirect(`/console?week=${day.to}`, chosen.length === 1 ? "class-made" : "classes-made");
  },
};

const copyOf = ({ of, at }: CopiedClass) => ({
  serviceId: of.serviceId,
  scheduledAt: at.instant!,
  instructorId: of.instructor?.id ?? null,
  capacity: of.capacity,
  priceCents: of.priceCents,
  durationMin: of.durationMin,
  publicNote: of.publicNote,
});

function showDay(call: PageContext, { from, to, classes }: CopiedDay): Response {
  const { provider, format } = call;
  const describeDate = (date: string) => format.date(iso(fromWallClock(parseDate(date)!, provider.timezone)));
  const schedule = `/console?week=${to}`;
  const page = {
    title: `Copy to ${describeDate(to)}`,
    tab: "schedule",
    narrow: true,
    back: { href: schedule, label: "Schedule" },
  } as const;
  if (classes.length === 0) {
    return showPage(
      call,
      page,
      <Empty
        what={`There were no classes on ${describeDate(from)}, the week before.`}
        how="Only classes of the same weekday a week earlier can be copied."
        link={{ href: `/console/classes/new?date=${to}`, label: "Create a class" }}
      />,
    );
  }
  const conflicts = classes.some((one) => one.hasConflict);
  return showPage(
    call,
    page,
    <Form call={call}>
      <input type="hidden" name="to" value={to} />
      <p>
        The classes of{" "}
        {describeDate(from)}, at the same times, with the same instructor, price, seats and note. Nobody is booked in
        them.{conflicts ? " Classes with conflicts are left out, unless you tick them." : ""}
      </p>
      <TickList
        verb="Copy"
        anyway={false}
        wayOut={<a class="button quiet" href={schedule}>Copy nothing</a>}
        ticks={classes.map((one) => tickOf(call, one))}
      />
    </Form>,
  );
}

function tickOf({ form, format, refused }: PageContext, { of, at, warnings, hasConflict }: CopiedClass): Tick {
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
    ticked: refused ? form.all("on").includes(of.id) : !hasConflict,
  };
}
