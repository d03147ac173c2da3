/** `POST /api/webhooks/stripe`: verified on the raw body, answered 2xx only once the effect is committed. */
import { z } from "@hono/zod-openapi";
import { PaymentsError } from "../../ports/payments.ts";
import { handlePaymentEvent } from "../../workflows/payments/handle_event.ts";
import { errorResponse, HttpError, json } from "../errors.ts";
import { type App, documentOnly, type HttpServices, readBody } from "../endpoint.ts";

const MAX_EVENT = 1024 * 1024;

export function stripeWebhook(app: App, services: HttpServices): void {
  const { ctx } = services;
  documentOnly(app, {
    method: "post",
    path: "/api/webhooks/stripe",
    tag: "Webhooks",
    summary: "Stripe's events",
    description: "Called by Stripe. The raw body is verified with the signature and its age (300 s).",
    auth: "none",
    answers: { 200: { description: "Taken, or not ours.", schema: z.object({ received: z.literal(true) }) } },
    headers: z.object({ "stripe-signature": z.string() }),
    errors: { 400: "Bad, missing or old signature.", 413: "The event is larger than 1 MiB." },
  });
  app.post("/api/webhooks/stripe", async (c) => {
    c.env.seen.route = "POST /api/webhooks/stripe";
    try {
      const body = await readBody(c.req.raw, MAX_EVENT);
      const signature = c.req.header("stripe-signature");
      if (!signature) throw new HttpError(400, "The Stripe-Signature header is missing.");
      await handlePaymentEvent(ctx, await ctx.payments.verifyEvent(body, signature, ctx.clock.now()));
      return json(200, { received: true });
    } catch (error) {
      if (error instanceof PaymentsError) {
        return json(400, { error: "The event's signature is not valid, or too old." });
      }
      return errorResponse(error, c.env.requestId, ctx.log);
    }
  });
}
