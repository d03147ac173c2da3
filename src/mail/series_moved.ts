import type { CalendarChange, CancelLink, MailClass } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatMoment, formatSpan } from "./format.ts";
import { type Block, facts, paragraph } from "./layout.ts";
import { cancelLink, cancelRule, hello, where } from "./phrases.ts";
import type { Brand } from "./brand.ts";

export interface MovedBooking {
  enrollmentId: string;
  class: MailClass;
  previousScheduledAt: string;
  sequence: number;
}

export const seriesMoved: MailDefinition<
  { name: string; bookings: MovedBooking[]; changedAt: string; links: CancelLink[] }
> = {
  name: "Several classes moved",
  group: "Bookings",
  to: "client",
  when: "when you move a series in which the client has several bookings",
  addedAtDelivery: "cancel_links",

  sample: ({ booking, cancelLink, change, at }) => ({
    name: booking.name,
    bookings: [3, 10].map((day) => ({
      ...booking,
      class: { ...booking.class, scheduledAt: at(day, 9) },
      previousScheduledAt: at(day, 8),
      sequence: change.sequence,
    })),
    changedAt: change.changedAt,
    links: [cancelLink, cancelLink],
  }),

  write: (data, brand) => ({
    subject: `New times for ${data.bookings.length} of your classes`,
    blocks: [
      hello(data.name),
      paragraph("These classes have moved. You keep your seats."),
      ...data.bookings.flatMap((one, i) => movedBlocks(one, data.links[i], brand)),
      paragraph("The file with this mail puts the new times into your calendar."),
    ],
    calendar: data.bookings.map((one): CalendarChange & MovedBooking & { cancelled: boolean } => ({
      ...one,
      cancelled: false,
      changedAt: data.changedAt,
    })),
  }),
};

function movedBlocks(of: MovedBooking, link: CancelLink, brand: Brand): Block[] {
  return [
    facts(
      ["Class", of.class.name],
      ["New time", formatSpan(of.class, brand)],
      ["Old time", formatMoment(of.previousScheduledAt, brand)],
      where(brand),
      ["With", of.class.instructor],
    ),
    paragraph(cancelRule(link.terms, brand)),
    ...cancelLink(link),
  ];
}
