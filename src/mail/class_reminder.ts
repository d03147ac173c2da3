import type { BookingData, CancelLink } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort } from "./format.ts";
import { paragraph } from "./layout.ts";
import { cancelLink, cancelRule, classFacts, hello } from "./phrases.ts";

export const classReminder: MailDefinition<BookingData & CancelLink> = {
  name: "Reminder",
  group: "Bookings",
  to: "client",
  when: "before the class, as your profile says, to whoever booked earlier than that",
  addedAtDelivery: "cancel_link",

  sample: ({ booking, cancelLink }) => ({ ...booking, ...cancelLink }),

  write: (data, brand) => ({
    subject: `See you soon: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph("Your class is coming up."),
      classFacts(data.class, brand),
      paragraph(`Can’t make it? ${cancelRule(data.terms, brand)}`),
      ...cancelLink(data),
    ],
  }),
};
