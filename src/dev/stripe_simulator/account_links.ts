/** Onboarding links. */
import type Stripe from "stripe";
import { getAccount, reachableAccount, setAccount } from "./accounts.ts";
import type { Call } from "./api/call.ts";
import { newId } from "./ids.ts";
import type { Json } from "./json.ts";
import type { SimulatedAccount } from "./objects/account.ts";
import type { SimulatedLink } from "./state.ts";
import type { World } from "./world.ts";

const LINK_SECONDS = 5 * 60;

/** `POST /v1/account_links` */
export function createLink(world: World, { params }: Call): Stripe.AccountLink {
  const given = params as unknown as Stripe.AccountLinkCreateParams;
  const link = addLink(world, given.account, given.refresh_url!, given.return_url ?? null);
  return {
    object: "account_link",
    created: world.clock.seconds,
    expires_at: link.expiresAt,
    url: urlOf(world, link),
  };
}

/** `POST /v2/core/account_links` */
export function createLinkV2(world: World, { params }: Call): Json {
  const given = params as unknown as Stripe.V2.Core.AccountLinkCreateParams;
  const flow = given.use_case.account_onboarding ?? given.use_case.account_update!;
  const link = addLink(world, given.account, flow.refresh_url, flow.return_url ?? null);
  return {
    object: "v2.core.account_link",
    account: given.account,
    created: new Date(world.clock.seconds * 1000).toISOString(),
    expires_at: new Date(link.expiresAt * 1000).toISOString(),
    livemode: world.livemode,
    url: urlOf(world, link),
    use_case: given.use_case,
  };
}

function addLink(world: World, account: string, refreshUrl: string, returnUrl: string | null): SimulatedLink {
  reachableAccount(world, account);
  const token = newId("", 32);
  const expiresAt = world.clock.seconds + LINK_SECONDS;
  const link: SimulatedLink = { token, account, state: "new", expiresAt, refreshUrl, returnUrl };
  world.state.links.set(token, link);
  world.state.changed();
  return link;
}

function urlOf(world: World, { token }: SimulatedLink): string {
  return `${world.url}/setup/${token}`;
}

function getLink(world: World, token: string): SimulatedLink {
  const link = world.state.links.get(token);
  if (!link) throw new Error("This onboarding link is not known. Ask for a new one.");
  return link;
}

/**
 * A link works once: opening it again, or too late, leads to its refresh_url, as at Stripe.
 * @throws Error when there is no such link
 */
export function openLink(world: World, token: string): { account: SimulatedAccount } | { redirect: string } {
  const link = getLink(world, token);
  if (link.state !== "new" || link.expiresAt <= world.clock.seconds) return { redirect: link.refreshUrl };
  link.state = "opened";
  world.state.changed();
  return { account: getAccount(world, link.account) };
}

/** Ends an onboarding, complete or not. @returns where it leads. @throws Error when there is no such link */
export function finishLink(world: World, token: string, { complete }: { complete: boolean }): string {
  const link = getLink(world, token);
  if (link.state === "finished") return link.refreshUrl;
  const account = getAccount(world, link.account);
  link.state = "finished";
  if (complete) {
    setAccount(world, account.id, {
      detailsSubmitted: true,
      payoutsEnabled: true,
      chargesEnabled: account.cardPaymentsRequested,
    });
  }
  return link.returnUrl ?? `/accounts/${encodeURIComponent(account.id)}`;
}
