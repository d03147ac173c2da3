/** One service, created or edited. */
import { getService } from "../../domain/services.ts";
import { service } from "../../schemas/services.ts";
import { addService, changeService } from "../../workflows/catalog/services.ts";
import { amount, checkbox, text, whole } from "../ui/declared_fields.tsx";
import { describeCancelWindow } from "../ui/format.ts";
import { redirect } from "../ui/redirect.ts";
import { recordForm } from "./record_form.tsx";

export const serviceForm = recordForm({
  list: "services",
  noun: "service",
  schema: service,
  fields: ({ provider, format, id, refused }) => ({
    name: text({
      label: "Name",
      hint: id ? undefined : "As your clients know it, such as Reformer Flow.",
      autofocus: id || refused ? undefined : true,
    }),
    durationMin: whole({ label: "Length in minutes", most: 24 * 60, example: "60" }),
    priceCents: amount({ hint: `For one seat. 0 is free, else at least ${format.money(50)}.`, free: true }),
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
  }),
  find: ({ ctx, provider, id }) => getService(ctx.db, provider.id, id),
  // How a new studio's first class usually is.
  first: { durationMin: 60, capacity: 10, tipsEnabled: true },
  intro: [
    "What people book, without its date. You can change it whenever you like.",
    "Classes already on the schedule keep their name, length, price and seats. Changes to cancellation and tips apply to them too.",
  ],
  async create({ ctx, provider, once }, values) {
    const made = await once(() => addService(ctx, provider.id, values));
    return redirect(`/console/settings/services?service=${made.id}`, "made");
  },
  change: ({ ctx, provider, id }, values) => changeService(ctx, provider.id, id, values),
});
