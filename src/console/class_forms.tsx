/** Making, changing and copying classes. What is in the way of a date is told before anything is saved. */
import type { Child } from "hono/jsx";
import { DomainError } from "../domain/errors.ts";
import type { Service } from "../domain/services.ts";
import type { Instructor } from "../domain/staff.ts";
import { DAY, fromWallClock, iso, parseDate } from "../domain/time.ts";
import { classChange, MOST_WEEKS, newClass } from "../schemas/classes.ts";
import { allInstructors, allServices } from "../workflows/catalog/list_catalog.ts";
import { type ClassView, viewClass } from "../workflows/classes/view_class.ts";
import { listClassesBetween, type ScheduledClass } from "../workflows/classes/list_week.ts";
import { changeClass, type ClassChange } from "../workflows/classes/change_class.ts";
import { scheduleBatch } from "../workflows/classes/schedule_batch.ts";
import { type Conflict, findConflicts, hasConflict } from "../workflows/classes/find_conflicts.ts";
import { amountText, readAmount, readWhole } from "./ui/amounts.ts";
import { Empty } from "./ui/empty.tsx";
import { Field, SelectField, TextField } from "./ui/field.tsx";
import { Notice } from "./ui/flash.tsx";
import { Form, FormError } from "./ui/form.tsx";
import { check, type Errors } from "./ui/form_errors.ts";
import { type FormInput, valueOf } from "./ui/form_input.ts";
import { type Format, people, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { type LocalTime, localTime } from "./ui/local_time.ts";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";

/** Declares the pages that make and change classes. Before the page of one class: `new` and `copy` are no ids. */
export function classFormPages(routes: PageRoutes): void {
  routes.get("/console/classes/new", async (call) => showNew(call, await choicesOf(call)));
  routes.post("/console/classes/new", saveNew);
  routes.get("/console/classes/copy", showCopy);
  routes.post("/console/classes/copy", saveCopy);
  routes.get("/console/classes/:id/edit", async (call) => {
    return showEdit(call, await editable(call), await choicesOf(call));
  });
  routes.post("/console/classes/:id/edit", saveEdit);
}

// ---------------------------------------------------------------- what there is to choose from

interface Choices {
  services: Service[];
  instructors: Instructor[];
}

async function choicesOf({ ctx, provider }: PageContext): Promise<Choices> {
  const [services, instructors] = await Promise.all([
    allServices(ctx, provider.id),
    allInstructors(ctx, provider.id),
  ]);
  return { services, instructors };
}

// ---------------------------------------------------------------- what was valueOf

/** The time of an `<input type="time">`, which may have seconds that nobody valueOf. */
const readTime = (form: FormInput) => form.text("time").replace(/^(\d{2}:\d{2}):00$/, "$1");

function readWhen({ form, provider }: PageContext, errors: Errors): LocalTime {
  const date = parseDate(form.text("date"));
  if (date === null) errors.date = "Choose a date.";
  else if (date < Date.UTC(1970, 0, 2) || date >= Date.UTC(9998, 0, 1)) errors.date = "Choose a date of our times.";
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(readTime(form))) errors.time = "Choose a time, such as 9:00 AM.";
  return localTime(form.text("date"), readTime(form), provider.timezone);
}

function readInstructor({ form }: PageContext, { instructors }: Choices, errors: Errors): string | null {
  const id = form.text("instructorId");
  if (id && !instructors.some((one) => one.id === id)) errors.instructorId = "Choose somebody from the list.";
  return id || null;
}

const readNote = (form: FormInput) => form.raw("publicNote").replaceAll("\r\n", "\n");

// ---------------------------------------------------------------- in the way

/** `2:30 AM` of `02:30`. */
function describeClock(time: string): string {
  const hour = Number(time.slice(0, 2));
  return `${hour % 12 || 12}:${time.slice(3)} ${hour < 12 ? "AM" : "PM"}`;
}

