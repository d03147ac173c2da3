import type { MailDefinition } from "./definition.ts";
import { paragraph } from "./layout.ts";
import { consoleButton } from "./phrases.ts";

export const webhookDisabled: MailDefinition<{ url: string; reason: "gone" | "failing" }> = {
  name: "Webhook endpoint disabled",
  group: "To you",
  to: "owner",
  when: "when nothing can be delivered to a webhook endpoint any more",

  sample: ({ siteUrl }) => ({ url: `${siteUrl}/hooks/alera`, reason: "failing" }),

  write: ({ url, reason }, brand) => ({
    subject: "A webhook endpoint was disabled",
    blocks: [
      paragraph(
        reason === "gone"
          ? `The webhook endpoint ${url} answered that it is gone for good (410). It was disabled.`
          : `Nothing could be delivered to the webhook endpoint ${url} for five days. It was disabled.`,
      ),
      paragraph(
        "What happens from now on is not sent there, and what was still to be sent has failed. Bookings and payments are not affected.",
      ),
      paragraph(
        "What to do: have it repaired, then enable it again in your console. The events of the last 30 days can be sent again there.",
      ),
      consoleButton(brand),
    ],
  }),
};
