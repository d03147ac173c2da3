/**
 * The effect of a request under an `Idempotency-Key`, and the record that it was had, in one transaction. A request that is
 * repeated after a crash finds the record and goes on from there; without a key these are plain writes.
 */
import type { Tx } from "../../db/database.ts";
import { putIdempotencyKey } from "../../domain/idempotency_keys.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { findLiveKey, openSealed } from "./live_key.ts";

/**
 * The write that decides an operation's answer: a repeat gets its result again and does no work. So every id and secret of
 * the answer comes out of the result, and what follows the write may be done twice.
 * @param work answers what JSON can hold; a promise in it is left out
 * @param decides whether this result is the effect; if not, nothing is recorded and a repeat does the work
 * @throws DomainError 409 (the key was used for a different request)
 */
export function once<T>(
  ctx: Pick<Context, "db" | "clock" | "keyedRequest">,
  scope: string | null,
  work: (tx: Tx) => Promise<T>,
  decides: (result: T) => boolean = () => true,
): Promise<T> {
  const request = ctx.keyedRequest;
  if (!request) return ctx.db.write(scope, work);
  return ctx.db.write(scope, async (tx) => {
    const key = await findLiveKey(ctx, tx, request);
    if (key?.resultSealed) return JSON.parse(openSealed(request, key.resultSealed)).result;
    const result = await work(tx);
    if (!decides(result)) return result;
    const text = JSON.stringify({ result }, (_, value) => value instanceof Promise ? undefined : value);
    const resultSealed = request.tokens.seal("idempotency", text);
    await putIdempotencyKey(tx, request, { resultSealed, response: null }, iso(ctx.clock.now()));
    return result;
  });
}

/**
 * For an operation that is answered the same however often it is done: only the key is taken, with its effect.
 * @throws DomainError 409 (the key was used for a different request)
 */
export async function takeKey(ctx: Context, tx: Tx): Promise<void> {
  const request = ctx.keyedRequest;
  if (!request || await findLiveKey(ctx, tx, request)) return;
  await putIdempotencyKey(tx, request, { resultSealed: null, response: null }, iso(ctx.clock.now()));
}
