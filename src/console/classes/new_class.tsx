/** A new class, once or every week. Conflicts are shown before anything is created. */
import type { Service } from "../../domain/services.ts";
import { iso, parseDate } from "../../domain/time.ts";
import { allInstructors, allServices } from "../../workflows/catalog/list_catalog.ts";
import { hasConflict } from "../../workflows/classes/find_conflicts.ts";
import { scheduleBatch } from "../../workflows/classes/schedule_batch.ts";
import { Empty } from "../ui/empty.tsx";
import { Fields, input, select } from "../ui/declared_fields.tsx";
import { Form, type FormState } from "../ui/form.tsx";
import { valueOf } from "../ui/form_input.ts";
import { type Format, pluralize } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { DateAndTime, figures, InstructorField, noteField } from "./class_fields.tsx";
import { confirmDates } from "./confirm_dates.tsx";
import { type Catalog, type Proposal, type ProposedDate, readNewClass } from "./read_new_class.ts";
import { tickProblem } from "./tick_list.tsx";

export const newClassForm: FormHandler = {
  async page(call) {
    return showForm(call, await listCatalog(call));
  },
  /** The form; or, of the list of its dates, those that are ticked. */
  async submit(call) {
    const { form } = call;
    const catalog = await listCatalog(call);
    const step = form.text("step");
    if (step === "change") return showForm(call, catalog);
    const proposal = await readNewClass(call, catalog);
    if (step !== "make") {
      const clear = proposal.dates.every(({ conflict, at }) => !hasConflict(conflict) && !at.clockChange);
      return clear ? await create(call, proposal, proposal.dates) : confirmDates(call, proposal);
    }
    const dates = proposal.dates.filter((one) => form.all("on").includes(one.date));
    call.refused = tickProblem(form, dates.length);
    return call.refused ? confirmDates(call, proposal) : await create(call, proposal, dates);
  },
};

async function create(call: PageContext, { service, input }: Proposal, dates: ProposedDate[]): Promise<Response> {
  const classes = dates.map(({ at }) => ({ serviceId: service.id, scheduledAt: at.instant!, ...input }));
  await call.once(() => scheduleBatch(call.ctx, call.provider.id, classes, { asSeries: true }));
  return redirect(`/console?week=${dates[0].date}`, classes.length === 1 ? "class-made" : "classes-made");
}

async function listCatalog({ ctx, provider }: PageContext): Promise<Catalog> {
  const [services, instructors] = await Promise.all([
    allServices(ctx, provider.id),
    allInstructors(ctx, provider.id),
  ]);
  return { services, instructors };
}

function showForm(call: PageContext, { services, instructors }: Catalog): Response {
  const { form: typed, query, format, nowMs } = call;
  const asked = parseDate(query.get("date") ?? "") === null ? format.dateOf(iso(nowMs)) : query.get("date");
  const service = services.find((one) => one.id === query.get("service")) ?? services[0];
  const form = { call, stored: { date: asked, serviceId: service?.id } };
  const date = valueOf(typed, "date", asked);
  const options = services.map((one) => ({ value: one.id, label: describeService(format, one) }));
  return showPage(
    call,
    {
      title: "New class",
      tab: "schedule",
      narrow: true,
      back: { href: parseDate(date) === null ? "/console" : `/console?week=${date}`, label: "Schedule" },
    },
    services.length === 0 ? <NoServices /> : (
      <Form call={call}>
        <Fields form={form} fields={{ serviceId: select({ label: "Service", options }) }} />
        <DateAndTime form={form} />
        <Fields form={form} fields={untilField} />
        <InstructorField form={form} instructors={instructors} />
        <Fields form={form} fields={noteField} />
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

const untilField = {
  until: input({
    label: (
      <>
        Every week until <span class="muted">(optional)</span>
      </>
    ),
    type: "date",
    hint: "Leave it empty for one class. Each week at the same time, also when the clocks change.",
  }),
};

const EMPTY = "Empty: the service’s.";
const others = figures({ durationMin: EMPTY, price: `${EMPTY} 0 for free.`, capacity: EMPTY });

function OtherThanService({ form }: { form: FormState }) {
  const { form: typed, refused } = form.call;
  return (
    <details open={Object.keys(others).some((name) => typed.text(name) !== "" || refused?.errors[name])}>
      <summary>Other length, price or seats than the service’s</summary>
      <div class="stack">
        <Fields form={form} fields={others} />
      </div>
    </details>
  );
}
