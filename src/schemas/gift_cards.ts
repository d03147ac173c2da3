import { z } from "@hono/zod-openapi";
import { GIFT_CARD_AMOUNTS } from "../domain/gift_cards.ts";
import { customerToken, email, handle, id, name, note, optional, reference } from "./basics.ts";
import { EMAIL, GIFT_CARD_CODE, ONE_LINE, REFERENCE } from "./patterns.ts";

const amountCents = () =>
  z.int().min(GIFT_CARD_AMOUNTS.minCents, "At least 1000 ($10).")
    .max(GIFT_CARD_AMOUNTS.maxCents, "At most 500000 ($5,000).");

export const giftCardPurchase = z.object({
  handle: handle(),
  amountCents: amountCents(),
  purchaserName: name(),
  purchaserEmail: email(),
  recipientName: optional(name(), ONE_LINE),
  recipientEmail: optional(email(), EMAIL),
  giftMessage: optional(note(500)),
  customerToken: customerToken(),
});

/** A card that the owner sells at the desk. */
export const giftCardIssue = giftCardPurchase.omit({ handle: true, customerToken: true }).extend({
  purchaserEmail: optional(email(), EMAIL),
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

/** What is taken on the console's page, of the amount that was shown. */
export const deskTaking = z.object({
  cents: z.int().min(1),
  purpose: optional(name(), ONE_LINE),
});

/** The same at the desk, where the studio is known. */
export const deskRedemption = giftCardRedemption.omit({ providerId: true });
