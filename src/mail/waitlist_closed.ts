import type { MailClass } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort } from "./format.ts";
import { paragraph } from "./layout.ts";
import { classFacts, hello, ownersMessage } from "./phrases.ts";

export const waitlistClosed: MailDefinition<{ name: string; class: MailClass; message?: string | null }> = {
  name: "Waitlist closed",
  group: "Waitlist",
  to: "client",
  when: "when you cancel a class that people wait for",

  sample: ({ name, class: class_ }) => ({ name, class: class_ }),

  write: (data, brand) => ({
    subject: `The waitlist is closed: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph("We are sorry: there is no seat for you in this class this time."),
      ...ownersMessage(data.message, brand),
      classFacts(data.class, brand),
      paragraph("We would love to see you in another one."),
    ],
  }),
};
