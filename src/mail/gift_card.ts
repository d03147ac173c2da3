import { DAY } from "../domain/time.ts";
import type { MailDefinition } from "./definition.ts";
import { formatDay, money } from "./format.ts";
import { code, facts, paragraph, quote } from "./layout.ts";
import { hello } from "./phrases.ts";

export const giftCard: MailDefinition<{
  to: "recipient" | "purchaser";
  purchaserName: string;
  recipientName: string | null;
  amountCents: number;
  code: string;
  message: string | null;
  expiresAt: string | null;
}> = {
  name: "Gift card",
  group: "Packs, gift cards and visits",
  to: "gift_card_holder",
  when: "with the code, when a gift card is paid",
  addedAtDelivery: "gift_card_code",

  sample: ({ name, money, giftCardValidDays, later }) => ({
    to: "recipient",
    purchaserName: name,
    recipientName: "Sam Lee",
    amountCents: money(100),
    code: "SAMP2345LE6789XY",
    message: "Happy birthday, Sam!\nSee you on the mat.",
    expiresAt: giftCardValidDays ? later(giftCardValidDays * DAY) : null,
  }),

  write(data, brand) {
    const amount = money(data.amountCents, brand);
    const forRecipient = data.to === "recipient";
    const opening = forRecipient
      ? `${data.purchaserName} gives you a gift card for ${brand.studioName}, worth ${amount}.`
      : `Here is your gift card for ${brand.studioName}, worth ${amount}. Keep it, or pass the code on to someone.`;
    const recipient = data.recipientName ? `For ${data.recipientName}` : `From ${data.purchaserName}`;
    return {
      subject: forRecipient
        ? `${data.purchaserName} gives you a gift card for ${brand.studioName}`
        : `Your gift card for ${brand.studioName}`,
      blocks: [
        hello(forRecipient ? data.recipientName : data.purchaserName),
        paragraph(opening),
        ...(data.message ? [quote(data.message, forRecipient ? data.purchaserName : recipient)] : []),
        code("The code", data.code, inFours(data.code)),
        facts(["Worth", amount], ["Use by", data.expiresAt && formatDay(data.expiresAt, brand)]),
        paragraph(
          `Show the code at ${brand.studioName} when you pay. Whoever has it can use it, so keep this mail safe.`,
        ),
      ],
    };
  },
};

function inFours(giftCode: string): string {
  return giftCode.match(/.{1,4}/gs)?.join("-") ?? giftCode;
}
