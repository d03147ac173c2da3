/** The customer's own corner: the mailed link that signs in, what it shows, and the calendar feed. */
import { findKeyOrigins } from "../../domain/api_keys.ts";
import {
  type Client,
  ensureFeedToken,
  findClient,
  findClientByEmail,
  findClientByFeedToken,
  getClient,
} from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { type ClientEnrollment, listEnrollmentsOfClient } from "../../domain/enrollments.ts";
import { DomainError, invalid, notFound } from "../../domain/errors.ts";
import { type ClientPackage, listClientPackages } from "../../domain/packages.ts";
import { findProvider, getProvider, getProviderNamed, type Provider, touchProvider } from "../../domain/providers.ts";
import { DAY, iso, MINUTE, ms } from "../../domain/time.ts";
import { cancelTokenFor, portalUrlFor, siteFor } from "../notifications/customer_links.ts";
import { enqueueSigninLink } from "../notifications/enqueue_account.ts";
import { calendarSequence } from "../notifications/mail_class.ts";

/**
 * The client a customer token stands for, unless it is another provider's.
 * @throws DomainError unauthenticated (missing, malformed, forged, expired), forbidden (another provider's)
 */
export function verifyCustomerToken(ctx: Context, token: string | undefined, providerId: string | null): string {
  return verifyCustomer(ctx, token, providerId).clientId;
}

function verifyCustomer(
  ctx: Context,
  token: string | undefined,
  providerId: string | null,
): { providerId: string; clientId: string } {
  const verified = token ? ctx.tokens.verify("cust-v1", token, ctx.clock.now()) : null;
  const [ofProvider, clientId] = verified?.ok ? verified.record.split(":") : [];
  if (!ofProvider || !clientId) {
    throw new DomainError("unauthenticated", "The sign-in token is missing, not valid, or has expired.");
  }
  if (providerId !== null && ofProvider !== providerId) {
    throw new DomainError("forbidden", "This sign-in token belongs to another studio.");
  }
  return { providerId: ofProvider, clientId };
}

/** Milliseconds until a sign-in link's asker is answered: several times what the work for a known email takes. */
const SIGNIN_ANSWER_AFTER = 30;

const moment = () => new Promise<void>((resolve) => setTimeout(resolve, SIGNIN_ANSWER_AFTER));

/**
 * Mails a sign-in link when the email is a client's. Known or not, the answer is the same, and so is the work: one token
 * signed, one row written, one commit. A mail's row still costs a millisecond more than none, which many tries would show, so
 * nobody is answered before `floor`, which begins with the work.
 * @throws DomainError invalid (an origin that is not in the key's allowlist), forbidden (another provider's handle)
 */
export async function mailSigninLink(
  ctx: Context,
  tenant: { providerId: string; origin: string; keyId: string },
  input: { email: string; handle: string; customerSiteOrigin?: string },
  floor: () => Promise<void> = moment,
): Promise<void> {
  const notBefore = floor();
  try {
    await enqueueLinkIfKnown(ctx, tenant, input);
  } finally {
    await notBefore;
  }
}

async function enqueueLinkIfKnown(
  ctx: Context,
  tenant: { providerId: string; origin: string; keyId: string },
  input: { email: string; handle: string; customerSiteOrigin?: string },
): Promise<void> {
  let site = tenant.origin;
  if (input.customerSiteOrigin !== undefined) {
    const allowed = await findKeyOrigins(ctx.db, tenant.keyId);
    site = input.customerSiteOrigin.replace(/\/$/, "");
    if (!allowed.includes(site)) {
      throw invalid("customerSiteOrigin", "This origin is not in the allowlist of the API key.");
    }
  }
  await getProviderNamed(ctx.db, tenant.providerId, input.handle);
  await ctx.db.write(tenant.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const client = await findClientByEmail(tx, tenant.providerId, input.email);
    const portalUrl = portalUrlFor(ctx, site, tenant.providerId, client?.id ?? "nobody");
    if (!client) return await touchProvider(tx, tenant.providerId);
    await enqueueSigninLink(tx, client, site, portalUrl, now);
  });
  ctx.wake("outbox");
}

