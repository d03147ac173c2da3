/** `Idempotency-Key`: for 24 hours the same request under the same key gets the first response again. */
import { createHash } from "node:crypto";
import { codeOf } from "../domain/errors.ts";
import type { KeyedRequest, StoredResponse } from "../domain/idempotency_keys.ts";
import type { Context } from "../workflows/context.ts";
import { freeKey, storeResponse } from "../workflows/idempotency/answer.ts";
import { findLiveKey, openSealed } from "../workflows/idempotency/live_key.ts";
import { HttpError } from "./errors.ts";

/** Not stored, like 5xx: a retry may well end differently. */
const NOT_STORED = new Set([401, 403, 429]);

export interface IdempotencyStore {
  /**
   * Handles the request with a context that knows its key, or replays its stored response.
   * @throws HttpError 400 (not a key), 409 @throws DomainError 409
   */
  run(request: RequestWithKey, handle: (ctx: Context) => Promise<Response>): Promise<Response>;
}

interface RequestWithKey {
  key: string;
  /** Whose key it is: two credentials may use the same one. */
  credential: string;
  method: string;
  path: string;
  body: string;
}

/** The keys of requests in progress are in this process's memory: a crash leaves none behind. */
export function createIdempotencyStore(ctx: Context): IdempotencyStore {
  const running = new Set<string>();
  return {
    async run({ key, credential, method, path, body }, handle) {
      checkKey(key);
      const request = { scope: hash(credential, key), fingerprint: hash(method, path, body), tokens: ctx.tokens };
      if (running.has(request.scope)) {
        throw new HttpError("idempotency_conflict", "A request with this Idempotency-Key is still running.");
      }
      running.add(request.scope);
      try {
        const known = await findLiveKey(ctx, ctx.db, request);
        if (known?.response) return replay(request, known.response);
        const response = await handle({ ...ctx, keyedRequest: request });
        await keep(ctx, request, response);
        return response;
      } finally {
        running.delete(request.scope);
      }
    },
  };
}

function checkKey(key: string): void {
  if (key.length <= 255 && /^[\x20-\x7e]+$/.test(key)) return;
  throw new HttpError("invalid_request", "Idempotency-Key has at most 255 printable characters.", {
    issues: [{ path: "Idempotency-Key", message: "At most 255 printable characters." }],
  });
}

function replay(request: KeyedRequest, { status, bodySealed }: StoredResponse): Response {
  const body = openSealed(request, bodySealed);
  return new Response(body || null, {
    status,
    headers: { ...(body ? { "content-type": "application/json" } : {}), "idempotent-replayed": "true" },
  });
}

/**
 * A 502 says that what was begun is undone; after any other fault it may not be, so its record stays for the retry.
 * Never throws: the request has had its effect, so the caller must get the response.
 */
async function keep(ctx: Context, request: KeyedRequest, response: Response): Promise<void> {
  try {
    if (response.status === 502) await freeKey(ctx, request);
    else if (response.status < 500 && !NOT_STORED.has(response.status)) {
      await storeResponse(ctx, request, response.status, await response.clone().text());
    }
  } catch (error) {
    ctx.log.error("response_not_stored", {
      name: error instanceof Error ? error.name : "unknown",
      code: codeOf(error),
    });
  }
}

function hash(...parts: string[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(`${part.length}:`).update(part);
  return digest.digest("hex");
}
