/** ETags, and the 304 for a caller that has the body already. */
import { createHash } from "node:crypto";

export const READ_CACHE_CONTROL = "private, max-age=5";

/** A strong ETag: a hash of the bytes. */
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
  const all: Record<string, string> = { etag, "cache-control": READ_CACHE_CONTROL, ...headers };
  if (matchesEtag(ifNoneMatch, etag)) {
    delete all["content-type"];
    return new Response(null, { status: 304, headers: all });
  }
  return new Response(body, { headers: all });
}
