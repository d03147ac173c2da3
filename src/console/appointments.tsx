/** Appointments: one-to-one visits, booked by the studio, completed with the mail that asks for a tip. */
import { getVisit, listVisits, type Visit, type VisitPart } from "../domain/appointments.ts";
import { getClient } from "../domain/clients.ts";
import { iso, ms, parseDate } from "../domain/time.ts";
import { newAppointment } from "../schemas/appointments.ts";
import { id } from "../schemas/basics.ts";
import { client as clientFields } from "../schemas/clients.ts";
import { bookAppointment } from "../workflows/appointments/book_appointment.ts";
import { cancelAppointment } from "../workflows/appointments/cancel_appointment.ts";
import { completeAppointment } from "../workflows/appointments/complete_appointment.ts";
import { allServices } from "../workflows/catalog/list_catalog.ts";
import { Contact, contactErrors, firstName } from "./ui/contact.tsx";
import { Empty } from "./ui/empty.tsx";
import { Field, SelectField } from "./ui/field.tsx";
import { Flash } from "./ui/flash.tsx";
import { Form, FormError } from "./ui/form.tsx";
import { check, type Errors, errorsOf } from "./ui/form_errors.ts";
import { type FormInput, valueOf } from "./ui/form_input.ts";
import { formatPhone } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { Icon } from "./ui/icon.tsx";
import { Pager } from "./ui/listing.tsx";
import { localTime } from "./ui/local_time.ts";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";

const ON_A_PAGE = 20;
const HOME = "/console/appointments";

/** Declares the pages of appointments. */
export function appointmentPages(routes: PageRoutes): void {
  routes.get(HOME, list);
  routes.get(`${HOME}/new`, (call) => newPage(call));
  routes.post(`${HOME}/new`, book);
  routes.post(`${HOME}/:id/complete`, complete);
  routes.get(`${HOME}/:id/cancel`, cancelPage);
  routes.post(`${HOME}/:id/cancel`, cancel);
}

// ---------------------------------------------------------------- the list

const PARTS: Record<VisitPart, { heading: string; none: string | null }> = {
  due: { heading: "To complete", none: null },
  upcoming: { heading: "Upcoming", none: "No appointments to come." },
  past: { heading: "Past", none: null },
};
const partOf = (text: string | null): VisitPart | null =>
  text !== null && Object.hasOwn(PARTS, text) ? text as VisitPart : null;

interface Shown {
  part: VisitPart;
  visits: Visit[];
  next: string | null;
}

async function list(call: PageContext): Promise<Response> {
  const { ctx, provider, query, nowMs } = call;
  const only = partOf(query.get("part"));
  const cursor = only ? query.get("cursor") ?? undefined : undefined;
  const parts = only ? [only] : Object.keys(PARTS) as VisitPart[];
  const shown = await Promise.all(parts.map(async (part): Promise<Shown> => {
    const page = await listVisits(ctx.db, provider.id, part, iso(nowMs), { limit: ON_A_PAGE, cursor });
    return { part, visits: JSON.parse(page.itemsJson), next: page.nextCursor };
  }));
  const none = !only && shown.every((one) => one.visits.length === 0);
  return renderPage(
    call,
    { title: "Appointments", tab: "appointments", narrow: true },
    (
      <>
        {only ? <BackLink href={HOME} label="All appointments" /> : null}
        <div class="page-head">
          <h1>Appointments</h1>
          <div class="actions">
            <a class="button primary wide-only" href={`${HOME}/new`}>New appointment</a>
            <a class="button primary icon phone-only" href={`${HOME}/new`} aria-label="New appointment">
              <Icon name="plus" size={20} />
            </a>
          </div>
          <p class="muted small">Times are in {call.format.place}.</p>
        </div>
        <Flash
          call={call}
          messages={{
            booked: "The appointment is booked. Nobody is mailed: tell the client yourself.",
            "booked-first":
              "The appointment is booked for the first of the two: the clock goes back and shows that time twice that day. Nobody is mailed: tell the client yourself.",
            completed: "Completed. The client is mailed a thank-you.",
            "completed-tip": "Completed. The client is mailed a thank-you with the tip link.",
            cancelled: "The appointment is cancelled. Nobody was mailed.",
          }}
        />
        {none
          ? (
            <Empty
              what="An appointment is a visit of one client, at a time the two of you agree on."
              how="You enter it here. After the visit you complete it, and the client is mailed a thank-you, with a link for a tip where the service takes tips."
              link={{ href: `${HOME}/new`, label: "Book an appointment" }}
            />
          )
          : shown.map((one) => <Part call={call} of={one} alone={only !== null} cursor={cursor} />)}
      </>
    ),
  );
}

