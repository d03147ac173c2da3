/**
 * What the owner says of the studio. A new address is told to the old one: it is where links that sign in go. Whoever signed in by the old
 * one may not be the owner any more, so that ends.
 */
import { revokeOtherSessions } from "../domain/console_sessions.ts";
import type { Context } from "../domain/context.ts";
import { randomText } from "../domain/ids.ts";
import { oweMail } from "../domain/outbox.ts";
import { getProvider, type NewProvider, type Provider, updateProvider } from "../domain/providers.ts";
import { iso } from "../domain/time.ts";

export type ProfileChange = Partial<Omit<NewProvider, "handle">>;

/** What is left out stays. @param sessionId the device that asks stays signed in @returns the studio as it is now */
export async function changeProfile(
  ctx: Context,
  providerId: string,
  change: ProfileChange,
  sessionId: string | null = null,
): Promise<Provider> {
  const { before, after } = await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const before = await getProvider(tx, providerId);
    await updateProvider(tx, providerId, { ...before, ...change }, now);
    const after = await getProvider(tx, providerId);
    if (after.email !== before.email) {
      await revokeOtherSessions(tx, providerId, sessionId, now);
      await oweMail(tx, {
        providerId,
        clientId: null,
        kind: "owner_email_changed",
        about: randomText(24), // each change owes its own
        to: before.email,
        siteOrigin: null,
        data: { newEmail: after.email, changedAt: now },
      }, now);
    }
    return { before, after };
  });
  if (after.email !== before.email) ctx.wake("outbox");
  return after;
}
