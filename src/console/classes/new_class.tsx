/** A new class, once or every week. Conflicts are shown before anything is created. */
import type { Service } from "../../domain/services.ts";
import { iso, parseDate } from "../../domain/time.ts";
import { allInstructors, allServices } from "../../workflows/catalog/list_catalog.ts";
import { hasConflict } from "../../workflows/classes/find_conflicts.ts";
import { scheduleBatch } from "../../workflows/classes/schedule_batch.ts";
import { Empty } from "../ui/empty.tsx";
import { Field, SelectField } from "../ui/field.tsx";
import { Form, FormError, type FormState } from "../ui/form.tsx";
import type { Errors } from "../ui/form_errors.ts";
import { valueOf } from "../ui/form_input.ts";
import { type Format, pluralize } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { DateAndTime, InstructorField, LengthField, NoteField, PriceField, SeatsField } from "./class_fields.tsx";
import { confirmDates, NEW_CLASS } from "./confirm_dates.tsx";
import { type Catalog, type Proposal, type ProposedDate, readNewClass } from "./read_new_class.ts";
import { tickProblem } from "./tick_list.tsx";

/** GET: the form. */
export async function newClassPage(call: PageContext): Promise<Response> {
  return showForm(call, await listCatalog(call));
}

/** POST: the form; or, of the list of its dates, those that are ticked. */
export async function createClasses(call: PageContext): Promise<Response> {
  const { form } = call;
  const catalog = await listCatalog(call);
  const step = form.text("step");
  if (step === "change") return showForm(call, catalog);
  const { proposal, errors } = await readNewClass(call, catalog);
  if (errors) return showForm(call, catalog, errors);
  if (step !== "make") {
    const clear = proposal.dates.every(({ conflict, at }) => !hasConflict(conflict) && !at.clockChange);
    return clear ? await create(call, proposal, proposal.dates) : confirmDates(call, proposal);
  }
  const dates = proposal.dates.filter((one) => form.all("on").includes(one.date));
  const problem = tickProblem(form) ?? (dates.length ? null : "Nothing is ticked. Tick what is to be created.");
  return problem ? confirmDates(call, proposal, problem) : await create(call, proposal, dates);
}

async function create(call: PageContext, proposal: Proposal, dates: ProposedDate[]): Promise<Response> {
  const { service, instructor, input } = proposal;
  const made = await call.once(() =>
    scheduleBatch(
      call.ctx,
      call.provider.id,
      dates.map(({ at }) => ({
        serviceId: service.id,
        scheduledAt: at.instant!,
        instructorId: instructor?.id ?? null,
        ...input,
      })),
    )
  );
  return redirect(`/console?week=${dates[0].date}`, made.length === 1 ? "class-made" : "classes-made");
}

async function listCatalog({ ctx, provider }: PageContext): Promise<Catalog> {
  const [services, instructors] = await Promise.all([
    allServices(ctx, provider.id),
    allInstructors(ctx, provider.id),
  ]);
  return { services, instructors };
}

function showForm(call: PageContext, { services, instructors }: Catalog, errors?: Errors): Response {
  const { form: input, query, format, nowMs } = call;
  const asked = parseDate(query.get("date") ?? "") === null ? format.dateOf(iso(nowMs)) : query.get("date");
  const service = services.find((one) => one.id === query.get("service")) ?? services[0];
  const form: FormState = { call, stored: { date: asked, serviceId: service?.id }, errors };
  const date = valueOf(input, "date", asked);
  return showPage(
    call,
    {
      title: "New class",
      tab: "schedule",
      narrow: true,
      back: { href: parseDate(date) === null ? "/console" : `/console?week=${date}`, label: "Schedule" },
      status: errors ? 400 : 200,
    },
    services.length === 0 ? <NoServices /> : (
      <Form call={call} action={NEW_CLASS}>
        <FormError errors={errors} />
        <SelectField
          form={form}
          name="serviceId"
          label="Service"
          options={services.map((one) => ({ value: one.id, label: describeService(format, one) }))}
        />
        <DateAndTime form={form} />
        <UntilField form={form} />
        <InstructorField form={form} instructors={instructors} />
        <NoteField form={form} />
        <OtherThanService form={form} />
        <div class="actions">
          <button class="button primary" type="submit" name="step" value="check">Check and save</button>
        </div>
      </Form>
    ),
  );
}

function NoServices() {
  return (
    <Empty
      what="A class is a service with a date. Create your first service: its name, length, price and seats."
      how="Then put it on the schedule, once or every week."
      link={{ href: "/console/settings/services/new", label: "Create a service" }}
    />
  );
}

function describeService(format: Format, { name, durationMin, priceCents, capacity }: Service): string {
  const price = priceCents ? format.money(priceCents) : "free";
  return `${name}: ${durationMin} min, ${price}, ${pluralize(capacity, "seat")}`;
}

function UntilField({ form }: { form: FormState }) {
  return (
    <Field
      form={form}
      name="until"
      label={
        <>
          Every week until <span class="muted">(optional)</span>
        </>
      }
      type="date"
      hint="Leave it empty for one class. Each week at the same time, also when the clocks change."
    />
  );
}

function OtherThanService({ form }: { form: FormState }) {
  const names = ["durationMin", "price", "capacity"];
  return (
    <details open={names.some((name) => form.call.form.text(name) !== "" || form.errors?.[name])}>
      <summary>Other length, price or seats than the service’s</summary>
      <div class="stack">
        <LengthField form={form} hint="Empty: the service’s." />
        <PriceField form={form} hint="Empty: the service’s. 0 for free." />
        <SeatsField form={form} hint="Empty: the service’s." />
      </div>
    </details>
  );
}
