import { packagePurchase } from "../../schemas/packages.ts";
import { startPackage } from "../../workflows/payments/start_package.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { checkoutShape, checkoutView } from "../views/checkouts.ts";

export function packageRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/packages/start",
    tag: "Payments",
    summary: "Buy a class pack",
    description:
      "The pack is created, and its portal link `<Origin>/me/<token>` mailed, when the payment completes. Checkout leads back to " +
      "`<Origin>/packages/confirm?session_id={CHECKOUT_SESSION_ID}`, where Stripe puts the Checkout Session's id, or to " +
      "`<Origin>/packages/cancelled`: pages of your site.",
    auth: "tenant",
    limit: 20,
    body: packagePurchase,
    responses: { 200: { description: "Where to pay.", schema: checkoutView } },
    errors: {
      invalid_request: "Missing field.",
      package_unavailable: "The class pack is not on sale.",
      wrong_provider: "API key not authorized for this provider.",
      not_onboarded: "Provider doesn't have Stripe Connect onboarded yet.",
      checkout_failed: "Stripe Checkout creation failed.",
    },
    example: {
      body: {
        packageTypeId: "{packageTypeId}",
        handle: "{handle}",
        name: "Jane Doe",
        email: "jane.doe@example.com",
        phone: "5555550142",
      },
    },
  }, async ({ ctx, tenant, body }) => {
    const checkout = await startPackage(ctx, tenant, { ...body, phone: body.phone ?? null });
    return ok({ ok: true, ...checkoutShape(checkout) });
  });
}