/** What a clock change does to a time on a date. */
function describeClockChange(format: Format, time: string, at: LocalTime): string[] {
  if (!at.clockChange || !at.instant) return [];
  const day = format.monthDay(format.dateOf(at.instant));
  return at.clockChange === "skipped"
    ? [`${describeClock(time)} does not exist on ${day}: the class will be at ${format.time(at.instant)}.`]
    : [`${describeClock(time)} comes twice on ${day}: the first is meant.`];
}

function describeConflicts(format: Format, { past, teaching, closures }: Conflict): string[] {
  return [
    ...(past ? ["This is in the past."] : []),
    ...teaching.map((one) => `${one.instructorName} teaches ${one.name} at ${format.time(one.scheduledAt)}.`),
    ...closures.map((one) =>
      `You are closed then: ${one.label}, ${
        one.allDay
          ? "all day"
          : format.dateOf(one.startsAt) === format.dateOf(one.endsAt)
          ? `${format.time(one.startsAt)} to ${format.time(one.endsAt)}`
          : `${format.dateTime(one.startsAt)} to ${format.dateTime(one.endsAt)}`
      }.`
    ),
  ];
}

// ---------------------------------------------------------------- a list to tick before it is made

/** One class that may be made. */
interface Tick {
  value: string;
  label: Child;
  sub?: Child;
  /** What is in the way, or what the clock does. */
  lines: string[];
  ticked: boolean;
}

/**
 * The list, each with its tick, and one button that says how many. Script keeps the number right; without it a list whose ticks have
 * changed comes back once, so that nobody makes another number than the button said.
 */
function Ticks({ ticks, verb, anyway, out }: { ticks: Tick[]; verb: string; anyway: boolean; out: Child }) {
  const count = ticks.filter((one) => one.ticked).length;
  const many = `${verb} {n} classes`;
  return (
    <>
      <ul class="ticks" role="list">
        {ticks.map((one) => (
          <li>
            <label class="choice">
              <input type="checkbox" name="on" value={one.value} checked={one.ticked} />
              <span>{one.label}</span>
              {one.sub ? <span class="hint">{one.sub}</span> : null}
              {one.lines.map((line) => <span class="hint trouble">{line}</span>)}
            </label>
          </li>
        ))}
      </ul>
      <input type="hidden" name="said" value={String(count)} />
      <div class="actions">
        <button
          class="button primary"
          type="submit"
          name="step"
          value="make"
          data-count="on"
          data-none="Tick a class first"
          data-one={`${verb} 1 class`}
          data-many={many}
        >
          {count === 0
            ? "Tick a class first"
            : `${count === 1 ? `${verb} 1 class` : many.replace("{n}", String(count))}${anyway ? " anyway" : ""}`}
        </button>
        {out}
      </div>
    </>
  );
}

/** Back to what was valueOf, by the same form. */
function ChangeDetails() {
  return <button class="button quiet" type="submit" name="step" value="change">Change details</button>;
}

/** What is wrong with the ticks, or nothing. */
function ticksMistake(form: FormInput): string | null {
  const count = form.all("on").length;
  if (count === 0) return "Nothing is ticked. Tick what is to be made.";
  return form.text("said") === String(count)
    ? null
    : "Nothing was made yet: you changed the ticks. The button says now how many it makes.";
}

// ---------------------------------------------------------------- new

const NEW = "/console/classes/new";
const NEW_FIELDS = [
  "serviceId",
  "date",
  "time",
  "until",
  "instructorId",
  "durationMin",
  "price",
  "capacity",
  "publicNote",
];

interface Wanted {
  service: Service;
  instructor: Instructor | null;
  durationMin: number;
  dates: { date: string; at: LocalTime; conflicts: Conflict }[];
  input: { capacity?: number; priceCents?: number; durationMin?: number; publicNote?: string };
}

