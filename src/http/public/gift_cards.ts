import { giftCardPurchase, giftCardRedemption } from "../../schemas/gift_cards.ts";
import { startGiftCard } from "../../workflows/payments/start_gift_card.ts";
import { redeemGiftCard } from "../../workflows/payments/redeem_gift_card.ts";
import { REDEEM } from "../limit_codes.ts";
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
    description: "The card is created, and its code mailed, when the payment completes. Checkout leads back to " +
      "`<Origin>/gift-cards/confirm?session_id={CHECKOUT_SESSION_ID}`, where Stripe puts the Checkout Session's id, or to " +
      "`<Origin>/gift-cards/cancelled`: pages of your site.",
    auth: "tenant",
    limit: 20,
    body: giftCardPurchase,
    responses: { 200: { description: "Where to pay.", schema: checkoutView } },
    errors: {
      invalid_request: "Missing field, amount out of $10–$5,000 range.",
      wrong_provider: "API key not authorized for this provider.",
      not_found: "Provider not found for this handle.",
      not_onboarded: "Provider doesn't have Stripe Connect onboarded yet.",
      checkout_failed: "Stripe Checkout creation failed.",
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
    path: REDEEM.path,
    tag: "Payments",
    summary: "Preview or redeem a gift card",
    description:
      "`preview` writes nothing. `commit` debits once per appointmentId; a repeat returns the first debit with `alreadyRedeemed: true`.",
    auth: "tenant",
    secretKey: true,
    limit: REDEEM.limit,
    body: giftCardRedemption,
    responses: { 200: { description: "What is, or would be, debited.", schema: redemptionView } },
    errors: {
      invalid_request: "Invalid code length or amount.",
      gift_card_expired: "The card has expired.",
      gift_card_empty: "The card has no balance left.",
      not_found: "Gift card not found or not valid for this provider.",
    },
    example: {
      body: { code: "{giftCardCode}", providerId: "{providerId}", requestedDebitCents: 2000, mode: "preview" },
    },
  }, async ({ ctx, tenant, body }) => ok(await redeemGiftCard(ctx, tenant, { ...body, mode: body.mode ?? "preview" })));
}
