import { MINUTE } from "../domain/time.ts";
import type { BookingData, CancelTerms, LeaveLink } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatMoment, formatShort, money } from "./format.ts";
import { button, paragraph } from "./layout.ts";
import { cancelRule, classFacts, hello, leaveLink } from "./phrases.ts";

export const waitlistPromoted: MailDefinition<
  BookingData & LeaveLink & {
    terms: CancelTerms;
    checkoutUrl: string;
    expiresAt: string;
    amountCents: number;
  }
> = {
  name: "A seat for you",
  group: "Waitlist",
  to: "client",
  when: "when you promote somebody to a paid seat",
  addedAtDelivery: "offer_links",

  sample: ({ booking, cancelLink, siteUrl, leaveUrl, later, holdMinutes, priceCents }) => ({
    ...booking,
    terms: cancelLink.terms,
    leaveUrl,
    checkoutUrl: `${siteUrl}/pay/sample`,
    expiresAt: later(holdMinutes * MINUTE),
    amountCents: priceCents,
  }),

  write: (data, brand) => ({
    subject: `A seat for you: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph(`A seat has opened and we keep it for you until ${formatMoment(data.expiresAt, brand)}.`),
      classFacts(data.class, brand, ["Price", money(data.amountCents, brand)]),
      paragraph(`${cancelRule(data.terms, brand)}`),
      button("Pay and take the seat", data.checkoutUrl),
      paragraph("After that time the seat goes to someone else."),
      ...leaveLink(data),
    ],
  }),
};
