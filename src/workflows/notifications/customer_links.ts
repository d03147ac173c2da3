/** The links and tokens that customers are mailed, and the site they lead to. */
import type { Reader } from "../../db/database.ts";
import { findFirstOrigin } from "../../domain/api_keys.ts";
import { DAY, MINUTE, ms } from "../../domain/time.ts";
import type { Context } from "../context.ts";

const CANCEL_TOKEN_LIFE = 30 * DAY; // after the class
const CUSTOMER_TOKEN_LIFE = 30 * DAY;
const TIP_TOKEN_LIFE = 14 * DAY;

/** The site, or page with `#`, a customer's link leads to: the one they used, else the newest key's first origin, else this server. */
export async function siteFor(ctx: Context, from: Reader, providerId: string, origin: string | null): Promise<string> {
  return origin ?? await findFirstOrigin(from, providerId) ?? ctx.settings.publicUrl;
}

/** The token that cancels one booking, valid until 30 days after the class. */
export function cancelTokenFor(ctx: Context, enrollmentId: string, scheduledAt: string): string {
  return ctx.tokens.sign("v1", enrollmentId, cancelTokenEnd(scheduledAt));
}

/** The token that leaves a waitlist, until the class ends. */
export function leaveTokenFor(
  ctx: Context,
  entryId: string,
  session: { scheduledAt: string; durationMin: number },
): string {
  return ctx.tokens.sign("wl-v1", entryId, classEnd(session));
}

/** Milliseconds. */
export function classEnd({ scheduledAt, durationMin }: { scheduledAt: string; durationMin: number }): number {
  return ms(scheduledAt) + durationMin * MINUTE;
}

/** Milliseconds: from then on no token cancels a booking of a class at that time. */
export function cancelTokenEnd(scheduledAt: string): number {
  return ms(scheduledAt) + CANCEL_TOKEN_LIFE;
}

/** The link that cancels a booking. Mails get it when they are written: the outbox keeps no token. */
export function cancelLinkFor(ctx: Context, site: string, enrollmentId: string, scheduledAt: string) {
  const cancelToken = cancelTokenFor(ctx, enrollmentId, scheduledAt);
  // Behind a page's own # a second one would confuse those who make links of text.
  const separator = site.endsWith("#") ? "/" : "#";
  return { cancelUrl: `${site}/cancel/${enrollmentId}${separator}${cancelToken}`, cancelToken };
}

/** Where Stripe sends the customer afterwards. On a page with `#` it is the query that says so: Stripe fills ids in there. */
export function returnUrls(site: string, path: string): { successUrl: string; cancelUrl: string } {
  const session = "session_id={CHECKOUT_SESSION_ID}";
  if (!site.endsWith("#")) {
    return { successUrl: `${site}/${path}/confirm?${session}`, cancelUrl: `${site}/${path}/cancelled` };
  }
  const page = site.slice(0, -1);
  const cancelUrl = `${page}${page.includes("?") ? "&" : "?"}alera=${path}`;
  return { successUrl: `${cancelUrl}&${session}`, cancelUrl };
}

/** The link that moves a booking to another class, by the same token. None to a page with `#`: its elements move nothing. */
export function moveLinkFor(site: string, enrollmentId: string, cancelToken: string): string | undefined {
  return site.endsWith("#") ? undefined : `${site}/move/${enrollmentId}#${cancelToken}`;
}

/** The page that leaves a waitlist, by its token. Null on a page with `#`: its elements have no such link, who is signed in leaves there. */
export function leaveLinkFor(site: string, entryId: string, leaveToken: string): string | null {
  return site.endsWith("#") ? null : `${site}/waitlist/leave/${entryId}#${leaveToken}`;
}

/** The token that signs a client in, bound to the provider too, 30 days. */
export function customerTokenFor(ctx: Context, providerId: string, clientId: string): string {
  return ctx.tokens.sign("cust-v1", `${providerId}:${clientId}`, ctx.clock.now() + CUSTOMER_TOKEN_LIFE);
}

/** The customer's own page. */
export function portalUrlFor(ctx: Context, site: string, providerId: string, clientId: string): string {
  return `${site}/me/${customerTokenFor(ctx, providerId, clientId)}`;
}

/** The token that may tip one appointment, 14 days. */
export function tipTokenFor(ctx: Context, appointmentId: string): string {
  return ctx.tokens.sign("tip-v1", appointmentId, ctx.clock.now() + TIP_TOKEN_LIFE);
}
