/// <reference lib="dom" />
/** Requests to the server that this module came from. */

/** What the server refuses, as it says it; `code` is `offline` when nothing answers. */
export interface Refusal {
  code: string;
  error: string;
  issues?: { path: string; message: string }[];
  seconds: string | null;
}

/**
 * JSON of `/api/…`. What got no answer is sent once more, under the same Idempotency-Key.
 * @param credentials the publishable key, or the customer's token in its header
 * @throws Refusal
 */
export async function ask<T>(path: string, credentials: Record<string, string>, body?: unknown): Promise<T> {
  const send = () =>
    fetch(new URL("api/" + path, import.meta.url), {
      headers,
      method: body ? "POST" : "GET",
      body: body ? JSON.stringify(body) : null,
      // A seat that was just taken must show.
      cache: "no-cache",
      // With a read of its own site a browser sends no Origin.
      referrerPolicy: "strict-origin",
    });
  const headers: Record<string, string> = { ...credentials };
  if (body) {
    headers["content-type"] = "application/json";
    headers["idempotency-key"] = String(crypto.getRandomValues(new Uint32Array(4)));
    if (credentials["x-alera-key"]) headers["x-alera-page"] = thisPage();
  }
  const response = await send().catch(() => wait(1).then(send)).catch(() => {
    throw { code: "offline" };
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw { ...answer, seconds: response.headers.get("retry-after") };
}

/** @param seconds until it resolves */
export const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** The address of this page, to come back to: without what brought us here. */
function thisPage(): string {
  const url = new URL(location.href);
  for (const name of ["alera", "session_id"]) url.searchParams.delete(name);
  url.hash = "";
  return url.href;
}
