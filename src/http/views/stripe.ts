import { z } from "@hono/zod-openapi";

/** How the provider's Stripe account stands. */
export const stripeFields = {
  accountId: z.string().nullable(),
  chargesEnabled: z.boolean(),
  payoutsEnabled: z.boolean(),
  detailsSubmitted: z.boolean(),
};

export const stripeView = z.object(stripeFields).openapi("StripeState", {
  example: { accountId: "acct_1Qx", chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true },
});
