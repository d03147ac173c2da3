import { z } from "@hono/zod-openapi";
import { getCheckoutJson } from "../../domain/checkout_lists.ts";
import { id } from "../../schemas/basics.ts";
import { conditional, etagOf } from "../conditional.ts";
import { endpoint } from "../endpoint.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { publicCheckoutView } from "../views/managed_checkouts.ts";

export function checkoutRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "get",
    path: "/api/checkouts/{checkoutSessionId}",
    tag: "Payments",
    summary: "How a payment stands",
    description:
      "For the page that Stripe leads back to, such as `/book/confirm?session_id=…`: Stripe put the session's id in place of " +
      "`{CHECKOUT_SESSION_ID}`. `processing`: the bank has not paid yet; `expired`: " +
      "it was not paid in time, or the bank refused; `refunded`: all of it.",
    auth: "tenant",
    limit: 60,
    conditional: true,
    noStore: true,
    params: z.object({ checkoutSessionId: id().openapi({ example: "cs_test_a1b2" }) }),
    responses: { 200: { description: "The checkout.", schema: publicCheckoutView } },
    errors: { not_found: "No such Checkout Session, or another studio's." },
    example: { params: { checkoutSessionId: "{checkoutSessionId}" } },
  }, async ({ c, ctx, tenant, params }) => {
    const body = `{"checkout":${await getCheckoutJson(ctx.db, tenant.providerId, params.checkoutSessionId)}}`;
    const headers = { "content-type": "application/json" };
    return conditional(body, etagOf(body), c.req.header("if-none-match") ?? null, headers);
  });
}
