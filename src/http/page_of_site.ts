/** The site that a request comes from, and the page of it that customers' links lead to. */
import type { ApiKey } from "../domain/api_keys.ts";
import { invalid } from "../domain/errors.ts";

/** Names the page of the site that holds the elements of `/embed.js`. */
export const PAGE_HEADER = "x-alera-page";

const LONGEST = 500;

/**
 * The Origin of a request. A browser sends none with a read of its own site: there, a publishable key's is that of its Referer, which a
 * page can't make up.
 */
export function originOf(headers: Headers, kind: ApiKey["kind"]): string | null {
  const origin = headers.get("origin");
  if (origin !== null || kind !== "publishable" || headers.get("sec-fetch-site") !== "same-origin") return origin;
  const referer = headers.get("referer") ?? "";
  return URL.canParse(referer) ? new URL(referer).origin : null;
}

/**
 * Where links for this request's customer lead: its Origin, or the page of it that the request names, with `#`, so that `/me/…` behind it
 * is for the page's script to read.
 * @throws DomainError invalid_request (not a page of that Origin)
 */
export function siteOf(origin: string, page: string | null): string {
  if (page === null) return origin;
  const url = page.length <= LONGEST && URL.canParse(page) ? new URL(page) : null;
  if (url?.origin !== origin || url.username || url.password || url.href.length > LONGEST) {
    throw invalid(
      PAGE_HEADER,
      `The ${PAGE_HEADER} header must be an address of ${origin}, at most ${LONGEST} characters.`,
    );
  }
  return `${url.origin}${url.pathname}${url.search}#`;
}
