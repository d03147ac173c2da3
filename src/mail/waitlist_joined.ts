import type { LeaveLink, MailClass } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort } from "./format.ts";
import { paragraph } from "./layout.ts";
import { classFacts, hello, leaveLink } from "./phrases.ts";

export const waitlistJoined: MailDefinition<LeaveLink & { name: string; class: MailClass; position: number }> = {
  name: "On the waitlist",
  group: "Waitlist",
  to: "client",
  when: "when somebody joins the waitlist of a full class",
  addedAtDelivery: "leave_link",

  sample: ({ name, class: class_, leaveUrl }) => ({ name, class: class_, position: 2, leaveUrl }),

  write: (data, brand) => ({
    subject: `You’re on the waitlist: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      hello(data.name),
      paragraph("The class is full, and you are on its waitlist. You pay nothing for waiting."),
      classFacts(data.class, brand, ["Your place", `Number ${data.position}`]),
      paragraph("If a seat opens and it is yours, we mail you."),
      ...leaveLink(data),
    ],
  }),
};
