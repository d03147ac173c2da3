import type { PaymentInQuestion } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { link, paragraph } from "./layout.ts";
import { paymentFacts } from "./phrases.ts";

export const disputeOpened: MailDefinition<PaymentInQuestion> = {
  name: "Payment disputed",
  group: "To you",
  to: "owner",
  when: "when a client’s bank disputes a payment",

  sample: ({ payment }) => ({ ...payment, reason: "product_not_received" }),

  write: (data, brand) => ({
    subject: `A payment is disputed: ${money(data.amountCents, brand)} from ${data.customerName}`,
    blocks: [
      paragraph(`The bank of ${data.customerName} disputes this payment. The booking stays as it is.`),
      paymentFacts(data, brand),
      paragraph(
        "What to do: answer in your Stripe dashboard before the date it names. Without an answer you lose the payment.",
      ),
      link("Open your Stripe dashboard", "https://dashboard.stripe.com/disputes"),
    ],
  }),
};
