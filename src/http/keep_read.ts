/** A read that a site shows: responded to with its ETag, and kept in memory for the next request. */
import type { ApiKey } from "../domain/api_keys.ts";
import { conditional, etagOf } from "./conditional.ts";
import { publishableHeaders } from "./cors.ts";
import type { ReadCache } from "./read_cache.ts";

interface Read {
  key: ApiKey;
  /** `get /api/classes` */
  route: string;
  limit: number;
  /** JSON. */
  body: string;
  /** The provider's, read before the body: a write in between then makes the entry stale, never the response. */
  version: number | null;
  /** Milliseconds; until the provider's next write when left out. */
  goodUntil?: number;
}

/** 200, or 304 to a caller that has it. */
export function respondAndKeep(
  cache: ReadCache,
  { method, url, headers }: Request,
  { version, goodUntil = Infinity, ...read }: Read,
): Response {
  const etag = etagOf(read.body);
  // Without a version nothing can say when the entry is stale.
  const origin = headers.get("origin");
  if (version !== null && method === "GET" && origin !== null) {
    const cors: Record<string, string> = read.key.kind === "publishable" ? publishableHeaders(origin) : {};
    cache.keep({ ...read, url, apiKey: headers.get("x-alera-key")!, origin, cors, etag, version, goodUntil });
  }
  return conditional(read.body, etag, headers.get("if-none-match"), { "content-type": "application/json" });
}
