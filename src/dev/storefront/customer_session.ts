/** Who is signed in: the token of a mailed link, in a cookie that no script can read. */
import { AleraError, type CustomerSummary } from "@alera/client";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Api } from "./api.ts";

const TOKEN_COOKIE = "customer";
const NEXT_COOKIE = "next";
const TOKEN_DAYS = 30;

/** @param origin the site's own: over https its cookies are for https only */
export function createCustomerSession(api: Api, origin: string) {
  const cookie = { path: "/", httpOnly: true, sameSite: "Lax", secure: origin.startsWith("https:") } as const;
  return {
    token: (c: Context) => getCookie(c, TOKEN_COOKIE),
    /** The customer whose mailed link this browser once opened. A token that is no longer valid is forgotten. */
    async customer(c: Context): Promise<CustomerSummary | null> {
      const token = getCookie(c, TOKEN_COOKIE);
      if (!token) return null;
      try {
        // What no mailed link has in it is no token, and may not even fit into a header.
        if (!/^[\w-]+$/.test(token)) throw new AleraError(401, { code: "invalid_token" });
        return await api.me(token);
      } catch (error) {
        if (!(error instanceof AleraError) || ![401, 403, 404].includes(error.status)) throw error;
        deleteCookie(c, TOKEN_COOKIE, cookie);
        return null;
      }
    },
    signIn: (c: Context, token: string) =>
      setCookie(c, TOKEN_COOKIE, token, { ...cookie, maxAge: TOKEN_DAYS * 24 * 60 * 60 }),
    signOut: (c: Context) => deleteCookie(c, TOKEN_COOKIE, cookie),
    /** Where the next mailed link leads. */
    returnTo: (c: Context, path: string) => setCookie(c, NEXT_COOKIE, path, { ...cookie, maxAge: 3600 }),
    /** Where the mailed link that was just opened leads: to a class to book, or null. */
    takeReturn(c: Context): string | null {
      const next = getCookie(c, NEXT_COOKIE) ?? "";
      deleteCookie(c, NEXT_COOKIE, cookie);
      return /^\/classes\/[\w-]+\/book$/.test(next) ? next : null;
    },
  };
}

export type CustomerSession = ReturnType<typeof createCustomerSession>;
