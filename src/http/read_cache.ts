/**
 * Responses of the reads that a site shows, cached in memory with their ETag. An entry is valid until the next class begins, and while the
 * provider's version is the same: every committed write of the provider raises it, a booking as well as a key's revocation.
 * On a server it is five seconds at most.
 */
import type { ApiKey } from "../domain/api_keys.ts";
import type { Context } from "../workflows/context.ts";
import { READ_CACHE_CONTROL } from "./conditional.ts";

const MOST_ENTRIES = 4_000;
const MOST_BYTES = 64 * 1024 * 1024;

export interface CachedRead {
  url: string;
  /** API key and Origin, both checked when the entry was made: only a request with the same two gets it. */
  apiKey: string;
  origin: string;
  /** The API key as it was when the entry was made: a change of it raises the version. */
  key: ApiKey;
  /** What the response says to the browser of a publishable key. */
  cors: Record<string, string>;
  /** As the rate limiter names it: `get /api/classes`. */
  route: string;
  limit: number;
  /** A string, which Deno writes to the socket without the copy that bytes need. */
  body: string;
  etag: string;
  version: number;
  /** Milliseconds: when the next class begins. */
  goodUntil: number;
  /** Made at the first use, cloned at each. */
  response?: Response;
}

export interface ReadCache {
  /** @param now milliseconds */
  find(url: string, apiKey: string, origin: string, now: number): CachedRead | null;
  keep(read: CachedRead): void;
}

/** Drops the oldest entries when there are too many or they hold too many bytes. */
export function createReadCache(ctx: Pick<Context, "db">): ReadCache {
  // By URL alone: a key of URL, API key and Origin would have to be built and hashed for every request.
  const byUrl = new Map<string, CachedRead[]>();
  // Often the next one as well: comparing is cheaper than looking up.
  let latest: CachedRead | null = null;
  let entries = 0;
  let bytes = 0;
  const drop = (read: CachedRead) => {
    if (read === latest) latest = null;
    const rest = byUrl.get(read.url)!.filter((one) => one !== read);
    if (rest.length > 0) byUrl.set(read.url, rest);
    else byUrl.delete(read.url);
    entries--;
    bytes -= read.body.length;
  };
  const entryOf = (url: string, apiKey: string, origin: string) => {
    const matches = (one: CachedRead) => one.apiKey === apiKey && one.origin === origin;
    if (latest !== null && latest.url === url && matches(latest)) return latest;
    return byUrl.get(url)?.find(matches) ?? null;
  };
  return {
    find(url, apiKey, origin, now) {
      const read = entryOf(url, apiKey, origin);
      if (!read) return null;
      if (ctx.db.version(read.key.providerId) === read.version && now < read.goodUntil) return latest = read;
      drop(read);
      return null;
    },
    keep(read) {
      const previous = entryOf(read.url, read.apiKey, read.origin);
      if (previous) drop(previous);
      byUrl.set(read.url, [...byUrl.get(read.url) ?? [], read]);
      entries++;
      bytes += read.body.length;
      while (entries > MOST_ENTRIES || bytes > MOST_BYTES) drop(byUrl.values().next().value![0]);
    },
  };
}

/**
 * The cached response for one more request. It is cloned, because each new Response with several headers costs a native object with
 * a finalizer: a tenth of the request's time.
 * @param limits the client's rate limit headers: either every request has them or none, or one would get another's
 */
export function respondFromCache(read: CachedRead, requestId: string, limits: Record<string, string> | null): Response {
  const response = read.response ??= new Response(read.body, {
    headers: {
      "content-type": "application/json",
      "etag": read.etag,
      "cache-control": READ_CACHE_CONTROL,
      ...read.cors,
    },
  });
  response.headers.set("x-request-id", requestId);
  if (limits !== null) { for (const name in limits) response.headers.set(name, limits[name]); }
  return response.clone();
}
