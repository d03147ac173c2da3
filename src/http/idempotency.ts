/** `Idempotency-Key`: for 24 hours the same request under the same key gets the first response again. */
import { createHash } from "node:crypto";
import { findStoredResponse, type StoredResponse } from "../domain/idempotency_keys.ts";
import { DAY, ms } from "../domain/time.ts";
import type { Context } from "../workflows/context.ts";
import { storeResponse } from "../workflows/idempotency/store_response.ts";
import { HttpError } from "./errors.ts";

/** Not stored, like 5xx: a retry may well end differently. */
const NOT_STORED = new Set([401, 403, 429]);
const STORED_FOR = DAY;

export interface IdempotencyStore {
  /** Handles the request, or replays its stored response. @throws HttpError 400 (not a key), 409 */
  run(request: KeyedRequest, handle: () => Promise<Response>): Promise<Response>;
}

interface KeyedRequest {
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
      const scope = hash(credential, key);
      const fingerprint = hash(method, path, body);
      if (running.has(scope)) throw new HttpError(409, "A request with this Idempotency-Key is still running.");
      running.add(scope);
      try {
        const stored = await findStoredResponse(ctx.db, scope);
        if (stored && ms(stored.createdAt) > ctx.clock.now() - STORED_FOR) return replay(ctx, stored, fingerprint);
        const response = await handle();
        if (response.status < 500 && !NOT_STORED.has(response.status)) await store(ctx, scope, fingerprint, response);
        return response;
      } finally {
        running.delete(scope);
      }
    },
  };
}

function checkKey(key: string): void {
  if (key.length <= 255 && /^[\x20-\x7e]+$/.test(key)) return;
  throw new HttpError(400, "Idempotency-Key has at most 255 printable characters.", {
    issues: [{ path: "Idempotency-Key", message: "At most 255 printable characters." }],
  });
}

function replay(ctx: Context, stored: StoredResponse, fingerprint: string): Response {
  if (stored.fingerprint !== fingerprint) {
    throw new HttpError(409, "This Idempotency-Key was used for a different request.");
  }
  const body = ctx.tokens.open("idempotency", stored.bodySealed);
  if (body === null) {
    throw new HttpError(
      409,
      "The response stored under this Idempotency-Key can't be decrypted any more. Use a new key.",
    );
  }
  return new Response(body || null, {
    status: stored.status,
    headers: { ...(body ? { "content-type": "application/json" } : {}), "idempotent-replayed": "true" },
  });
}

/** Never throws: the request has had its effect, so the caller must get the response. */
async function store(ctx: Context, scope: string, fingerprint: string, response: Response): Promise<void> {
  try {
    const bodySealed = ctx.tokens.seal("idempotency", await response.clone().text());
    await storeResponse(ctx, scope, { fingerprint, status: response.status, bodySealed });
  } catch (error) {
    ctx.log.error("response_not_stored", { name: error instanceof Error ? error.name : "unknown" });
  }
}

function hash(...parts: string[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(`${part.length}:`).update(part);
  return digest.digest("hex");
}
