/** A client's name, email and phone, edited. */
import { getClient } from "../../domain/clients.ts";
import { DomainError } from "../../domain/errors.ts";
import { clientChange } from "../../schemas/clients.ts";
import { changeClient } from "../../workflows/clients/change_client.ts";
import { contactFields, contactOf } from "../ui/contact.tsx";
import { readFields } from "../ui/declared_fields.tsx";
import { Refusal } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

const fields = contactFields(
  "Name",
  "Mail goes here from now on. Packs, cards and bookings stay. Links mailed to the old address keep working for up to 30 days.",
);

/** Another client's email: the two may be one person. */
export function emailTaken(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code !== "client_exists") return error;
  const says =
    "Another client of your studio has this address. Are the two one person? Merge them, from either’s page.";
  return new Refusal({ email: says }, 409);
}

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
    const { email, ...values } = readFields(call, clientChange, fields);
    try {
      await changeClient(call.ctx, call.provider.id, call.id, { ...values, email: email ?? undefined });
    } catch (error) {
      throw emailTaken(error);
    }
    return redirect(`/console/clients/${call.id}`, "changed");
  },
};
