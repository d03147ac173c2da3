/** Times at which the studio is closed: added and removed. */
import { type BlackoutInput, createBlackout, deleteBlackout } from "../../domain/blackouts.ts";
import { invalid } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** Adds a closure. It hides no class. @throws DomainError invalid_request (it ends before it starts) */
export async function addBlackout(ctx: Context, providerId: string, input: BlackoutInput) {
  if (input.endsAt <= input.startsAt) throw invalid("endsAt", "The end must come after the start.");
  return await once(ctx, providerId, (tx) => createBlackout(tx, providerId, input, iso(ctx.clock.now())));
}

/** @throws DomainError not_found */
export function removeBlackout(ctx: Context, providerId: string, id: string): Promise<void> {
  return ctx.db.write(providerId, (tx) => deleteBlackout(tx, providerId, id));
}
