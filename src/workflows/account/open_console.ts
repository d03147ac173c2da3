/** Signing in ends: a mailed link, used once, opens a session. */
import type { Reader } from "../../db/database.ts";
import { createConsoleSession, findOwnerLink, takeOwnerLink } from "../../domain/console_sessions.ts";
import { findProvider, type Provider } from "../../domain/providers.ts";
import { DAY, iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** Milliseconds a device stays signed in. */
export const SESSION_VALID = 14 * DAY;

/** The studio that a link opens, without using it up. */
export async function findStudioOfLink(ctx: Context, token: string): Promise<Provider | null> {
  return await studioOfLink(ctx.db, token, iso(ctx.clock.now()));
}

async function studioOfLink(from: Reader, token: string, now: string): Promise<Provider | null> {
  const link = await findOwnerLink(from, token, now);
  const provider = link && await findProvider(from, link.providerId);
  // A link mailed to the owner's earlier address opens nothing.
  return provider && provider.email === link!.email ? provider : null;
}

/** Uses a link up. @returns the session's token for the cookie, or null when the link is used, expired or unknown */
export async function openConsole(ctx: Context, token: string, device: string): Promise<string | null> {
  if (!await findStudioOfLink(ctx, token)) return null;
  return await ctx.db.write("console", async (tx) => {
    const nowMs = ctx.clock.now();
    // Checked again inside the write: the owner's address may have changed meanwhile.
    const provider = await studioOfLink(tx, token, iso(nowMs));
    if (!provider || !await takeOwnerLink(tx, token, iso(nowMs))) return null;
    return await createConsoleSession(tx, provider.id, device, iso(nowMs + SESSION_VALID), iso(nowMs));
  });
}
