import type { Brand } from "./brand.ts";
import type { MailClass, MailGiftCard } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatSpan } from "./format.ts";
import { type Block, facts, paragraph } from "./layout.ts";
import { classFacts, hello, ownersMessage, refundBlocks } from "./phrases.ts";

export interface CancelledBooking {
  enrollmentId: string;
  class: MailClass;
  refundCents: number;
  creditReturned: boolean;
  giftCard: (MailGiftCard & { expired: boolean }) | null;
  sequence: number;
}

export const seriesCancelled: MailDefinition<{
  name: string;
  /** The owner's own words. */
  message?: string | null;
  bookings: CancelledBooking[];
  /** Classes whose waitlist the client was on. */
  waitedFor: MailClass[];
  changedAt: string;
}> = {
  name: "Several classes cancelled",
  group: "Bookings",
  to: "client",
  when: "when you cancel a series in which the client has several places",

  sample: ({ booking, change, priceCents, at }) => ({
    name: booking.name,
    bookings: [3, 10].map((day) => ({
      ...booking,
      class: { ...booking.class, scheduledAt: at(day, 9) },
      refundCents: priceCents,
      creditReturned: false,
      giftCard: null,
      sequence: change.sequence,
    })),
    waitedFor: [],
    changedAt: change.changedAt,
  }),

  write: (data, brand) => ({
    subject: `${data.bookings.length + data.waitedFor.length} of your classes are cancelled`,
    blocks: [
      hello(data.name),
      paragraph("We are sorry: these classes can’t take place."),
      ...ownersMessage(data.message, brand),
      ...data.bookings.flatMap((one) => cancelledBlocks(one, brand)),
      ...data.waitedFor.map((one) => waitedBlock(one, brand)),
    ],
    calendar: data.bookings.map((one) => ({ ...one, cancelled: true, changedAt: data.changedAt })),
  }),
};

function cancelledBlocks(of: CancelledBooking, brand: Brand): Block[] {
  return [classFacts(of.class, brand), ...refundBlocks(of.refundCents, of.creditReturned, brand, of.giftCard)];
}

function waitedBlock(of: MailClass, brand: Brand): Block {
  return facts(["You waited for", of.name], ["When", formatSpan(of, brand)], ["Where", brand.address]);
}
