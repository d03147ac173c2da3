/** The payment page that this browser was sent to last: who comes back unpaid can return to it. In a cookie that no script can read. */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const COOKIE = "payment";

/** Notes where a class is paid. `minutes`: how long its seat is held. */
export function noteOpenPayment(
  c: Context,
  origin: string,
  { classId, url, minutes }: { classId: string; url: string; minutes: number },
): void {
  const secure = origin.startsWith("https:");
  setCookie(c, COOKIE, `${classId} ${url}`, {
    path: "/book",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    maxAge: minutes * 60,
  });
}

/** Null when there is none for this class, or its time is over. */
export function findOpenPayment(c: Context, classId: string | undefined): string | null {
  const [of, url = ""] = (getCookie(c, COOKIE) ?? "").split(" ");
  if (of !== classId) return null;
  return /^https?:\/\//.test(url) && URL.canParse(url) ? url : null;
}
