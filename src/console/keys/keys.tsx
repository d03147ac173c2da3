/** The list of API keys, and a new one. */
import { createApiKey } from "../../workflows/account/api_keys.ts";
import { allKeys } from "../../workflows/catalog/list_catalog.ts";
import { Form, FormActions } from "../ui/form.tsx";
import { FormInput } from "../ui/form_input.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";
import { settingsPage } from "../ui/settings_page.tsx";
import { type CreatedKey, KeyOnce } from "./created_key.tsx";
import { KeyFields } from "./key_fields.tsx";
import { LiveKeys, RevokedKeys } from "./key_rows.tsx";
import { editSites, type KeyForm, keyFormOf, readKey } from "./key_form.ts";

const KEYS = "/console/settings/keys";

interface Shown {
  form?: KeyForm;
  created?: CreatedKey;
  status?: number;
}

/** GET: the list. */
export const keysPage = (call: PageContext) => showList(call);

/** POST: creates a key and shows it this once. */
export async function createKey(call: PageContext): Promise<Response> {
  const edited = editSites(call.form);
  if (edited) return await showList(call, { form: edited });
  const { values, rejected } = readKey(call.form);
  if (rejected) return await showList(call, { form: rejected, status: 400 });
  const created = await call.once(() => createApiKey(call.ctx, call.provider, values));
  call.form = new FormInput();
  return await showList(call, { created });
}

async function showList(call: PageContext, { form, created, status }: Shown = {}): Promise<Response> {
  const keys = await allKeys(call.ctx, call.provider.id);
  const flash = {
    saved: "Saved. It applies from the next request.",
    revoked: "The key is revoked: no site can use it any more. Bookings already made stay.",
  };
  return settingsPage(
    call,
    "keys",
    {
      intro:
        "A key lets your website show classes and take bookings. It belongs on your site’s server, never in a page or an app.",
      flash: created ? undefined : flash,
      status,
    },
    <>
      {created ? <KeyOnce call={call} created={created} /> : null}
      <Section id="list" title="Your keys">
        <LiveKeys call={call} keys={keys.filter((one) => !one.revokedAt)} createdId={created?.id} />
        <RevokedKeys call={call} keys={keys.filter((one) => one.revokedAt)} />
      </Section>
      <Section id="create" title="New key">
        <Form call={call} action={KEYS}>
          <KeyFields call={call} of={form ?? keyFormOf()} label="" submit="Create key" />
          <FormActions submit="Create key" />
        </Form>
      </Section>
      <p class="visually-hidden" id="copied" aria-live="polite"></p>
    </>,
  );
}
