/** A studio's API keys: created, changed, revoked. */
import {
  createKey,
  findProviderOfKey,
  type KeyInput,
  type KeyRecord,
  markKeysUsed,
  revokeKey,
  setKeyQuota,
  updateKey,
} from "../../domain/api_keys.ts";
import { notFound } from "../../domain/errors.ts";
import type { Provider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

type Books = Pick<Context, "db" | "clock">;

/** Makes a key. Its text is in the answer and nowhere else: only its hash is stored. */
export function createApiKey(ctx: Books & Pick<Context, "keyedRequest">, provider: Provider, input: KeyInput) {
  return once(ctx, provider.id, (tx) => createKey(tx, provider, input, iso(ctx.clock.now())));
}

/** Takes effect on the next request. @throws DomainError not_found, 410 (revoked) */
export function changeApiKey(
  { db }: Books,
  providerId: string,
  id: string,
  next: Omit<KeyInput, "kind">,
): Promise<void> {
  return db.write(providerId, (tx) => updateKey(tx, providerId, id, next));
}

/** The operator sets how many requests a minute a key may make. Takes effect on the next request. @throws DomainError not_found */
export async function changeKeyQuota({ db }: Books, id: string, quota: number | null): Promise<KeyRecord> {
  const providerId = await findProviderOfKey(db, id);
  if (!providerId) throw notFound("API key");
  return await db.write(providerId, (tx) => setKeyQuota(tx, providerId, id, quota));
}

/** Takes effect on the next request. Revoking twice is no error. @throws DomainError not_found */
export function revokeApiKey({ db, clock }: Books, providerId: string, id: string): Promise<void> {
  return db.write(providerId, (tx) => revokeKey(tx, providerId, id, iso(clock.now())));
}

/** Stores when keys were last used. @param ids of the keys used since the last call */
export async function noteKeysUsed({ db, clock }: Books, ids: string[]): Promise<void> {
  // In no cached answer, so nobody's version is raised.
  if (ids.length) await db.write("used_keys", (tx) => markKeysUsed(tx, ids, iso(clock.now())));
}
