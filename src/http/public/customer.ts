/** The customer's own corner, and the calendar feed. */
import { z } from "@hono/zod-openapi";
import {
  type CustomerSummary,
  getCustomerSummary,
  mailSigninLink,
  writeFeed,
} from "../../workflows/clients/customer_portal.ts";
import { notFound } from "../../domain/errors.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { conditional, etagOf } from "../read_cache.ts";
import { email, handle, optional } from "../../schemas/basics.ts";
import { customerView } from "./views.ts";

export function customerRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/customer/signin-link",
    tag: "Customer",
    summary: "Mail a sign-in link",
    description: "Opens /me/<token> on your site. Known and unknown emails are answered alike.",
    auth: "tenant",
    limit: 5,
    body: z.object({
      email: email(),
      handle: handle(),
      customerSiteOrigin: optional(z.string().max(300)).openapi({
        description: "Defaults to the request's Origin; must be in the key's allowlist.",
      }),
    }),
    answers: { 200: { description: "Always the same.", schema: z.object({ ok: z.literal(true) }) } },
    errors: {
      400: "Missing email or handle, or an origin that is not allowed.",
      403: "API key not authorized for this provider.",
    },
    example: { body: { email: "jane.doe@example.com", handle: "{handle}" } },
  }, async ({ ctx, tenant, body }) => {
    await mailSigninLink(ctx, tenant, body);
    return ok({ ok: true });
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/customer/me",
    tag: "Customer",
    summary: "The signed-in customer",
    description:
      "By the cust-v1 token of the mailed link, in `x-customer-token` (preferred) or `?token=`. An API key is not needed; one that is sent must match.",
    auth: "customer",
    limit: 30,
    unkept: true,
    query: z.object({ token: z.string().optional() }),
    answers: { 200: { description: "Bookings, class packs, calendar feed.", schema: customerView } },
    errors: {
      401: "Token missing, malformed, or expired.",
      403: "Token's provider doesn't match the API key's provider.",
      404: "Customer or studio record not found.",
    },
    example: { query: { token: "{customerToken}" } },
  }, async ({ c, ctx, query, keyProviderId }) => {
    const token = c.req.header("x-customer-token") || query.token;
    return ok(summaryShape(await getCustomerSummary(ctx, token, keyProviderId)));
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/cal/{token}",
    tag: "Customer",
    summary: "The customer's calendar feed",
    description: "RFC 5545, for Apple, Google and Outlook. Strong ETag, 304, HEAD.",
    auth: "none",
    conditional: true,
    params: z.object({ token: z.string().max(200).openapi({ description: "`<token>.ics`" }) }),
    answers: { 200: { description: "The calendar.", schema: z.string(), contentType: "text/calendar" } },
    errors: { 404: "Unknown token." },
    example: { params: { token: "{feedFile}" } },
  }, async ({ c, ctx, params }) => {
    const token = /^([a-z0-9]{1,64})\.ics$/.exec(params.token)?.[1];
    if (!token) throw notFound("Calendar");
    const calendar = await writeFeed(ctx, token);
    const headers = { "content-type": "text/calendar; charset=utf-8" };
    return conditional(calendar, etagOf(calendar), c.req.header("if-none-match") ?? null, headers);
  });
}

/** The reference's shape, also used for the owner's view of a client. */
export function summaryShape(of: CustomerSummary) {
  return {
    client: { id: of.client.id, name: of.client.name, email: of.client.email },
    studio: { handle: of.provider.handle, displayName: of.provider.displayName, timezone: of.provider.timezone },
    calendarFeedUrl: of.calendarFeedUrl,
    enrollments: enrollmentShapes(of),
    packages: packageShapes(of),
  };
}

/** A customer's bookings as `me` and the owner's view of a client show them. */
export function enrollmentShapes(of: CustomerSummary) {
  return of.enrollments.map((one) => ({
    id: one.id,
    status: one.status,
    bookedAt: one.bookedAt,
    cancelToken: one.cancelToken,
    checkoutUrl: one.checkoutUrl,
    class: { id: one.classId, name: one.className, scheduledAt: one.scheduledAt, durationMin: one.durationMin },
  }));
}

/** A customer's packs, as shown beside the bookings. */
export function packageShapes(of: CustomerSummary) {
  return of.packages.map(({ id, packageTypeName, sessionsRemaining, sessionsTotal, expiresAt }) => ({
    id,
    packageTypeName,
    sessionsRemaining,
    sessionsTotal,
    expiresAt,
  }));
}
