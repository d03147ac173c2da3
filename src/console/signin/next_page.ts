/** Where to go after signing in. */
import type { Call } from "../../http/router.ts";

const START = "/console";

/** The `next` of the address, if it is a page of the console: never an address somebody else wrote. */
export function readNext(c: Call): string {
  const next = new URL(c.req.url).searchParams.get("next") ?? "";
  return /^\/console(\/[\w./-]*)?(\?[\w=&.,:%-]*)?$/.test(next) && !next.includes("..") ? next : START;
}

/** A path that remembers it. */
export function withNext(path: string, next: string): string {
  return next === START ? path : `${path}?next=${encodeURIComponent(next)}`;
}
