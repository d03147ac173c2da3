/**
 * Answers of the two class reads, kept in memory with their ETag. An entry is good while the provider's version stands (every committed
 * write of the provider raises it: bookings, but also a key's revocation) and until the next class begins. Nothing is
 * kept where others write.
 */
import { createHash } from "node:crypto";
import type { Context } from "../workflows/context.ts";

const MOST_ENTRIES = 4_000;
const MOST_BYTES = 64 * 1024 * 1024;
const READ_CACHE_CONTROL = "private, max-age=5";

export interface CachedRead {
  url: string;
  /** Key header and Origin, both checked when the entry was made: only the same two are answered from it. */
  apiKey: string;
  origin: string;
  providerId: string;
  keyId: string;
  /** The route it answers, as the rate limiter and the log know it. */
  route: string;
  limit: number;
  /** A string: Deno hands it to the socket without the copy that bytes need. */
  body: string;
  etag: string;
  version: number;
  /** Milliseconds: from then on the answer may be another. */
  goodUntil: number;
  /** Made at the first use, copied at each. */
  answer?: Response;
}

export interface ReadCache {
  /** @param now milliseconds */
  find(url: string, apiKey: string, origin: string, now: number): CachedRead | null;
  keep(read: CachedRead): void;
}

/** Kept in memory, the oldest dropped first when there are too many entries or bytes. */
export function createReadCache(ctx: Pick<Context, "db">): ReadCache {
  // By address alone, then compared: a key put together of all three would be made and hashed for every request.
  const byUrl = new Map<string, CachedRead[]>();
  let latest: CachedRead | null = null; // mostly the next one, too: comparing is cheaper than looking up
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
    const isIt = (one: CachedRead) => one.apiKey === apiKey && one.origin === origin;
    if (latest !== null && latest.url === url && isIt(latest)) return latest;
    return byUrl.get(url)?.find(isIt) ?? null;
  };
  return {
    find(url, apiKey, origin, now) {
      const read = entryOf(url, apiKey, origin);
      if (!read) return null;
      if (ctx.db.version(read.providerId) === read.version && now < read.goodUntil) return latest = read;
      drop(read);
      return null;
    },
    keep(read) {
      const former = entryOf(read.url, read.apiKey, read.origin);
      if (former) drop(former);
      byUrl.set(read.url, [...byUrl.get(read.url) ?? [], read]);
      entries++;
      bytes += read.body.length;
      while (entries > MOST_ENTRIES || bytes > MOST_BYTES) drop(byUrl.values().next().value![0]);
    },
  };
}

/**
 * The kept answer for one more request: a copy, for Deno makes a native object with a finalizer for every new Response of several
 * headers, which takes a tenth of the request, and more where the memory is cleaned up after it.
 * @param limits how near this client is to its limit; an app says it always or never, or an answer would carry another's
 */
export function answerAgain(read: CachedRead, requestId: string, limits: Record<string, string> | null): Response {
  const answer = read.answer ??= new Response(read.body, {
    headers: { "content-type": "application/json", "etag": read.etag, "cache-control": READ_CACHE_CONTROL },
  });
  answer.headers.set("x-request-id", requestId);
  if (limits !== null) { for (const name in limits) answer.headers.set(name, limits[name]); }
  return answer.clone();
}

/** A strong ETag: the hash of the very bytes. */
export function etagOf(body: string): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
}

/** Whether `If-None-Match` names this ETag. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (!header) return false;
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}

/** 200 with the body, or 304. */
export function conditional(
  body: string,
  etag: string,
  ifNoneMatch: string | null,
  headers: Record<string, string>,
): Response {
  const kept = { etag, "cache-control": READ_CACHE_CONTROL, ...headers };
  if (matchesEtag(ifNoneMatch, etag)) {
    delete (kept as Record<string, string>)["content-type"];
    return new Response(null, { status: 304, headers: kept });
  }
  return new Response(body, { headers: kept });
}
