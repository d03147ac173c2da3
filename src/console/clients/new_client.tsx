/** A client that the owner adds. */
import { newClient } from "../../schemas/clients.ts";
import { addClient } from "../../workflows/clients/create_client.ts";
import { contactFields } from "../ui/contact.tsx";
import { optionalLines, readFields } from "../ui/declared_fields.tsx";
import { formPage } from "../ui/form_page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { emailTaken } from "./edit_client.tsx";

const fields = {
  ...contactFields("Name", "Without an email nobody is mailed, and there is no link to cancel."),
  note: optionalLines({ label: "Note", hint: "Only you see it." }),
};

export const newClientForm: FormHandler = {
  page: (call) =>
    formPage(call, {
      title: "Add a client",
      tab: "clients",
      narrow: true,
      back: { href: "/console/clients", label: "Clients" },
      fields,
      submit: "Add the client",
      cancel: { href: "/console/clients", label: "Cancel" },
    }),
  async submit(call) {
    const values = readFields(call, newClient, fields);
    try {
      const { id } = await call.once(() => addClient(call.ctx, call.provider.id, values));
      return redirect(`/console/clients/${id}`, "added");
    } catch (error) {
      throw emailTaken(error);
    }
  },
};
