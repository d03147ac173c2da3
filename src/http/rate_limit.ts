/**
 * Rate limits per client and route over a sliding window of 60 s, so no two bursts around a boundary add up to twice the limit.
 * Refused requests don't count, or a client that keeps asking would never get in again.
 */
import { pluralize } from "../domain/format.ts";
import { HttpError } from "./errors.ts";

const WINDOW = 60_000;
/** With more clients than this, the one that came first is forgotten. */
const MOST_CLIENTS = 200_000;

export interface RateLimiter {
  enabled: boolean;
  /** Counts a request. @returns the headers of the response @throws HttpError 429 */
  take(client: string, route: string, limit: number, nowMs: number): Record<string, string>;
}

/** @param enabled false counts and refuses nothing, for load tests */
export function createRateLimiter(enabled: boolean): RateLimiter {
  const seen = new Map<string, number[]>();
  let sweptAt = 0;
  return {
    enabled,
    take(client, route, limit, nowMs): Record<string, string> {
      if (!enabled) return {};
      if (nowMs - sweptAt > WINDOW) {
        sweptAt = nowMs;
        for (const [key, times] of seen) if (times[times.length - 1] <= nowMs - WINDOW) seen.delete(key);
      }
      const key = `${route}|${client}`;
      let times = seen.get(key);
      if (!times) {
        if (seen.size >= MOST_CLIENTS) seen.delete(seen.keys().next().value!);
        seen.set(key, times = []);
      }
      while (times.length && times[0] <= nowMs - WINDOW) times.shift();
      const untilOldestLeaves = () => Math.max(1, Math.ceil((times[0] + WINDOW - nowMs) / 1000));
      if (times.length >= limit) {
        const wait = untilOldestLeaves();
        throw new HttpError("rate_limited", `Too many requests. Try again in ${pluralize(wait, "second")}.`, {
          retryAfter: wait,
        }, {
          "retry-after": String(wait),
          "ratelimit-limit": String(limit),
          "ratelimit-remaining": "0",
          "ratelimit-reset": String(wait),
        });
      }
      times.push(nowMs);
      return {
        "ratelimit-limit": String(limit),
        "ratelimit-remaining": String(limit - times.length),
        "ratelimit-reset": String(untilOldestLeaves()),
      };
    },
  };
}
