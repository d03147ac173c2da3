import { z } from "@hono/zod-openapi";
import { signInLink } from "../../schemas/sign_in.ts";
import { getCustomerSummary } from "../../workflows/clients/customer_summary.ts";
import { sendSigninLink } from "../../workflows/clients/sign_in_link.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { customerView, summaryShape } from "../views/customer.ts";

export function customerRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/customer/signin-link",
    tag: "Customer",
    summary: "Mail a sign-in link",
    description:
      "The link leads to `<customerSiteOrigin>/me/<token>`, a page of your site; the token opens `GET /api/customer/me` for 30 days. " +
      "Known and unknown emails get the same response.",
    auth: "tenant",
    limit: 5,
    body: signInLink,
    responses: { 200: { description: "Always the same.", schema: z.object({ ok: z.literal(true) }) } },
    errors: {
      invalid_request: "Missing email or handle, or an origin that is not allowed.",
      wrong_provider: "API key not authorized for this provider.",
    },
    example: { body: { email: "jane.doe@example.com", handle: "{handle}" } },
  }, async ({ ctx, tenant, body }) => {
    await sendSigninLink(ctx, tenant, body);
    return ok({ ok: true });
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/customer/me",
    tag: "Customer",
    summary: "The signed-in customer",
    description:
      "With the cust-v1 token of the mailed link, in `x-customer-token` (preferred) or `?token=`. An API key is not needed; one that is sent must match.",
    auth: "customer",
    limit: 30,
    noStore: true,
    writes: true,
    query: z.object({ token: z.string().optional() }),
    responses: { 200: { description: "Bookings, class packs, calendar feed.", schema: customerView } },
    errors: {
      invalid_token: "Token missing or malformed.",
      expired_token: "Token expired.",
      wrong_provider: "Token's provider doesn't match the API key's provider.",
      not_found: "Customer or studio record not found.",
    },
    example: { query: { token: "{customerToken}" } },
  }, async ({ c, ctx, query, keyProviderId }) => {
    const token = c.req.header("x-customer-token") || query.token;
    return ok(summaryShape(await getCustomerSummary(ctx, token, keyProviderId)));
  });
}
