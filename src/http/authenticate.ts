/** Who is asking: a tenant by its API key and Origin, an owner or the operator by a bearer token. */
import { type ApiKey, findLiveKey } from "../domain/api_keys.ts";
import type { Context } from "../workflows/context.ts";
import { DomainError, refusedToken } from "../domain/errors.ts";
import { findProviderByOwnerToken, type Provider } from "../domain/providers.ts";
import { hashSecret, sameSecret } from "../domain/tokens.ts";
import { originOf, PAGE_HEADER, siteOf } from "./page_of_site.ts";
import type { Call } from "./router.ts";
import type { AnySpec, Caller } from "./spec.ts";

const BEARER = "The token in the Authorization header";
const MOST_CACHED_KEYS = 10_000;

export interface Authenticator {
  /** The live key that the header holds, or null. */
  findKey(header: string | null): Promise<ApiKey | null>;
  /** @throws DomainError 401 */
  owner(header: string | null): Promise<Provider>;
  /** @throws DomainError 401 */
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
    async findKey(header) {
      if (!header || header.length > 200) return null;
      const cached = cache.get(header);
      if (cached && ctx.db.version(cached.key.providerId) === cached.version) {
        used.add(cached.key.id);
        return cached.key;
      }
      const hash = cached?.hash ?? hashSecret(header);
      const found = cached?.key ?? await findLiveKey(ctx.db, hash);
      if (!found) return null;
      const version = ctx.db.version(found.providerId);
      // Read after the version, which must be older than what is cached under it.
      const key = version === null ? found : await findLiveKey(ctx.db, hash);
      if (!key) {
        cache.delete(header);
        return null;
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
      if (!provider) {
        throw refusedToken(header ? "malformed" : "missing", BEARER, "Send `Bearer …` with the studio's owner token.");
      }
      return provider;
    },
    operator(header) {
      const token = bearer(header);
      if (!token || !operatorToken || !sameSecret(token, operatorToken)) {
        throw refusedToken(header ? "malformed" : "missing", BEARER, "Send `Bearer …` with the operator's token.");
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

function checkOrigin(key: ApiKey, origin: string | null): string {
  if (!origin) {
    throw new DomainError(
      "origin_missing",
      "The Origin header is missing. Send an origin of this API key's allowlist in it: a browser does so itself, a server must.",
    );
  }
  if (!key.allowedOrigins.includes(origin)) {
    throw new DomainError(
      "origin_not_allowed",
      `The Origin header, ${
        origin.slice(0, 200)
      }, is not in this API key's allowlist. Add it to the key, or send one that is.`,
      { received: origin },
    );
  }
  return origin;
}

/** @throws DomainError secret_key_required */
function checkKind(key: ApiKey): void {
  if (key.kind === "secret") return;
  throw new DomainError(
    "secret_key_required",
    "The publishable key in the x-alera-key header can't do this. Call it from your server, with a secret key.",
  );
}

/**
 * Checks the credentials that the operation asks for. A signed token is checked by the operation itself.
 * @param key the valid API key that was sent, or null
 * @returns who is asking, and whose Idempotency-Keys these are: null where no credential was checked
 * @throws DomainError 401, 403
 */
export async function authenticate(
  authenticator: Authenticator,
  { auth, secretKey }: Pick<AnySpec, "auth" | "secretKey">,
  key: ApiKey | null,
  c: Call,
): Promise<{ caller: Partial<Caller>; credential: string | null }> {
  const authorization = c.req.header("authorization") ?? null;
  switch (auth) {
    case "tenant": {
      const { id, providerId } = key!;
      const origin = checkOrigin(key!, originOf(c.req.raw.headers, key!.kind));
      if (secretKey) checkKind(key!);
      const site = siteOf(origin, c.req.raw.headers.get(PAGE_HEADER));
      c.env.seen.providerId = providerId;
      const tenant = { providerId, origin: site, requestOrigin: origin, keyId: id, key: key! };
      return { caller: { tenant }, credential: `key:${id}` };
    }
    case "customer":
      return { caller: { keyProviderId: key?.providerId ?? null }, credential: null };
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
