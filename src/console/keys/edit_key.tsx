/** One API key, edited. */
import { getKey, type KeyRecord } from "../../domain/api_keys.ts";
import { changeApiKey } from "../../workflows/account/api_keys.ts";
import { Form } from "../ui/form.tsx";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { below, settingPath } from "../ui/settings_page.tsx";
import { KeyFields } from "./key_fields.tsx";
import { editsSites, readKey } from "./key_form.ts";
import { LastUsed } from "./key_use.tsx";
import { revokedKeyPage } from "./revoked_key.tsx";

export const keyForm: FormHandler = {
  page: async (call) => showKey(call, await keyOf(call)),
  async submit(call) {
    const { ctx, provider, form, id } = call;
    const key = await keyOf(call);
    if (key.revokedAt) return revokedKeyPage(call, key, 410);
    if (editsSites(form)) return showKey(call, key);
    await changeApiKey(ctx, provider.id, id, readKey(form));
    return redirect(settingPath("keys"), "saved");
  },
};

const keyOf = ({ ctx, provider, id }: PageContext) => getKey(ctx.db, provider.id, id);

function showKey(call: PageContext, key: KeyRecord): Response {
  if (key.revokedAt) return revokedKeyPage(call, key);
  return showPage(
    call,
    {
      ...below("keys"),
      title: key.label,
      intro: (
        <>
          <code>{key.prefix}…</code> · Created {call.format.shortDate(key.createdAt)} ·{" "}
          <LastUsed call={call} of={key} />
        </>
      ),
    },
    <Form call={call}>
      <KeyFields call={call} stored={key} submit="Save" />
      <p class="muted">
        What you save applies from the next request: a new site can use the key, one you removed can’t any more.
      </p>
      <div class="actions">
        <button class="button primary" type="submit">Save</button>
        <a class="button danger" href={`${call.path}/revoke`} data-dialog>Revoke…</a>
      </div>
    </Form>,
  );
}
