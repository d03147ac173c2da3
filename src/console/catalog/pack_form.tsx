/** One pack, created or edited. */
import { getPackageType } from "../../domain/package_types.ts";
import { packageType } from "../../schemas/package_types.ts";
import { addPackageType, changePackageType } from "../../workflows/catalog/package_types.ts";
import { amount, checkbox, text, whole } from "../ui/declared_fields.tsx";
import { redirect } from "../ui/redirect.ts";
import { recordForm } from "./record_form.tsx";

export const packForm = recordForm({
  list: "packs",
  noun: "pack",
  schema: packageType,
  fields: ({ format, id }) => ({
    name: text({ label: "Name", hint: id ? undefined : "As your clients see it, such as 5-Class Pack." }),
    sessionsTotal: whole({ label: "Classes in it", most: 1000, example: "5" }),
    priceCents: amount({ hint: `For the whole pack, at least ${format.money(50)}.`, free: false }),
    validDays: whole({
      label: "Valid for, days from the purchase",
      hint: "Empty: it never expires.",
      most: 3650,
      example: "180",
      empty: null,
    }),
    active: checkbox({ label: "On sale", hint: "Off sale nobody can buy it; who has one keeps it." }),
  }),
  find: ({ ctx, provider, id }) => getPackageType(ctx.db, provider.id, id),
  first: { sessionsTotal: 5, validDays: 180, active: true },
  intro: [undefined, "Packs already sold stay as they are."],
  async create({ ctx, provider, once }, values) {
    await once(() => addPackageType(ctx, provider.id, values));
    return redirect("/console/settings/packs", values.active ? "made" : "made-off");
  },
  change: ({ ctx, provider, id }, values) => changePackageType(ctx, provider.id, id, values),
});
