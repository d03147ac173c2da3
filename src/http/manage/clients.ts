import { z } from "@hono/zod-openapi";
import { listClients } from "../../domain/client_search.ts";
import { getClient, managedClient } from "../../domain/clients.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { clientChange, clientMerge, clientSearch, newClient } from "../../schemas/clients.ts";
import { changeClient } from "../../workflows/clients/change_client.ts";
import { addClient } from "../../workflows/clients/create_client.ts";
import { mergeClients } from "../../workflows/clients/merge_clients.ts";
import { feedUrl } from "../../workflows/clients/calendar_feed.ts";
import { summarize } from "../../workflows/clients/customer_summary.ts";
import { eraseClient } from "../../workflows/clients/erase_client.ts";
import { replaceCalendarFeed } from "../../workflows/clients/replace_feed.ts";
import { created, noContent, ok } from "../responses.ts";
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
    method: "post",
    path: "/api/manage/clients",
    summary: "Add a client",
    description: "Without an email nothing is mailed to them, and they can't sign in.",
    links: {
      "get /api/manage/clients/{id}": { id: "/id" },
      "patch /api/manage/clients/{id}": { id: "/id" },
      "delete /api/manage/clients/{id}": { id: "/id" },
    },
    body: newClient,
    responses: { 201: { description: "Added.", schema: clientView } },
    errors: { client_exists: "A client with this email exists: `clientId`." },
    example: { body: { name: "Sam Smith", phone: "(555) 555-0143", note: "Left knee." } },
  }, async ({ ctx, provider, body }) => created(managedClient(await addClient(ctx, provider.id, body))));

  ownerEndpoint(app, services, {
    method: "patch",
    path: "/api/manage/clients/{id}",
    summary: "Change a client",
    description:
      "What is left out stays. Gift cards, open payments and unsent mail follow a new email. Bookings made under the old name and phone follow the new ones.",
    params: byId,
    body: clientChange,
    responses: { 200: { description: "The changed client.", schema: clientView } },
    errors: {
      not_found: "No such client.",
      client_exists: "Another client has this email: `clientId`. Merge the two.",
      payment_pending: "The client is just starting a payment, so the email can't change yet.",
    },
    example: { params: { id: "{clientId}" }, body: { note: "Prefers mornings." } },
  }, async ({ ctx, provider, params, body }) => {
    return ok(managedClient(await changeClient(ctx, provider.id, params.id, body)));
  });

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/clients/{id}/merge",
    summary: "Merge a client into another",
    description:
      "Bookings, packs, waitlist entries, appointments, gift cards and mails become the other client's, who keeps their own name, email and phone, " +
      "and takes those they lack. This record is erased: its sign-in links and calendar feed end; links that cancel a booking keep working.",
    params: byId,
    body: clientMerge,
    responses: { 200: { description: "The client that has it all now.", schema: clientView } },
    errors: {
      not_found: "No such client.",
      merge_conflict: "Both hold or wait for a seat in the same class: `conflicts`, each `{classId, reason}`.",
      payment_pending: "The client is just starting a payment. Try again in a minute.",
    },
    example: { params: { id: "{mergedClientId}" }, body: { intoClientId: "{clientId}" } },
  }, async ({ ctx, provider, params, body }) => {
    return ok(managedClient(await mergeClients(ctx, provider.id, params.id, body.intoClientId)));
  });

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
    return ok({
      ...managedClient(client),
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
