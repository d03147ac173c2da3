import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { paragraph } from "./layout.ts";
import { consoleButton } from "./phrases.ts";

export const paymentUnknown: MailDefinition<{ amountCents: number }> = {
  name: "Payment without a record",
  group: "To you",
  to: "owner",
  when: "when a payment arrives that your books have no record of, at most once a day",

  sample: ({ payment }) => ({ amountCents: payment.amountCents }),

  write: ({ amountCents }, brand) => ({
    subject: `A payment without a record: ${money(amountCents, brand)}`,
    blocks: [
      paragraph(
        "A payment arrived that says it was made for your studio, and your books have no record of it. That happens after " +
          "an older backup was restored. Nothing was booked for it.",
      ),
      paragraph(
        "What to do: tell whoever runs your booking system; one command compares your books with Stripe. Until then, the " +
          "payment is listed in your console, and your Stripe dashboard says who made it.",
      ),
      consoleButton(brand),
    ],
  }),
};
