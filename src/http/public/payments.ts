/** Class packs, gift cards and tips. */
import { z } from "@hono/zod-openapi";
import { startGiftCard, startPackage, startTip } from "../../workflows/payments/purchase.ts";
import { redeemGiftCard } from "../../workflows/payments/redeem_gift_card.ts";
import type { OpenCheckout } from "../../workflows/payments/checkout.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { email, handle, id, name, note, optional, phone, reference } from "../../schemas/basics.ts";
import { checkoutView, redemptionView, tipCheckoutView } from "./views.ts";

const NOT_ONBOARDED = "Provider doesn't have Stripe Connect onboarded yet.";
const STRIPE_FAILED = "Stripe Checkout creation failed.";

export function paymentRoutes(app: App, services: HttpServices): void {
  endpoint(
    app,
    services,
    {
      method: "post",
      path: "/api/packages/start",
      tag: "Payments",
      summary: "Buy a class pack",
      description: "The pack is made, and its portal link mailed, when the payment completes.",
      auth: "tenant",
      limit: 20,
      body: z.object({
        packageTypeId: id(),
        handle: handle(),
        name: name(),
        email: email(),
        phone: optional(phone()),
      }),
      answers: { 200: { description: "Where to pay.", schema: checkoutView } },
      errors: {
        400: "Validation failed (missing field, package not available).",
        403: "API key not authorized for this provider.",
        412: NOT_ONBOARDED,
        502: STRIPE_FAILED,
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
    },
    async ({ ctx, tenant, body }) =>
      ok({ ok: true, ...shape(await startPackage(ctx, tenant, { ...body, phone: body.phone ?? null })) }),
  );

  endpoint(app, services, {
    method: "post",
    path: "/api/gift-cards/start",
    tag: "Payments",
    summary: "Buy a gift card",
    description: "The card is made, and its code mailed, when the payment completes.",
    auth: "tenant",
    limit: 20,
    body: z.object({
      handle: handle(),
      amountCents: z.int().min(1000, "At least 1000 ($10).").max(500_000, "At most 500000 ($5,000)."),
      purchaserName: name(),
      purchaserEmail: email(),
      recipientName: optional(name()),
      recipientEmail: optional(email()),
      giftMessage: optional(note(500)),
    }),
    answers: { 200: { description: "Where to pay.", schema: checkoutView } },
    errors: {
      400: "Validation failed (missing field, amount out of $10–$5,000 range).",
      403: "API key not authorized for this provider.",
      404: "Provider not found for this handle.",
      412: NOT_ONBOARDED,
      502: STRIPE_FAILED,
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
    return ok({
      ok: true,
      ...shape(await startGiftCard(ctx, tenant, { ...rest, recipientName, recipientEmail, giftMessage })),
    });
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/gift-cards/redeem",
    tag: "Payments",
    summary: "Look at or debit a gift card",
    description:
      "`preview` writes nothing. `commit` debits once per appointmentId; a repeat answers the first debit with `alreadyRedeemed: true`.",
    auth: "tenant",
    limit: 30,
    body: z.object({
      code: z.string().max(100),
      providerId: id(),
      requestedDebitCents: z.int().min(1),
      appointmentId: optional(reference(128)).openapi({
        maxLength: 128,
        description: "Your own reference; needed to commit.",
      }),
      mode: optional(z.enum(["preview", "commit"])).openapi({ default: "preview" }),
    }),
    answers: { 200: { description: "What is, or would be, debited.", schema: redemptionView } },
    errors: {
      400: "Invalid code length, expired card, zero-balance card, or invalid amount.",
      403: "Origin not allowed for this API key.",
      404: "Gift card not found or not valid for this provider.",
    },
    example: {
      body: { code: "{giftCardCode}", providerId: "{providerId}", requestedDebitCents: 2000, mode: "preview" },
    },
  }, async ({ ctx, tenant, body }) => ok(await redeemGiftCard(ctx, tenant, { ...body, mode: body.mode ?? "preview" })));

  endpoint(app, services, {
    method: "post",
    path: "/api/tip/start",
    tag: "Payments",
    summary: "Tip after a visit",
    description: "By the tip-v1 token of the post-visit mail.",
    auth: "signed",
    credential: "token",
    limit: 20,
    body: z.object({
      token: z.string().min(1),
      amountCents: z.int().min(100, "At least 100 ($1).").max(100_000, "At most 100000 ($1,000)."),
    }),
    answers: { 200: { description: "Where to pay.", schema: tipCheckoutView } },
    errors: {
      400: "Amount out of $1–$1,000 range, tips disabled on the service, or appointment in a non-tippable state.",
      403: "Tip token expired or signature-invalid.",
      404: "Appointment not found.",
      409: "A tip has already been collected for this appointment.",
      412: "Provider isn't accepting tips through Stripe Connect.",
      502: STRIPE_FAILED,
    },
    example: { body: { token: "{tipToken}", amountCents: 1000 } },
  }, async ({ ctx, body }) => ok(shape(await startTip(ctx, body.token, body.amountCents))));
}

function shape(open: OpenCheckout) {
  return { checkoutUrl: open.url, checkoutSessionId: open.sessionId };
}
