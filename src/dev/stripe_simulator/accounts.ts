/** Connected accounts. */
import type Stripe from "stripe";
import type { Call } from "./api/call.ts";
import { masked } from "./api/mask.ts";
import { invalid } from "./errors.ts";
import { newId, OWN_ACCOUNT } from "./ids.ts";
import type { Json } from "./json.ts";
import { shapeAccount, type SimulatedAccount } from "./objects/account.ts";
import { shapeAccountV2 } from "./objects/account_v2.ts";
import { keptMetadata } from "./objects/metadata.ts";
import type { World } from "./world.ts";

/** What `fields` leaves out is as of an account that has not begun its onboarding. */
function newAccount(world: World, fields: Partial<SimulatedAccount>): SimulatedAccount {
  return {
    id: newId("acct_1", 15),
    version: "v1",
    createdAt: world.clock.seconds,
    email: null,
    displayName: null,
    country: "US",
    currency: "usd",
    metadata: {},
    kind: "standard",
    controller: null,
    responsibilities: null,
    cardPaymentsRequested: false,
    chargesEnabled: false,
    payoutsEnabled: false,
    detailsSubmitted: false,
    deauthorized: false,
    ...fields,
  };
}

/** The platform's own account. */
export function platformAccount(world: World): SimulatedAccount {
  const isOpen = { cardPaymentsRequested: true, chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true };
  return newAccount(world, { id: OWN_ACCOUNT, ...isOpen });
}

/** The account of a key that is a studio's own: it keeps sessions as a connected one does. */
export function ownAccount(world: World): SimulatedAccount {
  return world.state.accounts.get(OWN_ACCOUNT) ?? addAccount(world, platformAccount(world));
}

/** Adds an account. */
export function addAccount(world: World, fields: Partial<SimulatedAccount>): SimulatedAccount {
  const account = newAccount(world, fields);
  world.state.accounts.set(account.id, account);
  world.state.changed();
  return account;
}

export interface AccountChange {
  chargesEnabled?: boolean;
  payoutsEnabled?: boolean;
  detailsSubmitted?: boolean;
}

/** Emits `account.updated`. @throws Error when there is no such account */
export function setAccount(world: World, id: string, change: AccountChange): void {
  const account = getAccount(world, id);
  Object.assign(account, change);
  world.emit("account.updated", shapeAccount(account), id);
}

/** Revokes the platform's access; emits `account.application.deauthorized`. @throws Error when there is no such account */
export function deauthorize(world: World, id: string): void {
  getAccount(world, id).deauthorized = true;
  world.emit("account.application.deauthorized", { id: "ca_simulator", object: "application", name: "Alera" }, id);
}

/** For tests and pages. @throws Error */
export function getAccount(world: World, id: string): SimulatedAccount {
  const account = world.state.accounts.get(id);
  if (!account) throw new Error(`The simulator has no account ${id}.`);
  return account;
}

/** For the API, as the platform or in `Stripe-Account`. Stripe answers 403 for all that the key cannot reach. @throws StripeRefusal */
export function reachableAccount(world: World, id: string): SimulatedAccount {
  const account = world.state.accounts.get(id);
  if (account && !account.deauthorized) return account;
  throw invalid(
    `The provided key '${masked(world.secretKey)}' does not have access to account '${id}' ` +
      "(or that account does not exist). Application access may have been revoked.",
    undefined,
    "account_invalid",
    403,
  );
}

/** `POST /v1/accounts` */
export function createAccount(world: World, { params }: Call): Stripe.Account {
  const given = params as Stripe.AccountCreateParams;
  const type = given.type ?? (given.controller ? "none" : "standard");
  return shapeAccount(addAccount(world, {
    kind: type,
    controller: given.controller ? { ...given.controller, is_controller: true, type: "application" } : null,
    email: given.email ?? null,
    displayName: given.business_profile?.name || null,
    country: given.country ?? "US",
    currency: given.default_currency ?? "usd",
    metadata: keptMetadata(given.metadata),
    cardPaymentsRequested: type === "standard" || (given.capabilities?.card_payments?.requested ?? false),
  }));
}

/** `POST /v2/core/accounts` */
export function createAccountV2(world: World, { params }: Call): Json {
  const given = params as Stripe.V2.Core.AccountCreateParams;
  const account = addAccount(world, {
    version: "v2",
    kind: given.dashboard ?? "none",
    responsibilities: given.defaults?.responsibilities ? { ...given.defaults.responsibilities } : null,
    email: given.contact_email ?? null,
    displayName: given.display_name ?? null,
    country: given.identity?.country?.toUpperCase() ?? "US",
    currency: given.defaults?.currency ?? "usd",
    metadata: keptMetadata(given.metadata as Stripe.MetadataParam),
    cardPaymentsRequested: given.configuration?.merchant?.capabilities?.card_payments?.requested ?? false,
  });
  return shapeAccountV2(account, given.include ?? [], world.livemode);
}

/** `GET /v2/core/accounts/:id` */
export function retrieveAccountV2(world: World, { id, params }: Call): Json {
  const include = Array.isArray(params.include) ? params.include.map(String) : [];
  return shapeAccountV2(reachableAccount(world, id), include, world.livemode);
}
