/** The list of API keys, and a new one. */
import { createApiKey } from "../../workflows/account/api_keys.ts";
import { allKeys } from "../../workflows/catalog/list_catalog.ts";
import { Form, FormActions } from "../ui/form.tsx";
import { FormInput } from "../ui/form_input.ts";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";
import { settingsPage } from "../ui/settings_page.tsx";
import { type CreatedKey, KeyOnce } from "./created_key.tsx";
import { KeyFields, KindField } from "./key_fields.tsx";
import { LiveKeys, RevokedKeys } from "./key_rows.tsx";
import { editsSites, readKey } from "./key_form.ts";

const FLASH = {
  saved: "Saved. It applies from the next request.",
  revoked: "The key is revoked: no site can use it any more. Bookings already made stay.",
};

export const keys: FormHandler = {
  page: (call) => showList(call),
  /** Creates a key and shows it this once. */
  async submit(call) {
    if (editsSites(call.form)) return await showList(call);
    const values = readKey(call.form);
    const created = await call.once(() => createApiKey(call.ctx, call.provider, values));
    call.form = new FormInput();
    return await showList(call, created);
  },
};

async function showList(call: PageContext, created?: CreatedKey): Promise<Response> {
  const all = await allKeys(call.ctx, call.provider.id);
  return settingsPage(
    call,
    "keys",
    {
      intro: "A key lets your website show classes and take bookings.",
      flash: created ? undefined : FLASH,
    },
    created && <KeyOnce call={call} created={created} />,
    <Section id="list" title="Your keys">
      <LiveKeys call={call} keys={all.filter((one) => !one.revokedAt)} createdId={created?.id} />
      <RevokedKeys call={call} keys={all.filter((one) => one.revokedAt)} />
    </Section>,
    <Section id="create" title="New key">
      <Form call={call}>
        <KeyFields call={call} submit="Create key" />
        <KindField call={call} />
        <FormActions submit="Create key" />
      </Form>
    </Section>,
    <p class="visually-hidden" id="copied" aria-live="polite"></p>,
  );
}
