import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { paragraph } from "./layout.ts";
import { consoleButton } from "./phrases.ts";

export const paymentUnknown: MailDefinition<{ amountCents: number | null }> = {
  name: "Payment without a record",
  group: "To you",
  to: "owner",
  when: "when a payment arrives that your books have no record of, at most once a day",

  sample: ({ payment }) => ({ amountCents: payment.amountCents }),

  write: ({ amountCents }, brand) => ({
    subject: `A payment without a record${amountCents === null ? "" : `: ${money(amountCents, brand)}`}`,
    blocks: [
      paragraph(
        "A payment arrived that says it was made through Alera, and your books have no record of it. That happens after " +
          "an older backup was restored. Nothing was booked for it.",
      ),
      paragraph(
        "What to do: tell whoever runs Alera for you; one command compares your books with Stripe. Until then, the payment is " +
          "listed in your console, and you can find the customer in your Stripe dashboard.",
      ),
      consoleButton(brand),
    ],
  }),
};
