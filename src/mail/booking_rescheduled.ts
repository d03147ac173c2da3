import type { BookingData, CalendarChange, CancelLink, MailClass } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort, formatSpan } from "./format.ts";
import { facts, paragraph } from "./layout.ts";
import { cancelLink, cancelRule, hello, where } from "./phrases.ts";

export const bookingRescheduled: MailDefinition<
  BookingData & CancelLink & CalendarChange & { previous: MailClass; byStudio: boolean }
> = {
  name: "Booking moved",
  group: "Bookings",
  to: "client",
  when: "when the client or you move a booking to another class",
  addedAtDelivery: "cancel_link",

  sample: ({ booking, cancelLink, change, at }) => ({
    ...booking,
    ...cancelLink,
    ...change,
    previous: { ...booking.class, scheduledAt: at(2, 18) },
    byStudio: false,
  }),

  write: (data, brand) => ({
    subject: `Moved: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph(data.byStudio ? "We moved your booking to another class." : "Your booking has moved to another class."),
      facts(
        ["Class", data.class.name],
        ["When", formatSpan(data.class, brand)],
        where(brand),
        ["With", data.class.instructor],
        ["Instead of", `${data.previous.name}, ${formatSpan(data.previous, brand)}`],
      ),
      paragraph("The file with this mail moves it in your calendar."),
      paragraph(`Can’t make it? ${cancelRule(data.terms, brand)}`),
      ...cancelLink(data),
    ],
    calendar: { ...data, cancelled: false },
  }),
};
