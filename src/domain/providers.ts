/** The tenant: a studio, its settings and its Stripe account. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { DomainError, notFound } from "./errors.ts";
import { recordEvent } from "./events.ts";
import { newId } from "./ids.ts";
import { hashSecret, newOwnerToken } from "./tokens.ts";

export type WaitlistMode = "manual" | "automatic";

export interface Provider {
  id: string;
  handle: string;
  displayName: string;
  /** Where the owner is notified. */
  email: string;
  timezone: string;
  currency: string;
  bio: string | null;
  avatarKey: string | null;
  cancelWindowHours: number;
  giftCardValidDays: number | null;
  /** One line, as mails and calendars show it. */
  address: string | null;
  /** Hours before a class; null: a day before its free cancellation ends; 0: no reminders. */
  reminderHours: number | null;
  /** `automatic`: an open seat is offered to the first who waits. */
  waitlistMode: WaitlistMode;
  /** How long an offer lasts. */
  waitlistOfferMinutes: number;
  /** Hours before a class from which on no seat is offered. */
  waitlistCutoffHours: number;
  /** Whether who waits and has a credit is booked at once. */
  waitlistUsesPacks: boolean;
  stripeAccountId: string | null;
  chargesEnabled: boolean;
  payoutsEnabled: boolean;
  detailsSubmitted: boolean;
  createdAt: string;
  updatedAt: string;
}

const COLUMNS = `id, handle, display_name AS displayName, email, timezone, currency, bio, avatar_key AS avatarKey,
  cancel_window_hours AS cancelWindowHours, gift_card_valid_days AS giftCardValidDays, address, reminder_hours AS reminderHours,
  waitlist_mode AS waitlistMode, waitlist_offer_minutes AS waitlistOfferMinutes, waitlist_cutoff_hours AS waitlistCutoffHours,
  waitlist_uses_packs AS waitlistUsesPacks, stripe_account_id AS stripeAccountId,
  stripe_charges_enabled AS chargesEnabled, stripe_payouts_enabled AS payoutsEnabled, stripe_details_submitted AS detailsSubmitted,
  created_at AS createdAt, updated_at AS updatedAt`;

// deno-lint-ignore no-explicit-any
function provider(row: any): Provider {
  return {
    ...row,
    waitlistUsesPacks: row.waitlistUsesPacks === 1,
    chargesEnabled: row.chargesEnabled === 1,
    payoutsEnabled: row.payoutsEnabled === 1,
    detailsSubmitted: row.detailsSubmitted === 1,
  };
}

async function findWhere(from: Reader, where: string, value: string): Promise<Provider | null> {
  const row = await readOne(from, `SELECT ${COLUMNS} FROM providers WHERE ${where} = ? LIMIT 1`, [value]);
  return row && provider(row);
}

export function findProvider(from: Reader, id: string): Promise<Provider | null> {
  return findWhere(from, "id", id);
}

/** @throws DomainError not_found */
export async function getProvider(from: Reader, id: string): Promise<Provider> {
  const found = await findProvider(from, id);
  if (!found) throw notFound("Provider");
  return found;
}

export function findProviderByHandle(from: Reader, handle: string): Promise<Provider | null> {
  return findWhere(from, "handle", handle);
}

/** The provider with this id, which a handle sent along must name. @throws DomainError not_found, 403 (another's handle) */
export async function getProviderNamed(from: Reader, id: string, handle: string): Promise<Provider> {
  const provider = await getProvider(from, id);
  if (provider.handle !== handle) {
    throw new DomainError("wrong_provider", "This API key is not authorized for that provider.");
  }
  return provider;
}

export function findProviderByOwnerToken(from: Reader, token: string): Promise<Provider | null> {
  return findWhere(from, "owner_token_hash", hashSecret(token));
}

/** Studios whose owner has this address, oldest first. */
export async function listProvidersByEmail(from: Reader, email: string): Promise<Provider[]> {
  return (await from.read(`SELECT ${COLUMNS} FROM providers WHERE email = ? ORDER BY created_at, id`, [email])).map(
    provider,
  );
}

