/**
 * Limits per client and route over a window that slides: the times of the last 60 s are kept, so no burst at a border is twice the
 * limit. Refused requests don't count, or a client that keeps asking would never get in again.
 */
import { HttpError } from "./errors.ts";

const WINDOW = 60_000;
/** More clients than this at a time: the longest silent are forgotten. */
const MOST_CLIENTS = 200_000;

export interface RateLimiter {
  /** Counts a request. @returns the headers every limited answer carries @throws HttpError 429 */
  take(client: string, route: string, limit: number, nowMs: number): Record<string, string>;
}

/** @param enabled false counts nothing and refuses nobody, for load tests */
export function createRateLimiter(enabled: boolean): RateLimiter {
  const seen = new Map<string, number[]>();
  let sweptAt = 0;
  return {
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
        throw new HttpError(429, `Too many requests. Try again in ${wait} second${wait === 1 ? "" : "s"}.`, {
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

/**
 * Who asks, as far as a limit cares: the address of the peer, or the last one in the trusted header; IPv6 by its /64, for one household
 * has more addresses than there are limits.
 */
export function clientAddress(peer: string, trusted: string | null): string {
  const named = trusted?.split(",").at(-1)?.trim();
  const address = named || peer;
  return address.includes(":") ? network64(address) : address;
}

function network64(address: string): string {
  const bare = address.replace(/^\[|\](:\d+)?$/g, "").split("%")[0].toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  if (mapped) return mapped[1];
  if (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare)) return bare.split(":")[0];
  const [head, tail] = bare.split("::");
  const left = head ? head.split(":") : [];
  const right = tail ? tail.split(":") : [];
  const full = tail === undefined
    ? left
    : [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  const mappedInHex = /^(0+:){5}ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(full.join(":"));
  if (mappedInHex) {
    return mappedInHex.slice(2).flatMap((pair) => [parseInt(pair, 16) >> 8, parseInt(pair, 16) & 255]).join(".");
  }
  return full.slice(0, 4).map((part) => part.replace(/^0+(?=.)/, "")).join(":") + "::/64";
}
