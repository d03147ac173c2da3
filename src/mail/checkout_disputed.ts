import type { PaymentInQuestion } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { paragraph } from "./layout.ts";
import { consoleButton, paymentFacts } from "./phrases.ts";

export const checkoutDisputed: MailDefinition<PaymentInQuestion> = {
  name: "Payment to check",
  group: "To you",
  to: "owner",
  when: "when Stripe’s record of a payment differs from yours",

  sample: ({ payment }) => ({ ...payment, reason: "amount_differs" }),

  write: (data, brand) => ({
    subject: `A payment to check: ${money(data.amountCents, brand)} from ${data.customerName}`,
    blocks: [
      paragraph(
        "We could not match this payment with what Stripe says, so nothing was confirmed and nothing refunded.",
      ),
      paymentFacts(data, brand),
      paragraph(
        "What to do: find the payment in your Stripe dashboard. If you were paid, agree with your client what they get, or refund it there. A seat held for it is free again a day after its hold ended.",
      ),
      consoleButton(brand),
    ],
  }),
};
