/** `Idempotency-Key`: the same request under the same key gets the first answer again, for 24 hours. */
import { createHash } from "node:crypto";
import type { Context } from "../workflows/context.ts";
import { findStoredResponse, storeResponse } from "../domain/idempotency_keys.ts";
import { DAY, iso, ms } from "../domain/time.ts";
import { HttpError } from "./errors.ts";

/** Not remembered: what a second try may well change. */
const FORGOTTEN = new Set([401, 403, 429]);
const KEPT_FOR = DAY;

export interface IdempotencyStore {
  run(
    request: { key: string; credential: string; method: string; path: string; body: string },
    handle: () => Promise<Response>,
  ): Promise<Response>;
}

/** Keys under which a request runs live in this process: a crash leaves none behind. */
export function createIdempotencyStore(ctx: Context): IdempotencyStore {
  const running = new Set<string>();
  return {
    async run({ key, credential, method, path, body }, handle) {
      if (key.length > 255 || !/^[\x20-\x7e]+$/.test(key)) {
        throw new HttpError(400, "Idempotency-Key has at most 255 printable characters.", {
          issues: [{ path: "Idempotency-Key", message: "At most 255 printable characters." }],
        });
      }
      const scope = hash(credential, key);
      const fingerprint = hash(method, path, body);
      if (running.has(scope)) throw new HttpError(409, "A request with this Idempotency-Key is still running.");
      running.add(scope);
      try {
        const known = await findStoredResponse(ctx.db, scope);
        if (known && ms(known.createdAt) > ctx.clock.now() - KEPT_FOR) return replay(ctx, known, fingerprint);
        const answer = await handle();
        if (answer.status < 500 && !FORGOTTEN.has(answer.status)) await remember(ctx, scope, fingerprint, answer);
        return answer;
      } finally {
        running.delete(scope);
      }
    },
  };
}

function replay(
  ctx: Context,
  known: { fingerprint: string; status: number; bodySealed: string },
  fingerprint: string,
): Response {
  if (known.fingerprint !== fingerprint) {
    throw new HttpError(409, "This Idempotency-Key was used for a different request.");
  }
  const body = ctx.tokens.open("idempotency", known.bodySealed);
  if (body === null) {
    throw new HttpError(409, "The answer under this Idempotency-Key can't be read any more. Use a new key.");
  }
  return new Response(body || null, {
    status: known.status,
    headers: { ...(body ? { "content-type": "application/json" } : {}), "idempotent-replayed": "true" },
  });
}

/** An answer that can't be remembered is still given: its effect is done. */
async function remember(ctx: Context, scope: string, fingerprint: string, answer: Response): Promise<void> {
  try {
    const bodySealed = ctx.tokens.seal("idempotency", await answer.clone().text());
    await ctx.db.write(
      "idempotency",
      (tx) => storeResponse(tx, scope, { fingerprint, status: answer.status, bodySealed }, iso(ctx.clock.now())),
    );
  } catch (error) {
    ctx.log.error("answer_not_remembered", { name: error instanceof Error ? error.name : "unknown" });
  }
}

function hash(...parts: string[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(`${part.length}:`).update(part);
  return digest.digest("hex");
}
