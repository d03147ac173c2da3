/** A client's calendar address got into wrong hands: the old one ends. */
import { replaceFeedToken } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** @returns the new feed token @throws DomainError not_found */
export function replaceCalendarFeed(ctx: Context, providerId: string, clientId: string): Promise<string> {
  return once(ctx, providerId, (tx) => replaceFeedToken(tx, providerId, clientId));
}
