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
  /** Counts nothing. @throws HttpError 429 when `take` would */
  check(client: string, route: string, limit: number, nowMs: number): void;
}

/** @param enabled false counts and refuses nothing, for load tests */
export function createRateLimiter(enabled: boolean): RateLimiter {
  const seen = new Map<string, number[]>();
  let sweptAt = 0;
  const secondsLeft = (times: number[], nowMs: number) => Math.max(1, Math.ceil((times[0] + WINDOW - nowMs) / 1000));
  function check(client: string, route: string, limit: number, nowMs: number): void {
    const times = seen.get(`${route}|${client}`);
    while (times?.length && times[0] <= nowMs - WINDOW) times.shift();
    if (!times || times.length < limit) return;
    const wait = secondsLeft(times, nowMs);
    throw new HttpError(429, `Too many requests. Try again in ${pluralize(wait, "second")}.`, {
      retryAfter: wait,
    }, {
      "retry-after": String(wait),
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(wait),
    });
  }
  return {
    enabled,
    check,
    take(client, route, limit, nowMs): Record<string, string> {
      if (!enabled) return {};
      if (nowMs - sweptAt > WINDOW) {
        sweptAt = nowMs;
        for (const [key, times] of seen) if (times[times.length - 1] <= nowMs - WINDOW) seen.delete(key);
      }
      check(client, route, limit, nowMs);
      const key = `${route}|${client}`;
      let times = seen.get(key);
      if (!times) {
        if (seen.size >= MOST_CLIENTS) seen.delete(seen.keys().next().value!);
        seen.set(key, times = []);
      }
      times.push(nowMs);
      return {
        "ratelimit-limit": String(limit),
        "ratelimit-remaining": String(limit - times.length),
        "ratelimit-reset": String(secondsLeft(times, nowMs)),
      };
    },
  };
}
