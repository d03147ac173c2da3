/// <reference lib="dom" />
/** `<alera-gift-card>`: a gift card of any amount, mailed to whom it is for. */
import { section } from "./dom.ts";
import { define } from "./element.ts";
import { type Embed, findCustomer } from "./embed.ts";
import { EMAIL, field, form } from "./form.ts";
import { buy, cantPay, news } from "./payment.ts";

define("alera-gift-card", () => async (e: Embed) => {
  const { say, money, perUnit } = e;
  const { currency, giftCards: { minCents, maxCents }, canTakePayments } = e.studio;
  const client = (await findCustomer(e))?.client;
  const range = { from: money(minCents, currency, true), to: money(maxCents, currency, true) };
  const optional = true, wide = true;
  const fields = [
    field(e, "amountCents", say("Amount, {from} to {to}", range), { type: "number", step: "any", wide }),
    field(e, "purchaserName", say("Your name"), { autocomplete: "name", value: client?.name }),
    field(e, "purchaserEmail", say("Your email"), { ...EMAIL, value: client?.email }),
    field(e, "recipientName", say("Their name"), { optional }),
    field(e, "recipientEmail", say("Their email"), { type: "email", optional }),
    field(e, "giftMessage", say("Message"), { rows: 3, wide, optional }),
  ];
  return [
    section(
      say("Gift card"),
      news(e, "gift-cards"),
      canTakePayments
        ? form(
          e,
          say("Gift card"),
          fields,
          say("Continue to payment"),
          ({ amountCents, ...rest }) =>
            buy(e, "gift-cards", { ...rest, amountCents: Math.round(+amountCents * perUnit(currency)) }),
        )
        : cantPay(e),
    ),
  ];
});
