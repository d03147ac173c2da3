import { z } from "@hono/zod-openapi";
import { pageQuery } from "./basics.ts";

/** Which checkouts of a studio. */
export const checkoutQuery = pageQuery.extend({
  state: z.enum(["disputed", "unknown"]).optional().openapi({
    description: "`disputed`: Stripe's record differs from ours, or Stripe refuses to say how the payment stands; " +
      "`unknown`: a payment that is ours by Stripe's metadata, and of which there is no record, as after a restore of an older backup.",
  }),
});
