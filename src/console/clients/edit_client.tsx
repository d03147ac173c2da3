/** A client's name, email and phone, edited. */
import { type Client, getClient } from "../../domain/clients.ts";
import { DomainError } from "../../domain/errors.ts";
import { STATUS } from "../../http/errors.ts";
import { optional } from "../../schemas/basics.ts";
import { client as clientFields } from "../../schemas/clients.ts";
import { changeClient } from "../../workflows/clients/change_client.ts";
import { contactErrors } from "../ui/contact.tsx";
import { readFields, text } from "../ui/declared_fields.tsx";
import { type Errors, errorsOf } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import { formatPhone } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

const clientChange = clientFields.extend({ phone: optional(clientFields.shape.phone) });
const fields = {
  name: text({ label: "Name", required: true }),
  email: text({
    label: "Email",
    type: "email",
    inputmode: "email",
    maxlength: 254,
    required: true,
    hint:
      "Mail goes here from now on. Packs, cards and bookings stay. Links mailed to the old address keep working for up to 30 days.",
  }),
  phone: text({ label: "Phone", type: "tel", inputmode: "tel" }),
};

/** GET: the form. */
export async function editClientPage(call: PageContext): Promise<Response> {
  return showForm(call, await getClient(call.ctx.db, call.provider.id, call.id));
}

/** POST: changes the client. */
export async function editClient(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const client = await getClient(ctx.db, provider.id, call.id);
  const { values, errors } = readFields(call, clientChange, fields);
  if (errors) return showForm(call, client, contactErrors(errors));
  try {
    await changeClient(ctx, provider.id, client.id, { ...values, phone: values.phone ?? null });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    return showForm(call, client, errorsOf(error), STATUS[error.code]);
  }
  return redirect(`/console/clients/${client.id}`, "changed");
}

function showForm(call: PageContext, client: Client, errors?: Errors, status?: number): Response {
  const path = `/console/clients/${client.id}`;
  return formPage(call, {
    title: `Change ${client.name}`,
    tab: "clients",
    narrow: true,
    back: { href: path, label: client.name },
    action: `${path}/edit`,
    fields,
    stored: { ...client, phone: client.phone && formatPhone(client.phone) },
    errors,
    status,
    submit: "Save changes",
    cancel: { href: path, label: "Keep as it is" },
  });
}
