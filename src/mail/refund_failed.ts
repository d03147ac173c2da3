import type { PaymentInQuestion } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { paragraph } from "./layout.ts";
import { consoleButton, paymentFacts } from "./phrases.ts";

export const refundFailed: MailDefinition<PaymentInQuestion> = {
  name: "Refund failed",
  group: "To you",
  to: "owner",
  when: "when a bank sends a refund back",

  sample: ({ payment }) => ({ ...payment, reason: "lost_or_stolen_card" }),

  write: (data, brand) => ({
    subject: `A refund failed: ${money(data.amountCents, brand)} to ${data.customerName}`,
    blocks: [
      paragraph(
        `Stripe accepted this refund, but the customer’s bank sent it back. ${data.customerName} has not been refunded.`,
      ),
      paymentFacts(data, brand),
      paragraph(
        "What to do: the amount is in your Stripe balance again. Ask the customer how to refund them, and do it outside Stripe.",
      ),
      consoleButton(brand),
    ],
  }),
};
