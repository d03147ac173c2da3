/**
 * What the owner says of the studio. A new email address is notified at the old one: it is where links that sign in go. Whoever signed in by the old
 * one may not be the owner any more, so that ends.
 */
import { hasCheckouts } from "../../domain/checkouts.ts";
import { noteNewName } from "../../domain/class_sessions.ts";
import { revokeOtherSessions } from "../../domain/console_sessions.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { hasGiftCards } from "../../domain/gift_cards.ts";
import { enqueueOwnerEmailChanged } from "../notifications/enqueue_account.ts";
import { getProvider, type Provider, type ProviderSettings, updateProvider } from "../../domain/providers.ts";
import { replanReminders } from "../../domain/reminders.ts";
import { DAY, iso } from "../../domain/time.ts";

/** Feeds show a class until 30 days after its end, and a class lasts a day at most. */
const IN_FEEDS = 31 * DAY;

export type ProfileChange = Partial<ProviderSettings>;

const currencyLocked = (because: string) =>
  new DomainError("currency_locked", `${because}, so it can't change any more.`);

/**
 * What is left out stays. The currency does once a client has gone to pay, or a gift card was issued: amounts are on record in it.
 * @param sessionId the device that asks stays signed in
 * @returns the studio as it is now
 * @throws DomainError 409 (another currency, and amounts are on record)
 */
export async function changeProfile(
  ctx: Context,
  providerId: string,
  change: ProfileChange,
  sessionId: string | null = null,
): Promise<Provider> {
  const { before, after } = await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const before = await getProvider(tx, providerId);
    const { currency = before.currency } = change;
    if (currency !== before.currency) {
      if (await hasCheckouts(tx, providerId)) throw currencyLocked("Clients have gone to pay in the studio's currency");
      if (await hasGiftCards(tx, providerId)) throw currencyLocked("Gift cards were issued in the studio's currency");
    }
    await updateProvider(tx, providerId, { ...before, ...change }, now);
    const after = await getProvider(tx, providerId);
    if (after.displayName !== before.displayName || after.address !== before.address) {
      await noteNewName(tx, providerId, null, iso(ctx.clock.now() - IN_FEEDS), now);
    }
    if (after.reminderHours !== before.reminderHours || after.cancelWindowHours !== before.cancelWindowHours) {
      await replanReminders(tx, providerId, null, now);
    }
    if (after.email !== before.email) {
      await revokeOtherSessions(tx, providerId, sessionId, now);
      await enqueueOwnerEmailChanged(tx, before, after.email, now);
    }
    return { before, after };
  });
  if (after.email !== before.email) ctx.wake("outbox");
  if (after.waitlistMode === "automatic") ctx.wake("waitlists");
  return after;
}
