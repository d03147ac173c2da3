/** One pack, created or edited. */
import { getPackageType, type PackageType } from "../../domain/package_types.ts";
import { packageType } from "../../schemas/package_types.ts";
import { addPackageType, changePackageType } from "../../workflows/catalog/package_types.ts";
import { amount, checkbox, type DeclaredFields, readFields, text, whole } from "../ui/declared_fields.tsx";
import type { Errors } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { IN_SETTINGS } from "../ui/settings_page.tsx";

const PACKS = "/console/settings/packs";
const FIRST_PACK = { sessionsTotal: 5, validDays: 180, active: true };

const fieldsOf = ({ provider, format, id }: PageContext): DeclaredFields => ({
  name: text({ label: "Name", hint: id ? undefined : "As your clients see it, such as 5-Class Pack." }),
  sessionsTotal: whole({ label: "Classes in it", most: 1000, example: "5" }),
  priceCents: amount({
    label: `Price in ${provider.currency.toUpperCase()}`,
    hint: `For the whole pack, at least ${format.money(50)}.`,
    free: false,
  }),
  validDays: whole({
    label: "Valid for, days from the purchase",
    hint: "Empty: it never expires.",
    most: 3650,
    example: "180",
    empty: null,
  }),
  active: checkbox({ label: "On sale", hint: "Off sale nobody can buy it; who has one keeps it." }),
});

const stored = ({ ctx, provider, id }: PageContext) => id ? getPackageType(ctx.db, provider.id, id) : undefined;

/** GET: the form, empty or with a stored pack. */
export async function packPage(call: PageContext): Promise<Response> {
  return showForm(call, await stored(call));
}

/** POST: creates or changes it. */
export async function savePack(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  const before = await stored(call);
  const { values, errors } = readFields(call, packageType, fieldsOf(call));
  if (errors) return showForm(call, before, errors);
  if (before) {
    await changePackageType(ctx, provider.id, id, values);
    return redirect(PACKS, "saved");
  }
  await call.once(() => addPackageType(ctx, provider.id, values));
  return redirect(PACKS, values.active ? "made" : "made-off");
}

function showForm(call: PageContext, of?: PackageType, errors?: Errors): Response {
  return formPage(call, {
    ...IN_SETTINGS,
    title: of?.name ?? "New pack",
    back: { href: PACKS, label: "Packs" },
    intro: of && "Packs already sold stay as they are.",
    action: `${PACKS}/${of?.id ?? "new"}`,
    formClass: "stack settings-form",
    fields: fieldsOf(call),
    stored: of ?? FIRST_PACK,
    errors,
    submit: of ? "Save" : "Create pack",
    cancel: { href: PACKS, label: of ? "Leave it as it is" : "Not now" },
  });
}
