import { pluralize } from "../domain/format.ts";
import type { MailDefinition } from "./definition.ts";
import { button, paragraph } from "./layout.ts";
import { hello } from "./phrases.ts";

export const signinLink: MailDefinition<{ name: string; portalUrl: string; validDays: number }> = {
  name: "Sign-in link for a client",
  group: "Packs, gift cards and visits",
  to: "client",
  when: "when a client asks for it on your site",

  sample: ({ name, portalUrl }) => ({ name, portalUrl, validDays: 30 }),

  write: (data, brand) => ({
    subject: `Your link to ${brand.studioName}`,
    blocks: [
      hello(data.name),
      paragraph("Here is the link to your bookings and packs."),
      button("Open your page", data.portalUrl),
      paragraph(
        `It works for ${pluralize(data.validDays, "day")}. Keep it to yourself: whoever has it is signed in as you.`,
      ),
      paragraph("You did not ask for it? Then do nothing."),
    ],
  }),
};
