/** What the studio offers: services, instructors, class packs, and the times it is closed. */
import { addInstructor as addInstructor_, changeInstructorName } from "../workflows/catalog/instructors.ts";
import { addService, changeService as changeServiceOf } from "../workflows/catalog/services.ts";
import { addBlackout, removeBlackout } from "../workflows/catalog/blackouts.ts";
import { addPackageType, changePackageType } from "../workflows/catalog/package_types.ts";
import { getBlackout } from "../domain/blackouts.ts";
import { getPackageType, type PackageType } from "../domain/packages.ts";
import { getService, type Service } from "../domain/services.ts";
import { findInstructor } from "../domain/staff.ts";
import { DAY, iso, ms, parseDate, startOfDate } from "../domain/time.ts";
import { notFound } from "../domain/errors.ts";
import { blackout } from "../schemas/blackouts.ts";
import { instructor } from "../schemas/instructors.ts";
import { packageType } from "../schemas/package_types.ts";
import { service } from "../schemas/services.ts";
import {
  allClosures,
  allInstructors,
  allPackageTypes,
  allServices,
  classesWithin,
  type Closure,
} from "../workflows/catalog/list_catalog.ts";
import type { ScheduledClass } from "../workflows/classes/list_week.ts";
import { describeWindow } from "./settings.tsx";
import { amountText, readAmount, readWhole } from "./ui/amounts.ts";
import { Empty } from "./ui/empty.tsx";
import { Checkbox, Field, Radio } from "./ui/field.tsx";
import { Flash } from "./ui/flash.tsx";
import { Form, FormError } from "./ui/form.tsx";
import { check, type Errors } from "./ui/form_errors.ts";
import { valueOf } from "./ui/form_input.ts";
import { type Format, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { localTime } from "./ui/local_time.ts";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";
import { SettingsNav } from "./ui/settings_page.tsx";

const SERVICES = "/console/settings/services";
const INSTRUCTORS = "/console/settings/instructors";
const PACKS = "/console/settings/packs";
const CLOSURES = "/console/settings/closures";

/** Declares the pages of what the studio offers. */
export function catalogPages(routes: PageRoutes): void {
  routes.get(SERVICES, servicesPage);
  routes.get(`${SERVICES}/new`, (call) => servicePage(call, null));
  routes.post(`${SERVICES}/new`, makeService);
  routes.get(
    `${SERVICES}/:id`,
    async (call) => servicePage(call, await getService(call.ctx.db, call.provider.id, call.id)),
  );
  routes.post(`${SERVICES}/:id`, changeService);

  routes.get(INSTRUCTORS, (call) => instructorsPage(call));
  routes.post(INSTRUCTORS, addInstructor);
  routes.get(`${INSTRUCTORS}/:id`, async (call) => instructorPage(call, await instructorOf(call)));
  routes.post(`${INSTRUCTORS}/:id`, changeInstructor);

  routes.get(PACKS, packsPage);
  routes.get(`${PACKS}/new`, (call) => packPage(call, null));
  routes.post(`${PACKS}/new`, makePack);
  routes.get(
    `${PACKS}/:id`,
    async (call) => packPage(call, await getPackageType(call.ctx.db, call.provider.id, call.id)),
  );
  routes.post(`${PACKS}/:id`, changePack);
  routes.post(`${PACKS}/:id/sale`, switchSale);

  routes.get(CLOSURES, closuresPage);
  routes.get(`${CLOSURES}/new`, (call) => closurePage(call));
  routes.post(`${CLOSURES}/new`, makeClosure);
  routes.get(
    `${CLOSURES}/:id/delete`,
    async (call) => deleteClosurePage(call, await getBlackout(call.ctx.db, call.provider.id, call.id)),
  );
  routes.post(`${CLOSURES}/:id/delete`, async (call) => {
    const { ctx, provider, id } = call;
    await call.once(() => removeBlackout(ctx, provider.id, id).then(() => true));
    return redirect(CLOSURES, "deleted");
  });
}

// ---------------------------------------------------------------- services

async function servicesPage(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const all = await allServices(ctx, provider.id);
  const made = call.query.get("service");
  return renderPage(
    call,
    { title: "Services", tab: "settings", narrow: true },
    <>
      <SettingsNav at="services" />
      <div class="page-head">
        <h1>Services</h1>
        <div class="actions">
          <a class={all.length ? "button" : "button primary"} href={`${SERVICES}/new`}>New service</a>
        </div>
        <p class="muted">A service with a date is a class. What you set here is what a new class begins with.</p>
      </div>
      <Flash
        call={call}
        messages={{
          made: (
            <div class="stack">
              <p>The service is made.</p>
              <a
                class="button primary"
                href={`/console/classes/new${made ? `?service=${encodeURIComponent(made)}` : ""}`}
              >
                Put it on the schedule
              </a>
            </div>
          ),
          saved: "Saved. Classes made from now on begin with it.",
        }}
      />
      {all.length
        ? (
          <ul class="people" role="list">
            {all.map((one) => (
              <li class="person">
                <div class="who">
                  <a href={`${SERVICES}/${one.id}`}>{one.name}</a>
                  <span class="sub">{describeService(call, one)}</span>
                </div>
                <div class="actions">
                  <a class="button quiet" href={`${SERVICES}/${one.id}`}>
                    Edit<span class="visually-hidden">{` ${one.name}`}</span>
                  </a>
                </div>
              </li>
            ))}
          </ul>
        )
        : (
          <Empty
            what="No services yet. A service has a name, a length, a price and seats."
            how="Make the class you give most often first; the others take a minute each."
          />
        )}
    </>,
  );
}

function describeService({ format }: PageContext, one: Service): string {
  return [
    `${one.durationMin} minutes`,
    pluralize(one.capacity, "seat"),
    one.priceCents ? format.money(one.priceCents) : "Free",
    ...(one.cancelWindowHours === null ? [] : [`money back until ${describeWindow(one.cancelWindowHours)}`]),
    ...(one.tipsEnabled ? [] : ["no tips"]),
  ].join(", ");
}

function readService(call: PageContext) {
  const { form } = call;
  const extra: Errors = {};
  return check(service, {
    name: form.text("name"),
    durationMin: readWhole(call, "durationMin", extra, { most: 24 * 60, example: "60" }),
    priceCents: readAmount(call, "priceCents", extra, true),
    capacity: readWhole(call, "capacity", extra, { most: 10_000, example: "10" }),
    cancelWindowHours: readWhole(call, "cancelWindowHours", extra, { least: 0, most: 24 * 365, example: "24" }) ?? null,
    tipsEnabled: form.has("tipsEnabled"),
  }, extra);
}

async function makeService(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const { values, errors } = readService(call);
  if (!values) return servicePage(call, null, errors, 400);
  const { id } = await call.once(() => addService(ctx, provider.id, values));
  return redirect(`${SERVICES}?service=${id}`, "made");
}

async function changeService(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  const before = await getService(ctx.db, provider.id, id);
  const { values, errors } = readService(call);
  if (!values) return servicePage(call, before, errors, 400);
  await changeServiceOf(ctx, provider.id, id, values);
  return redirect(SERVICES, "saved");
}

/** How a new studio's first class usually is. */
const FIRST_SERVICE = { name: "", durationMin: 60, capacity: 10, cancelWindowHours: null, tipsEnabled: true };

function servicePage(call: PageContext, of: Service | null, errors?: Errors, status?: number): Response {
  const { form, format, provider } = call;
  const stored = of ?? FIRST_SERVICE;
  const price = of ? amountText(of.priceCents, provider.currency) : "";
  return renderPage(
    call,
    { title: of ? of.name : "New service", tab: "settings", narrow: true },
    <>
      <BackLink href={SERVICES} label="Services" />
      <div class="page-head">
        <h1>{of ? of.name : "New service"}</h1>
        {of
          ? (
            <p class="muted">
              Classes already on the schedule keep their name, length, price and seats. What you say of cancelling and
              tips counts for them too.
            </p>
          )
          : <p class="muted">What people book, without its date. You can change it whenever you like.</p>}
      </div>
      <Form call={call} action={of ? `${SERVICES}/${of.id}` : `${SERVICES}/new`} class="stack settings-form">
        <FormError errors={errors} />
        <Field
          name="name"
          label="Name"
          hint={of ? undefined : "As your clients know it, such as Reformer Flow."}
          value={valueOf(form, "name", stored.name)}
          errors={errors}
          maxlength={120}
          autocomplete="off"
          autofocus={!of && !errors ? true : undefined}
        />
        <Field
          name="durationMin"
          label="Length in minutes"
          value={valueOf(form, "durationMin", stored.durationMin)}
          errors={errors}
          inputmode="numeric"
          autocomplete="off"
        />
        <Field
          name="priceCents"
          label={`Price in ${provider.currency.toUpperCase()}`}
          hint={`For one seat. 0 is free, else at least ${format.money(50)}.`}
          value={valueOf(form, "priceCents", price)}
          errors={errors}
          inputmode="decimal"
          autocomplete="off"
        />
        <Field
          name="capacity"
          label="Seats"
          value={valueOf(form, "capacity", stored.capacity)}
          errors={errors}
          inputmode="numeric"
          autocomplete="off"
        />
        <Field
          name="cancelWindowHours"
          label="Cancel with money back, hours before"
          hint={`Empty: as for your studio, until ${describeWindow(provider.cancelWindowHours)}.`}
          value={valueOf(form, "cancelWindowHours", stored.cancelWindowHours)}
          errors={errors}
          inputmode="numeric"
          autocomplete="off"
        />
        <Checkbox
          name="tipsEnabled"
          label="Clients may leave a tip"
          hint="After an appointment, by the link in the thank-you mail."
          checked={form.has("once") ? form.has("tipsEnabled") : stored.tipsEnabled}
        />
        <div class="actions">
          <button class="button primary" type="submit">{of ? "Save" : "Make service"}</button>
          <a class="button quiet" href={SERVICES}>{of ? "Leave it as it is" : "Not now"}</a>
        </div>
      </Form>
    </>,
    status,
  );
}

// ---------------------------------------------------------------- instructors

async function instructorOf({ ctx, provider, id }: PageContext): Promise<{ id: string; name: string }> {
  const found = await findInstructor(ctx.db, provider.id, id);
  if (!found) throw notFound("Instructor");
  return found;
}

async function instructorsPage(call: PageContext, errors?: Errors, status?: number): Promise<Response> {
  const all = await allInstructors(call.ctx, call.provider.id);
  return renderPage(
    call,
    { title: "Instructors", tab: "settings", narrow: true },
    <>
      <SettingsNav at="instructors" />
      <div class="page-head">
        <h1>Instructors</h1>
        <p class="muted">Who teaches. Clients see the name beside the class and in their mails.</p>
      </div>
      <Flash
        call={call}
        messages={{
          made: "Added. Choose them for a class when you make or edit it.",
          saved: "Renamed, in every class.",
        }}
      />
      {all.length
        ? (
          <ul class="people" role="list">
            {all.map((one) => (
              <li class="person">
                <div class="who">
                  <a href={`${INSTRUCTORS}/${one.id}`}>{one.name}</a>
                </div>
                <div class="actions">
                  <a class="button quiet" href={`${INSTRUCTORS}/${one.id}`}>
                    Rename<span class="visually-hidden">{` ${one.name}`}</span>
                  </a>
                </div>
              </li>
            ))}
          </ul>
        )
        : <Empty what="Nobody yet. A class needs no instructor, but clients like to know." />}
      <section class="section" aria-labelledby="add">
        <h2 id="add">Add an instructor</h2>
        <Form call={call} action={INSTRUCTORS}>
          <FormError errors={errors} />
          <Field
            name="name"
            label="Name"
            value={valueOf(call.form, "name", "")}
            errors={errors}
            maxlength={120}
            autocomplete="off"
          />
          <button class="button primary" type="submit">Add instructor</button>
        </Form>
      </section>
    </>,
    status,
  );
}

async function addInstructor(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const { values, errors } = check(instructor, { name: form.text("name") });
  if (!values) return await instructorsPage(call, errors, 400);
  await call.once(() => addInstructor_(ctx, provider.id, values.name));
  return redirect(INSTRUCTORS, "made");
}

async function changeInstructor(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const before = await instructorOf(call);
  const { values, errors } = check(instructor, { name: form.text("name") });
  if (!values) return instructorPage(call, before, errors, 400);
  await changeInstructorName(ctx, provider.id, id, values.name);
  return redirect(INSTRUCTORS, "saved");
}

function instructorPage(
  call: PageContext,
  of: { id: string; name: string },
  errors?: Errors,
  status?: number,
): Response {
  return renderPage(
    call,
    { title: of.name, tab: "settings", narrow: true },
    <>
      <BackLink href={INSTRUCTORS} label="Instructors" />
      <div class="page-head">
        <h1>{of.name}</h1>
        <p class="muted">The new name shows in every class, past ones too.</p>
      </div>
      <Form call={call} action={`${INSTRUCTORS}/${of.id}`}>
        <FormError errors={errors} />
        <Field
          name="name"
          label="Name"
          value={valueOf(call.form, "name", of.name)}
          errors={errors}
          maxlength={120}
          autocomplete="off"
        />
        <div class="actions">
          <button class="button primary" type="submit">Rename</button>
          <a class="button quiet" href={INSTRUCTORS}>Leave it as it is</a>
        </div>
      </Form>
    </>,
    status,
  );
}

// ---------------------------------------------------------------- packs

async function packsPage(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const all = await allPackageTypes(ctx, provider.id);
  const onSale = all.filter((one) => one.active);
  const offSale = all.filter((one) => !one.active);
  const row = (one: PackageType) => (
    <li class="person">
      <div class="who">
        <a href={`${PACKS}/${one.id}`}>{one.name}</a>
        <span class="sub">{describePack(call, one)}</span>
      </div>
      <div class="actions">
        <a class="button quiet" href={`${PACKS}/${one.id}`}>
          Edit<span class="visually-hidden">{` ${one.name}`}</span>
        </a>
        <Form call={call} action={`${PACKS}/${one.id}/sale`} class="actions">
          <button class="button" type="submit" name="active" value={one.active ? "" : "on"}>
            {one.active ? "Take off sale" : "Put on sale"}
            <span class="visually-hidden">{` ${one.name}`}</span>
          </button>
        </Form>
      </div>
    </li>
  );
  return renderPage(
    call,
    { title: "Packs", tab: "settings", narrow: true },
    <>
      <SettingsNav at="packs" />
      <div class="page-head">
        <h1>Packs</h1>
        <div class="actions">
          <a class={all.length ? "button" : "button primary"} href={`${PACKS}/new`}>New pack</a>
        </div>
        <p class="muted">Classes bought together, used one by one.</p>
      </div>
      <Flash
        call={call}
        messages={{
          made: "The pack is on sale.",
          "made-off": "The pack is made. It is not on sale yet.",
          saved: "Saved. Packs already sold stay as they are.",
          "on-sale": "On sale again.",
          "off-sale": "Off sale: nobody can buy it from now on. Packs already sold stay good.",
        }}
      />
      {all.length === 0
        ? <Empty what="No packs yet." how="Five classes for the price of four and a half is a good first one." />
        : (
          <>
            <section aria-labelledby="on-sale">
              <h2 id="on-sale" class="list-head">On sale</h2>
              {onSale.length
                ? <ul class="people offers" role="list">{onSale.map(row)}</ul>
                : <p class="muted">None.</p>}
            </section>
            {offSale.length
              ? (
                <section class="section" aria-labelledby="off-sale">
                  <h2 id="off-sale" class="list-head">Not on sale</h2>
                  <ul class="people offers" role="list">{offSale.map(row)}</ul>
                </section>
              )
              : null}
          </>
        )}
    </>,
  );
}

function describePack({ format }: PageContext, one: PackageType): string {
  return `${pluralize(one.sessionsTotal, "class", "classes")}, ${format.money(one.priceCents)}, ${
    one.validDays === null ? "never expires" : `good for ${pluralize(one.validDays, "day")}`
  }`;
}

function readPack(call: PageContext) {
  const { form } = call;
  const extra: Errors = {};
  return check(packageType, {
    name: form.text("name"),
    sessionsTotal: readWhole(call, "sessionsTotal", extra, { most: 1000, example: "5" }),
    priceCents: readAmount(call, "priceCents", extra, false),
    validDays: readWhole(call, "validDays", extra, { most: 3650, example: "180" }) ?? null,
    active: form.has("active"),
  }, extra);
}

async function makePack(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const { values, errors } = readPack(call);
  if (!values) return packPage(call, null, errors, 400);
  await call.once(() => addPackageType(ctx, provider.id, values));
  return redirect(PACKS, values.active ? "made" : "made-off");
}

async function changePack(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  const before = await getPackageType(ctx.db, provider.id, id);
  const { values, errors } = readPack(call);
  if (!values) return packPage(call, before, errors, 400);
  await changePackageType(ctx, provider.id, id, values);
  return redirect(PACKS, "saved");
}

async function switchSale(call: PageContext): Promise<Response> {
  const { ctx, provider, id, form } = call;
  const active = form.text("active") === "on";
  await changePackageType(ctx, provider.id, id, { active });
  return redirect(PACKS, active ? "on-sale" : "off-sale");
}

const FIRST_PACK = { name: "", sessionsTotal: 5, validDays: 180, active: true };

function packPage(call: PageContext, of: PackageType | null, errors?: Errors, status?: number): Response {
  const { form, format, provider } = call;
  const stored = of ?? FIRST_PACK;
  return renderPage(
    call,
    { title: of ? of.name : "New pack", tab: "settings", narrow: true },
    <>
      <BackLink href={PACKS} label="Packs" />
      <div class="page-head">
        <h1>{of ? of.name : "New pack"}</h1>
        {of ? <p class="muted">Packs already sold stay as they are.</p> : null}
      </div>
      <Form call={call} action={of ? `${PACKS}/${of.id}` : `${PACKS}/new`} class="stack settings-form">
        <FormError errors={errors} />
        <Field
          name="name"
          label="Name"
          hint={of ? undefined : "As your clients see it, such as 5-Class Pack."}
          value={valueOf(form, "name", stored.name)}
          errors={errors}
          maxlength={120}
          autocomplete="off"
        />
        <Field
          name="sessionsTotal"
          label="Classes in it"
          value={valueOf(form, "sessionsTotal", stored.sessionsTotal)}
          errors={errors}
          inputmode="numeric"
          autocomplete="off"
        />
        <Field
          name="priceCents"
          label={`Price in ${provider.currency.toUpperCase()}`}
          hint={`For the whole pack, at least ${format.money(50)}.`}
          value={valueOf(form, "priceCents", of ? amountText(of.priceCents, provider.currency) : "")}
          errors={errors}
          inputmode="decimal"
          autocomplete="off"
        />
        <Field
          name="validDays"
          label="Good for, days from the purchase"
          hint="Empty: it never expires."
          value={valueOf(form, "validDays", stored.validDays)}
          errors={errors}
          inputmode="numeric"
          autocomplete="off"
        />
        <Checkbox
          name="active"
          label="On sale"
          hint="Off sale nobody can buy it; who has one keeps it."
          checked={form.has("once") ? form.has("active") : stored.active}
        />
        <div class="actions">
          <button class="button primary" type="submit">{of ? "Save" : "Make pack"}</button>
          <a class="button quiet" href={PACKS}>{of ? "Leave it as it is" : "Not now"}</a>
        </div>
      </Form>
    </>,
    status,
  );
}

// ---------------------------------------------------------------- closures

async function closuresPage(call: PageContext): Promise<Response> {
  const { ctx, provider, nowMs } = call;
  const all = await allClosures(ctx, provider.id);
  const ahead = all.filter((one) => ms(one.endsAt) > nowMs);
  const past = all.filter((one) => ms(one.endsAt) <= nowMs).reverse();
  return renderPage(
    call,
    { title: "Closures", tab: "settings", narrow: true },
    <>
      <SettingsNav at="closures" />
      <div class="page-head">
        <h1>Closures</h1>
        <div class="actions">
          <a class={ahead.length ? "button" : "button primary"} href={`${CLOSURES}/new`}>New closure</a>
        </div>
        <p class="muted">Times at which you are closed, shown on your site beside the classes. They cancel none.</p>
      </div>
      <Flash call={call} messages={{ made: "The closure is made.", deleted: "The closure is deleted." }} />
      {ahead.length
        ? <ul class="people" role="list">{ahead.map((one) => <ClosureRow call={call} of={one} />)}</ul>
        : (
          <Empty
            what="No closures ahead."
            how="Tell your clients before a holiday, and nobody stands before a closed door."
          />
        )}
      {past.length
        ? (
          <details>
            <summary>{pluralize(past.length, "past closure")}</summary>
            <ul class="people" role="list">{past.map((one) => <ClosureRow call={call} of={one} />)}</ul>
          </details>
        )
        : null}
    </>,
  );
}

function ClosureRow({ call, of }: { call: PageContext; of: Closure }) {
  return (
    <li class="person">
      <div class="who">
        <strong>{of.label}</strong>
        <span class="sub">
          <time datetime={of.startsAt}>{describeClosure(call.format, of)}</time>
        </span>
      </div>
      <div class="actions">
        <a class="button quiet danger" href={`${CLOSURES}/${of.id}/delete`} data-dialog>
          Delete…<span class="visually-hidden">{` ${of.label}`}</span>
        </a>
      </div>
    </li>
  );
}

/** `Mon, May 25, all day` · `Mon, May 25 to Tue, May 26, all day` · `Mon, May 25, 12:00 – 2:00 PM` */
function describeClosure(
  format: Format,
  { startsAt, endsAt, allDay }: Pick<Closure, "startsAt" | "endsAt" | "allDay">,
): string {
  if (!allDay) {
    return `${format.shortDate(startsAt)}, ${format.span(startsAt, Math.round((ms(endsAt) - ms(startsAt)) / 60_000))}`;
  }
  const [first, last] = [format.shortDate(startsAt), format.shortDate(iso(ms(endsAt) - 1))];
  return `${first === last ? first : `${first} to ${last}`}, all day`;
}

/** Dates and times of the form as instants, what is wrong with them in `extra`. */
function readClosure({ form, provider }: PageContext) {
  const extra: Errors = {};
  const allDay = form.text("length") !== "hours";
  const day = (name: string) => {
    const date = parseDate(form.text(name));
    if (date === null) extra[name] = form.text(name) ? "Write a date, such as 2026-05-25." : "Choose a date.";
    return date;
  };
  const [from, to] = [day("from"), form.text("to") ? day("to") : parseDate(form.text("from"))];
  let [startsAt, endsAt]: (string | null)[] = [null, null];
  if (from !== null && to !== null) {
    if (allDay) {
      if (to < from) extra.to = "The last day comes before the first.";
      startsAt = iso(startOfDate(from, provider.timezone));
      endsAt = iso(startOfDate(to + DAY, provider.timezone));
    } else {
      const at = (date: number, name: string) => {
        const { instant } = localTime(iso(date).slice(0, 10), form.text(name), provider.timezone);
        if (!instant) extra[name] = form.text(name) ? "Write a time, such as 14:30." : "Choose a time.";
        return instant;
      };
      [startsAt, endsAt] = [at(from, "fromTime"), at(to, "toTime")];
      if (startsAt && endsAt && endsAt <= startsAt) {
        extra.toTime = form.text("to")
          ? "The end comes before the beginning."
          : "The end comes before the beginning. If it is on the next day, choose that as the last day.";
      }
    }
  }
  const read = check(blackout, {
    label: form.text("label"),
    startsAt: startsAt ?? iso(0),
    endsAt: endsAt ?? iso(0),
    allDay,
  }, extra);
  return read;
}

async function makeClosure(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const { values, errors } = readClosure(call);
  if (!values) return closurePage(call, { errors, status: 400 });
  const standing = await classesWithin(ctx, provider.id, values.startsAt, values.endsAt);
  const seen = `${values.startsAt} ${values.endsAt} ${standing.length}`;
  if (standing.length && form.text("seen") !== seen) return closurePage(call, { standing, seen });
  await call.once(() => addBlackout(ctx, provider.id, values));
  return redirect(CLOSURES, "made");
}

const MOST_SHOWN = 12;

function closurePage(
  call: PageContext,
  { errors, status, standing, seen }: {
    errors?: Errors;
    status?: number;
    standing?: ScheduledClass[];
    seen?: string;
  } = {},
): Response {
  const { form, format, query } = call;
  const asked = parseDate(query.get("date") ?? "") === null ? "" : query.get("date")!;
  const length = form.has("length") ? form.text("length") : "days";
  return renderPage(
    call,
    { title: "New closure", tab: "settings", narrow: true },
    <>
      <BackLink href={CLOSURES} label="Closures" />
      <div class="page-head">
        <h1>New closure</h1>
      </div>
      {standing ? <Standing format={format} classes={standing} /> : null}
      <Form call={call} action={`${CLOSURES}/new`} class="stack settings-form closure-form">
        <FormError errors={errors} />
        {seen ? <input type="hidden" name="seen" value={seen} /> : null}
        <Field
          name="label"
          label="What clients read"
          hint="Such as: Closed for Memorial Day."
          value={valueOf(form, "label", "")}
          errors={errors}
          maxlength={120}
          autocomplete="off"
        />
        <fieldset class="field">
          <legend>How long</legend>
          <Radio name="length" value="days" label="Whole days" checked={length !== "hours"} />
          <Radio name="length" value="hours" label="Some hours" checked={length === "hours"} />
        </fieldset>
        <div class="moments">
          <Field name="from" label="First day" type="date" value={valueOf(form, "from", asked)} errors={errors} />
          <div class="hours-only">
            <Field name="fromTime" label="From" type="time" value={valueOf(form, "fromTime", "")} errors={errors} />
          </div>
          <Field
            name="to"
            label="Last day"
            hint="Empty: the same day."
            type="date"
            value={valueOf(form, "to", "")}
            errors={errors}
          />
          <div class="hours-only">
            <Field name="toTime" label="Until" type="time" value={valueOf(form, "toTime", "")} errors={errors} />
          </div>
        </div>
        <p class="hint">Times are {format.place} time.</p>
        <div class="actions">
          <button class="button primary" type="submit">
            {standing
              ? `Make closure, keep ${standing.length === 1 ? "the class" : `the ${standing.length} classes`}`
              : "Make closure"}
          </button>
          <a class="button quiet" href={CLOSURES}>Not now</a>
        </div>
      </Form>
    </>,
    status,
  );
}

function Standing({ format, classes }: { format: Format; classes: ScheduledClass[] }) {
  const many = classes.length !== 1;
  return (
    <div class="notice attention said" role="status" tabindex={-1}>
      <p>
        <strong>{pluralize(classes.length, "class is", "classes are")} scheduled then.</strong>{" "}
        A closure does not cancel {many ? "them" : "it"}. Cancel {many ? "each" : "it"}{" "}
        on its own page, so that everybody is told and gets the money back.
      </p>
      <ul role="list" class="standing">
        {classes.slice(0, MOST_SHOWN).map((one) => (
          <li>
            <a href={`/console/classes/${one.id}`}>{one.nameSnapshot}</a>, {format.shortDate(one.scheduledAt)},{" "}
            {format.span(one.scheduledAt, one.durationMin)}, {one.enrolledCount} of {one.capacity} booked
          </li>
        ))}
        {classes.length > MOST_SHOWN ? <li>and {classes.length - MOST_SHOWN} more</li> : null}
      </ul>
    </div>
  );
}

function deleteClosurePage(call: PageContext, of: Closure): Response {
  return renderPage(
    call,
    { title: `Delete ${of.label}`, tab: "settings", narrow: true },
    <>
      <BackLink href={CLOSURES} label="Closures" />
      <div data-dialog-body>
        <Form call={call} action={`${CLOSURES}/${of.id}/delete`}>
          <h1>Delete “{of.label}”?</h1>
          <p>
            {describeClosure(call.format, of)}. Your site no longer says that you are closed then. Classes stay as they
            are.
          </p>
          <div class="actions">
            <button class="button final" type="submit">Delete closure</button>
            <a class="button quiet" href={CLOSURES} data-keep>Keep closure</a>
          </div>
        </Form>
      </div>
    </>,
  );
}
