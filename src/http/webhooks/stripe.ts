/** `POST /api/webhooks/stripe`: verified on the raw body, 2xx only after the effect is committed. */
import { z } from "@hono/zod-openapi";
import { PaymentsError } from "../../ports/payments.ts";
import { handlePaymentEvent } from "../../workflows/payments/handle_event.ts";
import { readBody } from "../body.ts";
import { errorResponse, HttpError } from "../errors.ts";
import { describeOperation } from "../openapi/operation.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";

const MAX_EVENT = 1024 * 1024;

export function stripeWebhook(app: App, services: HttpServices): void {
  const { ctx } = services;
  describeOperation(app, {
    method: "post",
    path: "/api/webhooks/stripe",
    tag: "Webhooks",
    summary: "Stripe's events",
    description: "Called by Stripe. The raw body is verified with the signature and its age (300 s).",
    auth: "none",
    responses: { 200: { description: "Handled, or not ours.", schema: z.object({ received: z.literal(true) }) } },
    headers: z.object({ "stripe-signature": z.string() }),
    errors: {
      invalid_signature: "Bad, missing or old signature.",
      body_too_large: "The event is larger than 1 MiB.",
      stripe_unavailable: "Stripe did not answer our question about the event. Stripe sends it again.",
    },
  });
  app.post("/api/webhooks/stripe", async (c) => {
    c.env.seen.route = "POST /api/webhooks/stripe";
    try {
      const body = await readBody(c.req.raw, MAX_EVENT);
      const signature = c.req.header("stripe-signature");
      if (!signature) throw new HttpError("invalid_signature", "The Stripe-Signature header is missing.");
      await handlePaymentEvent(ctx, await ctx.payments.verifyEvent(body, signature, ctx.clock.now()));
      ctx.metrics.webhooks.add("handled");
      return ok({ received: true });
    } catch (error) {
      const refused = error instanceof PaymentsError
        ? new HttpError("invalid_signature", "The event's signature is not valid, or too old.")
        : error;
      ctx.metrics.webhooks.add(refused instanceof HttpError ? "refused" : "failed");
      return errorResponse(refused, c.env.requestId, ctx.log);
    }
  });
}
