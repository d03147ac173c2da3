/** What a signed-in customer sees: their bookings, packs and calendar feed. */
import { type Client, ensureFeedToken, findClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { type ClientEnrollment, listEnrollmentsOfClient } from "../../domain/enrollment_lists.ts";
import { notFound } from "../../domain/errors.ts";
import { type ClientPackage, listClientPackages } from "../../domain/client_packages.ts";
import { findProvider, type Provider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { listWaitingOfClient } from "../../domain/waitlist.ts";
import { cancelTokenFor, leaveTokenFor } from "../notifications/customer_links.ts";
import { verifyCustomer } from "./verify_customer.ts";
import { feedUrl } from "./calendar_feed.ts";

export interface CustomerSummary {
  client: Client;
  provider: Provider;
  calendarFeedUrl: string;
  enrollments: (ClientEnrollment & { cancelToken: string })[];
  packages: ClientPackage[];
  waitlist: (Awaited<ReturnType<typeof listWaitingOfClient>>[number] & { leaveToken: string })[];
}

/**
 * Bookings by time of class, without Expired ones; packs that have not expired; the calendar feed.
 * @param providerId of the API key that was sent, or null
 * @throws DomainError 401, 403, not_found (also once erased)
 */
export async function getCustomerSummary(
  ctx: Context,
  token: string | undefined,
  providerId: string | null,
): Promise<CustomerSummary> {
  const verified = verifyCustomer(ctx, token, providerId, "the x-customer-token header (or ?token=)");
  const client = await findClient(ctx.db, verified.providerId, verified.clientId);
  if (!client) throw notFound("Customer");
  return await summarize(ctx, client);
}

/** The same for the owner, who sees expired packs too. */
export async function summarize(ctx: Context, client: Client, all = false): Promise<CustomerSummary> {
  const provider = await findProvider(ctx.db, client.providerId);
  if (!provider) throw notFound("Studio");
  const enrollments = await listEnrollmentsOfClient(ctx.db, client.id);
  const waits = await listWaitingOfClient(ctx.db, client.id, iso(ctx.clock.now()));
  return {
    client,
    provider,
    calendarFeedUrl: feedUrl(ctx, await ensureFeedToken(ctx.db, client)),
    enrollments: enrollments.map((one) => ({ ...one, cancelToken: cancelTokenFor(ctx, one.id, one.scheduledAt) })),
    waitlist: waits.map((one) => ({ ...one, leaveToken: leaveTokenFor(ctx, one.id, one) })),
    packages: await listClientPackages(ctx.db, client.id, all ? undefined : iso(ctx.clock.now())),
  };
}
