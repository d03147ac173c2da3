import { insertStoredResponse, type NewStoredResponse } from "../../domain/idempotency_keys.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** Stores the first response to an Idempotency-Key. @param scope hash of the key and the credential that sent it */
export async function storeResponse(ctx: Context, scope: string, response: NewStoredResponse): Promise<void> {
  await ctx.db.write("idempotency", (tx) => insertStoredResponse(tx, scope, response, iso(ctx.clock.now())));
}
