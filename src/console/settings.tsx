/** Settings: their list, the studio's profile, and the devices that are signed in. */
import { signOutDevice, signOutOtherDevices } from "../workflows/account/devices.ts";
import { hasCheckouts } from "../domain/checkouts.ts";
import { type ConsoleSession, listConsoleSessions } from "../domain/console_sessions.ts";
import { formatMoney } from "../domain/money.ts";
import { listDeadLetters } from "../domain/outbox.ts";
import type { Provider } from "../domain/providers.ts";
import { DAY, HOUR, iso, ms } from "../domain/time.ts";
import { profile } from "../schemas/providers.ts";
import {
  allClosures,
  allInstructors,
  allKeys,
  allPackageTypes,
  allServices,
} from "../workflows/catalog/list_catalog.ts";
import { changeProfile } from "../workflows/account/change_profile.ts";
import { Field, SelectField, TextField } from "./ui/field.tsx";
import { Flash, Notice } from "./ui/flash.tsx";
import { Form, FormError } from "./ui/form.tsx";
import { check, type Errors } from "./ui/form_errors.ts";
import { valueOf } from "./ui/form_input.ts";
import { LOCALE, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { Icon } from "./ui/icon.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { redirect } from "./ui/redirect.ts";
import { SETTINGS, SettingsNav } from "./ui/settings_page.tsx";

/** Declares the list of settings, the profile and the devices. */
export function settingsPages(routes: PageRoutes): void {
  routes.get("/console/settings", list);
  routes.get(PROFILE, (call) => profilePage(call));
  routes.post(PROFILE, saveProfile);
  routes.get(DEVICES, devicesPage);
  routes.post(`${DEVICES}/:id/signout`, async ({ ctx, provider, id }) => {
    await signOutDevice(ctx, provider.id, id);
    return redirect(DEVICES, "signed-out");
  });
  routes.post(`${DEVICES}/others`, async ({ ctx, provider, session }) => {
    await signOutOtherDevices(ctx, provider.id, session.id);
    return redirect(DEVICES, "others-signed-out");
  });
}

const PROFILE = "/console/settings/profile";
const DEVICES = "/console/settings/devices";

// ---------------------------------------------------------------- the list

async function list(call: PageContext): Promise<Response> {
  const { ctx, provider, format, nowMs } = call;
  const now = iso(nowMs);
  const [services, instructors, packs, closures, keys, devices, dead] = await Promise.all([
    allServices(ctx, provider.id),
    allInstructors(ctx, provider.id),
    allPackageTypes(ctx, provider.id),
    allClosures(ctx, provider.id),
    allKeys(ctx, provider.id),
    listConsoleSessions(ctx.db, provider.id, now),
    listDeadLetters(ctx.db, provider.id, 1),
  ]);
  const ahead = closures.filter((one) => one.endsAt > now);
  const onSale = packs.filter((one) => one.active);
  const live = keys.filter((one) => !one.revokedAt);
  const lines: Record<string, string> = {
    profile: `${provider.email}, ${provider.timezone.replaceAll("_", " ")}, ${provider.currency.toUpperCase()}`,
    services: services.length ? pluralize(services.length, "service") : "None yet. A class begins with one.",
    instructors: instructors.length
      ? instructors.map((one) => one.name).slice(0, 3).join(", ") + more(instructors, 3)
      : "None yet",
    packs: packs.length ? `${onSale.length} of ${packs.length} on sale` : "None yet",
    closures: ahead.length ? `Next: ${ahead[0].label}, ${format.shortDate(ahead[0].startsAt)}` : "None ahead",
    messages: dead.length ? "Some could not be delivered" : "What your clients and you are mailed",
    keys: live.length ? pluralize(live.length, "key") : "None yet. Your website needs one.",
    devices: devices.length === 1 ? "Signed in here only" : `Signed in on ${pluralize(devices.length, "device")}`,
  };
  return renderPage(
    call,
    { title: "Settings", tab: "settings", narrow: true },
    <>
      <div class="page-head">
        <h1>Settings</h1>
      </div>
      <ul class="setting-list" role="list">
        {Object.entries(SETTINGS).map(([path, label]) => (
          <li>
            <a href={`/console/settings/${path}`}>
              <span class="name">{label}</span>
              <span class="sub">{lines[path]}</span>
              <Icon name="right" />
            </a>
          </li>
        ))}
      </ul>
      <Form call={call} action="/console/signout" class="section">
        <button class="button" type="submit">Sign out</button>
      </Form>
    </>,
  );
}

const more = (all: unknown[], shown: number) => all.length > shown ? ` and ${all.length - shown} more` : "";

// ---------------------------------------------------------------- profile

/** Until when a client may cancel and get the money back, after "until" in a sentence. */
export function describeWindow(hours: number): string {
  return hours === 0 ? "the class begins" : `${pluralize(hours, "hour")} before the class`;
}

/** The number valueOf, what was valueOf when it is none, null when nothing was. */
function numberOf(call: PageContext, name: string, extra: Errors, example: string): number | null {
  const value = call.form.whole(name);
  if (Number.isNaN(value)) extra[name] = `Write a whole number, such as ${example}.`;
  return value ?? null;
}

async function saveProfile(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const sold = await hasCheckouts(ctx.db, provider.id);
  const extra: Errors = {};
  const { values, errors } = check(profile, {
    displayName: form.text("displayName"),
    email: form.text("email"),
    timezone: form.text("timezone"),
    // Where amounts are on record the field is not there, and what was sent instead counts for nothing.
    currency: sold ? provider.currency : form.text("currency"),
    bio: form.text("bio").replaceAll("\r\n", "\n") || null,
    avatarKey: form.text("avatarKey") || null,
    cancelWindowHours: numberOf(call, "cancelWindowHours", extra, "24") ?? undefined,
    giftCardValidDays: numberOf(call, "giftCardValidDays", extra, "365"),
  }, extra);
  if (!values) return await profilePage(call, inPlainWords(errors), 400);
  await changeProfile(ctx, provider.id, values, call.session.id);
  const changed = [
    values.email !== provider.email && "email",
    values.timezone !== provider.timezone && "zone",
    values.currency !== provider.currency && "currency",
  ].filter(Boolean);
  const was = values.currency === provider.currency ? "" : `?was=${provider.currency}`;
  return redirect(PROFILE + was, ["saved", ...changed].join("-"));
}

/** The schemas speak to developers of what people can type wrong here. */
function inPlainWords(errors: Errors): Errors {
  const plain: Errors = {
    email: "This address is not complete: name@studio.com.",
    timezone: "Choose a time zone from the list.",
    currency: "Choose a currency from the list.",
  };
  return Object.fromEntries(
    Object.entries(errors).map(([name, says]) => [name, says === "Fill this in." ? says : plain[name] ?? says]),
  );
}

/** Zones by their names; the studio's own, which may be an older name, among them. */
function zonesWith(current: string) {
  const names = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current])].sort();
  return names.map((name) => ({ value: name, label: name.replaceAll("_", " ") }));
}

