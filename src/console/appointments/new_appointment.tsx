/** A new appointment. */
import { getClient } from "../../domain/clients.ts";
import { iso } from "../../domain/time.ts";
import { newAppointment } from "../../schemas/appointments.ts";
import { id } from "../../schemas/basics.ts";
import { client as clientShape } from "../../schemas/clients.ts";
import { bookAppointment } from "../../workflows/appointments/book_appointment.ts";
import { allServices } from "../../workflows/catalog/list_catalog.ts";
import { contactFields, contactOf } from "../ui/contact.tsx";
import { Fields, input, readFields, select } from "../ui/declared_fields.tsx";
import { Empty } from "../ui/empty.tsx";
import { Form, FormActions } from "../ui/form.tsx";
import type { Errors } from "../ui/form_errors.ts";
import { readStart } from "../ui/local_time.ts";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

const HOME = "/console/appointments";
const contact = contactFields("Client’s name", "A client with this address gets the name and phone you enter here.");
const booking = newAppointment.omit({ client: true }).extend(clientShape.shape);

export const newAppointmentForm: FormHandler = {
  async page(call) {
    const { ctx, provider, query, format, nowMs } = call;
    const services = await listChoices(call);
    const known = id().safeParse(query.get("client")).data;
    const client = known ? await getClient(ctx.db, provider.id, known) : null;
    const stored = {
      serviceId: services[0]?.value,
      date: query.get("date") ?? format.dateOf(iso(nowMs)),
      ...(client && contactOf(client)),
    };
    const form = { call, stored };
    const back = client
      ? { href: `/console/clients/${client.id}`, label: client.name }
      : { href: HOME, label: "Appointments" };
    return showPage(
      call,
      { title: "New appointment", tab: "appointments", narrow: true, back },
      services.length === 0
        ? (
          <Empty
            what="An appointment is for one of your services, and you have none yet: its name, length and price."
            link={{ href: "/console/settings/services/new", label: "Make a service" }}
          />
        )
        : (
          <Form call={call}>
            <Fields form={form} fields={{ serviceId: select({ label: "Service", options: services }) }} />
            <div class="two">
              <Fields
                form={form}
                fields={{
                  date: input({ label: "Date", type: "date", required: true }),
                  time: input({ label: "Time", type: "time", required: true, hint: `In ${format.place}` }),
                }}
              />
            </div>
            <Fields form={form} fields={contact} />
            <p class="muted small">Nobody is mailed about it: tell the client yourself.</p>
            <FormActions submit="Book appointment" />
          </Form>
        ),
    );
  },
  async submit(call) {
    const { ctx, provider } = call;
    const { serviceId, scheduledAt, repeated, ...client } = await readAppointment(call);
    await call.once(() => bookAppointment(ctx, provider.id, { serviceId, scheduledAt, client }).then(() => true));
    return redirect(HOME, repeated ? "booked-first" : "booked");
  },
};

/** Every service, oldest first, as one can choose among them. */
async function listChoices({ ctx, provider }: PageContext): Promise<{ value: string; label: string }[]> {
  const services = await allServices(ctx, provider.id);
  return services.map((one) => ({ value: one.id, label: `${one.name}, ${one.durationMin} minutes` }));
}

/** @throws Refusal */
async function readAppointment(call: PageContext) {
  const { form, format } = call;
  const found: Errors = {};
  const { instant, clockChange } = readStart(call, found);
  if (instant !== null && clockChange === "skipped") {
    found.time = `The clock goes ahead that day and skips this time. ${
      format.time(instant)
    } is the time that takes its place.`;
  }
  const serviceId = form.text("serviceId");
  if (!(await listChoices(call)).some((one) => one.value === serviceId)) {
    found.serviceId = "This service is no longer there. Choose another.";
  }
  // What could not be read is shown beside its own field.
  const scheduledAt = instant ?? iso(call.nowMs);
  const read = readFields(call, booking, contact, { serviceId, scheduledAt }, found);
  return { ...read, repeated: clockChange === "repeated" };
}
