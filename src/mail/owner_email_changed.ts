import type { MailDefinition } from "./definition.ts";
import { formatMoment } from "./format.ts";
import { facts, paragraph } from "./layout.ts";

export const ownerEmailChanged: MailDefinition<{ newEmail: string; changedAt: string }> = {
  name: "Your email was changed",
  group: "To you",
  to: "previous_owner_address",
  when: "when you change it in your profile",

  sample: ({ now }) => ({ newEmail: "new-owner@example.com", changedAt: now }),

  write: (data, brand) => ({
    subject: `The owner’s email of ${brand.studioName} was changed`,
    blocks: [
      paragraph(
        `Sign-in links and notifications of ${brand.studioName} go to another address now, and no longer to this one.`,
      ),
      facts(["New address", data.newEmail], ["Changed", formatMoment(data.changedAt, brand)]),
      paragraph(
        "What to do: nothing, if it was you. If it was not, tell whoever runs your booking server at once: somebody else can sign in as you.",
      ),
    ],
  }),
};