const currencyNames = new Intl.DisplayNames(LOCALE, { type: "currency" });
const nameOfCurrency = (code: string) => currencyNames.of(code.toUpperCase()) ?? code.toUpperCase();

const CURRENCIES = Intl.supportedValuesOf("currency").map((code) => ({
  value: code.toLowerCase(),
  label: `${code}, ${nameOfCurrency(code)}`,
}));

async function profilePage(call: PageContext, errors?: Errors, status?: number): Promise<Response> {
  const { ctx, provider, form } = call;
  const sold = await hasCheckouts(ctx.db, provider.id);
  /** A choice that is none can't be shown as chosen: then the stored one is. */
  const chosen = (name: "timezone" | "currency", options: { value: string }[]) =>
    options.some((one) => one.value === form.raw(name)) ? form.raw(name) : provider[name];
  const zones = zonesWith(provider.timezone);
  const value = (name: keyof Provider) => valueOf(form, name, provider[name] as string | number | null);
  return renderPage(
    call,
    { title: "Profile", tab: "settings", narrow: true },
    <>
      <SettingsNav at="profile" />
      <div class="page-head">
        <h1>Profile</h1>
      </div>
      <Saved call={call} />
      <Form call={call} action={PROFILE} class="stack settings-form">
        <FormError errors={errors} />
        <Field
          name="displayName"
          label="Name"
          hint="On your site and in every mail."
          value={value("displayName")}
          errors={errors}
          maxlength={120}
          autocomplete="organization"
        />
        <dl class="fixed">
          <dt>Handle</dt>
          <dd>
            <code>{provider.handle}</code>
          </dd>
          <dd class="hint">Your website and your clients’ links name you by it, so it stays as it is.</dd>
        </dl>
        <Field
          name="email"
          label="Email"
          hint={`Sign-in links and notices go here, and clients’ answers to mails. If you change it, we tell ${provider.email}.`}
          value={value("email")}
          errors={errors}
          type="email"
          inputmode="email"
          autocomplete="email"
        />
        <TextField
          name="bio"
          label="About"
          hint="A few lines for your site."
          value={value("bio")}
          errors={errors}
          maxlength={2000}
        />
        <Field
          name="avatarKey"
          label="Picture"
          hint="The name by which your website finds your picture. Ask who built it; without one, leave it empty."
          value={value("avatarKey")}
          errors={errors}
          maxlength={500}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
        />
        <SelectField
          name="timezone"
          label="Time zone"
          hint="If you change it, classes stay at the same moment; the hours shown for them change."
          value={chosen("timezone", zones)}
          errors={errors}
          options={zones}
        />
        {sold
          ? (
            <dl class="fixed">
              <dt>Currency</dt>
              <dd>{provider.currency.toUpperCase()}, {nameOfCurrency(provider.currency)}</dd>
              <dd class="hint">Clients have gone to pay in it, and are refunded in it, so it stays as it is.</dd>
            </dl>
          )
          : (
            <SelectField
              name="currency"
              label="Currency"
              hint="Prices keep their figures when you change it. It stays once the first client goes to pay."
              value={chosen("currency", CURRENCIES)}
              errors={errors}
              options={CURRENCIES}
            />
          )}
        <Field
          name="cancelWindowHours"
          label="Cancel with money back, hours before a class"
          hint={`Clients get their money back until ${
            describeWindow(provider.cancelWindowHours)
          }. With 0 they do until it begins. A change counts at once, for classes already booked too.`}
          value={value("cancelWindowHours")}
          errors={errors}
          inputmode="numeric"
          autocomplete="off"
        />
        <Field
          name="giftCardValidDays"
          label="Gift cards are valid, days"
          hint="Empty: they never expire. Cards already sold keep their date."
          value={value("giftCardValidDays")}
          errors={errors}
          inputmode="numeric"
          autocomplete="off"
        />
        <button class="button primary" type="submit">Save</button>
      </Form>
    </>,
    status,
  );
}

