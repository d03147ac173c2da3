/**
 * Counts requests over a sliding window of 60 s, so no two bursts around a boundary add up to twice the limit. Refused requests don't
 * count, or a client that keeps asking would never get in again.
 */
import type { ErrorCode } from "../domain/errors.ts";
import { pluralize } from "../domain/format.ts";
import { HttpError } from "./errors.ts";

const WINDOW = 60_000;
/** With more of them than this, the one that came first is forgotten. */
const MOST_COUNTED = 200_000;

/** How a limit stands after a request was counted. */
export interface Taken {
  limit: number;
  remaining: number;
  /** Seconds until the oldest request no longer counts. */
  reset: number;
  /** The request was refused for another reason: it counts no more. */
  undo(): void;
}

/** What a refusal says: its code, and what it tells before and after the seconds to wait. */
export interface Refused {
  code: ErrorCode & ("rate_limited" | "quota_exceeded");
  says: string;
  advice?: string;
}

export interface RateLimiter {
  enabled: boolean;
  /** Counts a request of `who`. Null when limits are off. @throws HttpError 429 */
  take(who: string, limit: number, nowMs: number, refused: Refused): Taken | null;
  /** Counts nothing. @throws HttpError 429 when `take` would */
  check(who: string, limit: number, nowMs: number, refused: Refused): void;
}

/** @param enabled false counts and refuses nothing, for load tests */
export function createRateLimiter(enabled: boolean): RateLimiter {
  const seen = new Map<string, number[]>();
  let sweptAt = 0;
  const untilOldestLeaves = (times: number[], nowMs: number) =>
    Math.max(1, Math.ceil((times[0] + WINDOW - nowMs) / 1000));
  function check(who: string, limit: number, nowMs: number, refused: Refused): void {
    const times = seen.get(who);
    while (times?.length && times[0] <= nowMs - WINDOW) times.shift();
    if (times && times.length >= limit) throw tooMany(limit, untilOldestLeaves(times, nowMs), refused);
  }
  return {
    enabled,
    check,
    take(who, limit, nowMs, refused) {
      if (!enabled) return null;
      if (nowMs - sweptAt > WINDOW) {
        sweptAt = nowMs;
        for (const [key, times] of seen) if (!(times[times.length - 1] > nowMs - WINDOW)) seen.delete(key);
      }
      check(who, limit, nowMs, refused);
      let times = seen.get(who);
      if (!times) {
        if (seen.size >= MOST_COUNTED) seen.delete(seen.keys().next().value!);
        seen.set(who, times = []);
      }
      times.push(nowMs);
      return {
        limit,
        remaining: limit - times.length,
        reset: untilOldestLeaves(times, nowMs),
        undo: () => void times.pop(),
      };
    },
  };
}

function tooMany(limit: number, wait: number, { code, says, advice = "" }: Refused): HttpError {
  const message = `${says} Try again in ${pluralize(wait, "second")}.${advice}`;
  const headers = { "retry-after": String(wait), ...limitHeaders({ limit, remaining: 0, reset: wait }) };
  return new HttpError(code, message, { retryAfter: wait }, headers);
}

/** The headers of a response: of several limits, the one with the fewest requests left. */
export function limitHeaders(...limits: (Omit<Taken, "undo"> | null)[]): Record<string, string> {
  const nearest = limits.filter((one) => one !== null).toSorted((a, b) => a.remaining - b.remaining)[0];
  if (!nearest) return {};
  return {
    "ratelimit-limit": String(nearest.limit),
    "ratelimit-remaining": String(nearest.remaining),
    "ratelimit-reset": String(nearest.reset),
  };
}
