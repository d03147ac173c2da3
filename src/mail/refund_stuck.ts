import type { PaymentInQuestion } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { paragraph } from "./layout.ts";
import { consoleButton, paymentFacts } from "./phrases.ts";

export const refundStuck: MailDefinition<PaymentInQuestion> = {
  name: "Refund needs you",
  group: "To you",
  to: "owner",
  when: "when Stripe refuses a refund",

  sample: ({ payment }) => payment,

  write: (data, brand) => ({
    subject: `A refund needs you: ${money(data.amountCents, brand)} to ${data.customerName}`,
    blocks: [
      paragraph(`Stripe refuses this refund. ${data.customerName} has not been refunded yet.`),
      paymentFacts(data, brand),
      paragraph(
        "What to do: see in Stripe whether your balance covers it and your account is in order, then try again in your console.",
      ),
      consoleButton(brand),
    ],
  }),
};
