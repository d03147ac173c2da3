/// <reference lib="dom" />
/** `<alera-packages>`: the class packs on sale. */
import { h, item, list, section, soft } from "./dom.ts";
import { define } from "./element.ts";
import { type Embed, findCustomer } from "./embed.ts";
import { contactFields, form, opener } from "./form.ts";
import { buy, cantPay, news } from "./payment.ts";
import type { Pack } from "./shapes.ts";

define("alera-packages", () => async (e: Embed) => {
  const { say, money, handle, studio } = e;
  const { packageTypes } = await e.ask<{ packageTypes: Pack[] }>("package-types?handle=" + handle);
  const customer = await findCustomer(e);
  const rows = packageTypes.map(({ id: packageTypeId, name, sessionsTotal, priceCents, currency, validDays }) =>
    item(
      "h3",
      name,
      [soft(list([
        say("{n} class|{n} classes", { n: sessionsTotal }),
        validDays && say("valid for {time}", { time: e.span(validDays, "day") }),
        money(priceCents, currency, true),
      ]))],
      studio.canTakePayments
        ? opener(e, say("Buy"), name, "main", () =>
          form(
            e,
            name,
            contactFields(e, customer, true),
            say("Continue to payment, {price}", { price: money(priceCents, currency) }),
            (who) => buy(e, "packages", { ...who, packageTypeId }),
          ))
        : cantPay(e),
    )
  );
  return [
    section(
      say("Class packs"),
      news(e, "packages"),
      rows.length ? h("ul", ...rows) : h("p", say("No packs on sale.")),
    ),
  ];
});
