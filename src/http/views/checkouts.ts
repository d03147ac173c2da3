import { z } from "@hono/zod-openapi";
import type { OpenCheckout } from "../../workflows/payments/open_checkout.ts";

const exampleCheckout = {
  checkoutUrl: "https://checkout.stripe.com/c/pay/cs_test_a1b2",
  checkoutSessionId: "cs_test_a1b2",
};

export const checkoutView = z.object({ ok: z.literal(true), checkoutUrl: z.string(), checkoutSessionId: z.string() })
  .openapi("Checkout", { example: { ok: true, ...exampleCheckout } });

export const tipCheckoutView = z.object({ checkoutUrl: z.string(), checkoutSessionId: z.string() })
  .openapi("TipCheckout", { example: exampleCheckout });

/** Where the customer pays. */
export function checkoutShape(open: OpenCheckout) {
  return { checkoutUrl: open.url, checkoutSessionId: open.sessionId };
}
