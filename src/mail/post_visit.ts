import { HOUR } from "../domain/time.ts";
import type { MailDefinition } from "./definition.ts";
import { formatMoment } from "./format.ts";
import { button, facts, paragraph } from "./layout.ts";
import { codeUnlessIn, hello, where } from "./phrases.ts";

export const postVisit: MailDefinition<{
  name: string;
  serviceName: string;
  scheduledAt: string;
  /** Null where the service takes no tips. */
  tipUrl: string | null;
  tipToken: string | null;
}> = {
  name: "Thank you",
  group: "Packs, gift cards and visits",
  to: "client",
  when: "with the link for a tip, when you complete an appointment",

  sample: ({ name, class: { name: serviceName }, later, siteUrl }) => ({
    name,
    serviceName,
    scheduledAt: later(-2 * HOUR),
    tipUrl: `${siteUrl}/tip#sample`,
    tipToken: "sample",
  }),

  write: (data, brand) => ({
    subject: `Thank you for your visit to ${brand.studioName}`,
    blocks: [
      hello(data.name),
      paragraph("It was good to have you here."),
      facts(["Visit", data.serviceName], ["When", formatMoment(data.scheduledAt, brand)], where(brand)),
      ...(data.tipUrl === null || data.tipToken === null ? [] : [
        paragraph("If you like, you can leave a tip. It goes to us in full, and it is never expected."),
        button("Leave a tip", data.tipUrl),
        ...codeUnlessIn(data.tipUrl, data.tipToken),
      ]),
    ],
  }),
};
