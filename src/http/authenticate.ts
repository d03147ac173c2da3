/** Who is asking: a tenant by its API key and Origin, an owner or the operator by a bearer token. */
import { type ApiKey, findLiveKey } from "../domain/api_keys.ts";
import type { Context } from "../workflows/context.ts";
import { DomainError } from "../domain/errors.ts";
import { findProviderByOwnerToken, type Provider } from "../domain/providers.ts";
import { hashSecret, sameSecret } from "../domain/tokens.ts";
import type { Call } from "./router.ts";
import type { Auth, Caller } from "./spec.ts";

const MOST_CACHED_KEYS = 10_000;

export interface Authenticator {
  /** @throws DomainError unauthenticated */
  tenantKey(header: string | null): Promise<ApiKey>;
  /** @throws DomainError unauthenticated */
  owner(header: string | null): Promise<Provider>;
  /** @throws DomainError unauthenticated */
  operator(header: string | null): void;
  /** Notes that a key was used without being looked up. */
  markUsed(keyId: string): void;
  /** Ids of keys used since the last call, for the owner's "last used". */
  takeUsedKeys(): string[];
}

/**
 * Keys are cached under the provider's version, which a revocation raises; one by a command, on a server, within five seconds.
 * @param operatorToken null refuses every call of the operator
 */
export function createAuthenticator(ctx: Context, operatorToken: string | null): Authenticator {
  const cache = new Map<string, { key: ApiKey; hash: string; version: number }>();
  let used = new Set<string>();
  return {
    async tenantKey(header) {
      if (!header || header.length > 200) throw invalidKey();
      const cached = cache.get(header);
      if (cached && ctx.db.version(cached.key.providerId) === cached.version) {
        used.add(cached.key.id);
        return cached.key;
      }
      const hash = cached?.hash ?? hashSecret(header);
      const found = cached?.key ?? await findLiveKey(ctx.db, hash);
      if (!found) throw invalidKey();
      const version = ctx.db.version(found.providerId);
      // Read after the version, which must be older than what is cached under it.
      const key = version === null ? found : await findLiveKey(ctx.db, hash);
      if (!key) {
        cache.delete(header);
        throw invalidKey();
      }
      if (version !== null) {
        if (cache.size >= MOST_CACHED_KEYS) cache.clear();
        cache.set(header, { key, hash, version });
      }
      used.add(key.id);
      return key;
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

/** The token of an Authorization header, or null. */
export function bearer(header: string | null): string | null {
  return /^Bearer +(\S{1,200})$/i.exec(header ?? "")?.[1] ?? null;
}

function invalidKey(): DomainError {
  return new DomainError("unauthenticated", "Invalid or revoked API key.");
}

function checkOrigin(key: ApiKey, origin: string | null): string {
  if (!origin || !key.allowedOrigins.includes(origin)) {
    throw new DomainError("forbidden", "Origin not allowed for this API key.");
  }
  return origin;
}

/**
 * Checks the credentials that the operation asks for. A signed token is checked by the operation itself.
 * @returns who is asking, and whose Idempotency-Keys these are: null where no credential was checked
 * @throws DomainError unauthenticated, forbidden
 */
export async function authenticate(
  authenticator: Authenticator,
  auth: Auth,
  c: Call,
): Promise<{ caller: Partial<Caller>; credential: string | null }> {
  const apiKey = c.req.header("x-alera-key") ?? null;
  const authorization = c.req.header("authorization") ?? null;
  switch (auth) {
    case "tenant": {
      const key = await authenticator.tenantKey(apiKey);
      const origin = checkOrigin(key, c.req.header("origin") ?? null);
      c.env.seen.providerId = key.providerId;
      return {
        caller: { tenant: { providerId: key.providerId, origin, keyId: key.id } },
        credential: `key:${key.id}`,
      };
    }
    case "customer": {
      const key = apiKey === null ? null : await authenticator.tenantKey(apiKey);
      return { caller: { keyProviderId: key?.providerId ?? null }, credential: null };
    }
    case "owner": {
      const provider = await authenticator.owner(authorization);
      c.env.seen.providerId = provider.id;
      return { caller: { provider }, credential: `owner:${provider.id}` };
    }
    case "operator":
      authenticator.operator(authorization);
      return { caller: {}, credential: "operator" };
    case "signed":
    case "none":
      return { caller: {}, credential: null };
  }
}
