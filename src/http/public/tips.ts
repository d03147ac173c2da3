import { tip } from "../../schemas/tips.ts";
import { startTip } from "../../workflows/payments/start_tip.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { checkoutShape, tipCheckoutView } from "../views/checkouts.ts";

export function tipRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/tip/start",
    tag: "Payments",
    summary: "Tip after a visit",
    description: "With the tip-v1 token of the post-visit mail.",
    auth: "signed",
    credential: "token",
    limit: 20,
    body: tip,
    responses: { 200: { description: "Where to pay.", schema: tipCheckoutView } },
    errors: {
      400: "Amount out of $1–$1,000 range, tips disabled on the service, or appointment in a non-tippable state.",
      403: "Tip token expired or signature-invalid.",
      404: "Appointment not found.",
      409: "A tip has already been collected for this appointment.",
      412: "Provider isn't accepting tips through Stripe Connect.",
      502: "Stripe Checkout creation failed.",
    },
    example: { body: { token: "{tipToken}", amountCents: 1000 } },
  }, async ({ ctx, body }) => ok(checkoutShape(await startTip(ctx, body.token, body.amountCents))));
}