function Part({ call, of, alone, cursor }: { call: PageContext; of: Shown; alone: boolean; cursor?: string }) {
  const { heading, none } = PARTS[of.part];
  if (of.visits.length === 0 && none === null && !alone) return null;
  const at = (to: string | null) => `${HOME}?part=${of.part}${to ? `&cursor=${encodeURIComponent(to)}` : ""}`;
  return (
    <section class="section part" aria-labelledby={of.part}>
      <h2 id={of.part}>{heading}</h2>
      {of.part === "due" && !call.provider.chargesEnabled
        ? (
          <p class="lede muted small">
            You can’t take payments yet, so a tip link leads nowhere. <a href="/console/payments">Connect Stripe</a>
          </p>
        )
        : null}
      {of.visits.length === 0 ? <p class="muted">{none ?? "Nothing here."}</p> : (
        <ul class="people" role="list">
          {of.visits.map((one) => <VisitRow call={call} of={one} named />)}
        </ul>
      )}
      <Pager first={cursor ? at(null) : null} next={of.next ? at(of.next) : null} />
    </section>
  );
}

/** One appointment: by its client's name on the list of all, by its service on the client's own page. */
export function VisitRow({ call, of, named }: { call: PageContext; of: Visit; named?: boolean }) {
  const { format, nowMs } = call;
  const begun = ms(of.scheduledAt) <= nowMs;
  const which = <span class="visually-hidden">{` ${of.client.name}, ${format.dateTime(of.scheduledAt)}`}</span>;
  return (
    <li class={of.status === "Cancelled" ? "person visit gone" : "person visit"}>
      <div class="who">
        {named
          ? of.client.email === null
            ? <span class="what">{of.client.name}</span>
            : <a href={`/console/clients/${of.client.id}`}>{of.client.name}</a>
          : <strong class="what">{of.serviceName}</strong>}
        <span class="sub">
          <time datetime={of.scheduledAt}>
            {format.shortDate(of.scheduledAt)}, {format.span(of.scheduledAt, of.durationMin)}
          </time>
        </span>
        <span class="sub">
          {named ? `${of.serviceName}. ` : ""}
          {statusOf(of, begun)}
        </span>
      </div>
      {of.status === "Scheduled"
        ? (
          <div class="actions">
            {begun
              ? (
                <Form call={call} action={`${HOME}/${of.id}/complete`} class="inline">
                  <button class="button" type="submit">
                    {of.tipsEnabled ? "Complete, mail tip link" : "Complete, mail thanks"}
                    {which}
                  </button>
                </Form>
              )
              : null}
            <a class="button quiet danger" href={`${HOME}/${of.id}/cancel`} data-dialog>
              Cancel…{which}
            </a>
          </div>
        )
        : of.tipAmountCents === null
        ? null
        : <p class="tip">Tip {format.money(of.tipAmountCents)}</p>}
    </li>
  );
}

/** Status, and what became of the mail after the visit. The tip itself stands beside it. */
function statusOf(of: Visit, begun: boolean): string {
  if (of.status === "Cancelled") return "Cancelled.";
  if (of.status === "Scheduled") return begun ? "Begun, not completed." : "Booked.";
  const mail = of.tipsEnabled ? "Tip link" : "Thanks";
  const says = {
    queued: `${mail} on the way.`,
    sent: `${mail} mailed.`,
    dead: `${mail} could not be mailed.`,
    erased: "",
  };
  return `Completed. ${of.tipAmountCents === null && of.mailState ? says[of.mailState] : ""}`.trim();
}

// ---------------------------------------------------------------- a new one

/** Every service, oldest first, as one can choose among them. */
async function listChoices(call: PageContext): Promise<{ value: string; label: string }[]> {
  const services = await allServices(call.ctx, call.provider.id);
  return services.map((one) => ({ value: one.id, label: `${one.name}, ${one.durationMin} minutes` }));
}

async function newPage(call: PageContext, errors?: Errors, status = 200): Promise<Response> {
  const { ctx, provider, form, query, format, nowMs } = call;
  const services = await listChoices(call);
  const known = id().safeParse(query.get("client")).data;
  const client = known ? await getClient(ctx.db, provider.id, known) : null;
  return renderPage(
    call,
    { title: "New appointment", tab: "appointments", narrow: true },
    (
      <>
        {client
          ? <BackLink href={`/console/clients/${client.id}`} label={client.name} />
          : <BackLink href={HOME} label="Appointments" />}
        <div class="page-head">
          <h1>New appointment</h1>
        </div>
        {services.length === 0
          ? (
            <Empty
              what="An appointment is for one of your services, and you have none yet: its name, length and price."
              link={{ href: "/console/settings/services/new", label: "Make a service" }}
            />
          )
          : (
            <Form call={call} action={`${HOME}/new`}>
              <FormError errors={errors} />
              <SelectField
                name="serviceId"
                label="Service"
                options={services}
                value={valueOf(form, "serviceId", services[0].value)}
                errors={errors}
              />
              <div class="two">
                <Field
                  name="date"
                  label="Date"
                  type="date"
                  required
                  value={valueOf(form, "date", query.get("date") ?? format.dateOf(iso(nowMs)))}
                  errors={errors}
                />
                <Field
                  name="time"
                  label="Time"
                  type="time"
                  required
                  hint={`In ${format.place}`}
                  value={valueOf(form, "time", "")}
                  errors={errors}
                />
              </div>
              <Field
                name="name"
                label="Client’s name"
                required
                autocomplete="off"
                value={valueOf(form, "name", client?.name)}
                errors={errors}
              />
              <Field
                name="email"
                label="Email"
                type="email"
                inputmode="email"
                autocomplete="off"
                required
                hint="A client with this address gets the name and phone you enter here."
                value={valueOf(form, "email", client?.email)}
                errors={errors}
              />
              <Field
                name="phone"
                label="Phone"
                type="tel"
                inputmode="tel"
                autocomplete="off"
                required
                value={valueOf(form, "phone", client?.phone && formatPhone(client.phone))}
                errors={errors}
              />
              <p class="muted small">Nobody is mailed about it: tell the client yourself.</p>
              <button class="button primary" type="submit">Book appointment</button>
            </Form>
          )}
      </>
    ),
    status,
  );
}

