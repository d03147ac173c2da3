/** The studio's own note on a client. */
import { setClientNote } from "../../domain/clients.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** @param note empty removes it @throws DomainError not_found */
export async function saveClientNote(ctx: Context, providerId: string, clientId: string, note: string): Promise<void> {
  await ctx.db.write(providerId, (tx) => setClientNote(tx, providerId, clientId, note || null, iso(ctx.clock.now())));
}
