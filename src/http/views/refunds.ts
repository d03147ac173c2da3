import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";

export const refundView = z.object({
  id: z.string(),
  enrollmentId: z.string().nullable(),
  checkoutSessionId: z.string(),
  amountCents: z.int().openapi({ description: "What was due." }),
  currency: z.string(),
  reason: z.enum(["cancellation", "class_cancelled", "seat_gone", "duplicate_tip", "buyer_gone", "dashboard"]),
  state: z.enum(["intent", "pending", "succeeded", "failed", "owed"]),
  refundedCents: z.int().openapi({ description: "By Alera, as far as Stripe has accepted it." }),
  refundedOutsideCents: z.int().openapi({ description: "In the studio's Stripe dashboard." }),
  paidByHandCents: z.int(),
  owedCents: z.int().openapi({ description: "Still due." }),
  stripeRefundId: z.string().nullable(),
  unreadSince: instant.nullable().openapi({
    description: "Since when Stripe refuses to list this payment's refunds: until it does, all of this is in doubt.",
  }),
  createdAt: instant,
}).openapi("Refund", {
  example: {
    id: "rf-60a1",
    enrollmentId: "enr-9d8f",
    checkoutSessionId: "cs_test_a1b2",
    amountCents: 2000,
    currency: "usd",
    reason: "cancellation",
    state: "succeeded",
    refundedCents: 2000,
    refundedOutsideCents: 0,
    paidByHandCents: 0,
    owedCents: 0,
    stripeRefundId: "re_3xGWrN5n",
    unreadSince: null,
    createdAt: "2026-05-14T22:10:00.000Z",
  },
});
