/** One API key, edited. */
import { getKey, type KeyRecord } from "../../domain/api_keys.ts";
import { changeApiKey } from "../../workflows/account/api_keys.ts";
import { Form } from "../ui/form.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { IN_SETTINGS } from "../ui/settings_page.tsx";
import { KeyFields } from "./key_fields.tsx";
import { editSites, type KeyForm, keyFormOf, readKey } from "./key_form.ts";
import { LastUsed } from "./key_use.tsx";
import { revokedKeyPage } from "./revoked_key.tsx";

const KEYS = "/console/settings/keys";

/** GET: the form. */
export async function keyPage(call: PageContext): Promise<Response> {
  const key = await getKey(call.ctx.db, call.provider.id, call.id);
  return key.revokedAt ? revokedKeyPage(call, key) : showForm(call, key, keyFormOf(key.allowedOrigins));
}

/** POST: changes name and sites. */
export async function changeKey(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const key = await getKey(ctx.db, provider.id, id);
  if (key.revokedAt) return revokedKeyPage(call, key, 410);
  const edited = editSites(form);
  if (edited) return showForm(call, key, edited);
  const { values, rejected } = readKey(form);
  if (rejected) return showForm(call, key, rejected, 400);
  await changeApiKey(ctx, provider.id, id, values);
  return redirect(KEYS, "saved");
}

function showForm(call: PageContext, key: KeyRecord, form: KeyForm, status?: number): Response {
  return showPage(
    call,
    {
      ...IN_SETTINGS,
      title: key.label,
      back: { href: KEYS, label: "API keys" },
      intro: (
        <>
          <code>{key.prefix}…</code> · Created {call.format.shortDate(key.createdAt)} ·{" "}
          <LastUsed call={call} of={key} />
        </>
      ),
      status,
    },
    <Form call={call} action={`${KEYS}/${key.id}`}>
      <KeyFields call={call} of={form} label={key.label} submit="Save" />
      <p class="muted">
        What you save applies from the next request: a new site can use the key, one you removed can’t any more.
      </p>
      <div class="actions">
        <button class="button primary" type="submit">Save</button>
        <a class="button danger" href={`${KEYS}/${key.id}/revoke`} data-dialog>Revoke…</a>
      </div>
    </Form>,
  );
}
