import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";

export const redemptionView = z.object({
  ok: z.literal(true),
  debitCents: z.int(),
  balanceCents: z.int(),
  balanceRemainingCents: z.int(),
  alreadyRedeemed: z.literal(true).optional(),
}).openapi("Redemption", {
  example: { ok: true, debitCents: 2000, balanceCents: 10000, balanceRemainingCents: 8000 },
});

export const giftCardView = z.object({
  id: z.string(),
  codeLast4: z.string(),
  initialCents: z.int(),
  balanceCents: z.int(),
  currency: z.string(),
  purchaserName: z.string(),
  purchaserEmail: z.string().nullable(),
  recipientName: z.string().nullable(),
  recipientEmail: z.string().nullable(),
  expiresAt: instant.nullable(),
  createdAt: instant,
  paidWith: z.enum(["card", "offline"]),
}).openapi("GiftCard", {
  example: {
    id: "gc-1e9b",
    codeLast4: "7890",
    initialCents: 10000,
    balanceCents: 8000,
    currency: "usd",
    purchaserName: "Jane Doe",
    purchaserEmail: "jane.doe@example.com",
    recipientName: "Sam Smith",
    recipientEmail: "sam@example.com",
    expiresAt: null,
    createdAt: "2026-05-02T16:20:00.000Z",
    paidWith: "card",
  },
});

export const issuedGiftCardView = giftCardView.extend({ code: z.string() }).openapi("IssuedGiftCard", {
  example: undefined,
});

export const giftCardDetailView = giftCardView.extend({
  redemptions: z.array(
    z.object({ id: z.string(), appointmentId: z.string(), debitCents: z.int(), createdAt: instant }).openapi("Debit", {
      example: {
        id: "debit-4410",
        appointmentId: "visit-1042",
        debitCents: 2000,
        createdAt: "2026-05-18T11:02:00.000Z",
      },
    }),
  ),
}).openapi("GiftCardDetail", { example: undefined });
