import type { BookingData, CalendarChange, CancelLink } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatMoment, formatShort, formatSpan } from "./format.ts";
import { facts, paragraph } from "./layout.ts";
import { cancelLink, cancelRule, hello, where } from "./phrases.ts";

export const classMoved: MailDefinition<BookingData & CancelLink & CalendarChange & { previousScheduledAt: string }> = {
  name: "Class moved",
  group: "Bookings",
  to: "client",
  when: "when you give a class another time",
  addedAtDelivery: "cancel_link",

  sample: ({ booking, cancelLink, change, at }) => ({
    ...booking,
    ...cancelLink,
    ...change,
    previousScheduledAt: at(3, 8),
  }),

  write: (data, brand) => ({
    subject: `New time for ${data.class.name}: ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph("Your class has moved. You keep your seat."),
      facts(
        ["Class", data.class.name],
        ["New time", formatSpan(data.class, brand)],
        ["Old time", formatMoment(data.previousScheduledAt, brand)],
        where(brand),
        ["With", data.class.instructor],
      ),
      paragraph("The file with this mail puts the new time into your calendar."),
      paragraph(`Does the new time not suit you? ${cancelRule(data.terms, brand)}`),
      ...cancelLink(data),
    ],
    calendar: { ...data, cancelled: false },
  }),
};