/** Every provider, oldest first. */
export async function listProviders(from: Reader): Promise<Provider[]> {
  return (await from.read(`SELECT ${COLUMNS} FROM providers ORDER BY created_at, id`)).map(provider);
}

/** A studio whose waitlists fill themselves. */
export interface AutomaticProvider {
  id: string;
  cutoffHours: number;
  /** Whether only free classes can be offered. */
  freeOnly: 0 | 1;
}

/** Studios whose waitlists fill themselves, a page of them. @param after the last id of the page before */
export function listAutomaticProviders(from: Reader, after: string, limit: number): Promise<AutomaticProvider[]> {
  return from.read(
    `SELECT id, waitlist_cutoff_hours AS cutoffHours, waitlist_uses_packs = 0 AND stripe_charges_enabled = 0 AS freeOnly
     FROM providers WHERE waitlist_mode = 'automatic' AND id > ? ORDER BY id LIMIT ?`,
    [after, limit],
  );
}

/** Providers that are paid into this connected account. */
export async function listProvidersOfAccount(from: Reader, accountId: string): Promise<Provider[]> {
  return (await from.read(`SELECT ${COLUMNS} FROM providers WHERE stripe_account_id = ?`, [accountId])).map(provider);
}

export interface NewProvider {
  handle: string;
  displayName: string;
  email: string;
  timezone: string;
  currency?: string;
  bio?: string | null;
  avatarKey?: string | null;
  cancelWindowHours?: number;
  giftCardValidDays?: number | null;
  address?: string | null;
  reminderHours?: number | null;
}

/** The oldest studio, the only one on a server that serves one. */
export async function findFirstProvider(from: Reader): Promise<Provider | null> {
  const row = await readOne(from, `SELECT ${COLUMNS} FROM providers ORDER BY created_at, id LIMIT 1`);
  return row && provider(row);
}

/** Whether there is more than one studio. */
export async function hasSeveralProviders(from: Reader): Promise<boolean> {
  return (await from.read("SELECT id FROM providers ORDER BY created_at, id LIMIT 2")).length === 2;
}

/** Null when the handle is taken. The owner's token is only ever known here: the database keeps its hash. */
export async function createProvider(
  tx: Tx,
  input: NewProvider,
  now: string,
): Promise<{ provider: Provider; ownerToken: string } | null> {
  if (await findProviderByHandle(tx, input.handle)) return null;
  const id = newId("prov");
  const ownerToken = newOwnerToken();
  await runOne(
    tx,
    `INSERT INTO providers (id, handle, display_name, email, timezone, currency, bio, avatar_key, cancel_window_hours,
       gift_card_valid_days, address, reminder_hours, owner_token_hash, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      input.handle,
      input.displayName,
      input.email,
      input.timezone,
      input.currency ?? "usd",
      input.bio ?? null,
      input.avatarKey ?? null,
      input.cancelWindowHours ?? 24,
      input.giftCardValidDays ?? null,
      input.address ?? null,
      input.reminderHours ?? null,
      hashSecret(ownerToken),
      now,
      now,
    ],
  );
  return { provider: await getProvider(tx, id), ownerToken };
}

/** What an owner may change. */
export type ProviderSettings =
  & Omit<NewProvider, "handle">
  & Pick<Provider, "waitlistMode" | "waitlistOfferMinutes" | "waitlistCutoffHours" | "waitlistUsesPacks">;

export async function updateProvider(
  tx: Tx,
  id: string,
  next: ProviderSettings,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE providers SET display_name = ?, email = ?, timezone = ?, currency = ?, bio = ?, avatar_key = ?, cancel_window_hours = ?,
       gift_card_valid_days = ?, address = ?, reminder_hours = ?, waitlist_mode = ?, waitlist_offer_minutes = ?, waitlist_cutoff_hours = ?,
       waitlist_uses_packs = ?, updated_at = ? WHERE id = ?`,
    [
      next.displayName,
      next.email,
      next.timezone,
      next.currency ?? "usd",
      next.bio ?? null,
      next.avatarKey ?? null,
      next.cancelWindowHours ?? 24,
      next.giftCardValidDays ?? null,
      next.address ?? null,
      next.reminderHours ?? null,
      next.waitlistMode,
      next.waitlistOfferMinutes,
      next.waitlistCutoffHours,
      +next.waitlistUsesPacks,
      now,
      id,
    ],
  );
}