/** Date and time as valueOf → the instant, or what is wrong with them. */
function startOf(call: PageContext, form: FormInput): { instant: string; repeated: boolean; errors: Errors } {
  const { format, provider } = call;
  const [date, time] = [form.text("date"), form.text("time")];
  const { instant, clockChange } = localTime(date, time, provider.timezone);
  const errors: Errors = {};
  if (parseDate(date) === null) errors.date = "Choose a day of the calendar.";
  // On a day that exists, so that both can be said at once.
  if (localTime("2000-01-01", time, "UTC").instant === null) errors.time = "Choose a time of day, such as 9:30 AM.";
  if (instant !== null && clockChange === "skipped") {
    errors.time = `The clock goes ahead that day and skips this time. ${
      format.time(instant)
    } is the time that takes its place.`;
  }
  return { instant: instant ?? "", repeated: clockChange === "repeated", errors };
}

const booking = newAppointment.omit({ client: true }).extend(clientFields.shape);

async function book(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const start = startOf(call, form);
  const { values, errors } = check(booking, {
    serviceId: form.text("serviceId"),
    // What could not be read is told beside its own field.
    scheduledAt: start.instant || iso(call.nowMs),
    name: form.text("name"),
    email: form.text("email"),
    phone: form.text("phone"),
  }, start.errors);
  if (errors) {
    const { scheduledAt, ...others } = errors;
    return await newPage(call, contactErrors(scheduledAt ? { date: "Choose a nearer day.", ...others } : others), 400);
  }
  const { serviceId, scheduledAt, name, email, phone } = values;
  if (!(await listChoices(call)).some((one) => one.value === serviceId)) {
    return await newPage(call, { serviceId: "This service is no longer there. Choose another." }, 400);
  }
  try {
    await call.once(async () => {
      await bookAppointment(ctx, provider.id, { serviceId, scheduledAt, client: { name, email, phone } });
      return true;
    });
  } catch (error) {
    return await newPage(call, errorsOf(error), 400);
  }
  return redirect(HOME, start.repeated ? "booked-first" : "booked");
}

// ---------------------------------------------------------------- what is done with one

async function complete(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  await completeAppointment(ctx, provider.id, id);
  return redirect(HOME, (await getVisit(ctx.db, provider.id, id)).tipsEnabled ? "completed-tip" : "completed");
}

async function cancelPage(call: PageContext): Promise<Response> {
  const { ctx, provider, format } = call;
  const visit = await getVisit(ctx.db, provider.id, call.id);
  const { client } = visit;
  if (visit.status !== "Scheduled") {
    const completed = visit.status === "Completed";
    return renderPage(
      call,
      { title: "Cancel appointment", tab: "appointments", narrow: true },
      (
        <div class="stack" data-dialog-body>
          <h1>{completed ? "This appointment is completed" : "This appointment is cancelled already"}</h1>
          <p>{completed ? "What took place can’t be cancelled any more." : "There is nothing left to do."}</p>
          <a class="button" href={HOME} data-keep>To the appointments</a>
        </div>
      ),
      completed ? 410 : 200,
    );
  }
  return renderPage(
    call,
    { title: "Cancel appointment", tab: "appointments", narrow: true },
    (
      <div data-dialog-body>
        <Form call={call} action={`${HOME}/${visit.id}/cancel`}>
          <h1>Cancel {client.name}’s appointment?</h1>
          <p>
            {visit.serviceName},{" "}
            <time datetime={visit.scheduledAt}>
              {format.date(visit.scheduledAt)}, {format.span(visit.scheduledAt, visit.durationMin)}
            </time>. This can’t be undone.
          </p>
          {client.email === null ? null : (
            <>
              <p>Nobody is mailed: tell {firstName(client.name)} yourself.</p>
              <Contact client={client} />
            </>
          )}
          <div class="actions">
            <button class="button final" type="submit">Cancel appointment</button>
            <a class="button quiet" href={HOME} data-keep>Keep appointment</a>
          </div>
        </Form>
      </div>
    ),
  );
}

async function cancel(call: PageContext): Promise<Response> {
  await cancelAppointment(call.ctx, call.provider.id, call.id);
  return redirect(HOME, "cancelled");
}
