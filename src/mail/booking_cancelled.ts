import type { BookingData, CalendarChange, MailGiftCard } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort, money } from "./format.ts";
import { paragraph } from "./layout.ts";
import { classFacts, hello, lateRule, refundBlocks } from "./phrases.ts";

export const bookingCancelled: MailDefinition<
  BookingData & CalendarChange & {
    refundedCents: number;
    creditReturned: boolean;
    /** That has the amount again. */
    giftCard?: (MailGiftCard & { expired: boolean }) | null;
    /** What the studio refunded itself, outside Stripe. */
    manualRefundCents?: number;
    lateCancel: boolean;
    byStudio: boolean;
    cancelWindowHours: number;
  }
> = {
  name: "Booking cancelled",
  group: "Bookings",
  to: "client",
  when: "when the client or you cancel one booking",

  sample: ({ booking, change, priceCents, cancelWindowHours }) => ({
    ...booking,
    ...change,
    refundedCents: priceCents,
    creditReturned: false,
    lateCancel: false,
    byStudio: false,
    cancelWindowHours,
  }),

  write(data, brand) {
    const manualCents = data.manualRefundCents ?? 0;
    const nothing = data.refundedCents === 0 && !data.creditReturned && manualCents === 0;
    return {
      subject: `Cancelled: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
      blocks: [
        hello(data.name),
        paragraph(data.byStudio ? "We had to cancel your booking." : "Your booking is cancelled."),
        classFacts(data.class, brand),
        ...refundBlocks(data.refundedCents, data.creditReturned, brand, data.giftCard),
        ...(manualCents > 0
          ? [paragraph(`We refunded ${money(manualCents, brand)} to you directly, not to your card.`)]
          : []),
        ...(data.lateCancel && nothing ? [lateRule(data.cancelWindowHours)] : []),
      ],
      calendar: { ...data, cancelled: true },
    };
  },
};
