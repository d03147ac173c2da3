import type { BookingData, CalendarChange, MailGiftCard } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort } from "./format.ts";
import { paragraph } from "./layout.ts";
import { classFacts, hello, ownersMessage, refundBlocks } from "./phrases.ts";

export const classCancelled: MailDefinition<
  BookingData & CalendarChange & {
    refundCents: number;
    creditReturned: boolean;
    /** That has the amount again. */
    giftCard?: (MailGiftCard & { expired: boolean }) | null;
    /** The owner's own words. */
    message?: string | null;
  }
> = {
  name: "Class cancelled",
  group: "Bookings",
  to: "client",
  when: "when you cancel a class",

  sample: ({ booking, change, priceCents }) => ({
    ...booking,
    ...change,
    refundCents: priceCents,
    creditReturned: false,
  }),

  write: (data, brand) => ({
    subject: `${data.class.name} on ${formatShort(data.class.scheduledAt, brand)} is cancelled`,
    blocks: [
      hello(data.name),
      paragraph("We are sorry: this class can’t take place."),
      ...ownersMessage(data.message, brand),
      classFacts(data.class, brand),
      ...refundBlocks(data.refundCents, data.creditReturned, brand, data.giftCard),
    ],
    calendar: { ...data, cancelled: true },
  }),
};
