import { z } from "@hono/zod-openapi";
import { onboarding } from "../../schemas/stripe.ts";
import { refreshStripeState, startOnboarding } from "../../workflows/account/stripe_onboarding.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { stripeView } from "../views/stripe.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

export function stripeRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/stripe/onboarding",
    summary: "Start or continue Stripe onboarding",
    body: onboarding,
    responses: {
      200: {
        description: "A single-use address at Stripe.",
        schema: z.object({ url: z.string().openapi({ example: "https://connect.stripe.com/setup/e/acct_1Qx/a1b2" }) }),
      },
    },
    errors: {
      not_connect: "The server runs on the studio's own Stripe account.",
      stripe_unavailable: "Stripe did not accept the request.",
    },
    example: {
      body: { returnUrl: "https://your-site.com/stripe/done", refreshUrl: "https://your-site.com/stripe/again" },
    },
  }, async ({ ctx, provider, body }) => ok({ url: await startOnboarding(ctx, provider.id, body) }));

  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/stripe",
    writes: true,
    summary: "Read the Stripe account's state",
    description: "Fetched from Stripe; the last known state when Stripe does not answer.",
    responses: { 200: { description: "The account's state.", schema: stripeView } },
    errors: {},
    example: {},
  }, async ({ ctx, provider }) => ok(await refreshStripeState(ctx, provider.id)));
}
