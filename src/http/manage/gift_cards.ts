import { giftCardJson, listGiftCards } from "../../domain/gift_cards.ts";
import { byId } from "../../schemas/basics.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { giftCardDetailView, giftCardView } from "../views/gift_cards.ts";
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
    method: "get",
    path: "/api/manage/gift-cards/{id}",
    summary: "Read a gift card",
    description: "With its history of debits.",
    params: byId,
    responses: { 200: { description: "The card.", schema: giftCardDetailView } },
    errors: { not_found: "No such gift card." },
    example: { params: { id: "{giftCardId}" } },
  }, async ({ ctx, provider, params }) => ok(await giftCardJson(ctx.db, provider.id, params.id)));
}
