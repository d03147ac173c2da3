/** A client's name, email and phone, edited. */
import { getClient } from "../../domain/clients.ts";
import { optional } from "../../schemas/basics.ts";
import { client as clientShape } from "../../schemas/clients.ts";
import { changeClient } from "../../workflows/clients/change_client.ts";
import { contactFields, contactOf } from "../ui/contact.tsx";
import { readFields } from "../ui/declared_fields.tsx";
import { formPage } from "../ui/form_page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

const clientChange = clientShape.extend({ phone: optional(clientShape.shape.phone) });
const fields = contactFields(
  "Name",
  "Mail goes here from now on. Packs, cards and bookings stay. Links mailed to the old address keep working for up to 30 days.",
);

export const clientForm: FormHandler = {
  async page(call) {
    const client = await getClient(call.ctx.db, call.provider.id, call.id);
    const path = `/console/clients/${client.id}`;
    return formPage(call, {
      title: `Change ${client.name}`,
      tab: "clients",
      narrow: true,
      back: { href: path, label: client.name },
      fields,
      stored: contactOf(client),
      submit: "Save changes",
      cancel: { href: path, label: "Keep as it is" },
    });
  },
  async submit(call) {
    const { phone = null, ...values } = readFields(call, clientChange, fields);
    await changeClient(call.ctx, call.provider.id, call.id, { ...values, phone });
    return redirect(`/console/clients/${call.id}`, "changed");
  },
};