async function readNew(
  call: PageContext,
  choices: Choices,
): Promise<{ wanted: Wanted; errors: null } | { wanted: null; errors: Errors }> {
  const { ctx, form, provider } = call;
  const extra: Errors = {};
  const service = choices.services.find((one) => one.id === form.text("serviceId"));
  if (!service) extra.serviceId = "Choose a service.";
  const first = readWhen(call, extra);
  const instructorId = readInstructor(call, choices, extra);
  const until = form.text("until");
  const [from, to] = [parseDate(form.text("date")), parseDate(until)];
  if (until && to === null) extra.until = "Choose a date, or leave it empty for one class.";
  else if (from !== null && to !== null && to < from) extra.until = "This is before the first date.";
  const weeks = from !== null && to !== null && to >= from ? Math.floor((to - from) / (7 * DAY)) + 1 : 1;
  if (weeks > MOST_WEEKS) {
    const last = iso(from! + (MOST_WEEKS - 1) * 7 * DAY).slice(0, 10);
    extra.until = `At most ${MOST_WEEKS} weeks at a time: until ${call.format.monthDay(last)}, ${last.slice(0, 4)}.`;
  }
  const numbers = {
    capacity: readWhole(call, "capacity", extra, { most: 10_000, example: "10" }),
    durationMin: readWhole(call, "durationMin", extra, { most: 24 * 60, example: "50" }),
    priceCents: readAmount(call, "price", extra, true),
  };
  const { values, errors } = check(newClass, {
    serviceId: service?.id ?? "-",
    scheduledAt: first.instant ?? iso(call.nowMs), // what is wrong with it is in extra
    instructorId,
    publicNote: readNote(form),
    ...numbers,
  }, extra);
  if (errors) return { wanted: null, errors };
  const durationMin = values.durationMin ?? service!.durationMin;
  const dates = Array.from({ length: weeks }, (_, week) => {
    const date = iso(from! + week * 7 * DAY).slice(0, 10);
    return { date, at: localTime(date, readTime(form), provider.timezone) };
  });
  const ways = await findConflicts(
    ctx,
    provider.id,
    dates.map(({ at }) => ({ at: at.instant!, durationMin, instructorId })),
  );
  const wanted: Wanted = {
    service: service!,
    instructor: choices.instructors.find((one) => one.id === instructorId) ?? null,
    durationMin,
    dates: dates.map((one, i) => ({ ...one, conflicts: ways[i] })),
    input: { ...numbers, publicNote: values.publicNote },
  };
  return { wanted, errors: null };
}

async function saveNew(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const choices = await choicesOf(call);
  const step = form.text("step");
  if (step === "change") return showNew(call, choices);
  const { wanted, errors } = await readNew(call, choices);
  if (errors) return showNew(call, choices, errors);
  let dates = wanted.dates;
  if (step === "make") {
    const wrong = ticksMistake(form);
    if (wrong) return showDates(call, wanted, wrong);
    dates = dates.filter((one) => form.all("on").includes(one.date));
    if (dates.length === 0) return showDates(call, wanted, "Nothing is ticked. Tick what is to be made.");
  } else if (dates.some((one) => hasConflict(one.conflicts) || one.at.clockChange)) {
    return showDates(call, wanted);
  }
  const made = await call.once(() =>
    scheduleBatch(
      ctx,
      provider.id,
      dates.map(({ at }) => ({
        serviceId: wanted.service.id,
        scheduledAt: at.instant!,
        instructorId: wanted.instructor?.id ?? null,
        ...wanted.input,
      })),
    )
  );
  return redirect(`/console?week=${dates[0].date}`, made.length === 1 ? "class-made" : "classes-made");
}

