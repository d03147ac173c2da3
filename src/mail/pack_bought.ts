import type { MailDefinition } from "./definition.ts";
import { formatDay, money } from "./format.ts";
import { button, facts, paragraph } from "./layout.ts";
import { hello } from "./phrases.ts";

export const packBought: MailDefinition<{
  name: string;
  packName: string;
  sessionsTotal: number;
  expiresAt: string | null;
  portalUrl: string;
  paidCents: number;
}> = {
  name: "Pack bought",
  group: "Packs, gift cards and visits",
  to: "client",
  when: "when a pack is paid",

  sample: ({ name, at, portalUrl, money }) => ({
    name,
    packName: "5-Class Pack",
    sessionsTotal: 5,
    expiresAt: at(180, 12),
    portalUrl,
    paidCents: money(90),
  }),

  write: (data, brand) => ({
    subject: `Your pack is ready: ${data.packName}`,
    blocks: [
      hello(data.name),
      paragraph("Thank you. Your pack is ready to use."),
      facts(
        ["Pack", data.packName],
        ["Classes", String(data.sessionsTotal)],
        ["Use by", data.expiresAt && formatDay(data.expiresAt, brand)],
        ["Paid", money(data.paidCents, brand)],
      ),
      paragraph("Open your page to see what is left and to book with it. Keep the link to yourself: it signs you in."),
      button("Open your page", data.portalUrl),
    ],
  }),
};
