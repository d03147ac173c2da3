import type { BookingData, CancelLink } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort } from "./format.ts";
import { paragraph } from "./layout.ts";
import { cancelLink, classFacts, hello } from "./phrases.ts";

export const classReminder: MailDefinition<BookingData & CancelLink> = {
  name: "Reminder",
  group: "Bookings",
  to: "client",
  when: "a day before the class, to whoever booked earlier than that",
  addedAtDelivery: "cancel_link",

  sample: ({ booking, cancelLink, at }) => ({
    ...booking,
    ...cancelLink,
    class: { ...booking.class, scheduledAt: at(1, 9) },
  }),

  write: (data, brand) => ({
    subject: `See you soon: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph("Your class is coming up."),
      classFacts(data.class, brand),
      paragraph("Can’t make it? Cancel here, so that someone else gets your seat."),
      ...cancelLink(data),
    ],
  }),
};
