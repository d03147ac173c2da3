/** The devices on which an owner is signed in to the console. */
import { revokeConsoleSession, revokeOtherSessions } from "../../domain/console_sessions.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** Signs one device out. @throws DomainError not_found */
export function signOutDevice(ctx: Context, providerId: string, sessionId: string): Promise<void> {
  return ctx.db.write("console", (tx) => revokeConsoleSession(tx, providerId, sessionId, iso(ctx.clock.now())));
}

/** Signs every device out but the one that asks. @returns how many */
export function signOutOtherDevices(ctx: Context, providerId: string, sessionId: string): Promise<number> {
  return ctx.db.write("console", (tx) => revokeOtherSessions(tx, providerId, sessionId, iso(ctx.clock.now())));
}
