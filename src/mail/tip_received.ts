import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { facts, paragraph } from "./layout.ts";

export const tipReceived: MailDefinition<{ amountCents: number; customerName: string; serviceName: string }> = {
  name: "Tip received",
  group: "To you",
  to: "owner",
  when: "when a client has left a tip",

  sample: ({ name, class: { name: serviceName }, money }) => ({
    amountCents: money(10),
    customerName: name,
    serviceName,
  }),

  write: (data, brand) => ({
    subject: `A tip of ${money(data.amountCents, brand)} from ${data.customerName}`,
    blocks: [
      paragraph(`${data.customerName} left a tip.`),
      facts(["Tip", money(data.amountCents, brand)], ["For", data.serviceName]),
      paragraph("You have nothing to do: it comes with your next payout from Stripe."),
    ],
  }),
};
