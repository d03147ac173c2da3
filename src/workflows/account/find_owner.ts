/** Who a console session belongs to. */
import { type ConsoleSession, findConsoleSession, touchConsoleSession } from "../../domain/console_sessions.ts";
import { findProvider, type Provider } from "../../domain/providers.ts";
import { HOUR, iso, ms } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** Last use is recorded to the hour, to spare a write at every click. */
const TOUCH_EVERY = HOUR;

/** Null for a token of no session, or of one that has ended. */
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
