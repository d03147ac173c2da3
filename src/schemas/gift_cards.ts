import { z } from "@hono/zod-openapi";
import { customerToken, email, handle, id, name, note, optional, reference } from "./basics.ts";
import { EMAIL, GIFT_CARD_CODE, ONE_LINE, REFERENCE } from "./patterns.ts";

/** What a gift card may be worth. */
export const giftCardAmounts = { minCents: 1000, maxCents: 500_000 };

export const giftCardPurchase = z.object({
  handle: handle(),
  amountCents: z.int().min(giftCardAmounts.minCents, "At least 1000 ($10).")
    .max(giftCardAmounts.maxCents, "At most 500000 ($5,000)."),
  purchaserName: name(),
  purchaserEmail: email(),
  recipientName: optional(name(), ONE_LINE),
  recipientEmail: optional(email(), EMAIL),
  giftMessage: optional(note(500)),
  customerToken: customerToken(),
});

export const giftCardRedemption = z.object({
  code: z.string().max(100).openapi({ pattern: GIFT_CARD_CODE }),
  providerId: id(),
  requestedDebitCents: z.int().min(1),
  appointmentId: optional(reference(128), REFERENCE).openapi({
    maxLength: 128,
    description: "Your own reference; needed to commit.",
  }),
  mode: optional(z.enum(["preview", "commit"])).openapi({ default: "preview" }),
});
