/** What is known of an `Idempotency-Key`. */
import type { Reader } from "../../db/database.ts";
import { DomainError } from "../../domain/errors.ts";
import { findIdempotencyKey, type IdempotencyKey, type KeyedRequest } from "../../domain/idempotency_keys.ts";
import { DAY, ms } from "../../domain/time.ts";
import type { Context } from "../context.ts";

const KEPT_FOR = DAY;

/** Null when the key is new, or was used too long ago. @throws DomainError 409 (used for a different request) */
export async function findLiveKey(
  { clock }: Pick<Context, "clock">,
  from: Reader,
  request: KeyedRequest,
): Promise<IdempotencyKey | null> {
  const key = await findIdempotencyKey(from, request.scope);
  if (!key || ms(key.createdAt) <= clock.now() - KEPT_FOR) return null;
  if (key.fingerprint !== request.fingerprint) {
    throw new DomainError("idempotency_conflict", "This Idempotency-Key was used for a different request.");
  }
  return key;
}

/** @throws DomainError 409 (the secret it was sealed under is gone: to run the request again could do it twice) */
export function openSealed({ tokens }: KeyedRequest, sealed: string): string {
  const text = tokens.open("idempotency", sealed);
  if (text !== null) return text;
  throw new DomainError(
    "idempotency_conflict",
    "What is stored under this Idempotency-Key can't be decrypted any more. Use a new key.",
  );
}
