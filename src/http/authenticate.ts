/** Who is asking: a tenant by its key and Origin, an owner or the operator by a bearer token. */
import { type ApiKey, findLiveKey } from "../domain/api_keys.ts";
import type { Context } from "../workflows/context.ts";
import { DomainError } from "../domain/errors.ts";
import { findProviderByOwnerToken, type Provider } from "../domain/providers.ts";
import { sameSecret } from "../domain/tokens.ts";

/** Keys known while the provider's version stands; a revocation raises it. In memory only, and never where others write. */
const MOST_KEPT = 10_000;

export interface Authenticator {
  /** @throws DomainError unauthenticated */
  tenantKey(header: string | null): Promise<ApiKey>;
  /** @throws DomainError unauthenticated */
  owner(header: string | null): Promise<Provider>;
  /** @throws DomainError unauthenticated */
  operator(header: string | null): void;
  /** A key that was used without being looked up. */
  markUsed(keyId: string): void;
  /** Ids of keys used since the last call, for the owner's "last used". */
  takeUsedKeys(): string[];
}

/** @param operatorToken null: the operator's calls are off */
export function createAuthenticator(ctx: Context, operatorToken: string | null): Authenticator {
  const keys = new Map<string, { key: ApiKey; version: number }>();
  let used = new Set<string>();
  return {
    async tenantKey(header) {
      if (!header || header.length > 200) throw badKey();
      const kept = keys.get(header);
      if (kept && ctx.db.version(kept.key.providerId) === kept.version) {
        used.add(kept.key.id);
        return kept.key;
      }
      keys.delete(header);
      const key = await findLiveKey(ctx.db, header);
      if (!key) throw badKey();
      const version = ctx.db.version(key.providerId);
      // Read once more: the version must be older than what is kept under it.
      const again = version === null ? key : await findLiveKey(ctx.db, header);
      if (!again) throw badKey();
      if (version !== null) {
        if (keys.size >= MOST_KEPT) keys.clear();
        keys.set(header, { key: again, version });
      }
      used.add(again.id);
      return again;
    },
    async owner(header) {
      const token = bearer(header);
      const provider = token ? await findProviderByOwnerToken(ctx.db, token) : null;
      if (!provider) throw new DomainError("unauthenticated", "The bearer token is missing or not valid.");
      return provider;
    },
    operator(header) {
      const token = bearer(header);
      if (!token || !operatorToken || !sameSecret(token, operatorToken)) {
        throw new DomainError("unauthenticated", "This call needs the operator's bearer token.");
      }
    },
    markUsed(keyId) {
      used.add(keyId);
    },
    takeUsedKeys() {
      const ids = [...used];
      used = new Set();
      return ids;
    },
  };
}

function bearer(header: string | null): string | null {
  return /^Bearer +(\S{1,200})$/i.exec(header ?? "")?.[1] ?? null;
}

function badKey(): DomainError {
  return new DomainError("unauthenticated", "Invalid or revoked API key.");
}

/** @throws DomainError forbidden */
export function checkOrigin(key: ApiKey, origin: string | null): string {
  if (!origin || !key.allowedOrigins.includes(origin)) {
    throw new DomainError("forbidden", "Origin not allowed for this API key.");
  }
  return origin;
}
