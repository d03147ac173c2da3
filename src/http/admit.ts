/**
 * Who asks, and whether they may ask now: an address's limit on a route, then the API key, then the key's quota. A site's server may say
 * for which visitor it asks (`x-alera-client-ip`): then the key comes first, and the visitor is counted instead of the server.
 */
import type { ApiKey } from "../domain/api_keys.ts";
import { DomainError, invalid } from "../domain/errors.ts";
import { SECRET } from "../domain/tokens.ts";
import { clientAddress, visitorAddress } from "./client_address.ts";
import { limitHeaders, type Taken } from "./rate_limit.ts";
import type { HttpServices } from "./services.ts";

export const KEY_HEADER = "x-alera-key";
export const VISITOR_HEADER = "x-alera-client-ip";

/** What a request says of who asks. */
export interface Asked {
  headers: Headers;
  /** Address of the socket's other end. */
  peer: () => string;
}

/** `required`: without a valid key nothing is done; `checked`: one that is sent must be valid; `optional`: one that is not counts as none. */
export type KeyUse = "required" | "checked" | "optional";

interface Rule {
  /** `get /api/classes/:id`: each has its own count. */
  route: string;
  /** Requests a minute from one address. */
  limit: number;
}

/**
 * Counts a request and finds its key.
 * @param limits filled with the headers of the response, also when it is a refusal
 * @throws HttpError 429 @throws DomainError missing_api_key, invalid_api_key, invalid_request (the visitor's address)
 */
export async function admit(
  services: HttpServices,
  { route, limit }: Rule,
  use: KeyUse,
  asked: Asked,
  limits: Record<string, string>,
): Promise<ApiKey | null> {
  const rule = { route, limit };
  if (asked.headers.has(VISITOR_HEADER) && asked.headers.has(KEY_HEADER)) {
    const known = await services.auth.findKey(asked.headers.get(KEY_HEADER));
    if (known?.kind === "secret") {
      countKeyed(services, rule, known, asked, limits);
      return known;
    }
  }
  const taken = countAddress(services, rule, asked);
  Object.assign(limits, limitHeaders(taken));
  const key = await readKey(services, use, asked);
  if (key) Object.assign(limits, limitHeaders(taken, takeQuota(services, key, taken)));
  return key;
}

/** Counts a request whose key is known already. @param limits as for `admit` @throws as `admit` */
export function countKeyed(
  services: HttpServices,
  rule: Rule,
  key: ApiKey,
  asked: Asked,
  limits: Record<string, string>,
): void {
  const taken = countVisitor(services, rule, key, asked, limits);
  Object.assign(limits, limitHeaders(taken, takeQuota(services, key, taken)));
}

function countVisitor(
  services: HttpServices,
  rule: Rule,
  key: ApiKey,
  asked: Asked,
  limits: Record<string, string>,
): Taken | null {
  const given = key.kind === "secret" ? asked.headers.get(VISITOR_HEADER) : null;
  if (given === null) return countAddress(services, rule, asked);
  const visitor = visitorAddress(given);
  if (visitor === null) {
    Object.assign(limits, limitHeaders(countAddress(services, rule, asked)));
    throw invalid(VISITOR_HEADER, `The ${VISITOR_HEADER} header, ${given.slice(0, 100)}, is not one IP address.`);
  }
  return services.limiter.take(`${rule.route}|${key.id}|${visitor}`, rule.limit, services.ctx.clock.now(), {
    code: "rate_limited",
    says: `This visitor has asked more than ${rule.limit} times in a minute.`,
  });
}

/** Whose count a request is, of those with a key that is known already: the visitor's whom a server names, else the address's. */
export function addressOf({ trustProxy }: Pick<HttpServices, "trustProxy">, key: ApiKey, asked: Asked): string {
  const given = key.kind === "secret" ? asked.headers.get(VISITOR_HEADER) : null;
  const visitor = given === null ? null : visitorAddress(given);
  return visitor === null
    ? clientAddress(asked.peer(), trustProxy ? asked.headers.get(trustProxy) : null)
    : `${key.id}|${visitor}`;
}

/** The server's own address, or that of a visitor who calls directly. */
export function countAddress(
  { limiter, trustProxy, ctx }: HttpServices,
  { route, limit }: Rule,
  asked: Asked,
): Taken | null {
  if (!limiter.enabled) return null;
  const address = clientAddress(asked.peer(), trustProxy ? asked.headers.get(trustProxy) : null);
  const isServer = asked.headers.get(KEY_HEADER)?.startsWith(SECRET) && !asked.headers.has(VISITOR_HEADER);
  return limiter.take(`${route}|${address}`, limit, ctx.clock.now(), {
    code: "rate_limited",
    says: `More than ${limit} requests in a minute came from this address.`,
    advice: isServer
      ? ` A server that asks for many visitors sends each one's address in the ${VISITOR_HEADER} header: then each has a limit of their own.`
      : "",
  });
}

/** @param taken given back if the quota refuses: what one limit refuses, the other does not count */
function takeQuota({ limiter, keyQuota, ctx }: HttpServices, key: ApiKey, taken: Taken | null): Taken | null {
  const quota = key.quota ?? keyQuota;
  if (quota === 0) return null;
  try {
    return limiter.take(`quota|${key.id}`, quota, ctx.clock.now(), {
      code: "quota_exceeded",
      says: `This API key has used its quota of ${quota} requests a minute.`,
    });
  } catch (error) {
    taken?.undo();
    throw error;
  }
}

async function readKey({ auth }: HttpServices, use: KeyUse, { headers }: Asked): Promise<ApiKey | null> {
  const text = headers.get(KEY_HEADER);
  if (use === "optional") return text === null ? null : await auth.findKey(text);
  if (use === "checked" && text === null) return null;
  const key = await auth.findKey(text);
  if (key) return key;
  if (!text && use === "required") {
    throw new DomainError("missing_api_key", `The ${KEY_HEADER} header is missing. Send your API key in it.`);
  }
  throw new DomainError(
    "invalid_api_key",
    `The API key in the ${KEY_HEADER} header is invalid or revoked. Check that all of it was copied, or make a new one.`,
  );
}
