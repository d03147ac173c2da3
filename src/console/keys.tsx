/** API keys: made, shown once, changed, revoked. Every address a person may paste is understood, and its repair offered. */
import { changeApiKey, createApiKey, revokeApiKey } from "../workflows/account/api_keys.ts";
import type { z } from "@hono/zod-openapi";
import { getKey, type KeyRecord } from "../domain/api_keys.ts";
import { type OriginAdvice, originAdvice } from "../domain/origins.ts";
import { DAY, iso, MINUTE, ms } from "../domain/time.ts";
import { apiKey } from "../schemas/api_keys.ts";
import { allKeys } from "../workflows/catalog/list_catalog.ts";
import { Field } from "./ui/field.tsx";
import { Flash } from "./ui/flash.tsx";
import { Form, FormError } from "./ui/form.tsx";
import { check, type Errors } from "./ui/form_errors.ts";
import { FormInput, valueOf } from "./ui/form_input.ts";
import { LOCALE, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";
import { SettingsNav } from "./ui/settings_page.tsx";

const LIST = "/console/settings/keys";
const QUIET_AFTER = 90 * DAY;
const MOST_SITES = 20;

/** Declares the pages of the API keys. */
export function keyPages(routes: PageRoutes): void {
  routes.get(LIST, (call) => listPage(call));
  routes.post(LIST, makeKey);
  routes.get(`${LIST}/:id`, async (call) => {
    const key = await getKey(call.ctx.db, call.provider.id, call.id);
    return key.revokedAt ? revokedPage(call, key) : editPage(call, key, { rows: sitesOf(key.allowedOrigins) });
  });
  routes.post(`${LIST}/:id`, changeKey);
  routes.get(`${LIST}/:id/revoke`, async (call) => {
    const key = await getKey(call.ctx.db, call.provider.id, call.id);
    return key.revokedAt ? revokedPage(call, key) : revokePage(call, key);
  });
  routes.post(`${LIST}/:id/revoke`, async (call) => {
    const { ctx, provider, id } = call;
    await revokeApiKey(ctx, provider.id, id);
    return redirect(LIST, "revoked");
  });
}

// ---------------------------------------------------------------- the form

interface Site {
  text: string;
  advice: OriginAdvice | null;
  focus?: boolean;
}

interface KeyForm {
  rows: Site[];
  errors?: Errors;
}

const sitesOf = (origins: string[]): Site[] =>
  (origins.length ? origins : [""]).map((text) => ({ text, advice: null }));

/** A row that is empty is nothing yet; every other is judged. */
const judged = (text: string): Site => ({ text, advice: text.trim() ? originAdvice(text.trim()) : null });

/** The rows after a press of Add, Remove or "Use …"; null when the form itself was sent. */
function pressed(form: FormInput): KeyForm | null {
  const texts = form.all("origin");
  const at = (name: string) => {
    const index = form.whole(name);
    return index !== undefined && index >= 0 && index < texts.length ? index : null;
  };
  const [remove, fix] = [at("remove"), at("fix")];
  if (form.has("add")) {
    const full = texts.length >= MOST_SITES;
    const rows = texts.map(judged);
    return full
      ? { rows, errors: { sites: `A key has at most ${MOST_SITES} sites. Make a second key for the others.` } }
      : { rows: [...rows, { text: "", advice: null, focus: true }] };
  }
  if (remove !== null) {
    const rows = texts.filter((_, index) => index !== remove).map(judged);
    if (rows.length) rows[Math.max(0, remove - 1)].focus = true;
    return { rows: rows.length ? rows : [{ text: "", advice: null, focus: true }] };
  }
  if (fix !== null) {
    const rows = texts.map((text, index) => judged(index === fix ? originAdvice(text.trim())?.use ?? text : text));
    rows[fix].focus = true;
    return { rows };
  }
  return null;
}

/** What was sent, or what is wrong with it. */
function readKey(
  form: FormInput,
): { values: z.output<typeof apiKey>; form?: undefined } | { values: null; form: KeyForm } {
  const rows = (form.has("origin") ? form.all("origin") : [""]).map(judged);
  const origins = [...new Set(rows.map((one) => one.text.trim()).filter(Boolean))];
  if (origins.length === 0) {
    rows[0].advice = { says: "Add the site that will use this key. It looks like https://your-site.com.", use: null };
  }
  const wrong = rows.some((one) => one.advice);
  const { values, errors } = check(apiKey, { label: form.text("label"), allowedOrigins: origins });
  if (values && !wrong) return { values };
  const { allowedOrigins, ...others }: Errors = errors ?? {};
  if (allowedOrigins !== undefined && !wrong) others.sites = `A key has at most ${MOST_SITES} sites.`;
  return { values: null, form: { rows, errors: others } };
}

function KeyFields({ call, of, label }: { call: PageContext; of: KeyForm; label: string }) {
  return (
    <>
      <Field
        name="label"
        label="Name"
        hint="So you know later which site uses it."
        value={valueOf(call.form, "label", label)}
        errors={of.errors}
        maxlength={120}
        autocomplete="off"
      />
      <fieldset class="field" aria-describedby="sites-hint">
        <legend>Sites that may use it</legend>
        <p class="hint" id="sites-hint">
          The address up to the name, with https and without a path. Links in some mails, such as the one for tips, lead
          to the first site of your newest key.
        </p>
        {of.rows.map((row, index) => <SiteRow row={row} index={index} only={of.rows.length === 1} />)}
        {of.errors?.sites ? <p class="error" role="alert">{of.errors.sites}</p> : null}
        <button class="button" type="submit" name="add" value="1">Add another site</button>
      </fieldset>
    </>
  );
}

const AS_TYPED: Record<string, string> = { autocapitalize: "off", autocomplete: "off", spellcheck: "false" };

function SiteRow({ row, index, only }: { row: Site; index: number; only: boolean }) {
  const number = index + 1;
  const { advice } = row;
  return (
    <div class="origin">
      <input
        class="input"
        type="url"
        inputmode="url"
        name="origin"
        value={row.text}
        aria-label={`Site ${number}`}
        aria-invalid={advice ? "true" : undefined}
        aria-describedby={advice ? `site-${number}-error` : undefined}
        {...AS_TYPED}
        autofocus={row.focus && !advice ? true : undefined}
      />
      {only ? null : (
        <button class="button quiet" type="submit" name="remove" value={String(index)}>
          Remove<span class="visually-hidden">{` site ${number}`}</span>
        </button>
      )}
      {advice
        ? (
          <div class="error" id={`site-${number}-error`}>
            {advice.says}
            {advice.use
              ? (
                <>
                  <br />
                  <button class="button" type="submit" name="fix" value={String(index)}>Use {advice.use}</button>
                </>
              )
              : null}
          </div>
        )
        : null}
    </div>
  );
}

/** Enter in a field presses the first button of a form: it must be this one, not "Remove". */
function DefaultButton({ label }: { label: string }) {
  return <button class="visually-hidden default-button" type="submit" tabindex={-1} aria-hidden="true">{label}</button>;
}

// ---------------------------------------------------------------- the list, and a new key

async function makeKey(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const rows = pressed(form);
  if (rows) return await listPage(call, { form: rows });
  const read = readKey(form);
  if (!read.values) return await listPage(call, { form: read.form, status: 400 });
  const made = await call.once(() => createApiKey(ctx, provider, read.values));
  call.form = new FormInput();
  return await listPage(call, { made });
}

type MadeKey = Awaited<ReturnType<typeof createApiKey>>;

async function listPage(
  call: PageContext,
  { form, made, status }: { form?: KeyForm; made?: MadeKey; status?: number } = {},
): Promise<Response> {
  const keys = await allKeys(call.ctx, call.provider.id);
  const live = keys.filter((one) => !one.revokedAt);
  const revoked = keys.filter((one) => one.revokedAt);
  return renderPage(
    call,
    { title: "API keys", tab: "settings", narrow: true },
    <>
      <SettingsNav at="keys" />
      <div class="page-head">
        <h1>API keys</h1>
        <p class="muted">
          A key lets your website show classes and take bookings. It belongs on your site’s server, never in a page or
          an app.
        </p>
      </div>
      {made ? <KeyOnce call={call} made={made} /> : (
        <Flash
          call={call}
          messages={{
            saved: "Saved. It counts from the next request.",
            revoked: "The key is revoked: no site can use it any more. Bookings already made stay.",
          }}
        />
      )}
      <section class="section" aria-labelledby="list">
        <h2 id="list">Your keys</h2>
        {live.length
          ? (
            <>
              <ul class="people offers" role="list">
                {live.map((one) => <KeyRow call={call} of={one} made={one.id === made?.id} />)}
              </ul>
              <p class="hint list-note">Use is noted once a minute.</p>
            </>
          )
          : (
            <div class="empty">
              <p>No site can use your studio yet.</p>
              <p class="muted">Name the site that shows your classes, and make a key for it.</p>
            </div>
          )}
        {revoked.length
          ? (
            <details>
              <summary>{pluralize(revoked.length, "revoked key")}</summary>
              <ul class="people" role="list">
                {revoked.map((one) => (
                  <li class="person">
                    <div class="who">
                      <strong>{one.label}</strong>
                      <span class="sub">
                        <code>{one.prefix}…</code> · Revoked <Ago call={call} at={one.revokedAt!} />
                      </span>
                    </div>
                  </li>
                ))}
              </ul>
            </details>
          )
          : null}
      </section>
      <section class="section" aria-labelledby="create">
        <h2 id="create">New key</h2>
        <Form call={call} action={LIST}>
          <FormError errors={form?.errors} />
          <DefaultButton label="Make key" />
          <KeyFields call={call} of={form ?? { rows: sitesOf([]) }} label="" />
          <button class="button primary" type="submit">Make key</button>
        </Form>
      </section>
      <p class="visually-hidden" id="copied" aria-live="polite"></p>
    </>,
    status,
  );
}

function KeyRow({ call, of, made }: { call: PageContext; of: KeyRecord; made: boolean }) {
  const quiet = ms(of.lastUsedAt ?? of.createdAt) < call.nowMs - QUIET_AFTER;
  return (
    <li class="person">
      <div class="who">
        <a href={`${LIST}/${of.id}`}>{of.label}</a>
        {made
          ? (
            <>
              {" "}
              <span class="tag good">New</span>
            </>
          )
          : null}
        {quiet
          ? (
            <>
              {" "}
              <span class="tag attention">Quiet for 90 days</span>
            </>
          )
          : null}
        <span class="sub">
          <code>{of.prefix}…</code> · {of.lastUsedAt
            ? (
              <>
                Last used <Ago call={call} at={of.lastUsedAt} />
              </>
            )
            : "Not used yet"}
        </span>
        <span class="sub">{of.allowedOrigins.map((origin, index) => <>{index ? <br /> : null}{origin}</>)}</span>
      </div>
      <div class="actions">
        <a class="button quiet" href={`${LIST}/${of.id}`}>
          Edit<span class="visually-hidden">{` ${of.label}`}</span>
        </a>
        <a class="button quiet danger" href={`${LIST}/${of.id}/revoke`} data-dialog>
          Revoke…<span class="visually-hidden">{` ${of.label}`}</span>
        </a>
      </div>
    </li>
  );
}

function Ago({ call: { format }, at }: { call: PageContext; at: string }) {
  return <time datetime={at} title={format.dateTime(at)}>{format.ago(at)}</time>;
}

function KeyOnce({ call, made }: { call: PageContext; made: MadeKey }) {
  const { ctx, provider, format, nowMs } = call;
  const [from, to] = [nowMs, nowMs + 7 * DAY].map((at) => format.dateOf(iso(at)));
  const request = [
    `curl '${ctx.settings.publicUrl}/api/classes?handle=${provider.handle}&from=${from}&to=${to}' \\`,
    `  -H 'x-alera-key: ${made.key}' \\`,
    `  -H 'Origin: ${made.allowedOrigins[0]}'`,
  ].join("\n");
  return (
    <section class="notice good stack said" role="status" aria-labelledby="made" tabindex={-1}>
      <h2 id="made">Key made: {made.label}</h2>
      <p>
        Copy it now and keep it as <code>ALERA_API_KEY</code> on your server. It is shown only this once.
      </p>
      <div class="secret">
        <code id="key">{made.key}</code>
        <button class="button primary" type="button" data-copy="key" hidden>
          Copy <span class="visually-hidden">key</span>
        </button>
      </div>
      <h3>Try it</h3>
      <pre class="code" tabindex={0} role="region" aria-label="Example request" id="curl"><code>{request}</code></pre>
      <div class="actions">
        <button class="button" type="button" data-copy="curl" hidden>Copy request</button>
        <a class="button quiet" href={LIST}>I have stored the key</a>
      </div>
    </section>
  );
}

// ---------------------------------------------------------------- one key

async function changeKey(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const key = await getKey(ctx.db, provider.id, id);
  if (key.revokedAt) return revokedPage(call, key, 410);
  const rows = pressed(form);
  if (rows) return editPage(call, key, rows);
  const read = readKey(form);
  if (!read.values) return editPage(call, key, read.form, 400);
  await changeApiKey(ctx, provider.id, id, read.values);
  return redirect(LIST, "saved");
}

function editPage(call: PageContext, key: KeyRecord, form: KeyForm, status?: number): Response {
  return renderPage(
    call,
    { title: key.label, tab: "settings", narrow: true },
    <>
      <BackLink href={LIST} label="API keys" />
      <div class="page-head">
        <h1>{key.label}</h1>
        <p class="muted">
          <code>{key.prefix}…</code> · Made {call.format.shortDate(key.createdAt)} · {key.lastUsedAt
            ? (
              <>
                Last used <Ago call={call} at={key.lastUsedAt} />
              </>
            )
            : "Not used yet"}
        </p>
      </div>
      <Form call={call} action={`${LIST}/${key.id}`}>
        <FormError errors={form.errors} />
        <DefaultButton label="Save" />
        <KeyFields call={call} of={form} label={key.label} />
        <p class="muted">
          What you save counts from the next request: a new site can use the key, one you removed can’t any more.
        </p>
        <div class="actions">
          <button class="button primary" type="submit">Save</button>
          <a class="button danger" href={`${LIST}/${key.id}/revoke`} data-dialog>Revoke…</a>
        </div>
      </Form>
    </>,
    status,
  );
}

const inARow = new Intl.ListFormat(LOCALE);

function revokePage(call: PageContext, key: KeyRecord): Response {
  const hosts = key.allowedOrigins.map((origin) => origin.replace(/^https?:\/\//, ""));
  const sites = hosts.length > 3 ? `its ${hosts.length} sites` : inARow.format(hosts);
  const use = key.lastUsedAt
    ? (
      <>
        It was used <Ago call={call} at={key.lastUsedAt} />.
      </>
    )
    : call.nowMs - ms(key.createdAt) < 2 * MINUTE
    ? "It is new."
    : "Up to a minute ago it was never used.";
  return renderPage(
    call,
    { title: `Revoke ${key.label}`, tab: "settings", narrow: true },
    <>
      <BackLink href={LIST} label="API keys" />
      <div data-dialog-body>
        <Form call={call} action={`${LIST}/${key.id}/revoke`}>
          <h1>Revoke the key “{key.label}”?</h1>
          <p>
            {use} From the next second, {sites}{" "}
            can’t show classes or take bookings with it. Bookings already made stay. This can’t be undone.
          </p>
          <p class="muted">
            To change keys without a gap: make a new one, put it on your server, then revoke this one.
          </p>
          <div class="actions">
            <button class="button final" type="submit">Revoke key</button>
            <a class="button quiet" href={LIST} data-keep>Keep key</a>
          </div>
        </Form>
      </div>
    </>,
  );
}

function revokedPage(call: PageContext, key: KeyRecord, status?: number): Response {
  return renderPage(
    call,
    { title: key.label, tab: "settings", narrow: true },
    <>
      <BackLink href={LIST} label="API keys" />
      <div class="stack" data-dialog-body>
        <h1>{key.label}</h1>
        <p>This key was revoked {call.format.ago(key.revokedAt!)}. No site can use it any more.</p>
        <div class="actions">
          <a class="button" href={`${LIST}#create`} data-keep>Make a new key</a>
        </div>
      </div>
    </>,
    status,
  );
}
