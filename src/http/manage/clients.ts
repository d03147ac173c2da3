/** Clients and gift cards. */
import { replaceCalendarFeed } from "../../workflows/clients/replace_feed.ts";
import { z } from "@hono/zod-openapi";
import { getClient, listClients } from "../../domain/clients.ts";
import { giftCardJson, listGiftCards } from "../../domain/gift_cards.ts";
import { feedUrl, summarize } from "../../workflows/clients/customer_portal.ts";
import { erase } from "../../workflows/clients/erase_client.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { clientSearch } from "../../schemas/clients.ts";
import { feedUrl as feedAddress } from "../public/views.ts";
import { enrollmentShapes, packageShapes } from "../public/customer.ts";
import { pageAnswer } from "./answers.ts";
import { clientDetail, clientItem, giftCardDetail, giftCardItem, pageOf } from "./views.ts";

const tag = "Management";

export function clientRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "get",
    path: "/api/manage/clients",
    tag,
    summary: "Find clients",
    auth: "owner",
    query: pageQuery.extend({
      q: clientSearch.openapi({ description: "Part of a name, email or phone." }),
    }),
    answers: { 200: { description: "Clients.", schema: pageOf(clientItem) } },
    errors: { 400: "Bad limit or cursor." },
    example: { query: { q: "jane" } },
  }, async ({ ctx, provider, query }) => {
    const { q, ...page } = query;
    return pageAnswer(await listClients(ctx.db, provider.id, q?.trim(), page));
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/clients/{id}",
    tag,
    summary: "Read a client",
    description: "With bookings, class packs (expired ones too) and the calendar feed.",
    auth: "owner",
    params: byId,
    answers: { 200: { description: "The client.", schema: clientDetail } },
    errors: { 404: "No such client." },
    example: { params: { id: "{clientId}" } },
  }, async ({ ctx, provider, params }) => {
    const client = await getClient(ctx.db, provider.id, params.id);
    const summary = await summarize(ctx, client, true);
    const { id, name, email, phone, createdAt } = client;
    return ok({
      id,
      name,
      email,
      phone,
      createdAt,
      enrollments: enrollmentShapes(summary),
      packages: packageShapes(summary),
      calendarFeedUrl: summary.calendarFeedUrl,
    });
  });

  endpoint(app, services, {
    method: "delete",
    path: "/api/manage/clients/{id}",
    tag,
    summary: "Erase a client",
    description: "Personal data go, the books stay.",
    auth: "owner",
    params: byId,
    answers: { 204: { description: "Erased." } },
    errors: { 404: "No such client.", 409: "A future seat is held, or a refund is under way." },
    example: { params: { id: "{spareClientId}" } },
  }, async ({ ctx, provider, params }) => {
    await erase(ctx, provider.id, params.id);
    return new Response(null, { status: 204 });
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/clients/{id}/calendar-feed",
    tag,
    summary: "Give a client a new calendar address",
    description: "The old one stops to work.",
    auth: "owner",
    params: byId,
    answers: { 200: { description: "The new address.", schema: z.object({ calendarFeedUrl: feedAddress }) } },
    errors: { 404: "No such client." },
    example: { params: { id: "{clientId}" } },
  }, async ({ ctx, provider, params }) => {
    const token = await replaceCalendarFeed(ctx, provider.id, params.id);
    return ok({ calendarFeedUrl: feedUrl(ctx, token) });
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/gift-cards",
    tag,
    summary: "List gift cards",
    auth: "owner",
    query: pageQuery,
    answers: { 200: { description: "Gift cards with their balances.", schema: pageOf(giftCardItem) } },
    errors: { 400: "Bad limit or cursor." },
    example: {},
  }, async ({ ctx, provider, query }) => pageAnswer(await listGiftCards(ctx.db, provider.id, query)));

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/gift-cards/{id}",
    tag,
    summary: "Read a gift card",
    description: "With its history of debits.",
    auth: "owner",
    params: byId,
    answers: { 200: { description: "The card.", schema: giftCardDetail } },
    errors: { 404: "No such gift card." },
    example: { params: { id: "{giftCardId}" } },
  }, async ({ ctx, provider, params }) => ok(await giftCardJson(ctx.db, provider.id, params.id)));
}