function Saved({ call: { query, provider } }: { call: PageContext }) {
  const done = /^saved((?:-(?:email|zone|currency))*)$/.exec(query.get("done") ?? "");
  if (!done) return null;
  const changed = done[1].split("-");
  const was = /^[a-z]{3}$/.exec(query.get("was") ?? "")?.[0];
  return (
    <Notice kind="good">
      <p>Saved.</p>
      {changed.includes("email")
        ? (
          <p>
            Sign-in links go to {provider.email} from now on. The old address is told. Every other device is signed out.
          </p>
        )
        : null}
      {changed.includes("zone")
        ? (
          <p>
            Classes and closures stay at the same moment, so the hours shown for them are others now. See that they are
            right on <a href="/console">your schedule</a>.
          </p>
        )
        : null}
      {changed.includes("currency")
        ? (
          <p>
            Prices kept their figures{was
              ? `: what was ${formatMoney(2000, was)} is ${formatMoney(2000, provider.currency)} now`
              : ""}. See that they are right in <a href="/console/settings/services">services</a> and{" "}
            <a href="/console/settings/packs">packs</a>.
          </p>
        )
        : null}
    </Notice>
  );
}

// ---------------------------------------------------------------- devices

async function devicesPage(call: PageContext): Promise<Response> {
  const { ctx, provider, session, nowMs } = call;
  const all = await listConsoleSessions(ctx.db, provider.id, iso(nowMs));
  const others = all.filter((one) => one.id !== session.id);
  const here = all.find((one) => one.id === session.id) ?? session;
  return renderPage(
    call,
    { title: "Devices", tab: "settings", narrow: true },
    <>
      <SettingsNav at="devices" />
      <div class="page-head">
        <h1>Devices</h1>
        <p class="muted">Where somebody is signed in to your studio. A device stays signed in for 14 days.</p>
      </div>
      <Flash
        call={call}
        messages={{
          "signed-out": "That device is signed out.",
          "others-signed-out": "Every other device is signed out.",
        }}
      />
      <ul class="people" role="list">
        <li class="person">
          <div class="who">
            <strong>{here.device}</strong> <span class="tag good">This device</span>
            <span class="sub">{since(call, here)}</span>
          </div>
          <Form call={call} action="/console/signout" class="actions">
            <button class="button" type="submit">Sign out</button>
          </Form>
        </li>
        {others.map((one) => (
          <li class="person">
            <div class="who">
              <strong>{one.device}</strong>
              <span class="sub">{lastSeen(call, one)}</span>
              <span class="sub">{since(call, one)}</span>
            </div>
            <Form call={call} action={`${DEVICES}/${one.id}/signout`} class="actions">
              <button class="button" type="submit">
                Sign out<span class="visually-hidden">{` ${one.device}, ${since(call, one)}`}</span>
              </button>
            </Form>
          </li>
        ))}
      </ul>
      {others.length
        ? (
          <Form call={call} action={`${DEVICES}/others`} class="section stack">
            <p class="muted">
              One you don’t know? Sign out everywhere else. Whoever can read {provider.email} can sign in again.
            </p>
            <button class="button" type="submit">Sign out everywhere else</button>
          </Form>
        )
        : null}
    </>,
  );
}

const since = ({ format }: PageContext, one: ConsoleSession) => `Signed in ${format.dateTime(one.createdAt)}`;

/** Use is noted once an hour, so more than the hour would be made up. */
function lastSeen({ format, nowMs }: PageContext, one: ConsoleSession): string {
  const past = nowMs - ms(one.lastSeenAt);
  if (past < HOUR) return "Used within the last hour";
  return past < DAY
    ? `Last used around ${format.ago(one.lastSeenAt)}`
    : `Last used ${format.shortDate(one.lastSeenAt)}`;
}
