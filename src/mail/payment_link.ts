import { MINUTE } from "../domain/time.ts";
import type { BookingData, CancelTerms } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatMoment, formatShort, money } from "./format.ts";
import { button, paragraph } from "./layout.ts";
import { cancelRule, classFacts, hello } from "./phrases.ts";

export const paymentLink: MailDefinition<
  BookingData & {
    terms: CancelTerms;
    checkoutUrl: string;
    expiresAt: string;
    amountCents: number;
  }
> = {
  name: "Payment link",
  group: "Bookings",
  to: "client",
  when: "when you book somebody in and let them pay by a link",
  addedAtDelivery: "cancel_terms",

  sample: ({ booking, cancelLink, siteUrl, later, holdMinutes, priceCents }) => ({
    ...booking,
    terms: cancelLink.terms,
    checkoutUrl: `${siteUrl}/pay/sample`,
    expiresAt: later(holdMinutes * MINUTE),
    amountCents: priceCents,
  }),

  write: (data, brand) => ({
    subject: `Your seat: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph(`We hold a seat for you. Please pay by ${formatMoment(data.expiresAt, brand)}.`),
      classFacts(data.class, brand, ["Price", money(data.amountCents, brand)]),
      paragraph(cancelRule(data.terms, brand)),
      button("Pay and take the seat", data.checkoutUrl),
      paragraph("After that time the seat opens again."),
    ],
  }),
};
