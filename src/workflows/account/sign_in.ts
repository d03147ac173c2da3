/** The owner's way into the console: a mailed link, used once, opens a session. */
import type { Reader } from "../../db/database.ts";
import type { Context } from "../context.ts";
import {
  type ConsoleSession,
  countOwnerLinks,
  createConsoleSession,
  createOwnerLink,
  findConsoleSession,
  findOwnerLink,
  takeOwnerLink,
  touchConsoleSession,
} from "../../domain/console_sessions.ts";
import { findProvider, listProvidersByEmail, type Provider } from "../../domain/providers.ts";
import { DAY, HOUR, iso, MINUTE, ms } from "../../domain/time.ts";
import { enqueueOwnerSigninLink } from "../notifications/enqueue_account.ts";

const LINK_VALID = 15 * MINUTE;
/** More than this an hour would be somebody else's finger on the button. */
const MOST_LINKS_AN_HOUR = 6;
/** Longer than the work takes: who asks can't tell by the clock whether there was any. */
const ANSWER_AFTER = 40;
/** How long a device stays signed in. */
export const SESSION_VALID = 14 * DAY;
/** Last use is told to the hour: a write at every click would be waste. */
const TOUCH_EVERY = HOUR;

/**
 * Mails one link for each studio of this address. Known or not, the answer is the same, after the same while, and it does not wait for
 * the mail.
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
      // A stranger who asks without end must not keep the owner out: whoever is mailed no more has a link that works.
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

/** The studio a link opens, without using it up: mail scanners open links too. */
export async function findStudioOfLink(ctx: Context, token: string): Promise<Provider | null> {
  return await studioOfLink(ctx.db, token, iso(ctx.clock.now()));
}

async function studioOfLink(from: Reader, token: string, now: string): Promise<Provider | null> {
  const link = await findOwnerLink(from, token, now);
  const provider = link && await findProvider(from, link.providerId);
  // Mailed to an address that was the owner's once: nobody signs in with it any more.
  return provider && provider.email === link!.email ? provider : null;
}

/** Uses a link up and opens a session. @returns the session's token for the cookie, or null when the link is used, too old, or none */
export async function openConsole(ctx: Context, token: string, device: string): Promise<string | null> {
  if (!await findStudioOfLink(ctx, token)) return null;
  return await ctx.db.write("console", async (tx) => {
    const nowMs = ctx.clock.now();
    // Asked again where nothing comes between: the owner's address may have changed a moment ago.
    const provider = await studioOfLink(tx, token, iso(nowMs));
    if (!provider || !await takeOwnerLink(tx, token, iso(nowMs))) return null;
    return await createConsoleSession(tx, provider.id, device, iso(nowMs + SESSION_VALID), iso(nowMs));
  });
}

/** Who is signed in with this cookie. */
export async function findOwner(
  ctx: Context,
  token: string,
): Promise<{ session: ConsoleSession; provider: Provider } | null> {
  const now = iso(ctx.clock.now());
  const session = await findConsoleSession(ctx.db, token, now);
  const provider = session && await findProvider(ctx.db, session.providerId);
  if (!session || !provider) return null;
  if (ms(now) - ms(session.lastSeenAt) > TOUCH_EVERY) {
    await ctx.db.write("console", (tx) => touchConsoleSession(tx, session.id, now));
  }
  return { session, provider };
}
