import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { facts, paragraph } from "./layout.ts";
import { hello } from "./phrases.ts";

export const giftCardReceipt: MailDefinition<{
  purchaserName: string;
  recipientName: string | null;
  /** Null once the recipient was erased. */
  recipientEmail: string | null;
  amountCents: number;
}> = {
  name: "Gift card receipt",
  group: "Packs, gift cards and visits",
  to: "buyer",
  when: "when the card was mailed to somebody else",

  sample: ({ name, money }) => ({
    purchaserName: name,
    recipientName: "Sam Lee",
    recipientEmail: "sam.lee@example.com",
    amountCents: money(100),
  }),

  write(data, brand) {
    const { recipientName, recipientEmail } = data;
    const recipient = recipientName ?? recipientEmail;
    return {
      subject: recipient ? `Your gift card for ${recipient} is on its way` : "Your gift card is on its way",
      blocks: [
        hello(data.purchaserName),
        paragraph("Thank you. We have mailed your gift card, with its code and your words."),
        facts(
          ["To", recipientName && recipientEmail ? `${recipientName} (${recipientEmail})` : recipient],
          ["Worth", money(data.amountCents, brand)],
        ),
        paragraph("Did it not arrive? Answer this mail and we look into it."),
      ],
    };
  },
};
