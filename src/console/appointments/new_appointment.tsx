/** A new appointment. */
import { getClient } from "../../domain/clients.ts";
import { iso } from "../../domain/time.ts";
import { newAppointment } from "../../schemas/appointments.ts";
import { id } from "../../schemas/basics.ts";
import { client as clientFields } from "../../schemas/clients.ts";
import { bookAppointment } from "../../workflows/appointments/book_appointment.ts";
import { allServices } from "../../workflows/catalog/list_catalog.ts";
import { contactErrors } from "../ui/contact.tsx";
import { Empty } from "../ui/empty.tsx";
import { Field, SelectField } from "../ui/field.tsx";
import { Form, FormError } from "../ui/form.tsx";
import { check, type Errors, errorsOf } from "../ui/form_errors.ts";
import { valueOf } from "../ui/form_input.ts";
import { formatPhone } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { readStart } from "./start_time.ts";

const HOME = "/console/appointments";

/** GET: the form. */
export const newAppointmentPage = (call: PageContext) => newPage(call);

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
  const back = client
    ? { href: `/console/clients/${client.id}`, label: client.name }
    : { href: HOME, label: "Appointments" };
  return showPage(
    call,
    { title: "New appointment", tab: "appointments", narrow: true, back, status },
    (
      <>
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
  );
}

const booking = newAppointment.omit({ client: true }).extend(clientFields.shape);

/** POST: books it. */
export async function createAppointment(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const start = readStart(call, form);
  const { values, errors } = check(booking, {
    serviceId: form.text("serviceId"),
    // What could not be read is shown beside its own field.
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
