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
    description:
      "With the tip-v1 token of the post-visit mail, whose link leads to `<site>/tip#<token>`. Checkout leads back to `<site>/tip/thanks` " +
      "or `<site>/tip/cancelled`. The site is the first origin of the studio's newest live key, else `ALERA_PUBLIC_URL`.",
    auth: "signed",
    credential: "token",
    limit: 20,
    body: tip,
    responses: { 200: { description: "Where to pay.", schema: tipCheckoutView } },
    errors: {
      invalid_request: "Amount out of $1–$1,000 range.",
      not_tippable: "Tips disabled on the service, or appointment in a non-tippable state.",
      invalid_token: "Tip token is malformed or forged.",
      expired_token: "Tip token has expired.",
      not_found: "Appointment not found.",
      already_tipped: "A tip has already been collected for this appointment.",
      not_onboarded: "Provider isn't accepting tips through Stripe Connect.",
      checkout_failed: "Stripe Checkout creation failed.",
    },
    statuses: { invalid_token: 403, expired_token: 403 },
    example: { body: { token: "{tipToken}", amountCents: 1000 } },
  }, async ({ ctx, body }) => ok(checkoutShape(await startTip(ctx, body.token, body.amountCents))));
}