/** A new owner token; the old one stops working. */
export async function replaceOwnerToken(tx: Tx, id: string): Promise<string> {
  const token = newOwnerToken();
  await runOne(tx, "UPDATE providers SET owner_token_hash = ? WHERE id = ?", [hashSecret(token), id]);
  return token;
}

/** Keeps the first account when two requests made one each. Answers the account that counts. */
export async function keepStripeAccount(tx: Tx, id: string, accountId: string, now: string): Promise<string> {
  const kept = await tx.run(
    "UPDATE providers SET stripe_account_id = ?, updated_at = ? WHERE id = ? AND stripe_account_id IS NULL",
    [accountId, now, id],
  );
  if (kept) await recordStripeUpdated(tx, id, now);
  return (await getProvider(tx, id)).stripeAccountId!;
}

/** Records how a studio's account stands now. */
async function recordStripeUpdated(tx: Tx, id: string, now: string): Promise<void> {
  const { stripeAccountId: accountId, chargesEnabled, payoutsEnabled, detailsSubmitted } = await getProvider(tx, id);
  const data = JSON.stringify({ accountId, chargesEnabled, payoutsEnabled, detailsSubmitted });
  await recordEvent(tx, { providerId: id, clientId: null, type: "stripe.updated", data }, now);
}

/** What Stripe says of the account. `chargesEnabled` is what "onboarded" means. */
export async function setStripeState(
  tx: Tx,
  accountId: string,
  state: { chargesEnabled: boolean; payoutsEnabled: boolean; detailsSubmitted: boolean },
  now: string,
): Promise<void> {
  const before = await listProvidersOfAccount(tx, accountId);
  await runAny(
    tx,
    `UPDATE providers SET stripe_charges_enabled = ?, stripe_payouts_enabled = ?, stripe_details_submitted = ?, updated_at = ?
     WHERE stripe_account_id = ?`,
    [+state.chargesEnabled, +state.payoutsEnabled, +state.detailsSubmitted, now, accountId],
  );
  for (const { id, chargesEnabled, payoutsEnabled, detailsSubmitted } of before) {
    const isNews = chargesEnabled !== state.chargesEnabled || payoutsEnabled !== state.payoutsEnabled ||
      detailsSubmitted !== state.detailsSubmitted;
    if (isNews) await recordStripeUpdated(tx, id, now);
  }
}

/** The account of the server's own key is the studio's, and stands like this. */
export async function setOwnAccount(
  tx: Tx,
  id: string,
  state: { id: string; chargesEnabled: boolean; payoutsEnabled: boolean; detailsSubmitted: boolean },
  now: string,
): Promise<void> {
  const { stripeAccountId } = await getProvider(tx, id);
  if (stripeAccountId !== state.id) {
    await runOne(tx, "UPDATE providers SET stripe_account_id = ?, updated_at = ? WHERE id = ?", [state.id, now, id]);
    await recordStripeUpdated(tx, id, now);
  }
  await setStripeState(tx, state.id, state, now);
}

/** Writes a row without changing it, so that an answer which must not tell takes as long as one that writes. */
export async function touchProvider(tx: Tx, id: string): Promise<void> {
  await runOne(tx, "UPDATE providers SET updated_at = updated_at WHERE id = ?", [id]);
}

/** The account is no longer connected. Refunds under way keep it in their own rows. */
export async function forgetStripeAccount(tx: Tx, accountId: string, now: string): Promise<void> {
  const before = await listProvidersOfAccount(tx, accountId);
  await runAny(
    tx,
    `UPDATE providers SET stripe_account_id = NULL, stripe_charges_enabled = 0, stripe_payouts_enabled = 0, stripe_details_submitted = 0,
       updated_at = ? WHERE stripe_account_id = ?`,
    [now, accountId],
  );
  for (const { id } of before) await recordStripeUpdated(tx, id, now);
}

/** Onboarded at Stripe: the connected account may take charges. */
export function canTakePayments(provider: Provider): boolean {
  return provider.stripeAccountId !== null && provider.chargesEnabled;
}
