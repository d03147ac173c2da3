import { z } from "@hono/zod-openapi";
import { pageQuery } from "./basics.ts";

/** Which checkouts of a studio. */
export const checkoutQuery = pageQuery.extend({
  state: z.enum(["disputed"]).optional().openapi({
    description: "`disputed`: Stripe's record differs from ours, or Stripe refuses to say how the payment stands.",
  }),
});
