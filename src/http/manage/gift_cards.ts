import { giftCardJson, listGiftCards } from "../../domain/gift_cards.ts";
import { byId } from "../../schemas/basics.ts";
import { deskRedemption, giftCardIssue } from "../../schemas/gift_cards.ts";
import { issueGiftCard } from "../../workflows/payments/issue_gift_card.ts";
import { redeemGiftCard } from "../../workflows/payments/redeem_gift_card.ts";
import { created, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { giftCardDetailView, giftCardView, issuedGiftCardView, redemptionView } from "../views/gift_cards.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function giftCardRoutes(app: App, services: HttpServices): void {
  ownerList(app, services, {
    path: "/api/manage/gift-cards",
    summary: "List gift cards",
    links: {
      "get /api/manage/gift-cards/{id}": { id: "/id" },
    },
    description: "Gift cards with their balances.",
    item: giftCardView,
  }, ({ ctx, provider, query }) => listGiftCards(ctx.db, provider.id, query));

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/gift-cards",
    summary: "Issue a gift card",
    description:
      "For one paid elsewhere, as at the desk. Its code is shown once, and mailed as for one bought online; without an address it is mailed to nobody.",
    links: { "get /api/manage/gift-cards/{id}": { id: "/id" } },
    body: giftCardIssue,
    responses: { 201: { description: "Issued.", schema: issuedGiftCardView } },
    errors: { invalid_request: "Missing field, or an amount out of $10–$5,000." },
    example: { body: { amountCents: 5000, purchaserName: "Jane Doe", recipientName: "Sam Smith" } },
  }, async ({ ctx, provider, body }) => created(await issueGiftCard(ctx, provider.id, body)));

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/gift-cards/redeem",
    summary: "Preview or redeem a gift card at the desk",
    description:
      "`preview` writes nothing. `commit` debits once per appointmentId; a repeat returns the first debit with `alreadyRedeemed: true`.",
    body: deskRedemption,
    responses: { 200: { description: "What is, or would be, debited.", schema: redemptionView } },
    errors: {
      invalid_request: "Bad code or invalid amount.",
      gift_card_expired: "The card has expired.",
      gift_card_empty: "The card has no balance left.",
      not_found: "No such gift card.",
    },
    example: { body: { code: "{giftCardCode}", requestedDebitCents: 2000, mode: "preview" } },
  }, async ({ ctx, provider, body }) => {
    const input = { ...body, providerId: provider.id, mode: body.mode ?? "preview" };
    return ok(await redeemGiftCard(ctx, { providerId: provider.id }, input));
  });

  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/gift-cards/{id}",
    summary: "Read a gift card",
    description: "With its history: what was taken, by bookings too, and what came back.",
    params: byId,
    responses: { 200: { description: "The card.", schema: giftCardDetailView } },
    errors: { not_found: "No such gift card." },
    example: { params: { id: "{giftCardId}" } },
  }, async ({ ctx, provider, params }) => ok(await giftCardJson(ctx.db, provider.id, params.id)));
}