/**
 * The owner mails a client their sign-in link, to the site they last came from, else the studio's own.
 * @throws DomainError not_found
 */
export async function mailSigninLinkByOwner(ctx: Context, providerId: string, clientId: string): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    const client = await getClient(tx, providerId, clientId);
    const site = await siteFor(ctx, tx, providerId, client.siteOrigin);
    const portalUrl = portalUrlFor(ctx, site, providerId, clientId);
    await enqueueSigninLink(tx, client, site, portalUrl, iso(ctx.clock.now()));
  });
  ctx.wake("outbox");
}

export interface CustomerSummary {
  client: Client;
  provider: Provider;
  calendarFeedUrl: string;
  enrollments: (ClientEnrollment & { cancelToken: string })[];
  packages: ClientPackage[];
}

/**
 * What a signed-in customer sees: bookings but Expired ones by time of class, packs that have not expired, the feed.
 * @param providerId of the API key that was sent, or null
 * @throws DomainError unauthenticated, forbidden, not_found (also once erased)
 */
export async function getCustomerSummary(
  ctx: Context,
  token: string | undefined,
  providerId: string | null,
): Promise<CustomerSummary> {
  const verified = verifyCustomer(ctx, token, providerId);
  const client = await findClient(ctx.db, verified.providerId, verified.clientId);
  if (!client) throw notFound("Customer");
  return await summarize(ctx, client);
}

/** The same for the owner, who sees expired packs too. */
export async function summarize(ctx: Context, client: Client, all = false): Promise<CustomerSummary> {
  const provider = await findProvider(ctx.db, client.providerId);
  if (!provider) throw notFound("Studio");
  const enrollments = await listEnrollmentsOfClient(ctx.db, client.id);
  return {
    client,
    provider,
    calendarFeedUrl: feedUrl(ctx, await ensureFeedToken(ctx.db, client)),
    enrollments: enrollments.map((one) => ({ ...one, cancelToken: cancelTokenFor(ctx, one.id, one.scheduledAt) })),
    packages: await listClientPackages(ctx.db, client.id, all ? undefined : iso(ctx.clock.now())),
  };
}

/** The address a calendar program subscribes to. Whoever has it can read the calendar. */
export function feedUrl(ctx: Context, feedToken: string): string {
  return `${ctx.settings.publicUrl}/api/cal/${feedToken}.ics`;
}

/**
 * The client's calendar: what is booked, took place or was cancelled, of sessions that ended less than 30 days ago. No holds.
 * @throws DomainError not_found
 */
export async function writeFeed(ctx: Context, feedToken: string): Promise<string> {
  const client = await findClientByFeedToken(ctx.db, feedToken);
  if (!client) throw notFound("Calendar");
  const provider = await getProvider(ctx.db, client.providerId);
  const monthAgo = ctx.clock.now() - 30 * DAY;
  const shown = (await listEnrollmentsOfClient(ctx.db, client.id)).filter((one) =>
    one.status !== "PendingPayment" && ms(one.scheduledAt) + one.durationMin * MINUTE > monthAgo &&
    (one.status !== "Cancelled" || ms(one.cancelledAt!) > monthAgo)
  );
  return ctx.calendar.write({
    name: provider.displayName,
    timezone: provider.timezone,
    refresh: true,
    events: shown.map((one) => ({
      id: one.id,
      summary: one.className,
      description: one.instructorName ? `With ${one.instructorName}` : null,
      location: provider.displayName,
      startsAt: one.scheduledAt,
      endsAt: iso(ms(one.scheduledAt) + one.durationMin * MINUTE),
      cancelled: one.status === "Cancelled",
      sequence: calendarSequence({ sequence: one.classSequence }, one),
      createdAt: one.bookedAt,
      changedAt: one.updatedAt > one.classUpdatedAt ? one.updatedAt : one.classUpdatedAt,
    })),
  });
}
