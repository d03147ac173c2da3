/** The list of API keys, and a new one. */
import type { KeyRecord } from "../../domain/api_keys.ts";
import { DAY, ms } from "../../domain/time.ts";
import { createApiKey } from "../../workflows/account/api_keys.ts";
import { allKeys } from "../../workflows/catalog/list_catalog.ts";
import { Empty } from "../ui/empty.tsx";
import { Form, FormActions } from "../ui/form.tsx";
import { FormInput } from "../ui/form_input.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row, RowLink, Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { settingsPage } from "../ui/settings_page.tsx";
import { Tag } from "../ui/tag.tsx";
import { type CreatedKey, KeyOnce } from "./created_key.tsx";
import { KeyFields } from "./key_fields.tsx";
import { editSites, type KeyForm, keyFormOf, readKey } from "./key_form.ts";
import { Ago, LastUsed } from "./key_use.tsx";

const KEYS = "/console/settings/keys";
const QUIET_AFTER = 90 * DAY;

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

function LiveKeys({ call, keys, createdId }: { call: PageContext; keys: KeyRecord[]; createdId?: string }) {
  if (!keys.length) {
    return (
      <Empty
        what="No site can use your studio yet."
        how="Name the site that shows your classes, and create a key for it."
      />
    );
  }
  return (
    <>
      <Rows class="offers">{keys.map((one) => <KeyRow call={call} of={one} isNew={one.id === createdId} />)}</Rows>
      <p class="hint list-note">Use is recorded once a minute.</p>
    </>
  );
}

function KeyRow({ call, of, isNew }: { call: PageContext; of: KeyRecord; isNew: boolean }) {
  const path = `${KEYS}/${of.id}`;
  const quiet = ms(of.lastUsedAt ?? of.createdAt) < call.nowMs - QUIET_AFTER;
  return (
    <Row
      name={of.label}
      href={path}
      tags={[isNew && <Tag kind="good">New</Tag>, quiet && <Tag kind="attention">Not used for 90 days</Tag>]}
      lines={[
        <>
          <code>{of.prefix}…</code> · <LastUsed call={call} of={of} />
        </>,
        of.allowedOrigins.map((origin, index) => <>{index ? <br /> : null}{origin}</>),
      ]}
      actions={
        <>
          <RowLink href={path} label="Edit" of={of.label} />
          <RowLink href={`${path}/revoke`} label="Revoke…" of={of.label} danger dialog />
        </>
      }
    />
  );
}

function RevokedKeys({ call, keys }: { call: PageContext; keys: KeyRecord[] }) {
  if (!keys.length) return null;
  return (
    <details>
      <summary>{pluralize(keys.length, "revoked key")}</summary>
      <Rows>
        {keys.map((one) => (
          <Row
            name={one.label}
            lines={[
              <>
                <code>{one.prefix}…</code> · Revoked <Ago call={call} at={one.revokedAt!} />
              </>,
            ]}
          />
        ))}
      </Rows>
    </details>
  );
}
