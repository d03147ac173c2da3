/** The connection to a libSQL server: Hrana over HTTP. */
import { type Client, createClient } from "@libsql/client/http";

export interface ServerLocation {
  /** `libsql:`, `https:`, `http:` (or `wss:`, `ws:`, spoken to by HTTP). */
  url: string;
  authToken?: string;
  /** How long one request to the server may take, in milliseconds. */
  timeoutMs?: number;
}

/** Nothing is asked of the server yet. */
export function connect({ url, authToken, timeoutMs = 10_000 }: ServerLocation): Client {
  return createClient({
    url: url.replace(/^ws(s?):/, "http$1:"),
    authToken,
    intMode: "number",
    // The client itself would wait for ever.
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(timeoutMs) }),
  });
}
