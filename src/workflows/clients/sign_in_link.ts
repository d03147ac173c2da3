/** A client is mailed the link that signs them in. */
import { findKeyOrigins } from "../../domain/api_keys.ts";
import { emailOf, findClientByEmail, getClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { invalid } from "../../domain/errors.ts";
import { getProviderNamed, touchProvider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { portalUrlFor, siteFor } from "../notifications/customer_links.ts";
import { enqueueSigninLink } from "../notifications/enqueue_account.ts";

/** Milliseconds until a request for a sign-in link is answered: several times what the work for a known email takes. */
const SIGNIN_ANSWER_AFTER = 30;

const moment = () => new Promise<void>((resolve) => setTimeout(resolve, SIGNIN_ANSWER_AFTER));

/**
 * Mails a sign-in link when the email is a client's. Known or not, the answer is the same, and so is the work: one token
 * signed, one row written, one commit. A mail's row still costs a millisecond more than none, which many tries would show, so
 * nobody is answered before `floor`, which begins with the work.
 * @throws DomainError invalid_request (an origin that is not in the key's allowlist), 403 (another provider's handle)
 */
export async function sendSigninLink(
  ctx: Context,
  tenant: { providerId: string; origin: string; keyId: string },
  input: { email: string; handle: string; customerSiteOrigin?: string },
  floor: () => Promise<void> = moment,
): Promise<void> {
  const notBefore = floor();
  try {
    await enqueueIfClient(ctx, tenant, input);
  } finally {
    await notBefore;
  }
}

async function enqueueIfClient(
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
  await once(ctx, tenant.providerId, async (tx) => {
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
 * @throws DomainError not_found, invalid_request (no email)
 */
export async function sendSigninLinkByOwner(ctx: Context, providerId: string, clientId: string): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    const client = await getClient(tx, providerId, clientId);
    emailOf(client);
    const site = await siteFor(ctx, tx, providerId, client.siteOrigin);
    const portalUrl = portalUrlFor(ctx, site, providerId, clientId);
    await enqueueSigninLink(tx, client, site, portalUrl, iso(ctx.clock.now()));
  });
  ctx.wake("outbox");
}
