import { z } from "@hono/zod-openapi";

export const waitlistView = z.object({
  waitlistEntryId: z.string(),
  position: z.int().openapi({ description: "Position among the waiting clients, from 1." }),
  alreadyOnWaitlist: z.boolean(),
  leaveToken: z.string().openapi({ description: "For the customer's own link to leave the waitlist." }),
}).openapi("WaitlistJoined", {
  example: { waitlistEntryId: "wl-3c1b", position: 2, alreadyOnWaitlist: false, leaveToken: "d2wtdjF8d2wtM2MxYg" },
});

export const promotionView = z.object({
  enrollmentId: z.string(),
  status: z.string(),
  checkoutUrl: z.string().nullable(),
}).openapi("Promotion", {
  example: {
    enrollmentId: "enr-9d8f",
    status: "PendingPayment",
    checkoutUrl: "https://checkout.stripe.com/c/pay/cs_test_a1b2",
  },
});
