/** One service, created or edited. */
import { getService, type Service } from "../../domain/services.ts";
import { service } from "../../schemas/services.ts";
import { addService, changeService } from "../../workflows/catalog/services.ts";
import { amount, checkbox, type DeclaredFields, readFields, text, whole } from "../ui/declared_fields.tsx";
import type { Errors } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import { describeCancelWindow } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { IN_SETTINGS } from "../ui/settings_page.tsx";

const SERVICES = "/console/settings/services";
/** How a new studio's first class usually is. */
const FIRST_SERVICE = { durationMin: 60, capacity: 10, tipsEnabled: true };

function fieldsOf({ provider, format, id }: PageContext, errors?: Errors): DeclaredFields {
  const isNew = !id;
  return {
    name: text({
      label: "Name",
      hint: isNew ? "As your clients know it, such as Reformer Flow." : undefined,
      autofocus: isNew && !errors ? true : undefined,
    }),
    durationMin: whole({ label: "Length in minutes", most: 24 * 60, example: "60" }),
    priceCents: amount({
      label: `Price in ${provider.currency.toUpperCase()}`,
      hint: `For one seat. 0 is free, else at least ${format.money(50)}.`,
      free: true,
    }),
    capacity: whole({ label: "Seats", most: 10_000, example: "10" }),
    cancelWindowHours: whole({
      label: "Free cancellation until, hours before the class",
      hint: `Empty: as for your studio, until ${describeCancelWindow(provider.cancelWindowHours)}.`,
      least: 0,
      most: 24 * 365,
      example: "24",
      empty: null,
    }),
    tipsEnabled: checkbox({
      label: "Clients may leave a tip",
      hint: "After an appointment, by the link in the thank-you mail.",
    }),
  };
}

const stored = ({ ctx, provider, id }: PageContext) => id ? getService(ctx.db, provider.id, id) : undefined;

/** GET: the form, empty or with a stored service. */
export async function servicePage(call: PageContext): Promise<Response> {
  return showForm(call, await stored(call));
}

/** POST: creates or changes it. */
export async function saveService(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  const before = await stored(call);
  const { values, errors } = readFields(call, service, fieldsOf(call));
  if (errors) return showForm(call, before, errors);
  if (before) {
    await changeService(ctx, provider.id, id, values);
    return redirect(SERVICES, "saved");
  }
  const made = await call.once(() => addService(ctx, provider.id, values));
  return redirect(`${SERVICES}?service=${made.id}`, "made");
}

function showForm(call: PageContext, of?: Service, errors?: Errors): Response {
  return formPage(call, {
    ...IN_SETTINGS,
    title: of?.name ?? "New service",
    back: { href: SERVICES, label: "Services" },
    intro: of
      ? "Classes already on the schedule keep their name, length, price and seats. Changes to cancellation and tips apply to them too."
      : "What people book, without its date. You can change it whenever you like.",
    action: `${SERVICES}/${of?.id ?? "new"}`,
    formClass: "stack settings-form",
    fields: fieldsOf(call, errors),
    stored: of ?? FIRST_SERVICE,
    errors,
    submit: of ? "Save" : "Create service",
    cancel: { href: SERVICES, label: of ? "Leave it as it is" : "Not now" },
  });
}
