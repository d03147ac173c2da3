import { z } from "@hono/zod-openapi";
import { notFound } from "../../domain/errors.ts";
import { writeFeed } from "../../workflows/clients/calendar_feed.ts";
import { conditional, etagOf } from "../conditional.ts";
import { endpoint } from "../endpoint.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";

export function calendarRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "get",
    path: "/api/cal/{token}",
    tag: "Customer",
    summary: "The customer's calendar feed",
    description: "RFC 5545, for Apple, Google and Outlook. Strong ETag, 304, HEAD.",
    auth: "none",
    conditional: true,
    params: z.object({ token: z.string().max(200).openapi({ description: "`<token>.ics`" }) }),
    responses: { 200: { description: "The calendar.", schema: z.string(), contentType: "text/calendar" } },
    errors: { not_found: "Unknown token." },
    example: { params: { token: "{feedFile}" } },
  }, async ({ c, ctx, params }) => {
    const token = /^([a-z0-9]{1,64})\.ics$/.exec(params.token)?.[1];
    if (!token) throw notFound("Calendar");
    const calendar = await writeFeed(ctx, token);
    const headers = { "content-type": "text/calendar; charset=utf-8" };
    return conditional(calendar, etagOf(calendar), c.req.header("if-none-match") ?? null, headers);
  });
}
