/** The fast path of cached reads: API key, Origin and URL are the key of the cache entry, so no router is needed. */
import { countKeyed, VISITOR_HEADER } from "./admit.ts";
import { conditional } from "./conditional.ts";
import { errorResponse } from "./errors.ts";
import type { Observe } from "./observe.ts";
import { type CachedRead, respondFromCache } from "./read_cache.ts";
import { requestIdOf } from "./request_id.ts";
import type { HttpServices } from "./services.ts";

/** @returns a function that responds to a GET from the cache, or returns null when it has no entry */
export function createCachedResponses(services: HttpServices, observe: Observe) {
  const { ctx, auth, limiter, reads } = services;

  function respond(read: CachedRead, request: Request, requestId: string, peer: () => string): Response {
    const limits: Record<string, string> | null = limiter.enabled ? {} : null;
    if (limits || request.headers.has(VISITOR_HEADER)) {
      countKeyed(services, read, read.key, { headers: request.headers, peer }, limits ?? {});
    }
    const ifNoneMatch = request.headers.get("if-none-match");
    if (ifNoneMatch === null) return respondFromCache(read, requestId, limits);
    return conditional(read.body, read.etag, ifNoneMatch, {
      "content-type": "application/json",
      "x-request-id": requestId,
      ...limits,
      ...read.cors,
    });
  }

  return (request: Request, peer: () => string): Response | null => {
    const apiKey = request.headers.get("x-alera-key");
    const origin = request.headers.get("origin");
    if (apiKey === null || origin === null) return null;
    // The clock is read once: that costs more than the look-up.
    const now = ctx.clock.now();
    const read = reads.find(request.url, apiKey, origin, now);
    if (!read) return null;
    auth.markUsed(read.key.id);
    const requestId = requestIdOf(request.headers);
    let response: Response;
    try {
      response = respond(read, request, requestId, peer);
    } catch (error) {
      response = errorResponse(error, requestId, ctx.log);
      for (const name in read.cors) response.headers.set(name, read.cors[name]);
      response.headers.set("x-request-id", requestId);
    }
    const { route, key } = read;
    observe({
      at: now,
      requestId,
      route: route.replace("get", "GET"),
      status: response.status,
      tookMs: 0,
      providerId: key.providerId,
    });
    return response;
  };
}
