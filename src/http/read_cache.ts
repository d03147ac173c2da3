/**
 * Answers of the two class reads, kept in memory with their ETag. An entry is good while the provider's version stands (every committed
 * write of the provider raises it: bookings, but also a key's revocation) and until the next class begins. Nothing is
 * kept where others write.
 */
import { createHash } from "node:crypto";
import type { Context } from "../domain/context.ts";

const MOST_ENTRIES = 4_000;
const MOST_BYTES = 64 * 1024 * 1024;

export interface CachedRead {
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
}

export interface ReadCache {
  /** The key says who asks from where for what: key header, Origin and address have all been checked when it was made. */
  find(key: string): CachedRead | null;
  keep(key: string, read: CachedRead): void;
}

/** Kept in memory, the oldest dropped first when there are too many entries or bytes. */
export function createReadCache(ctx: Pick<Context, "db" | "clock">): ReadCache {
  const entries = new Map<string, CachedRead>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= entries.get(key)?.body.length ?? 0;
    entries.delete(key);
  };
  return {
    find(key) {
      const entry = entries.get(key);
      if (!entry) return null;
      if (ctx.db.version(entry.providerId) === entry.version && ctx.clock.now() < entry.goodUntil) return entry;
      drop(key);
      return null;
    },
    keep(key, read) {
      drop(key);
      entries.set(key, read);
      bytes += read.body.length;
      while (entries.size > MOST_ENTRIES || bytes > MOST_BYTES) drop(entries.keys().next().value!);
    },
  };
}

/** Line breaks separate what no header and no URL can hold them in. */
export function cacheKey(apiKey: string, origin: string, url: string): string {
  return `${apiKey}\n${origin}\n${url}`;
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

export const READ_CACHE_CONTROL = "private, max-age=5";

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
