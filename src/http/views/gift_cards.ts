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
    z.object({
      id: z.string(),
      appointmentId: z.string().openapi({
        description: "The reference of the redemption; of a booking its enrollment.",
      }),
      debitCents: z.int().openapi({ description: "Below zero: it came back to the card." }),
      createdAt: instant,
      enrollmentId: z.string().nullable().openapi({ description: "The booking that the card paid for; else null." }),
      purpose: z.string().nullable().openapi({ description: "What it was taken for at the desk." }),
      class: z.object({ id: z.string(), name: z.string(), scheduledAt: instant }).nullable(),
      client: z.object({ id: z.string(), name: z.string() }).nullable(),
    }).openapi("Debit", {
      example: {
        id: "debit-4410",
        appointmentId: "enr-9d8f",
        debitCents: 2000,
        createdAt: "2026-05-18T11:02:00.000Z",
        enrollmentId: "enr-9d8f",
        purpose: null,
        class: { id: "class-7a2c", name: "Pilates Class", scheduledAt: "2026-05-20T11:00:00.000Z" },
        client: { id: "cli-08d2", name: "Jane Doe" },
      },
    }),
  ),
}).openapi("GiftCardDetail", { example: undefined });
