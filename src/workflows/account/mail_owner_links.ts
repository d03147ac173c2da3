/** Signing in begins: the owner is mailed a link. */
import { countOwnerLinks, createOwnerLink } from "../../domain/console_sessions.ts";
import { listProvidersByEmail } from "../../domain/providers.ts";
import { HOUR, iso, MINUTE } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { enqueueOwnerSigninLink } from "../notifications/enqueue_account.ts";

const LINK_VALID = 15 * MINUTE;
const MOST_LINKS_AN_HOUR = 6;
/** Milliseconds, longer than the work takes: the time of an answer does not tell whether there was any. */
const ANSWER_AFTER = 40;

/**
 * Mails a link for each studio of this address. Known or not, the answer is the same and comes after the same time.
 * @param email trimmed and lower-cased @param next a path of the console to open after signing in
 */
export async function mailOwnerLinks(ctx: Context, email: string, next: string): Promise<void> {
  const answer = new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER));
  const query = next === "/console" ? "" : `?next=${encodeURIComponent(next)}`;
  const providers = await listProvidersByEmail(ctx.db, email);
  await ctx.db.write("console", async (tx) => {
    const nowMs = ctx.clock.now();
    const now = iso(nowMs);
    for (const provider of providers) {
      // Endless requests must not lock the owner out: whoever gets no more mail has a link that works.
      const links = await countOwnerLinks(tx, provider, iso(nowMs - HOUR), now);
      if (links.mailed >= MOST_LINKS_AN_HOUR && links.usable > 0) continue;
      const token = await createOwnerLink(tx, provider, iso(nowMs + LINK_VALID), now);
      await enqueueOwnerSigninLink(tx, provider.id, {
        signinUrl: `${ctx.settings.publicUrl}/console/signin/${token}${query}`,
        validMinutes: LINK_VALID / MINUTE,
      }, now);
    }
  });
  ctx.wake("outbox");
  await answer;
}
