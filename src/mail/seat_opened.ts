import type { MailClass } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { formatShort } from "./format.ts";
import { paragraph } from "./layout.ts";
import { classFacts, consoleButton } from "./phrases.ts";

export const seatOpened: MailDefinition<{ class: MailClass; seatsLeft: number; waiting: number }> = {
  name: "A seat opened",
  group: "To you",
  to: "owner",
  when: "when a seat opens and somebody waits for it",

  sample: ({ class: class_ }) => ({ class: class_, seatsLeft: 1, waiting: 3 }),

  write: (data, brand) => ({
    subject: `A seat opened: ${data.class.name}, ${formatShort(data.class.scheduledAt, brand)}`,
    blocks: [
      paragraph("A seat has opened in a class that people wait for."),
      classFacts(data.class, brand, ["Open seats", String(data.seatsLeft)], ["Waiting", String(data.waiting)]),
      paragraph("What to do: open the class in your console and choose who gets the seat."),
      consoleButton(brand),
    ],
  }),
};
