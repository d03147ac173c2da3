/** The end of a request under an `Idempotency-Key`. */
import { deleteUnanswered, type KeyedRequest, putIdempotencyKey } from "../../domain/idempotency_keys.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { findLiveKey } from "./live_key.ts";

/**
 * Stores the response that every repeat gets; the first stays. @param body its text
 * @throws DomainError 409 (another process has used the key for a different request)
 */
export async function storeResponse(ctx: Context, request: KeyedRequest, status: number, body: string): Promise<void> {
  const bodySealed = request.tokens.seal("idempotency", body);
  await ctx.db.write(
    "idempotency",
    async (tx) => {
      const key = await findLiveKey(ctx, tx, request);
      if (key?.response) return;
      // The result stays: another process with the same request may be about to ask for it.
      const resultSealed = key?.resultSealed ?? null;
      await putIdempotencyKey(tx, request, { resultSealed, response: { status, bodySealed } }, iso(ctx.clock.now()));
    },
  );
}

/** What the request began was undone: a repeat is a new try. */
export async function freeKey(ctx: Context, request: KeyedRequest): Promise<void> {
  await ctx.db.write("idempotency", (tx) => deleteUnanswered(tx, request.scope));
}
