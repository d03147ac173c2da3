import { z } from "@hono/zod-openapi";
import { listClients } from "../../domain/client_search.ts";
import { getClient } from "../../domain/clients.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { clientSearch } from "../../schemas/clients.ts";
import { feedUrl } from "../../workflows/clients/calendar_feed.ts";
import { summarize } from "../../workflows/clients/customer_summary.ts";
import { eraseClient } from "../../workflows/clients/erase_client.ts";
import { replaceCalendarFeed } from "../../workflows/clients/replace_feed.ts";
import { noContent, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { clientDetailView, clientView } from "../views/clients.ts";
import { calendarFeedUrl, enrollmentShapes, packageShapes } from "../views/customer.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function clientRoutes(app: App, services: HttpServices): void {
  ownerList(app, services, {
    path: "/api/manage/clients",
    summary: "Find clients",
    links: {
      "get /api/manage/clients/{id}": { id: "/id" },
      "delete /api/manage/clients/{id}": { id: "/id" },
      "post /api/manage/clients/{id}/calendar-feed": { id: "/id" },
    },
    description: "Clients.",
    item: clientView,
    query: pageQuery.extend({ q: clientSearch.openapi({ description: "Part of a name, email or phone." }) }),
    example: { query: { q: "jane" } },
  }, ({ ctx, provider, query: { q, ...page } }) => listClients(ctx.db, provider.id, q?.trim(), page));

  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/clients/{id}",
    writes: true,
    summary: "Read a client",
    description: "With bookings, class packs (expired ones too) and the calendar feed.",
    params: byId,
    responses: { 200: { description: "The client.", schema: clientDetailView } },
    errors: { not_found: "No such client." },
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

  ownerEndpoint(app, services, {
    method: "delete",
    path: "/api/manage/clients/{id}",
    summary: "Erase a client",
    description: "Deletes the client's personal data. Bookings and payments stay, without a name.",
    params: byId,
    responses: { 204: { description: "Erased." } },
    errors: {
      not_found: "No such client.",
      client_has_bookings: "The client has an upcoming booking.",
      refund_pending: "A refund is in progress.",
      payment_pending: "A payment is under way at the bank.",
      stripe_unavailable: "Stripe could not close a payment page of theirs.",
    },
    example: { params: { id: "{spareClientId}" } },
  }, async ({ ctx, provider, params }) => {
    await eraseClient(ctx, provider.id, params.id);
    return noContent();
  });

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/clients/{id}/calendar-feed",
    summary: "Replace a client's calendar feed",
    description: "The old address stops working.",
    params: byId,
    responses: { 200: { description: "The new address.", schema: z.object({ calendarFeedUrl }) } },
    errors: { not_found: "No such client." },
    example: { params: { id: "{clientId}" } },
  }, async ({ ctx, provider, params }) => {
    const token = await replaceCalendarFeed(ctx, provider.id, params.id);
    return ok({ calendarFeedUrl: feedUrl(ctx, token) });
  });
}
