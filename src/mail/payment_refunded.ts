import type { MailDefinition } from "./definition.ts";
import { money } from "./format.ts";
import { paragraph } from "./layout.ts";
import { hello, refundBlocks } from "./phrases.ts";

export const paymentRefunded: MailDefinition<{
  name: string;
  what: string;
  amountCents: number;
  reason: "seat_gone" | "class_cancelled" | "booking_cancelled" | "tip_already_collected";
}> = {
  name: "Payment refunded",
  group: "Bookings",
  to: "client",
  when: "when a payment came too late and was refunded automatically",

  sample: ({ name, class: { name: what }, priceCents }) => ({
    name,
    what,
    amountCents: priceCents,
    reason: "seat_gone",
  }),

  write(data, brand) {
    const why = {
      seat_gone: `Your payment for ${data.what} arrived after the booking had ended, so we refund all of it.`,
      class_cancelled: `${data.what} is cancelled, so we refund your payment.`,
      booking_cancelled: `Your booking of ${data.what} was cancelled before your payment arrived, so we refund it.`,
      tip_already_collected: `You had already left a tip for ${data.what}, so we refund this second one.`,
    }[data.reason];
    return {
      subject: `Your refund: ${money(data.amountCents, brand)} for ${data.what}`,
      blocks: [hello(data.name), paragraph(why), ...refundBlocks(data.amountCents, false, brand)],
    };
  },
};
