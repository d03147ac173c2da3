/** The cookie that holds the token of a console session. */
import type { Call } from "../../http/router.ts";
import { SESSION_VALID } from "../../workflows/account/open_console.ts";

const COOKIE = "__Host-alera";

/** The session's token, or null. */
export function readSessionCookie(c: Call): string | null {
  // Only blanks are trimmed: after any other space the name is no `__Host-` to a browser, so a sister site may have set it.
  for (const part of (c.req.header("cookie") ?? "").split(/; */)) {
    const [name, value] = part.split("=");
    if (name === COOKIE && value && /^[0-9a-z]{20,80}$/.test(value)) return value;
  }
  return null;
}

/** @param token null deletes it */
export function sessionCookie(token: string | null): string {
  const age = token === null ? 0 : SESSION_VALID / 1000;
  return `${COOKIE}=${token ?? ""}; Path=/; Max-Age=${age}; Secure; HttpOnly; SameSite=Lax`;
}
