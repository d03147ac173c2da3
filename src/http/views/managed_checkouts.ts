import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";

const checkoutFields = z.object({
  checkoutSessionId: z.string().nullable(),
  kind: z.enum(["class", "package", "gift_card", "tip"]),
  status: z.enum(["open", "processing", "paid", "expired", "refunded"]),
  amountCents: z.int(),
  currency: z.string(),
  enrollmentId: z.string().nullable(),
  enrollmentStatus: z.enum(["PendingPayment", "Confirmed", "Cancelled", "Expired", "Completed", "NoShow"]).nullable(),
  classSession: z.object({ id: z.string(), nameSnapshot: z.string(), scheduledAt: instant, durationMin: z.int() })
    .nullable(),
});

const exampleCheckout = {
  checkoutSessionId: "cs_test_a1b2",
  kind: "class",
  status: "open",
  amountCents: 2000,
  currency: "usd",
  enrollmentId: "enr-9d8f",
  enrollmentStatus: "PendingPayment",
  classSession: {
    id: "class-7a2c",
    nameSnapshot: "Pilates Class",
    scheduledAt: "2026-05-18T11:00:00.000Z",
    durationMin: 50,
  },
};

/** A checkout as a site sees it. */
export const publicCheckoutView = z.object({ checkout: checkoutFields }).openapi("CheckoutStatus", {
  example: { checkout: { ...exampleCheckout, status: "paid", enrollmentStatus: "Confirmed" } },
});

/** A checkout as its studio sees it. */
export const managedCheckoutView = checkoutFields.extend({
  reason: z.enum([
    "amount_differs",
    "currency_differs",
    "mode_differs",
    "account_refused",
    "session_refused",
    "bank_undecided",
    "unreadable",
    "differs",
    "class_missing",
    "appointment_missing",
  ])
    .nullable().openapi({
      description:
        "Why it is disputed: what Stripe says differently from our record, what it refuses to tell of, or a bank that has not decided within 15 days. " +
        "Why it is unknown: what `alera reconcile` could not make its record from (null until it has looked).",
    }),
  disputedAt: instant.nullable(),
  refundsUnreadSince: instant.nullable().openapi({
    description: "Since when Stripe refuses to list its refunds: until it does, whether it was refunded is in doubt.",
  }),
  createdAt: instant,
}).openapi("ManagedCheckout", {
  example: {
    ...exampleCheckout,
    reason: "amount_differs",
    disputedAt: "2026-05-14T22:45:00.000Z",
    refundsUnreadSince: null,
    createdAt: "2026-05-14T22:10:00.000Z",
  },
});
