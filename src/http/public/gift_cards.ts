import { giftCardPurchase, giftCardRedemption } from "../../schemas/gift_cards.ts";
import { startGiftCard } from "../../workflows/payments/start_gift_card.ts";
import { redeemGiftCard } from "../../workflows/payments/redeem_gift_card.ts";
import { endpoint } from "../endpoint.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { checkoutShape, checkoutView } from "../views/checkouts.ts";
import { redemptionView } from "../views/gift_cards.ts";

export function giftCardRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/gift-cards/start",
    tag: "Payments",
    summary: "Buy a gift card",
    description: "The card is created, and its code mailed, when the payment completes.",
    auth: "tenant",
    limit: 20,
    body: giftCardPurchase,
    responses: { 200: { description: "Where to pay.", schema: checkoutView } },
    errors: {
      400: "Validation failed (missing field, amount out of $10–$5,000 range).",
      403: "API key not authorized for this provider.",
      404: "Provider not found for this handle.",
      412: "Provider doesn't have Stripe Connect onboarded yet.",
      502: "Stripe Checkout creation failed.",
    },
    example: {
      body: {
        handle: "{handle}",
        amountCents: 10000,
        purchaserName: "Jane Doe",
        purchaserEmail: "jane.doe@example.com",
        recipientName: "Sam Smith",
        recipientEmail: "sam@example.com",
        giftMessage: "Happy birthday!",
      },
    },
  }, async ({ ctx, tenant, body }) => {
    const { recipientName = null, recipientEmail = null, giftMessage = null, ...rest } = body;
    const checkout = await startGiftCard(ctx, tenant, { ...rest, recipientName, recipientEmail, giftMessage });
    return ok({ ok: true, ...checkoutShape(checkout) });
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/gift-cards/redeem",
    tag: "Payments",
    summary: "Preview or redeem a gift card",
    description:
      "`preview` writes nothing. `commit` debits once per appointmentId; a repeat returns the first debit with `alreadyRedeemed: true`.",
    auth: "tenant",
    limit: 30,
    body: giftCardRedemption,
    responses: { 200: { description: "What is, or would be, debited.", schema: redemptionView } },
    errors: {
      400: "Invalid code length, expired card, zero-balance card, or invalid amount.",
      403: "Origin not allowed for this API key.",
      404: "Gift card not found or not valid for this provider.",
    },
    example: {
      body: { code: "{giftCardCode}", providerId: "{providerId}", requestedDebitCents: 2000, mode: "preview" },
    },
  }, async ({ ctx, tenant, body }) => ok(await redeemGiftCard(ctx, tenant, { ...body, mode: body.mode ?? "preview" })));
}
