import type { BookingData, CalendarChange, CancelLink, MailGiftCard, PaidWith } from "./data.ts";
import type { Brand } from "./brand.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort, money } from "./format.ts";
import { link, paragraph } from "./layout.ts";
import { cancelLink, cancelRule, classFacts, hello } from "./phrases.ts";

export const bookingConfirmed: MailDefinition<
  BookingData & CancelLink & CalendarChange & {
    portalUrl: string | null;
    paidCents: number;
    paidWith: PaidWith;
    /** With what is left on it. */
    giftCard?: MailGiftCard & { leftCents: number };
    /** A seat opened for who waited, and was booked at once. */
    waited?: boolean;
  }
> = {
  name: "Booking confirmed",
  group: "Bookings",
  to: "client",
  when: "when a seat is booked and paid",
  addedAtDelivery: "cancel_link",

  sample: ({ booking, cancelLink, change, priceCents }) => ({
    ...booking,
    ...cancelLink,
    ...change,
    portalUrl: null,
    paidCents: priceCents,
    paidWith: "card",
  }),

  write(data, brand) {
    return {
      subject: `You’re booked: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
      blocks: [
        hello(data.name),
        paragraph(
          data.waited
            ? "A seat opened, you were next on the waitlist, and it is yours: it is booked. See you there."
            : "Your seat is booked. See you there.",
        ),
        classFacts(data.class, brand, ["Paid", describePaid(data, brand)]),
        paragraph("The file with this mail puts the class into your calendar."),
        paragraph(`Can’t make it? ${cancelRule(data.terms, brand)}`),
        ...cancelLink(data),
        ...(data.portalUrl ? [link("See all your bookings", data.portalUrl)] : []),
      ],
      calendar: { ...data, cancelled: false },
    };
  },
};

function describePaid(
  { paidWith, paidCents, giftCard }: {
    paidWith: PaidWith;
    paidCents: number;
    giftCard?: MailGiftCard & { leftCents: number };
  },
  brand: Brand,
): string | null {
  if (paidWith === "free") return null;
  if (paidWith === "credit") return "1 class from your pack";
  if (paidWith === "gift_card" && giftCard) {
    const left = money(giftCard.leftCents, brand);
    return `${money(paidCents, brand)} from the gift card ending in ${giftCard.codeLast4}, ${left} left on it`;
  }
  return paidWith === "offline" ? `${money(paidCents, brand)}, at the studio` : money(paidCents, brand);
}
