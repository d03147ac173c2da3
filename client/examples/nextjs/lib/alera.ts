/** On the server only: the key never reaches a page. */
import { AleraError, createAlera } from "@alera/client";

export const { ALERA_URL = "", ALERA_KEY = "", ALERA_WEBHOOK_SECRET = "", SITE = "", HANDLE = "" } = process.env;
export const alera = createAlera({ url: ALERA_URL, key: ALERA_KEY, origin: SITE });

/** The visitor's address, as the platform in front of Next.js tells it. */
export function visitorOf(request: Request): string | undefined {
  return request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || undefined;
}

/** What the API refused, for the page that asked: its words are for people. */
export function refusal(error: unknown): Response {
  if (!(error instanceof AleraError)) throw error;
  const { code, message, issues, retryAfter } = error;
  const headers: HeadersInit = retryAfter === null ? {} : { "retry-after": String(retryAfter) };
  return Response.json({ code, message, issues }, { status: code === "unreachable" ? 502 : error.status, headers });
}