function showNew(call: PageContext, { services, instructors }: Choices, errors?: Errors): Response {
  const { form, query, format, provider, nowMs } = call;
  const today = format.dateOf(iso(nowMs));
  const asked = query.get("date") ?? "";
  const date = valueOf(form, "date", parseDate(asked) === null ? today : asked);
  const other = ["durationMin", "price", "capacity"];
  const back = <BackLink href={parseDate(date) === null ? "/console" : `/console?week=${date}`} label="Schedule" />;
  if (services.length === 0) {
    return renderPage(
      call,
      { title: "New class", tab: "schedule", narrow: true },
      (
        <>
          {back}
          <div class="page-head">
            <h1>New class</h1>
          </div>
          <Empty
            what="A class is a service with a date. Make your first service: its name, length, price and seats."
            how="Then put it on the schedule, once or every week."
            link={{ href: "/console/settings/services/new", label: "Make a service" }}
          />
        </>
      ),
    );
  }
  return renderPage(
    call,
    { title: "New class", tab: "schedule", narrow: true },
    (
      <>
        {back}
        <div class="page-head">
          <h1>New class</h1>
        </div>
        <Form call={call} action={NEW}>
          <FormError errors={errors} />
          <SelectField
            name="serviceId"
            label="Service"
            value={valueOf(
              form,
              "serviceId",
              (services.find((one) => one.id === query.get("service")) ?? services[0]).id,
            )}
            options={services.map((one) => ({ value: one.id, label: describeService(format, one) }))}
            errors={errors}
          />
          <div class="pair">
            <Field name="date" label="Date" type="date" value={date} errors={errors} />
            <Field
              name="time"
              label="Time"
              type="time"
              value={valueOf(form, "time", "")}
              hint={`On the clock in ${format.place}.`}
              errors={errors}
            />
          </div>
          <Field
            name="until"
            label={
              <>
                Every week until <span class="muted">(optional)</span>
              </>
            }
            type="date"
            value={valueOf(form, "until", "")}
            hint="Leave it empty for one class. Each week at the same time, also when the clocks change."
            errors={errors}
          />
          <InstructorField call={call} instructors={instructors} value="" errors={errors} />
          <NoteField call={call} value="" errors={errors} />
          <details open={other.some((name) => form.text(name) !== "" || errors?.[name])}>
            <summary>Other length, price or seats than the service’s</summary>
            <div class="stack">
              <Field
                name="durationMin"
                label="Length in minutes"
                inputmode="numeric"
                value={valueOf(form, "durationMin", "")}
                hint="Empty: the service’s."
                errors={errors}
              />
              <Field
                name="price"
                label={`Price in ${provider.currency.toUpperCase()}`}
                inputmode="decimal"
                value={valueOf(form, "price", "")}
                hint="Empty: the service’s. 0 for free."
                errors={errors}
              />
              <Field
                name="capacity"
                label="Seats"
                inputmode="numeric"
                value={valueOf(form, "capacity", "")}
                hint="Empty: the service’s."
                errors={errors}
              />
            </div>
          </details>
          <div class="actions">
            <button class="button primary" type="submit" name="step" value="check">Check and save</button>
          </div>
        </Form>
      </>
    ),
    errors ? 400 : 200,
  );
}

function describeService(format: Format, { name, durationMin, priceCents, capacity }: Service): string {
  return `${name}: ${durationMin} min, ${priceCents ? format.money(priceCents) : "free"}, ${
    pluralize(capacity, "seat")
  }`;
}

