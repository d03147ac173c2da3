/** The owner sends a dead letter again. */
import { requeue } from "../../domain/dead_letters.ts";
import { OUTBOX_SCOPE } from "../../domain/outbox.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** @throws DomainError not_found (also another studio's), 410 (its client was erased) */
export async function sendAgain(ctx: Context, providerId: string, messageId: number): Promise<void> {
  await ctx.db.write(OUTBOX_SCOPE, (tx) => requeue(tx, providerId, messageId, iso(ctx.clock.now())));
  ctx.wake("outbox");
}