function InstructorField(
  { call, instructors, value, errors }: {
    call: PageContext;
    instructors: Instructor[];
    value: string;
    errors?: Errors;
  },
) {
  if (instructors.length === 0) {
    return (
      <p class="hint">
        Who teaches? <a href="/console/settings/instructors">Add your instructors</a> to name them here.
      </p>
    );
  }
  return (
    <SelectField
      name="instructorId"
      label="Instructor"
      value={valueOf(call.form, "instructorId", value)}
      options={[
        { value: "", label: "Nobody named" },
        ...instructors.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      errors={errors}
    />
  );
}

function NoteField({ call, value, errors }: { call: PageContext; value: string; errors?: Errors }) {
  return (
    <TextField
      name="publicNote"
      label={
        <>
          Note for clients <span class="muted">(optional)</span>
        </>
      }
      value={valueOf(call.form, "publicNote", value)}
      hint="Stands beside the class on your site: what to bring, which door is open."
      errors={errors}
    />
  );
}

/** The dates that will be made, before they are. */
function showDates(call: PageContext, wanted: Wanted, wrong?: string): Response {
  const { form, format } = call;
  const { service, instructor, dates } = wanted;
  const time = readTime(form);
  const blocked = dates.filter((one) => hasConflict(one.conflicts));
  const chosen = form.text("step") === "make" ? form.all("on") : null;
  const title = dates.length === 1 ? "Make this class?" : `Make ${dates.length} classes?`;
  const lines = (one: Wanted["dates"][number]) => [
    ...describeConflicts(format, one.conflicts),
    ...describeClockChange(format, time, one.at),
  ];
  const [only] = dates;
  return renderPage(
    call,
    { title: title.slice(0, -1), tab: "schedule", narrow: true },
    (
      <>
        <BackLink href={`/console?week=${only.date}`} label="Schedule" />
        <Form call={call} action={NEW}>
          <h1>{title}</h1>
          {wrong ? <Notice kind="bad">{wrong}</Notice> : null}
          {NEW_FIELDS.map((name) => <input type="hidden" name={name} value={form.raw(name)} />)}
          <p>
            {service.name}, {pluralize(wanted.durationMin, "minute")}
            {instructor ? `, with ${instructor.name}` : ""}.{" "}
            {dates.length === 1
              ? ""
              : blocked.length === 0
              ? "Nothing is in the way, but the clock changes."
              : blocked.length === dates.length
              ? "Something is in the way every time."
              : `${pluralize(blocked.length, "date has", "dates have")} something in the way and ${
                blocked.length === 1 ? "is" : "are"
              } left out, unless you tick ${blocked.length === 1 ? "it" : "them"}.`}
          </p>
          {dates.length === 1
            ? (
              <>
                <ul class="ticks" role="list">
                  <li>
                    <WhenWords format={format} at={only.at.instant!} durationMin={wanted.durationMin} />
                    {lines(only).map((line) => <span class="hint trouble">{line}</span>)}
                  </li>
                </ul>
                <input type="hidden" name="on" value={only.date} />
                <input type="hidden" name="said" value="1" />
                <div class="actions">
                  <button class="button primary" type="submit" name="step" value="make">
                    {blocked.length ? "Make class anyway" : "Make class"}
                  </button>
                  <ChangeDetails />
                </div>
              </>
            )
            : (
              <Ticks
                verb="Make"
                out={<ChangeDetails />}
                anyway={blocked.length === dates.length}
                ticks={dates.map((one) => ({
                  value: one.date,
                  label: <WhenWords format={format} at={one.at.instant!} durationMin={wanted.durationMin} />,
                  lines: lines(one),
                  ticked: chosen
                    ? chosen.includes(one.date)
                    : !hasConflict(one.conflicts) || blocked.length === dates.length,
                }))}
              />
            )}
        </Form>
      </>
    ),
    wrong ? 400 : 200,
  );
}

function WhenWords({ format, at, durationMin }: { format: Format; at: string; durationMin: number }) {
  return (
    <>
      {format.date(at)}, <time datetime={at}>{format.span(at, durationMin)}</time>
    </>
  );
}

// ---------------------------------------------------------------- copying a day

interface Copied {
  from: string;
  to: string;
  classes: { of: ScheduledClass; at: LocalTime; lines: string[]; trouble: boolean }[];
}

/** The classes of the same weekday a week before, moved to the date that is asked for. Null when none is. */
async function readCopy(call: PageContext): Promise<Copied | null> {
  const { ctx, provider, format, form, query } = call;
  const to = form.text("to") || (query.get("to") ?? "");
  const day = parseDate(to);
  if (day === null || day < Date.UTC(1970, 0, 9) || day >= Date.UTC(9998, 0, 1)) return null;
  const start = (date: number) => iso(fromWallClock(date, provider.timezone));
  const [before, there] = await Promise.all([
    listClassesBetween(ctx, provider.id, start(day - 7 * DAY), start(day - 6 * DAY)),
    listClassesBetween(ctx, provider.id, start(day), start(day + DAY)),
  ]);
  const classes = before.filter((one) => one.status !== "Cancelled").map((of) => ({
    of,
    at: localTime(to, format.clockOf(of.scheduledAt), provider.timezone),
  }));
  const ways = await findConflicts(
    ctx,
    provider.id,
    classes.map(({ of, at }) => ({
      at: at.instant!,
      durationMin: of.durationMin,
      instructorId: of.instructor?.id ?? null,
    })),
  );
  return {
    from: iso(day - 7 * DAY).slice(0, 10),
    to,
    classes: classes.map(({ of, at }, i) => {
      const twin = there.find((one) =>
        one.status !== "Cancelled" && one.serviceId === of.serviceId && one.scheduledAt === at.instant
      );
      // A class that is there already is the one its instructor teaches then: said once.
      const way = { ...ways[i], teaching: ways[i].teaching.filter((one) => one.id !== twin?.id) };
      return {
        of,
        at,
        lines: [
          ...(twin ? ["This is on the schedule already."] : []),
          ...describeConflicts(format, way),
          ...describeClockChange(format, format.clockOf(of.scheduledAt), at),
        ],
        trouble: twin !== undefined || hasConflict(way),
      };
    }),
  };
}

async function showCopy(call: PageContext): Promise<Response> {
  const copied = await readCopy(call);
  return copied ? copyPage(call, copied) : redirect("/console");
}

async function saveCopy(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const copied = await readCopy(call);
  if (!copied) return redirect("/console");
  if (copied.classes.length === 0) return copyPage(call, copied);
  const wrong = ticksMistake(form);
  if (wrong) return copyPage(call, copied, wrong);
  const chosen = copied.classes.filter(({ of }) => form.all("on").includes(of.id));
  if (chosen.length !== form.all("on").length) {
    return copyPage(call, copied, "Nothing was copied: the classes of that day have changed. Look at the list again.");
  }
  const made = await call.once(() =>
    scheduleBatch(
      ctx,
      provider.id,
      chosen.map(({ of, at }) => ({
        serviceId: of.serviceId,
        scheduledAt: at.instant!,
        instructorId: of.instructor?.id ?? null,
        capacity: of.capacity,
        priceCents: of.priceCents,
        durationMin: of.durationMin,
        publicNote: of.publicNote,
      })),
    )
  );
  return redirect(`/console?week=${copied.to}`, made.length === 1 ? "class-made" : "classes-made");
}

function copyPage(call: PageContext, copied: Copied, wrong?: string): Response {
  const { format, provider, form } = call;
  const name = (date: string) => format.date(iso(fromWallClock(parseDate(date)!, provider.timezone)));
  const { classes, from, to } = copied;
  const chosen = wrong ? form.all("on") : null;
  const blocked = classes.filter((one) => one.trouble).length;
  return renderPage(
    call,
    { title: `Copy to ${name(to)}`, tab: "schedule", narrow: true },
    (
      <>
        <BackLink href={`/console?week=${to}`} label="Schedule" />
        {classes.length === 0
          ? (
            <>
              <div class="page-head">
                <h1>Copy to {name(to)}</h1>
              </div>
              <Empty
                what={`There were no classes on ${name(from)}, the week before.`}
                how="Only what stands on the same weekday a week earlier can be copied."
                link={{ href: `${NEW}?date=${to}`, label: "Make a class" }}
              />
            </>
          )
          : (
            <Form call={call} action="/console/classes/copy">
              <h1>Copy to {name(to)}</h1>
              {wrong ? <Notice kind="bad">{wrong}</Notice> : null}
              <input type="hidden" name="to" value={to} />
              <p>
                The classes of{" "}
                {name(from)}, at the same times, with the same instructor, price, seats and note. Nobody is booked in
                them.
                {blocked ? " What something is in the way of is left out, unless you tick it." : ""}
              </p>
              <Ticks
                verb="Copy"
                anyway={false}
                out={<a class="button quiet" href={`/console?week=${to}`}>Copy nothing</a>}
                ticks={classes.map(({ of, at, lines, trouble }) => ({
                  value: of.id,
                  label: (
                    <>
                      <time datetime={at.instant!}>{format.time(at.instant!)}</time> {of.nameSnapshot}
                    </>
                  ),
                  sub: [
                    of.instructor?.name,
                    pluralize(of.durationMin, "minute"),
                    of.priceCents ? format.money(of.priceCents) : "free",
                    pluralize(of.capacity, "seat"),
                  ].filter(Boolean).join(", "),
                  lines,
                  ticked: chosen ? chosen.includes(of.id) : !trouble,
                }))}
              />
            </Form>
          )}
      </>
    ),
    wrong ? 400 : 200,
  );
}

// ---------------------------------------------------------------- change

/** @throws DomainError not_found, gone (cancelled, completed) */
async function editable({ ctx, provider, id }: PageContext): Promise<ClassView> {
  const view = await viewClass(ctx, provider.id, id);
  const { status } = view.session;
  if (status !== "Scheduled") {
    throw new DomainError("gone", `This class is ${status.toLowerCase()} and can’t be changed any more.`);
  }
  return view;
}

async function saveEdit(call: PageContext): Promise<Response> {
  const { ctx, provider, form, format, id } = call;
  const view = await editable(call);
  const { session } = view;
  const choices = await choicesOf(call);
  const extra: Errors = {};
  const at = readWhen(call, extra);
  // What still shows the old time was not moved, whatever the clocks did or the seconds are.
  const moved = form.text("date") !== format.dateOf(session.scheduledAt) ||
    readTime(form) !== format.clockOf(session.scheduledAt);
  const next = {
    scheduledAt: moved ? at.instant ?? session.scheduledAt : session.scheduledAt,
    instructorId: choices.instructors.length ? readInstructor(call, choices, extra) : session.instructorId,
    durationMin: readWhole(call, "durationMin", extra, { most: 24 * 60, example: "50" }),
    capacity: readWhole(call, "capacity", extra, { most: 10_000, example: "10" }),
    priceCents: readAmount(call, "price", extra, true),
    publicNote: readNote(form),
  };
  for (const name of ["durationMin", "capacity", "price"]) if (form.text(name) === "") extra[name] = "Fill this in.";
  const taken = session.enrolledCount + session.heldCount;
  if (next.capacity !== undefined && next.capacity < taken) extra.capacity = tooFew(taken);
  const { values, errors } = check(classChange, next, extra);
  if (errors) return showEdit(call, view, choices, { errors, status: 400 });
  const wished = { ...values, publicNote: values.publicNote || null };
  const change = Object.fromEntries(
    Object.entries(wished).filter(([name, value]) => value !== session[name as keyof typeof session]),
  ) as ClassChange;
  const path = `/console/classes/${id}`;
  if (Object.keys(change).length === 0) return redirect(path, "saved");
  if (change.scheduledAt !== undefined || change.durationMin !== undefined || change.instructorId) {
    const wish = {
      at: wished.scheduledAt!,
      durationMin: wished.durationMin!,
      instructorId: wished.instructorId ?? null,
    };
    const [way] = await findConflicts(ctx, provider.id, [wish], id);
    const lines = [
      ...describeConflicts(format, way),
      ...(moved ? describeClockChange(format, readTime(form), at) : []),
    ];
    const checked = [wish.at, wish.durationMin, wish.instructorId, ...lines].join(" ");
    if (lines.length && form.raw("checked") !== checked) return showEdit(call, view, choices, { lines, checked });
  }
  try {
    await changeClass(ctx, provider.id, id, change);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "conflict") throw error;
    const errors = { capacity: tooFew(Number(error.hints.seatsTaken)) };
    return showEdit(call, await editable(call), choices, { errors, status: 400 });
  }
  return redirect(path, change.scheduledAt !== undefined && taken > 0 ? "moved" : "saved");
}

const tooFew = (taken: number) =>
  `${pluralize(taken, "seat is", "seats are")} taken or held already, so it can’t be fewer than ${taken}.`;

function showEdit(
  call: PageContext,
  view: ClassView,
  { instructors }: Choices,
  shown: { errors?: Errors; lines?: string[]; checked?: string; status?: number } = {},
): Response {
  const { form, format, provider } = call;
  const { session } = view;
  const { errors, lines = [] } = shown;
  const path = `/console/classes/${session.id}`;
  const told = view.seated.filter((one) => one.status === "Confirmed").length + view.holds.length;
  const taken = session.enrolledCount + session.heldCount;
  return renderPage(
    call,
    { title: `Edit ${session.nameSnapshot}, ${format.dateTime(session.scheduledAt)}`, tab: "schedule", narrow: true },
    (
      <>
        <BackLink href={path} label={session.nameSnapshot} />
        <div class="page-head">
          <h1>Edit class</h1>
          <p class="muted">
            {session.nameSnapshot}, {format.dateTime(session.scheduledAt)}
          </p>
        </div>
        <Form call={call} action={`${path}/edit`}>
          {lines.length
            ? (
              <Notice kind="attention">
                <p>
                  <strong>Nothing is saved yet.</strong>
                </p>
                {lines.map((line) => <p>{line}</p>)}
              </Notice>
            )
            : null}
          <input type="hidden" name="checked" value={shown.checked ?? ""} />
          <div class="pair">
            <Field
              name="date"
              label="Date"
              type="date"
              value={valueOf(form, "date", format.dateOf(session.scheduledAt))}
              errors={errors}
            />
            <Field
              name="time"
              label="Time"
              type="time"
              value={valueOf(form, "time", format.clockOf(session.scheduledAt))}
              hint={`On the clock in ${format.place}.`}
              errors={errors}
            />
          </div>
          <p class="hint">
            {told
              ? `A new date or time is mailed to ${people(told)} booked or paying. They keep their seats.`
              : "Nobody is booked, so nobody is told of a new date or time."}
          </p>
          <InstructorField
            call={call}
            instructors={instructors}
            value={session.instructorId ?? ""}
            errors={errors}
          />
          <div class="pair">
            <Field
              name="durationMin"
              label="Length in minutes"
              inputmode="numeric"
              value={valueOf(form, "durationMin", session.durationMin)}
              errors={errors}
            />
            <Field
              name="capacity"
              label="Seats"
              inputmode="numeric"
              value={valueOf(form, "capacity", session.capacity)}
              hint={taken ? `${pluralize(taken, "seat is", "seats are")} taken or held.` : undefined}
              errors={errors}
            />
          </div>
          <Field
            name="price"
            label={`Price in ${provider.currency.toUpperCase()}`}
            inputmode="decimal"
            value={valueOf(form, "price", amountText(session.priceCents, provider.currency))}
            hint="0 for free. For new bookings; whoever has booked keeps the price they saw."
            errors={errors}
          />
          <NoteField call={call} value={session.publicNote ?? ""} errors={errors} />
          <div class="actions">
            <button class="button primary" type="submit">{lines.length ? "Save anyway" : "Save"}</button>
            <a class="button quiet" href={path}>Keep as it was</a>
          </div>
        </Form>
      </>
    ),
    shown.status ?? 200,
  );
}
